"""A seller's visits of one week, Monday to Sunday, as a list of groups: by day, or by who goes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from design.components import Cell, Column, Table
from design.formats import day, weekday
from marketplace import words
from marketplace.models import Visit
from marketplace.queries import desk
from marketplace.states import VisitState

DAYS = 7
NOT_AGREED = [VisitState.REQUESTED, VisitState.DROPPED]
WITH_ADDRESS = frozenset({VisitState.PLANNED, VisitState.DELIVERED})  # to go there, and to write down that one was


@dataclass(frozen=True)
class Week:
    """Seven days from a Monday on."""

    monday: date

    @property
    def days(self) -> list[date]:
        return [self.monday + timedelta(days=number) for number in range(DAYS)]

    @property
    def before(self) -> "Week":
        return Week(self.monday - timedelta(days=DAYS))

    @property
    def after(self) -> "Week":
        return Week(self.monday + timedelta(days=DAYS))

    @property
    def words(self) -> str:
        """23 to 29 November 2026, 30 November to 6 December 2026"""
        last = self.days[-1]
        first = f"{self.monday.day}" if self.monday.month == last.month else day(self.monday).rsplit(" ", 1)[0]
        first = first if self.monday.year == last.year else day(self.monday)
        return f"{first} to {day(last)}"

    @property
    def span(self) -> tuple[datetime, datetime]:
        """From its first moment to the first moment after it."""
        first, after = (timezone.make_aware(datetime.combine(on, time.min)) for on in (self.monday, self.after.monday))
        return first, after


def of(on: date) -> Week:
    return Week(on - timedelta(days=on.weekday()))


def asked(text: str, today: date) -> Week:
    """The week of a day as a link writes it (2026-11-23); this week where it is none that a calendar has."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = today
    return of(found if abs(found - today) < timedelta(days=3660) else today)


def visits(mine: Q, week: Week) -> QuerySet[Visit]:
    """All that was agreed for the week, whatever became of it."""
    first, after = week.span
    found = desk.visits(mine).filter(starts_at__gte=first, starts_at__lt=after)
    return found.exclude(state__in=NOT_AGREED).order_by("starts_at", "pk")


COLUMNS = [
    Column("Time", header=True, phone="over"),
    Column("Who", phone="main"),
    Column("State", phone="over-right"),
]


def by_day(found: Iterable[Visit], week: Week) -> list[tuple[str, Table | None]]:
    """Each day with its table; None where nothing was agreed."""
    days: dict[date, list[Visit]] = {on: [] for on in week.days}
    for visit in found:
        days[visit.on].append(visit)
    return [(weekday(on), table(weekday(on), each)) for on, each in days.items()]


def table(caption: str, found: Sequence[Visit]) -> Table | None:
    if not found:
        return None
    return Table(caption, COLUMNS, [cells(visit) for visit in found], hide_caption=True)


def cells(visit: Visit) -> list[Any]:
    return [words.span(visit.starts_at, visit.ends_at), who(visit), visit.get_state_display()]


def who(visit: Visit) -> Cell:
    order, person = visit.order, visit.order.person
    where = ", ".join(part for part in (person.address, person.postcode) if part)
    sub = where if visit.state in WITH_ADDRESS else ""
    return Cell(person.name, sub=sub, href=reverse("provider-order", args=[order.reference]))
