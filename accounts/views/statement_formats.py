"""The formats of a statement on a screen and on paper: the usual one, large print, Easy Read.

Which one is what somebody asked for by `?format=`, else what is recorded for her. The figures are the same in each
(tests/accounts/test_statement_formats.py reads them all against the ledger).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from accounts.models import ContactFormat
from accounts.queries.contributions import Between
from accounts.queries.statements import Line, Statement
from accounts.requests import Request
from accounts.views.easy import is_easy, told_in
from accounts.views.tables import short_day
from design.formats import day, pounds

USUAL, LARGE, EASY = "usual", "large", "easy"
FORMATS = {USUAL: "The usual page", LARGE: "Large print", EASY: "Easy Read"}


@dataclass(frozen=True)
class Idea:
    """One idea, with a picture beside it."""

    icon: str
    text: str


@dataclass(frozen=True)
class Entry:
    """A line of the ledger in Easy Read: when, and an idea for each of its figures."""

    on: str
    ideas: list[Idea]


def read_as(request: Request) -> str:
    asked = request.GET.get("format", "")
    if asked in FORMATS:
        return asked
    if is_easy(request):
        return EASY
    return LARGE if told_in(request) == ContactFormat.LARGE_PRINT else USUAL


def links(query: str, read: str, *, whole: bool) -> list[tuple[str, str, bool]]:
    """Label, address and whether it is this one: the same days in each format, and in the one that is read to print or
    as a spreadsheet."""
    page = f"{reverse('money-statement')}?{query}"
    sheet = ("Download as a spreadsheet (CSV)", f"{reverse('money-statement-csv')}?{query}", False)
    paper = ("A page to print", f"{page}&{urlencode({'format': read, 'print': 1})}", whole)
    formats = [
        (label, f"{page}&{urlencode({'format': key})}", key == read and not whole) for key, label in FORMATS.items()
    ]
    return [*formats, paper, sheet]


@dataclass(frozen=True)
class Whose:
    """To whom it is said: to her whose money it is, or by name to somebody who acts for her."""

    name: str = ""

    @property
    def who(self) -> str:
        return self.name or "you"

    @property
    def have(self) -> str:
        return f"{self.name} has" if self.name else "you have"

    @property
    def money(self) -> str:
        return f"{self.name}’s money" if self.name else "your money"


HERS = Whose()


def whose(request: Request) -> Whose:
    return Whose(request.acting.whom.first_name) if request.acting.for_another else HERS


def in_short(statement: Statement, first: str, last: str, *, is_now: bool, whose: Whose = HERS) -> list[Idea]:
    """The figures at the top of the page, in Easy Read."""
    free, held = statement.free, statement.held
    when = "" if is_now else f" at the end of {last}"
    has, kept = (whose.have, "keep") if is_now else (f"{whose.who} had", "kept")
    return [
        Idea("calendar", f"This is {whose.money} from {first} to {last}."),
        Idea("purse", f"At the start {whose.who} had {pounds(free.opening_pence)} to spend."),
        Idea("tick", f"{pounds(free.in_pence)} came in, or {whose.who} can spend it again."),
        Idea("card", f"{pounds(free.out_pence)} went out, or we keep it for {whose.who}."),
        Idea("purse", f"{upper(has)} {pounds(free.closing_pence)} to spend{when}."),
        Idea(
            "lock",
            f"We {kept} {pounds(held.closing_pence)} for things that {whose.have} booked{when}.",
        ),
    ]


def upper(words: str) -> str:
    return words[0].upper() + words[1:]


def of_contribution(found: Between, whose: Whose = HERS) -> list[Idea]:
    support = "the support" if whose.name else "your support"
    return [
        Idea("scales", f"{upper(whose.who)} had to pay {pounds(found.expected_pence)} to {support} in this time."),
        Idea("envelope", f"{pounds(found.came_pence)} of it came in."),
    ]


def of_way_paid(is_gross: bool, whose: Whose = HERS) -> Idea:
    if is_gross:
        pays = f"{whose.name} pays a part" if whose.name else "You pay your part"
        return Idea("info", f"The council pays {whose.who} the whole budget. {pays} to the council (gross).")
    part = f"{whose.name}’s part" if whose.name else "your part"
    return Idea("info", f"The council takes {part} off first. Then it pays {whose.who} the rest (net).")


def entries(lines: Iterable[Line], *, held: bool, whose: Whose = HERS, year: bool = True) -> Iterator[Entry]:
    for line in lines:
        on = day(line.at) if year else short_day(line)
        yield Entry(on, [Idea("info", f"{line.words}."), *figures(line, held=held, whose=whose)])


def figures(line: Line, *, held: bool, whose: Whose = HERS) -> list[Idea]:
    """Which way it went, and what there was afterwards."""
    sum_, left = pounds(abs(line.pence)), pounds(line.balance_pence)
    if held:
        way = f"We put {sum_} aside." if line.pence > 0 else f"{sum_} is not put aside any more."
        return [Idea("lock", way), Idea("purse", f"Then {left} was put aside.")]
    then = Idea("purse", f"Then {whose.who} had {left}.")
    if line.from_held_pence:
        return [Idea("lock", f"We kept {pounds(line.from_held_pence)} for this before."), then]
    way = f"That is {sum_} {'more' if line.pence > 0 else 'less'} to spend."
    return [Idea("tick" if line.pence > 0 else "card", way), then]
