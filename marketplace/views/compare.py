"""Up to four services and personal assistants side by side, priced for the week that somebody has in mind."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from directory import shortlist
from directory.shortlist import Kept
from directory.views import nearby, side_by_side
from directory.views.side_by_side import MOST
from marketplace.forms.usual_week import WeekForm
from marketplace.queries import comparing
from marketplace.views import compare_table

ASKED = ("weekdays", "weekends", "minutes")
USUAL = {"weekdays": 3, "minutes": 60, "part": ""}


@require_safe
@never_cache
def compare(request: HttpRequest) -> HttpResponse:
    """`?thing=service-12&thing=personal_assistant-4&weekdays=3&minutes=60`; without things, those of the shortlist."""
    kept = shortlist.all_of(request.GET.getlist("thing")) or shortlist.read(request)
    near, form = nearby.near_of(request), form_of(request)
    usual = form.usual() if form.is_valid() else None
    things = side_by_side.all_of(kept[:MOST], near)
    offers = comparing.offers([thing.kept for thing in things], timezone.localdate())
    context = {
        "things": things,
        "form": form,
        "usual": usual,
        "rows": compare_table.rows(things, offers, usual),
        "leave_out": [(thing, without(request, thing.kept, things)) for thing in things if len(things) > 1],
        "too_many": len(kept) > MOST,
        "gone": len(things) < len(kept[:MOST]),
        "near_query": nearby.query_of(request),
        "section": "shortlist",
        "breadcrumbs": [("Home", "/"), ("Your shortlist", reverse("directory-shortlist"))],
    }
    return render(request, "marketplace/compare.html", context)


def form_of(request: HttpRequest) -> WeekForm:
    """Answered as soon as something of the week is in the address."""
    if any(name in request.GET for name in ASKED):
        return WeekForm(request.GET)
    return WeekForm(initial={**USUAL, "near": request.GET.get("near", "")})


def without(request: HttpRequest, kept: Kept, things: list[side_by_side.Thing]) -> str:
    """The same comparison with one fewer."""
    rest = [("thing", str(thing.kept)) for thing in things if thing.kept != kept]
    week = [(name, request.GET[name]) for name in WeekForm.base_fields if name in request.GET]
    return f"?{urlencode(rest + week)}"
