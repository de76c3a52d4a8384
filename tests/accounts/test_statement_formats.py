"""A statement in each format, read as its reader reads it and held against the ledger, line by line.

Issue 7 section 3: page, large print, Easy Read, paper-ready print and CSV, each verifiable against the ledger.
"""

import csv
import re
from datetime import UTC, datetime
from decimal import Decimal
from html import unescape

import pytest
from django.test import Client

from accounts import ledger, payments
from accounts.actions import budgets, cards
from accounts.models import ContactFormat, Person
from accounts.periods import midnight
from accounts.roles import Scope
from design.formats import day
from tests import sessions
from tests.factories import money
from tests.factories.accounts import mandate, sign_in, user

pytestmark = pytest.mark.django_db
OCTOBER = "/money/statement/?period=2026-10"
MONEY = re.compile(r"(−?)£([\d,]+)\.(\d\d)")


def at(on: int) -> datetime:
    return datetime(2026, 10, on, 12, tzinfo=UTC)


@pytest.fixture
def rosa() -> Person:
    """Loads in September and October, a hold and its payment, a purchase in a shop and its refund."""
    account = money.card_account(0, 0)
    home, out = account.pots.all()
    by = account.person.user
    budgets.load(pot=home, pence=100_000, key="o1", by=by, at=datetime(2026, 9, 20, 12, tzinfo=UTC))
    budgets.load(pot=out, pence=2_005, key="o2", by=by, at=at(2))
    held = payments.hold(purpose="visit", reference="V1", pot=home, payee=money.payee(), pence=3_300, by=by, at=at(5))
    payments.capture(payment=held, pence=3_100, by=by, at=at(12))
    bought = cards.authorise(card=money.card(account), reference="r", merchant="Swim", pence=640, at=at(14))
    cards.capture(authorisation=bought, at=at(15))
    cards.refund(authorisation=bought, pence=140, reference="f", at=at(16))
    budgets.load(pot=home, pence=5_000, key="o3", by=by, at=datetime(2026, 11, 1, 12, tzinfo=UTC))
    return account.person


def booked(whose: Person, side: str) -> tuple[int, list[tuple[str, int, int]], int]:
    """What the ledger itself says of October: opening, each day, change and balance, closing. Nothing of the statement
    is asked."""
    pots = whose.pots.select_related("available", "held")
    accounts = [getattr(pot, side) for pot in pots]
    first, until = midnight(at(1).date()), midnight(datetime(2026, 11, 1, tzinfo=UTC).date())
    opening = sum(e.pence for account in accounts for e in ledger.oldest_first(account) if e.at < first)
    moved: dict[int, tuple[datetime, int]] = {}
    for account in accounts:
        for entry in ledger.oldest_first(account):
            if first <= entry.at < until:
                known = moved.get(entry.transaction_id, (entry.at, 0))[1]
                moved[entry.transaction_id] = (entry.at, known + entry.pence)
    lines, balance = [], opening
    for on, pence in sorted(moved.values()):
        balance += pence
        lines.append((day(on), pence, balance))
    return opening, lines, balance


def pence(text: str) -> list[int]:
    return [
        int(whole.replace(",", "") + rest) * (-1 if minus else 1)
        for minus, whole, rest in MONEY.findall(unescape(text))
    ]


def html(whose: Person, address: str) -> str:
    return sessions.enter(Client(), whose.user).get(address).content.decode()


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", text))).replace("\N{NO-BREAK SPACE}", " ").strip()


def of_table(page: str) -> list[tuple[str, int, int]]:
    rows = re.findall(r"<tr.*?</tr>", re.search("<tbody.*?</tbody>", page, re.DOTALL)[0], re.DOTALL)
    found = []
    for row in rows:
        cells = re.findall(r"<t[dh].*?</t[dh]>", row, re.DOTALL)
        found.append((plain(cells[0]), pence(cells[2])[0], pence(cells[3])[0]))
    return found


def of_easy(page: str) -> list[tuple[str, int, int]]:
    """Day, what there is more or less, and what there was then, from the sentences."""
    found = []
    for block in page.split("<h3")[1:]:
        on = plain(block.split("</h3>")[0].split(">", 1)[1])
        moved = re.search(r"£\S+ (?:more|is not put aside any more|less)|We put £\S+ aside", block)[0]
        left = re.search(r"Then (?:you had )?(−?£\S+\d)", block)[1]
        down = "less" in moved or "not put aside" in moved
        found.append((on, pence(moved)[0] * (-1 if down else 1), pence(left)[0]))
    return found


