"""Days that are counted once and kept say what the postings say, in whatever order these come."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from accounts import audits, ledger
from accounts.ledger import Days, LedgerKind, Move
from accounts.ledger import days as module
from accounts.ledger.days import Place, Total
from accounts.models.ledger import Tally, TallyDay
from accounts.queries import statements
from accounts.queries.holdings import Holding
from tests.factories import money

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 10, 1, 12, tzinfo=UTC)
FIRST = NOON.date()
NAME = "person:1:budget:free"


@pytest.fixture
def pots():
    return [money.pot(label=label) for label in ("Help at home", "Getting out")]


@pytest.fixture
def accounts(pots):
    return [pot.available for pot in pots]


@pytest.fixture
def random() -> Random:
    return Random(7)  # noqa: S311 (the same steps each time)


@pytest.fixture(params=[1, 4, 1_000], ids=lambda much: f"kept after {much}")
def much(request, monkeypatch):
    monkeypatch.setattr(module, "MUCH", request.param)
    return request.param


def at(day: int, hour: int = 0) -> datetime:
    return NOON + timedelta(days=day, hours=hour)


def pay_in(*moves: tuple, on: int, key: str, hour: int = 0) -> None:
    funds = ledger.council_account(LedgerKind.COUNCIL_FUNDS)
    steps = [Move(funds, account, pence) for account, pence in moves]
    ledger.post(key=key, kind="load", moves=steps, by=None, at=at(on, hour))


def post_something(random, pots, number: int) -> None:
    """For any day, whatever was booked before; into two pots at once, from one to the other, or several of a moment."""
    one, two = random.sample(pots, 2)
    funds = ledger.council_account(LedgerKind.COUNCIL_FUNDS)
    pence = random.randint(1, 50)
    moves = random.choice(
        [
            [Move(funds, one.available, pence), Move(funds, two.available, 2 * pence)],
            [Move(funds, one.available, pence), Move(funds, one.available, 3)],
            [Move(one.available, two.available, pence)],
            [Move(one.available, one.held, pence)],
            [Move(one.available, one.held, pence), Move(two.available, two.held, pence)],
            [Move(one.available, two.available, 5), Move(one.available, one.held, 5)],
        ]
    )
    ledger.post(key=f"n{number}", kind="test", moves=moves, by=None, at=at(random.randint(-3, 6), random.randint(0, 1)))


def shown(pots, since=FIRST, until=None):
    return statements.between(Holding("budget", pots, {}), since, until or FIRST + timedelta(days=40))


def counted(accounts, since=FIRST) -> Days:
    return ledger.days_of(NAME, accounts, since)


def test_days_and_what_there_was_before(accounts):
    one, two = accounts
    pay_in((one, 100), on=-1, key="a")
    pay_in((one, 10), (two, 20), on=0, key="b")
    pay_in((two, 5), on=2, key="c")
    ledger.post(key="d", kind="test", moves=[Move(one, two, 50)], by=None, at=at(2, 1))
    found = counted(accounts)
    assert (found.opening_pence, found.totals) == (
        100,
        {FIRST: Total(1, 30, 0), FIRST + timedelta(days=2): Total(2, 5, 0)},
    )
    assert (found.until(FIRST), found.until(FIRST + timedelta(days=2))) == (Total(1, 30, 0), Total(3, 35, 0))
    assert [found.place(number) for number in range(3)] == [
        Place(FIRST, 0, 100),
        Place(FIRST + timedelta(days=2), 1, 130),
        Place(FIRST + timedelta(days=2), 1, 130),
    ]
    with pytest.raises(IndexError):
        found.place(3)


def test_a_statement_is_what_the_postings_say_however_often_it_was_counted(random, pots, much):
    for pot in pots:
        pay_in((pot.available, 5_000), on=-9, key=f"first {pot.pk}")
    for number in range(40):
        post_something(random, pots, number)
        if number % 5 == 0:
            shown(pots)
    made = shown(pots)
    accounts = [pot.available for pot in pots]
    entries = ledger.entries(accounts, since=datetime(2026, 9, 30, 23, tzinfo=UTC))
    opening = ledger.balance_at(accounts, datetime(2026, 9, 30, 23, tzinfo=UTC))  # midnight in London
    true = statements.lines(entries, opening, {}, made.free.lines.labels, statements.FREE)
    changes = [line.pence for line in true]
    assert [(line.at, line.pence, line.balance_pence) for line in made.free.lines] == [
        (line.at, line.pence, line.balance_pence) for line in true
    ]
    assert (made.free.opening_pence, made.free.in_pence, made.free.out_pence, len(made.free.lines)) == (
        opening,
        sum(pence for pence in changes if pence > 0),
        -sum(pence for pence in changes if pence < 0),
        len(changes),
    )
    assert made.free.closing_pence == sum(ledger.balance(account) for account in accounts) == true[-1].balance_pence
    assert Tally.objects.exists() == (much < 1_000)
    assert [finding.rule for finding in audits.all_findings() if finding.faults] == ["holds_are_open_payments"]


@pytest.mark.parametrize("size", [1, 3, 7])
def test_the_pages_of_a_statement_together_are_the_whole(random, pots, size):
    for pot in pots:
        pay_in((pot.available, 5_000), on=-9, key=f"first {pot.pk}")
    for number in range(25):
        post_something(random, pots, number)
    lines = shown(pots).free.lines
    assert [line for first in range(0, len(lines), size) for line in lines[first : first + size]] == list(lines)
    *_, last = whole = list(lines)
    assert (lines[0], lines[-1], lines[len(lines) :]) == (whole[0], last, [])
    assert lines[::-2] == whole[::-2]


def test_another_pot_is_counted_anew_and_nothing_twice(accounts, monkeypatch):
    monkeypatch.setattr(module, "MUCH", 1)
    one, two = accounts
    pay_in((one, 100), on=0, key="a")
    ledger.post(key="b", kind="test", moves=[Move(one, two, 40)], by=None, at=at(1))
    assert counted([one]).until(FIRST + timedelta(days=9)) == Total(2, 100, 40)
    assert counted(accounts).until(FIRST + timedelta(days=9)) == Total(2, 100, 0)
    assert counted(accounts).until(FIRST + timedelta(days=9)) == Total(2, 100, 0)
    assert TallyDay.objects.count() == 2


def test_who_counted_at_the_same_moment_and_comes_second_changes_nothing(accounts, monkeypatch):
    monkeypatch.setattr(module, "MUCH", 1)
    keep, one = module._keep, accounts[0]
    pay_in((one, 100), on=0, key="a")
    counted(accounts)
    pay_in((one, 10), on=0, key="b")
    late = []
    monkeypatch.setattr(module, "_keep", lambda *words, **more: late.append((words, more)))
    counted(accounts)
    monkeypatch.setattr(module, "_keep", keep)
    counted(accounts)
    [(words, more)] = late
    keep(*words, **more)
    assert counted(accounts).until(FIRST) == Total(2, 110, 0)
    assert TallyDay.objects.get().transactions == 2


def test_a_day_that_was_miscounted_is_named(accounts, monkeypatch):
    monkeypatch.setattr(module, "MUCH", 1)
    pay_in((accounts[0], 100), on=0, key="a")
    counted(accounts)
    TallyDay.objects.update(in_pence=101)
    tally = Tally.objects.get()
    faults = {finding.rule: [each.row for each in finding.faults] for finding in audits.all_findings()}
    assert faults["counted_days"] == [f"tally {tally.pk}"]


def test_the_last_moments_of_an_account_begin_where_there_are_enough(accounts):
    one, two = accounts
    for hour in range(4):
        for key in "ab":
            pay_in((one, 1), on=0, hour=hour, key=f"{hour}{key}")
    pay_in((two, 1), on=0, hour=9, key="other")
    since = at(-1)
    found = [ledger.moment_back(accounts, steps=steps, since=since) for steps in (1, 2, 4, 5)]
    assert found == [at(0, 9), at(0, 2), at(0, 0), since]
