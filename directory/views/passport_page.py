"""A passport to show to others: check by check, as a QR code and as a file, while it holds.

Of a personal assistant, an organisation or one service: each by its own approval, and by no other's.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from directory import passport, public, signing
from directory.passport import Passport

SVG = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def organisations() -> QuerySet[Any]:
    shown = public.approvals_with_checks().filter(state__in=public.SHOWN)
    return public.public_organisations().prefetch_related(Prefetch("approvals", shown))


@dataclass(frozen=True)
class Kind:
    """Whose passport: `found` is what the public may see of them."""

    found: Callable[[], QuerySet[Any]]
    home: str  # the name of their page's address
    crumb: tuple[str, str]  # the list that they are on: its words and its address's name


KINDS = {
    "assistant": Kind(public.whole_assistants, "directory-assistant", ("Personal assistants", "directory-assistants")),
    "service": Kind(public.whole_services, "directory-service", ("Find support", "directory-find")),
    "organisation": Kind(organisations, "directory-organisation", ("Find support", "directory-find")),
}


def load(kind: str, slug: str) -> tuple[Any, Passport]:
    """Asked of the clock each time: at midnight after the last day there is nothing to show or to fetch."""
    holder = get_object_or_404(KINDS[kind].found(), slug=slug)
    shown = passport.current(holder.approvals.all(), timezone.localdate())
    if shown is None or not shown.holds:
        raise Http404
    return holder, shown


@require_safe
def page(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    holder, shown = load(kind, slug)
    of = KINDS[kind]
    words, there = of.crumb
    context = {
        "section": "find",
        "breadcrumbs": [("Home", "/"), (words, reverse(there)), (holder.name, reverse(of.home, args=[slug]))],
        "passport": shown,
        "name": holder.name,
        "called": holder.first_name if kind == "assistant" else holder.name,
        "assistant": kind == "assistant",
        "brand": shown.approval.scheme.brand_on(timezone.localdate()),
        "code": reverse(f"{shown.url_name}-code", args=[slug]),
        "file": reverse(f"{shown.url_name}-file", args=[slug]),
    }
    return render(request, "directory/passport_page.html", context)


@require_safe
def code(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    holder, shown = load(kind, slug)
    response = HttpResponse(signing.qr_code(shown, holder.name), content_type="image/svg+xml")
    response["Content-Security-Policy"] = SVG
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def file(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    holder, shown = load(kind, slug)
    response = HttpResponse(signing.signed(shown, holder.name) + "\n", content_type="application/jose")
    response["Content-Disposition"] = f'attachment; filename="passport-{slug}.jws"'
    response["Cache-Control"] = "no-store"
    return response
