"""Who comes to a person in a week, day by day, with what can be said or done about each visit."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from accounts.models import Person
from accounts.periods import midnight
from directory.models.contacts import Phone
from marketplace import states, words
from marketplace.models import Order, Query, Visit, VisitPause
from marketplace.queries import pauses
from marketplace.queries.orders import visit_tone
from marketplace.queries.visits import WhoComes, who_comes
from marketplace.states import Party, VisitState

DAYS = 7
LATEST = 10  # of those before today: more would hide this week
TO_COME = (VisitState.REQUESTED, VisitState.PLANNED)
SELLERS = (
    "order__person",
    "order__outcome",
    "order__listing__personal_assistant",
    "order__listing__service__organisation",
    "staff_member",
)


@dataclass(frozen=True)
class Coming:
    """One visit as the week shows it. `phone` is empty where the seller has given no number."""

    visit: Any
    now: datetime
    may_act: bool

    @property
    def order(self) -> Order:
        found: Order = self.visit.order
        return found

    @property
    def name(self) -> str:
        return self.order.listing.seller

    @property
    def is_organisation(self) -> bool:
        return self.order.listing.personal_assistant_id is None

    @property
    def sent(self) -> WhoComes | None:
        """Whom an organisation sends, once it has said so."""
        return who_comes(self.visit) if self.visit.staff_member else None

    @property
    def span(self) -> str:
        return words.span(self.visit.starts_at, self.visit.ends_at)

    @property
    def what(self) -> str:
        """What it is for: the outcome, or what was booked where no outcome was said."""
        return self.order.outcome.name if self.order.outcome else self.order.title

    @property
    def phone(self) -> str:
        return phone_of(self.order)

    @property
    def words(self) -> str:
        """Which visit, for who hears a button without seeing what is beside it."""
        return f"{self.name}, {words.when(self.visit.starts_at, self.visit.ends_at)}"

    @property
    def is_paused(self) -> bool:
        return bool(self.visit.is_paused) and self.visit.state in TO_COME

    @property
    def is_sure(self) -> bool:
        """Agreed, still to come, and nothing special to say about it."""
        return self.visit.state == VisitState.PLANNED and not self.is_paused and not self.has_started

    @property
    def has_started(self) -> bool:
        started: bool = self.now >= self.visit.starts_at
        return started

    @property
    def standing(self) -> str:
        if self.is_paused:
            return "Paused"
        if self.visit.state == VisitState.PLANNED and self.has_started:
            return "Not recorded yet" if self.now >= self.visit.ends_at else "Due now"
        text: str = self.visit.get_state_display()
        return text

    @property
    def tone(self) -> str:
        unsure = self.visit.state == VisitState.PLANNED and self.has_started
        return "warm" if self.is_paused or unsure else visit_tone(self.visit)

    @property
    def may_say_nobody_came(self) -> bool:
        """Of today or the past, and it is neither answered nor paid."""
        open_ones = (VisitState.PLANNED, VisitState.DELIVERED)
        return self.may_act and self.has_started and self.visit.state in open_ones

    @property
    def may_take_back(self) -> bool:
        """While the seller and the council have said nothing."""
        if self.visit.state == VisitState.MISSED:
            return self.may_act
        asked = self.may_act and [
            query for query in self.visit.open_queries if query.party == Party.PERSON and not query.answer
        ]
        return bool(asked) and self.visit.settled_at is None and self.visit.delivered_at is not None

    @property
    def take_back_words(self) -> str:
        """What a button takes back: somebody who did come is not to be asked about."""
        missed = self.visit.state == VisitState.MISSED
        return "Take back that nobody came" if missed else "Take the question about this visit back"

    @property
    def may_ask_for_cover(self) -> bool:
        """Somebody else can still read and answer it in time."""
        late = self.now + states.NOTICE >= self.visit.starts_at
        open_ones = (VisitState.PLANNED, VisitState.CANCELLED)
        return self.may_act and not late and not self.is_paused and self.visit.state in open_ones


@dataclass
class Day:
    """One day and who comes on it."""

    on: date
    is_today: bool
    is_paused: bool = False
    rows: list[Coming] = field(default_factory=list)


def phone_of(order: Order) -> str:
    """The service's own number, or its organisation's. A personal assistant has none here."""
    service = order.listing.service
    if service is None:
        return ""
    numbers = [phone.number for phone in (*service.phones.all(), *service.organisation.phones.all())]
    return numbers[0] if numbers else ""


def with_all(visits: QuerySet[Visit]) -> QuerySet[Visit]:
    """All that a row of the week shows, in a constant number of queries."""
    voice = Phone.objects.filter(kind="voice")
    in_question = Query.objects.filter(decision="")
    return (
        pauses.marked(visits)
        .select_related(*SELLERS)
        .prefetch_related(
            Prefetch("queries", in_question, to_attr="open_queries"),
            Prefetch("order__listing__service__phones", voice),
            Prefetch("order__listing__service__organisation__phones", voice),
        )
    )


def visits_of(person: Person, first: date, states_: Iterable[VisitState] | None = None) -> QuerySet[Visit]:
    """A person's visits of seven days, but for requests that came to nothing."""
    found = Visit.objects.filter(order__person=person, starts_at__gte=midnight(first))
    found = found.filter(starts_at__lt=midnight(first + timedelta(days=DAYS))).exclude(state=VisitState.DROPPED)
    return with_all(found.filter(state__in=states_) if states_ else found).order_by("starts_at", "pk")


