"""Every page that anybody may find, for search engines (sitemaps.org): advice, services, who gives them, people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from django.http import HttpRequest, HttpResponse
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
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">']
    lines += [line(request.build_absolute_uri(path), changed) for path, changed in islice(entries(request), MOST)]
    return HttpResponse("\n".join([*lines, "</urlset>\n"]), content_type="application/xml; charset=utf-8")


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


def line(address: str, changed: datetime | None) -> str:
    when = f"<lastmod>{timezone.localdate(changed).isoformat()}</lastmod>" if changed else ""
    return f"<url><loc>{escape(address)}</loc>{when}</url>"
