"""An organisation and everything it offers."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from directory import markup, merged, passport, public
from directory.views import nearby, what_people_say
from directory.views.service import shell

PER_PAGE = 20


@require_safe
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    approvals = Prefetch("approvals", public.approvals_with_checks().filter(state__in=public.SHOWN))
    found = public.public_organisations().prefetch_related("phones", approvals).filter(slug=slug).first()
    if found is None:
        return merged.leads_on_or_404("organisation", slug)
    offers = public.public_services().filter(organisation=found).prefetch_related("terms__taxonomy")
    page = Paginator(offers, PER_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {"passport": passport.current(found.approvals.all(), timezone.localdate())}
    context |= {"organisation": found, "page": page, "near_query": nearby.query_of(request)}
    context["said"] = what_people_say.beginning(found)
    context["markup"] = markup.organisation(found, request.build_absolute_uri)
    return render(request, "directory/organisation.html", context | shell("Find support", "directory-find", request))