def week(person: Person, first: date, now: datetime, *, may_act: bool) -> list[Day]:
    """Seven days from `first`, those without a visit as well."""
    rows = [Coming(visit, now, may_act) for visit in visits_of(person, first)]
    return days(rows, first, timezone.localdate(now))


def unanswered(person: Person, today: date, now: datetime, *, may_act: bool) -> list[Coming]:
    """Visits before today that nobody has recorded or answered for, the newest first; of the last week, what can be
    taken back."""
    waiting = (VisitState.PLANNED, VisitState.DELIVERED, VisitState.MISSED, VisitState.QUERIED)
    hers = Visit.objects.filter(order__person=person, state__in=waiting, starts_at__lt=midnight(today))
    found = with_all(hers).order_by("-starts_at", "-pk")[:LATEST]
    rows = [Coming(visit, now, may_act) for visit in found]
    lately = today - timedelta(days=DAYS)
    return [
        row for row in rows if row.visit.state != VisitState.QUERIED or (row.may_take_back and row.visit.on > lately)
    ]


def sheet(person: Person, first: date, now: datetime, paused: Sequence[VisitPause]) -> list[Day]:
    """The same for the wall: what is agreed or asked for, which days are paused, and nothing else."""
    rows = [Coming(visit, now, may_act=False) for visit in visits_of(person, first, TO_COME)]
    made = days([row for row in rows if not row.is_paused], first, timezone.localdate(now))
    for day in made:
        day.is_paused = any(pause.covers(day.on) for pause in paused)
    return made


def paused_in(person: Person, first: date, number: int = DAYS) -> list[VisitPause]:
    """Her pauses that cover one of so many days, the first one first."""
    found = pauses.touching(first, first + timedelta(days=number - 1)).filter(person=person)
    return list(found.order_by("starts_on", "pk"))


def paused_words(found: Iterable[VisitPause], today: date) -> list[str]:
    return [words.paused(pause.starts_on, pause.last_on, today) for pause in found]


def days(rows: Sequence[Coming], first: date, today: date) -> list[Day]:
    made = [Day(first + timedelta(days=number), first + timedelta(days=number) == today) for number in range(DAYS)]
    for row in rows:
        made[(row.visit.on - first).days].rows.append(row)
    return made


def numbers(found: Iterable[Day]) -> list[tuple[str, str]]:
    """Each seller of these days once, with the number to call; empty where there is none."""
    return sorted({row.name: row.phone for day in found for row in day.rows}.items())
