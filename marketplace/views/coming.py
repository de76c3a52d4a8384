"""Who is coming this week: day by day on a screen, on a sheet for the fridge, and "nobody came" in one tap."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import for_person
from accounts.requests import Request
from accounts.roles import Scope
from marketplace.actions import queries, visits
from marketplace.actions.moves import Refused
from marketplace.actions.orders import FURTHEST
from marketplace.models import Visit
from marketplace.queries import coming as found
from marketplace.queries import pauses
from marketplace.states import VisitState
from marketplace.views.asking import person_of
from marketplace.views.orders import load
from marketplace.views.visits import find

WEEK = timedelta(days=found.DAYS)
NOBODY = "Nobody came."  # what the council and the seller's page say it is about


def first_day(first: date | None) -> date:
    """Today, or a day within a year of it."""
    today = timezone.localdate()
    if first is not None and abs(first - today) > FURTHEST:
        raise Http404
    return first or today


@require_safe
@for_person(Scope.SEE_LINES)
def week(request: Request, first: date | None = None) -> HttpResponse:
    person, now, start = person_of(request), timezone.now(), first_day(first)
    today, may_act = timezone.localdate(now), request.acting.may(Scope.ORDER)
    days = found.week(person, start, now, may_act=may_act)
    context = {
        "days": days,
        "earlier": found.unanswered(person, start, now, may_act=may_act) if start == today else [],
        "any_visits": any(day.rows for day in days),
        "pauses": pauses.current(person, today),
        "may_act": may_act,
        **around(start, today),
        "section": "week",
    }
    return render(request, "marketplace/week.html", context)


def around(start: date, today: date) -> dict[str, Any]:
    """The week's own days, and the weeks before and after where there are any."""
    return {
        "first": start,
        "last": start + WEEK - timedelta(days=1),
        "today": today,
        "is_this": start == today,
        "before": start - WEEK if today - (start - WEEK) <= FURTHEST else None,
        "after": start + WEEK if start + WEEK - today <= FURTHEST else None,
    }


@require_safe
@for_person(Scope.SEE_LINES)
def sheet(request: Request, first: date | None = None) -> HttpResponse:
    """One side of A4, in large letters, without a figure of money."""
    person, start, today = person_of(request), first_day(first), timezone.localdate()
    paused = found.paused_in(person, start)
    days = found.sheet(person, start, timezone.now(), paused)
    context = {
        "days": days,
        "paused": found.paused_words(paused, today),
        "numbers": found.numbers(days),
        "person": person,
        **around(start, today),
        "section": "week",
    }
    return render(request, "marketplace/week_sheet.html", context)


@require_POST
@for_person(Scope.ORDER)
def nobody_came(request: Request, reference: str, number: int) -> HttpResponse:
    """A visit that nobody recorded is missed; of one that was recorded the council decides."""
    visit = _find(request, reference, number)
    done = "We have noted that nobody came, and asked them. If that was a mistake, you can take it back."

    def say() -> None:
        if visit.state == VisitState.DELIVERED:
            queries.ask(visit=visit, reason=NOBODY, by=request.user)
        else:
            visits.miss(visit=visit, by=request.user)

    return _act(request, say, done)


@require_POST
@for_person(Scope.ORDER)
def undo(request: Request, reference: str, number: int) -> HttpResponse:
    visit = _find(request, reference, number)
    take_back = queries.take_back if visit.state == VisitState.QUERIED else visits.take_back_missed
    done = "That is undone. The visit is as it was, and we have told them."
    return _act(request, lambda: take_back(visit=visit, by=request.user), done)


def _find(request: Request, reference: str, number: int) -> Any:
    return find(load(request, reference), number)


def _act(request: Request, do: Callable[[], object], done: str) -> HttpResponse:
    """Do it and say so, or say why not; back to the week from which it was said."""
    try:
        do()
        messages.success(request, done)
    except Refused as refused:
        messages.info(request, refused.words)
    try:
        return redirect("marketplace-week", first=first_day(date.fromisoformat(request.POST.get("first", ""))))
    except ValueError:
        return redirect("marketplace-week")


def to_week_of(visit: Visit) -> HttpResponse:
    """To a week that shows the visit: this one, or the seven days that begin with it."""
    today = timezone.localdate()
    if today <= visit.on < today + WEEK:
        return redirect("marketplace-week")
    return redirect("marketplace-week", first=visit.on)
