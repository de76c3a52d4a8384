"""A seller's visits of one week, Monday to Sunday, as a list of groups: by day, or by who goes."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from accounts.periods import midnight
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
        return midnight(self.monday), midnight(self.after.monday)


@dataclass(frozen=True)
class Group:
    """A part of the week under a heading. `table` is None where nothing was agreed; `lasting` is its time in all."""

    name: str
    table: Table | None
    lasting: str = ""


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


DAY = Column("Day", header=True, phone="over-right")
TIME = Column("Time", header=True, phone="over")
WHO, GOES = Column("Who", phone="main"), Column("Who goes", phone="amount")
STATE = Column("State", phone="over-right")


def by_day(found: Iterable[Visit], week: Week, *, sends: bool, addresses: bool = True) -> list[Group]:
    """Each day with its table. `sends`: of an organisation, so that each row says who goes. `addresses`: and where."""
    days: dict[date, list[Visit]] = {on: [] for on in week.days}
    for visit in found:
        days[visit.on].append(visit)
    columns = [TIME, WHO, GOES, STATE] if sends else [TIME, WHO, STATE]
    return [Group(weekday(on), _table(weekday(on), columns, each, addresses)) for on, each in days.items()]


def by_staff(found: Iterable[Visit], *, addresses: bool = True) -> list[Group]:
    """Who goes where: first the planned visits for which nobody is chosen, then each member by name."""
    chosen: dict[str, list[Visit]] = {}
    still_open = []
    for visit in found:
        if visit.staff_member:
            chosen.setdefault(f"{visit.staff_member.name}\0{visit.staff_member_id}", []).append(visit)
        elif visit.state == VisitState.PLANNED:
            still_open.append(visit)
    groups = [_group("Nobody chosen yet", still_open, addresses)] if still_open else []
    return groups + [_group(name.split("\0")[0], each, addresses) for name, each in sorted(chosen.items())]


def _group(name: str, found: Sequence[Visit], addresses: bool) -> Group:
    minutes = sum(visit.minutes for visit in found if visit.state != VisitState.CANCELLED and not is_paused(visit))
    return Group(name, _table(name, [DAY, TIME, WHO, GOES, STATE], found, addresses), words.length(minutes))


def _table(caption: str, columns: Sequence[Column], found: Sequence[Visit], addresses: bool) -> Table | None:
    if not found:
        return None
    cells = CELLS if addresses else {**CELLS, WHO.label: whom}
    rows = [[cells[column.label](visit) for column in columns] for visit in found]
    return Table(caption, columns, rows, hide_caption=True)


def who(visit: Visit) -> Cell:
    person = visit.order.person
    where = ", ".join(part for part in (person.address, person.postcode) if part)
    return replace(whom(visit), sub=where if visit.state in WITH_ADDRESS else "")


def whom(visit: Visit) -> Cell:
    """Without where she lives: for members who keep no diary."""
    return Cell(visit.order.person.name, href=reverse("provider-order", args=[visit.order.reference]))


def goes(visit: Visit) -> Cell | str:
    """Who goes, and a link to choose while the visit is planned."""
    name = visit.staff_member.name if visit.staff_member else ""
    if visit.state != VisitState.PLANNED:
        return name
    address = reverse("provider-visit-who", args=[visit.order.reference, visit.number])
    return Cell(name or "Choose who goes", href=address)


def is_paused(visit: Any) -> bool:
    """On a day of the person's pause: she may be in hospital, so nobody goes unless she says so."""
    return visit.state == VisitState.PLANNED and bool(visit.is_paused)


CELLS: dict[str, Callable[[Visit], Any]] = {
    "Day": lambda visit: weekday(visit.starts_at),
    "Time": lambda visit: words.span(visit.starts_at, visit.ends_at),
    "Who": who,
    "Who goes": goes,
    "State": lambda visit: "Paused" if is_paused(visit) else visit.get_state_display(),
}
