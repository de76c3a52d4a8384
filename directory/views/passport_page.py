"""A passport to show to others: check by check, as a QR code and as a file, while it holds."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from directory import passport, public, signing
from directory.models import PersonalAssistantProfile
from directory.passport import Passport

SVG = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def load(slug: str) -> tuple[PersonalAssistantProfile, Passport]:
    """Asked of the clock each time: at midnight after the last day there is nothing to show or to fetch."""
    profile = get_object_or_404(public.whole_assistants(), slug=slug)
    shown = passport.current(profile.approvals.all(), timezone.localdate())
    if shown is None or not shown.holds:
        raise Http404
    return profile, shown


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    profile, shown = load(slug)
    home = reverse("directory-assistant", args=[slug])
    crumbs = [("Home", "/"), ("Personal assistants", reverse("directory-assistants")), (profile.name, home)]
    brand = shown.approval.scheme.brand_on(timezone.localdate())
    context = {"profile": profile, "passport": shown, "name": profile.name, "assistant": True, "brand": brand}
    return render(
        request,
        "directory/passport_page.html",
        {
            **context,
            "section": "find",
            "breadcrumbs": crumbs,
            "brand": shown.approval.scheme.brand_on(timezone.localdate()),
        },
    )


@require_safe
def code(request: HttpRequest, slug: str) -> HttpResponse:
    profile, shown = load(slug)
    response = HttpResponse(signing.qr_code(shown, profile.name), content_type="image/svg+xml")
    response["Content-Security-Policy"] = SVG
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def file(request: HttpRequest, slug: str) -> HttpResponse:
    profile, shown = load(slug)
    response = HttpResponse(signing.signed(shown, profile.name) + "\n", content_type="application/jose")
    response["Content-Disposition"] = f'attachment; filename="passport-{slug}.jws"'
    response["Cache-Control"] = "no-store"
    return response
