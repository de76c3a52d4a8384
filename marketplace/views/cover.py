"""Ask for cover: somebody else for one visit. It begins the usual request, with day, time and length filled in."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.permissions import for_person
from accounts.requests import Request
from accounts.roles import Scope
from marketplace.actions import drafts
from marketplace.forms.pauses import CoverForm
from marketplace.models import Listing, Visit
from marketplace.permissions import may_book
from marketplace.queries import coming, cover
from marketplace.queries.coming import Coming
from marketplace.views.asking import ASKS, person_of, typed
from marketplace.views.coming import to_week_of


@ASKS
@for_person(Scope.ORDER)
def ask(request: Request, reference: str, number: int) -> HttpResponse:
    row = _row(request, reference, number)
    if not row.may_ask_for_cover:
        messages.info(request, "It is too late to ask for cover for this visit, or it does not need cover.")
        return to_week_of(row.visit)
    choices = cover.choices(row.visit, row.now) if may_book(request.acting) else []
    form = _form(request, choices)
    if request.method == "POST" and form.is_valid():
        listing = form.cleaned_data["listing"]
        draft = drafts.begin(listing=listing, person=person_of(request), by=request.user)
        drafts.answer(draft=draft, answers=asked(row.visit, listing))
        return redirect("marketplace-book", listing.slug)
    context = {
        "row": row,
        "form": form,
        "any_choice": bool(choices),
        "may_book": may_book(request.acting),
        "may_write": request.acting.may(Scope.MESSAGE),
        "section": "week",
        "back": to_week_of(row.visit).url,
    }
    return render(request, "marketplace/cover.html", context)


def _row(request: Request, reference: str, number: int) -> Coming:
    """One visit of the person, as her week shows it."""
    visits = coming.with_all(Visit.objects.filter(order__person=person_of(request), order__reference=reference))
    return Coming(get_object_or_404(visits, number=number), timezone.now(), may_act=True)


def _form(request: Request, choices: list[cover.Choice]) -> CoverForm:
    form = CoverForm(typed(request))
    field: Any = form.fields["listing"]
    field.queryset = Listing.objects.filter(pk__in=[choice.listing.pk for choice in choices])
    field.widget.choices = [(choice.listing.slug, choice.name) for choice in choices]
    field.widget.hints = {choice.listing.slug: choice.hint for choice in choices}
    return form


def asked(visit: Visit, listing: Listing) -> dict[str, Any]:
    """What the journey begins with: that day and hour, once, as long as the visit or as the offer lasts."""
    minutes = visit.minutes if listing.is_hourly else listing.minimum_minutes
    start = timezone.localtime(visit.starts_at).strftime("%H:%M")
    return {"first_on": visit.on.isoformat(), "start": start, "minutes": minutes, "weeks": 1}
