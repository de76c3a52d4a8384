"""Visits paused for a while, as in a hospital stay: what is near is cancelled, the rest waits until she is back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from accounts import notices
from accounts.audit import audit, behalf
from accounts.models import Person, User
from accounts.roles import Scope
from design.formats import day, pounds
from marketplace import emails
from marketplace.actions.moves import Overtaken, Refused
from marketplace.actions.orders import FURTHEST
from marketplace.actions.sides import check_apart
from marketplace.actions.visits import cancel_as, cancel_costs, cancels_free
from marketplace.models import Order, Visit, VisitPause
from marketplace.permissions import authority
from marketplace.queries import pauses as found
from marketplace.states import Party, VisitState

LATEST_TOLD = timedelta(days=28)  # nobody thinks of us on the way to hospital
BOOKED = (VisitState.REQUESTED, VisitState.PLANNED)


@dataclass(frozen=True)
class Wish:
    """Which days, and why. `until_on` is None where nobody knows yet."""

    person: Person
    kind: str
    starts_on: date
    until_on: date | None = None


@dataclass(frozen=True)
class Effect:
    """What a pause does to what is booked: cancelled at once with what each costs, left to wait, and asked for
    but not answered: those wait too."""

    now: list[tuple[Visit, int]]
    waiting: list[Visit]
    asked: list[Visit]

    @property
    def owed_pence(self) -> int:
        return sum(pence for _, pence in self.now)

    @property
    def back_pence(self) -> int:
        return sum(visit.price_pence for visit, _ in self.now) - self.owed_pence


def effect(wish: Wish, at: datetime) -> Effect:
    """At once: what is too near to wait, and what a day more would not make cheaper. The rest will cost nothing."""
    shown: list[tuple[Visit, int]] = []
    free: dict[int, bool] = {}
    for visit in _booked(wish, at, VisitState.PLANNED):
        if visit.order_id not in free:
            free[visit.order_id] = cancels_free(visit.order, at)
        shown.append((visit, cancel_costs(visit, at, free[visit.order_id])))
    near = found.last_day_of_notice(at)
    at_once = [(visit, pence) for visit, pence in shown if pence or visit.starts_at <= near]
    taken = {visit.pk for visit, _ in at_once}
    waiting = [visit for visit, _ in shown if visit.pk not in taken]
    return Effect(at_once, waiting, list(_booked(wish, at, VisitState.REQUESTED)))


def _booked(wish: Wish, at: datetime, state: VisitState) -> Iterable[Visit]:
    """Visits of these days that are in this state and have not begun."""
    mine = Visit.objects.filter(order__person=wish.person, state=state, starts_at__gt=at)
    mine = mine.filter(starts_at__date__gte=wish.starts_on, starts_at__date__lte=wish.until_on or date.max)
    sellers = ("order__person", "order__listing__personal_assistant", "order__listing__service__organisation")
    return mine.select_related("payment", *sellers).order_by("starts_at", "pk")


def check(wish: Wish, at: datetime) -> None:
    """Raises Refused where these days cannot be paused; `code` is the name of the answer that is wrong."""
    today = timezone.localdate(at)
    if not today - LATEST_TOLD <= wish.starts_on <= today + FURTHEST:
        raise Refused("starts_on", f"The first day must be between {day(today - LATEST_TOLD)} and a year from today")
    if wish.until_on and wish.until_on < wish.starts_on:
        raise Refused("until_on", "The last day must be the same as or after the first day")
    if wish.until_on and not today <= wish.until_on <= today + FURTHEST:
        raise Refused("until_on", "The last day must be today or later, and within a year")
    if other := found.clash(wish.person, wish.starts_on, wish.until_on):
        until = f"until {day(other.last_on)}" if other.last_on else "until you say when they go on"
        raise Refused("starts_on", f"Visits are already paused from {day(other.starts_on)} {until}")


@transaction.atomic
def start(*, wish: Wish, by: User, shown_pence: int | None = None, at: datetime | None = None) -> VisitPause:
    """Pause the days. What is near is cancelled now under its own notice terms; sellers are told the days, not why."""
    now = at or timezone.now()
    authority(by, wish.person, Scope.ORDER, at=now)
    Person.objects.select_for_update().get(pk=wish.person.pk)  # two tabs are one pause
    check(wish, now)
    what = effect(wish, now)
    if shown_pence is not None and what.owed_pence > shown_pence:
        raise Refused("price", f"This now costs {pounds(what.owed_pence)}. Check before you go on.")
    pause = VisitPause.objects.create(
        person=wish.person,
        kind=wish.kind,
        starts_on=wish.starts_on,
        until_on=wish.until_on,
        paused_at=now,
        paused_by=by,
    )
    touched = _orders(found.covered(pause.person, *BOOKED).filter(starts_at__gt=now))
    check_apart(by, pause.person, Order.objects.filter(pk__in=[order.pk for order in touched]))
    for visit, owed in what.now:
        cancel_as(visit, owed, Party.PERSON, by, now)
    recorded = found.covered(pause.person, VisitState.DELIVERED).values_list("pk", flat=True)
    seen = Visit.objects.filter(pk__in=list(recorded), state=VisitState.DELIVERED)
    seen.update(pause=pause, version=F("version") + 1)  # who read it before must look again
    _record(pause, "start", by, now)
    _tell(pause, "visits_paused", touched, now)
    return pause


@transaction.atomic
def end(*, pause: VisitPause, back_on: date, by: User, at: datetime | None = None) -> VisitPause:
    """Visits go on from `back_on`: those that are still booked. One that has not begun is called off."""
    now = at or timezone.now()
    authority(by, pause.person, Scope.ORDER, at=now)
    check_back(pause, back_on, now)
    check_apart(by, pause.person, _goes_by_the_end(pause))
    touched = _orders(go_on(pause, back_on, now))
    still_runs = VisitPause.objects.filter(pk=pause.pk, back_on=None)
    if not still_runs.update(back_on=back_on, ended_at=now, ended_by=by):
        raise Overtaken
    pause.refresh_from_db()
    _record(pause, "end", by, now)
    _tell(pause, "visits_go_on", touched, now)
    return pause


def _goes_by_the_end(pause: VisitPause) -> QuerySet[Order]:
    """Orders with a visit that waits for the end of the pause, or that silence would pay for once it is over."""
    waiting = found.covered(pause.person, *BOOKED).values("order")
    return Order.objects.filter(Q(pk__in=waiting) | Q(person=pause.person, visits__state=VisitState.DELIVERED))


def check_back(pause: VisitPause, back_on: date, now: datetime) -> None:
    """Raises Refused where visits cannot go on from that day: it has passed, or the pause is over by then."""
    first = max(timezone.localdate(now), pause.starts_on)
    if pause.last_on and not first <= back_on <= pause.last_on:
        raise Refused("back_on", f"Choose a day from {day(first)} to {day(pause.last_on)}")
    if not first <= back_on <= first + FURTHEST:
        raise Refused("back_on", f"Choose {day(first)} or a later day, within a year")


def go_on(pause: VisitPause, back_on: date, now: datetime) -> QuerySet[Visit]:
    """Visits that still wait and go on if the pause ends then."""
    waiting = found.covered(pause.person, *BOOKED).filter(starts_at__gt=now, starts_at__date__gte=back_on)
    sellers = ("order__listing__personal_assistant", "order__listing__service__organisation")
    return waiting.filter(starts_at__date__gte=pause.starts_on).select_related(*sellers).order_by("starts_at", "pk")


def _orders(visits: Iterable[Visit]) -> list[Order]:
    """Each order once."""
    ids = {visit.order_id for visit in visits}
    sellers = ("person__user", "placed_by", "listing__personal_assistant__user", "listing__service__organisation")
    return list(Order.objects.filter(pk__in=ids).select_related(*sellers).order_by("pk"))


def _record(pause: VisitPause, name: str, by: User, now: datetime) -> None:
    """The days; never why."""
    days = {"starts_on": pause.starts_on, "until_on": pause.until_on, "back_on": pause.back_on}
    audit(
        action=f"visit_pause.{name}",
        by=by,
        on_behalf_of=behalf(pause.person, by),
        subject=f"visit_pause:{pause.pk}",
        detail={key: on.isoformat() for key, on in days.items() if on},
        at=now,
    )


def _tell(pause: VisitPause, template: str, touched: list[Order], now: datetime) -> None:
    for order in touched:
        emails.to_seller(order, template, at=now, send=True, pause=pause)
    notices.tell(person=pause.person, template=f"{emails.FOLDER}/{template}_person", context={"pause": pause}, at=now)
