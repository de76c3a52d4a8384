"""The figures of the yearly card statement, from the books and the records. Counts of people and cases: nobody,
no shop; a sum of money only where it is of enough people.

What happened in the year is counted by its moment. How budgets are held, and the rules in force, are as they stand on
the day of writing, the first after the year's end on which the clock ran.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from accounts import small_numbers
from accounts.models import CardAuthorisation, Pot, PurchaseReview, SpendingRule, SurplusProposal, WayOfHolding
from accounts.periods import midnight
from accounts.queries import yearly_taken_back as taken_back
from accounts.shops import CASH
from accounts.spending import DECLINES

SEVERAL = "More than one way"
# True as long as the ledger has no kind of account for fees: tests/accounts/test_yearly.py holds it.
FEES = "Fees that people paid for an account or a card: none. Our books have no place into which one could go."
# Cases of the first are among those of the second, from that row on: what is left must not be a small number either.
# An appeal is about money that somebody decided to take.
AMONG = (
    ("reviews", "declined", 0),
    ("unspent", "proposed", 0),
    ("appeals", "unspent", 1),
    ("appeals", "proposed", 0),
    ("purchases", "asked", 0),
    ("rules", "holding", 0),
    ("returned", "taken", 0),
    ("returned", "asked", 0),
)

TITLES = {
    "holding": (
        "How people hold their personal budget",
        "People on the day on which this was written, each counted once.",
    ),
    "declined": (
        "Card payments that were declined, and why",
        "Payments in the year. One person may have had several.",
    ),
    "reviews": (
        "“This is for my plan”: what was answered",
        "Whoever is declined may say that it is for the plan. A person looks at it. Answers in the year.",
    ),
    "unspent": (
        "Money that was not spent: what was decided",
        "Nothing is taken back unless somebody proposes it and somebody else decides. Decisions in the year.",
    ),
    **taken_back.TITLES,
    "appeals": (
        "Appeals about money that was not spent",
        "A third person answers an appeal. Answers in the year.",
    ),
    "rules": (
        "Lines of somebody’s plan that a card refuses",
        "People who had such a line on the day on which this was written, each counted once.",
    ),
}


@dataclass(frozen=True)
class Figures:
    """One table. Pence never: `rows` are counts, None where under five."""

    key: str
    title: str
    says: str
    rows: Sequence[tuple[str, int | None]]
    total: int | None


def of(year: int, now: datetime) -> list[Figures]:
    first, until = _year(year)
    found = {
        "holding": _holding(),
        "declined": _declined(first, until),
        "reviews": _reviews(first, until),
        "proposed": taken_back.proposed(first, until),
        "unspent": _unspent(first, until),
        "appeals": _appeals(first, until),
        "asked": taken_back.asked(first, until),
        "purchases": taken_back.purchases(first, until),
        "returned": taken_back.returned(first, until),
        "rules": _lines(timezone.localdate(now)),
    }
    hidden = _hidden(found)
    return [table(key, *TITLES[key], found[key], hide=key in hidden) for key in found]


def _year(year: int) -> tuple[datetime, datetime]:
    return midnight(date(year - 1, 4, 1)), midnight(date(year, 4, 1))


def _hidden(found: dict[str, dict[str, int]]) -> set[str]:
    """The tables that say nothing, because together with another they would tell a small count."""
    rows = {key: list(numbers.values()) for key, numbers in found.items()}
    rows["taken"] = rows["purchases"][:1]  # only what was taken can be given back
    return {part for part, whole, start in AMONG if small_numbers.tells(rows[part], rows[whole][start:])}


def table(key: str, title: str, says: str, numbers: dict[str, int], *, hide: bool = False) -> Figures:
    said, total = small_numbers.counts(list(numbers.values()))
    if hide:
        said, total = [None] * len(said), None
    return Figures(key, title, says, list(zip(numbers, said, strict=True)), total if len(said) > 1 else None)


def _holding() -> dict[str, int]:
    ways: dict[int, set[str]] = {}
    pots = Pot.objects.filter(budget__isnull=False, closed_at=None, person__died_on=None, weekly_pence__gt=0)
    for person, way in pots.order_by().values_list("person", "held_as").distinct():
        ways.setdefault(person, set()).add(way)
    found = Counter(next(iter(held)) if len(held) == 1 else SEVERAL for held in ways.values())
    return {**{way.label: found[way] for way in WayOfHolding}, SEVERAL: found[SEVERAL]}


def _declined(first: datetime, until: datetime) -> dict[str, int]:
    asked = CardAuthorisation.objects.filter(state="declined", asked_at__gte=first, asked_at__lt=until)
    found = Counter(asked.order_by().values_list("decline_reason", flat=True))
    return {DECLINES[reason].title: found[reason] for reason in DECLINES}


def _reviews(first: datetime, until: datetime) -> dict[str, int]:
    answered = PurchaseReview.objects.filter(answered_at__gte=first, answered_at__lt=until)
    found = Counter(answered.order_by().values_list("answer", flat=True))
    return {answer.label: found[answer] for answer in PurchaseReview.Answer}


def _unspent(first: datetime, until: datetime) -> dict[str, int]:
    rows = SurplusProposal.objects.filter(decided_at__gte=first, decided_at__lt=until)
    return _less("proposed", rows.values_list("pence", "decided_pence"))


def _appeals(first: datetime, until: datetime) -> dict[str, int]:
    rows = SurplusProposal.objects.filter(answered_at__gte=first, answered_at__lt=until)
    return _less("decided before", rows.values_list("decided_pence", "answered_pence"))


def _less(before: str, rows: Iterable[tuple[int | None, int | None]]) -> dict[str, int]:
    found = {"All of it stays with the person": 0, f"Less than was {before} comes back": 0, f"As {before}": 0}
    stays, less, same = found
    for asked, answered in rows:
        found[stays if not answered else less if answered < (asked or 0) else same] += 1
    return found


def _lines(today: date) -> dict[str, int]:
    lines = SpendingRule.objects.filter(kind="plan_line", ended_at=None, starts_on__lte=today, expires_on__gte=today)
    people = set(lines.order_by().values_list("person", flat=True))
    cash = set(lines.filter(category__in=CASH).order_by().values_list("person", flat=True))
    return {"About taking out cash": len(cash), "About something else only": len(people - cash)}


def in_words(year: int, now: datetime) -> list[str]:
    """What is no count of people: rules for everybody, cash, fees, and money that came back."""
    in_force = Q(expires_on=None) | Q(expires_on__gte=timezone.localdate(now))
    everybody = SpendingRule.objects.filter(in_force, person=None, ended_at=None)
    cash = everybody.filter(category__in=CASH).count()
    return [
        f"Rules that hold for everybody: {everybody.count()}. They are unlawful goods and limits of the law, no more.",
        f"Rules for everybody about taking out cash: {cash}. Whoever holds a card may set a limit of their own.",
        FEES,
        *taken_back.in_words(*_year(year)),
    ]


def as_json(figures: Sequence[Figures], words: Sequence[str]) -> dict[str, Any]:
    tables = [{**each.__dict__, "rows": [list(row) for row in each.rows]} for each in figures]
    return {"tables": tables, "words": list(words)}
