"""Are you sure? Then a new search index, made by the worker."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.desks import STAFF
from accounts.permissions import needs
from accounts.requests import Request
from accounts.roles import Permission
from cms.actions import search

BEGUN = "We are making a new search index. This page shows when it is done."
GOING_ON = "A new index is being made already. Wait until it is done."


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.REBUILD_SEARCH)
def rebuild(request: Request) -> HttpResponse:
    if request.method == "POST":
        begun = search.rebuild(by=request.user)
        messages.add_message(request, messages.SUCCESS if begun else messages.INFO, BEGUN if begun else GOING_ON)
        return redirect("staff-search")
    crumbs = [*STAFF, ("Search", reverse("staff-search"))]
    return render(request, "cms/staff_search_rebuild.html", {"section": "staff", "breadcrumbs": crumbs})