READERS = {"usual": of_table, "large": of_table, "easy": of_easy}


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize(("side", "show"), [("available", ""), ("held", "&show=held")])
def test_each_format_has_each_line_of_the_ledger_and_no_other(rosa, name, side, show):
    _, lines, _ = booked(rosa, side)
    page = html(rosa, f"{OCTOBER}&format={name}{show}").split('id="lines"')[1]
    assert READERS[name](page) == lines
    assert len(lines) == 4


@pytest.mark.parametrize("name", READERS)
def test_paper_has_both_sides_whole_in_each_format(rosa, name):
    page = html(rosa, f"{OCTOBER}&format={name}&print=1")
    free, held = page.split("Money free to spend</h2>")[1].split("Money held for things you have booked</h2>")
    assert READERS[name](free) == booked(rosa, "available")[1]
    assert READERS[name](held) == booked(rosa, "held")[1]


@pytest.mark.parametrize("name", READERS)
def test_the_sums_at_the_top_are_the_ledgers_in_each_format(rosa, name):
    opening, lines, closing = booked(rosa, "available")
    came, went = sum(p for _, p, _ in lines if p > 0), -sum(p for _, p, _ in lines if p < 0)
    short = html(rosa, f"{OCTOBER}&format={name}").split("In short</h2>")[1].split("<h2")[0]
    assert pence(short)[:5] == [opening, came, went, closing, booked(rosa, "held")[2]]


def test_the_spreadsheet_has_each_line_of_the_ledger(rosa):
    response = sessions.enter(Client(), rosa.user).get("/money/statement/csv/?period=2026-10")
    rows = [row for row in csv.reader(response.content.decode("utf-8-sig").splitlines()[1:]) if row[0]]
    for label, side in (("Free to spend", "available"), ("Held", "held")):
        opening, lines, closing = booked(rosa, side)
        mine = [row for row in rows if row[1] == label]
        found = [(day(datetime.fromisoformat(on)), *map(whole, sums)) for on, _, _, _, *sums in mine[1:-1]]
        assert found == lines
        assert [whole(mine[0][5]), whole(mine[-1][5])] == [opening, closing]


def whole(pounds: str) -> int:
    return int(Decimal(pounds) * 100)


@pytest.mark.parametrize(
    ("way", "read"),
    [(ContactFormat.EASY_READ, "easy"), (ContactFormat.LARGE_PRINT, "large"), (ContactFormat.EMAIL, "usual")],
)
def test_a_statement_opens_in_the_format_that_is_recorded(rosa, way, read):
    """Accessible Information Standard (DAPB1605): a recorded need is met without asking again."""
    Person.objects.update(contact_format=way)
    page = html(rosa, OCTOBER)
    assert ("wm-easy__line" in page, "wm-large" in page) == (read == "easy", read == "large")
    assert "wm-easy__line" not in html(rosa, f"{OCTOBER}&format=usual")


def test_her_format_is_not_that_of_who_acts_for_her(rosa):
    """A daughter reads the usual page though her mother reads Easy Read."""
    Person.objects.update(contact_format=ContactFormat.EASY_READ)
    amira = user("Amira")
    client = sign_in(Client(), amira, acting_for=mandate(rosa, amira, Scope.SEE_BALANCE, Scope.SEE_LINES))
    answer = client.get(OCTOBER)
    assert (answer.status_code, "wm-easy__line" in answer.content.decode()) == (200, False)


def test_each_idea_of_easy_read_has_a_picture_and_is_one_sentence(rosa):
    page = html(rosa, f"{OCTOBER}&format=easy&print=1")
    lines = re.findall(r'wm-easy__line">(.*?)</div>', page, re.DOTALL)
    assert len(lines) == 6 + 1 + 8 * 3
    assert all("<svg" in line for line in lines)
    longest = max(len(plain(line).split()) for line in lines)
    assert longest <= 20


def test_a_format_that_is_not_there_is_the_recorded_one(rosa):
    assert "wm-easy__line" not in html(rosa, f"{OCTOBER}&format=braille")


def test_an_easy_read_statement_with_nothing_in_it_says_so(rosa):
    page = html(
        rosa,
        "/money/statement/?period=dates&first_day=1&first_month=1&first_year=2020&last_day=2&last_month=1&last_year=2020&format=easy",
    )
    assert ("Nothing happened in this time" in page, "At the start you had £0.00 to spend." in page) == (True, True)
