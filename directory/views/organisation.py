"""An organisation and everything it offers."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from directory import markup, merged, public
from directory.views import nearby
from directory.views.service import shell

PER_PAGE = 20


@require_safe
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    found = public.public_organisations().prefetch_related("phones").filter(slug=slug).first()
    if found is None:
        return merged.leads_on_or_404("organisation", slug)
    offers = public.public_services().filter(organisation=found).prefetch_related("terms__taxonomy")
    page = Paginator(offers, PER_PAGE).get_page(request.GET.get("page"))
    context = {"organisation": found, "page": page, "near_query": nearby.query_of(request)}
    context["markup"] = markup.organisation(found, request.build_absolute_uri)
    return render(request, "directory/organisation.html", context | shell("Find support", "directory-find", request))
