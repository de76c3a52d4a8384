"""Pause visits for a stay in hospital or a holiday, and end the pause: each with answers to check before it is done."""

from datetime import date, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.permissions import for_person
from accounts.requests import Request
from accounts.roles import Scope
from accounts.views import checking
from design.formats import pounds, weekday
from marketplace import words
from marketplace.actions import pauses
from marketplace.actions.moves import Refused
from marketplace.forms.pauses import BackForm, PauseForm
from marketplace.forms.visits import ShownForm
from marketplace.models import Visit, VisitPause
from marketplace.views.asking import ASKS, person_of, typed


@ASKS
@for_person(Scope.ORDER)
def start(request: Request) -> HttpResponse:
    form = PauseForm(typed(request), person=person_of(request), initial={"starts_on": timezone.localdate()})
    if not checking.is_ready(request, form):
        return render(request, "marketplace/pause.html", shell(form=form))
    now = timezone.now()
    what = pauses.effect(form.wish(), now)
    shown = ShownForm(request.POST)
    if checking.is_confirmed(request) and shown.is_valid():
        try:
            pauses.start(wish=form.wish(), by=request.user, shown_pence=shown.cleaned_data["shown_pence"])
            messages.success(request, "Visits are paused. We have told everybody who was to come.")
            return redirect("marketplace-week")
        except Refused as refused:
            messages.info(request, refused.words)
    return render(request, "marketplace/pause_check.html", shell(form=form, **_check(request, form, what)))


def shell(**more: Any) -> dict[str, Any]:
    return {"section": "week", "back": reverse("marketplace-week"), **more}


def _check(request: Request, form: PauseForm, what: pauses.Effect) -> dict[str, Any]:
    wish = form.wish()
    rows = [
        {"key": "Why", "value": VisitPause.Kind(wish.kind).label},
        {"key": "First day without visits", "value": weekday(wish.starts_on)},
        {"key": "Last day without visits", "value": weekday(wish.until_on) or "Not known yet"},
    ]
    sent = [(name, value) for name, value in checking.typed(request) if name != "shown_pence"]
    return {
        "rows": rows,
        "typed": [*sent, ("shown_pence", what.owed_pence)],
        "at_once": [
            f"{_visit(visit)}: {pounds(pence) + ' to pay' if pence else 'nothing to pay'}" for visit, pence in what.now
        ],
        "waiting": [_visit(visit) for visit in what.waiting],
        "asked": [_visit(visit) for visit in what.asked],
        "what": what,
    }


def _visit(visit: Visit) -> str:
    return f"{visit.order.listing.seller}, {words.when(visit.starts_at, visit.ends_at)}"


@ASKS
@for_person(Scope.ORDER)
def end(request: Request, pk: int) -> HttpResponse:
    """One that has not begun is called off: there is no day to ask for."""
    pause = get_object_or_404(VisitPause, pk=pk, person=person_of(request))
    now = timezone.now()
    today = timezone.localdate(now)
    if pause.back_on or (pause.last_on and pause.last_on < today):
        messages.info(request, "This pause has ended.")
        return redirect("marketplace-week")
    form = BackForm(typed(request), pause=pause, initial={"back_on": today + timedelta(days=1)})
    not_begun = pause.starts_on > today
    if not not_begun and not checking.is_ready(request, form):
        return render(request, "marketplace/pause_end.html", shell(form=form, pause=pause))
    back_on = pause.starts_on if not_begun else form.cleaned_data["back_on"]
    if request.method == "POST" and checking.is_confirmed(request):
        return _end(request, pause, back_on)
    context = {**_check_end(request, pause, back_on, now), "not_begun": not_begun}
    return render(request, "marketplace/pause_end_check.html", shell(pause=pause, back_on=back_on, **context))


def _check_end(request: Request, pause: VisitPause, back_on: date, now: datetime) -> dict[str, Any]:
    return {"typed": checking.typed(request), "lines": [_visit(visit) for visit in pauses.go_on(pause, back_on, now)]}


def _end(request: Request, pause: VisitPause, back_on: date) -> HttpResponse:
    try:
        pauses.end(pause=pause, back_on=back_on, by=request.user)
        messages.success(request, f"Visits go on from {weekday(back_on)}. We have told everybody who is to come.")
    except Refused as refused:
        messages.info(request, refused.words)
    return redirect("marketplace-week")
