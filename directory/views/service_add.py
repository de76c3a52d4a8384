"""A provider adds a service: its name first, then the page itself, which nobody else sees yet."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.requests import Request
from accounts.views.desk_form import ASKS, posted
from directory.actions import new_services
from directory.forms.pages import NewServiceForm
from directory.permissions import may_write
from directory.views.pages import crumbs, load


@ASKS
def add(request: Request, pk: int) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    page, form = load(request, "organisation", pk), NewServiceForm(posted(request))
    if not may_write(request.user, page.of, ["name"]):
        raise PermissionDenied
    if request.method == "POST" and form.is_valid():
        made = new_services.begin(organisation=page.subject, name=form.cleaned_data["name"], by=request.user)
        messages.success(request, "Added. Nobody sees it yet: say what it is, then send it.")
        return redirect("provider-page", "service", made.pk)
    context = {"section": "provider", "breadcrumbs": crumbs(), "organisation": page.subject, "form": form}
    return render(request, "directory/service_add.html", context)
