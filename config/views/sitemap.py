"""Every page that anybody may find, for search engines (sitemaps.org): advice, services, who gives them, people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from wagtail.models import Page

from directory import public

MOST = 50_000  # of one site map, says the standard
PLAIN = ("directory-find", "directory-assistants", "cms-a-to-z", "open-data")
Entry = tuple[str, datetime | None]


@require_safe
@cache_control(public=True, max_age=60 * 60)
def sitemap(request: HttpRequest) -> HttpResponse:
    """The map, or where there is more than fits on one, the list of its parts."""
    found = list(entries(request))
    if len(found) <= MOST:
        return of_pages(request, found)
    parts = range(1, -(-len(found) // MOST) + 1)
    lines = [
        f"<sitemap><loc>{address(request, reverse('sitemap-part', args=[part]))}</loc></sitemap>" for part in parts
    ]
    return as_xml("sitemapindex", lines)


@require_safe
@cache_control(public=True, max_age=60 * 60)
def part(request: HttpRequest, number: int) -> HttpResponse:
    found = list(islice(entries(request), max(0, number - 1) * MOST, number * MOST))
    if not found:
        raise Http404
    return of_pages(request, found)


def of_pages(request: HttpRequest, found: list[Entry]) -> HttpResponse:
    return as_xml("urlset", [line(address(request, path), changed) for path, changed in found])


def as_xml(name: str, lines: list[str]) -> HttpResponse:
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<{name} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    return HttpResponse("\n".join([head, *lines, f"</{name}>\n"]), content_type="application/xml; charset=utf-8")


def address(request: HttpRequest, path: str) -> str:
    return escape(request.build_absolute_uri(path))


def entries(request: HttpRequest) -> Iterator[Entry]:
    """Personal assistants only while their approval holds."""
    for page in Page.objects.live().public().filter(depth__gt=1).order_by("path"):
        if path := page.get_url(request):
            yield path, page.last_published_at
    yield from ((reverse(name), None) for name in PLAIN)
    sources = (
        ("directory-service", public.public_services()),
        ("directory-organisation", public.public_organisations()),
        ("directory-assistant", public.approved_assistants(timezone.localdate())),
    )
    for name, rows in sources:
        for slug, changed in rows.order_by("pk").values_list("slug", "changed_at"):
            yield reverse(name, args=[slug]), changed


def line(at: str, changed: datetime | None) -> str:
    when = f"<lastmod>{timezone.localdate(changed).isoformat()}</lastmod>" if changed else ""
    return f"<url><loc>{at}</loc>{when}</url>"
