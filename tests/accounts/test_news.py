"""What changed since you last looked: each has her own last look, and reads sums of the ledger."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import ledger, payments
from accounts.actions import budgets, cards, last_looks
from accounts.models import AuditLine, LastLook
from accounts.queries import changes, holdings, statements
from accounts.roles import Scope
from design.formats import weekday
from tests import sessions
from tests.accounts.screens import words
from tests.factories import accounts as make
from tests.factories import declines, money

pytestmark = pytest.mark.django_db
NOW = timezone.now()
DAYS_AGO = NOW - timedelta(days=3)
LINES = (Scope.SEE_BALANCE, Scope.SEE_LINES)


@pytest.fixture
def account():
    return money.card_account(24_800, 12_100)


@pytest.fixture
def rosa(account):
    return sessions.enter(Client(), account.person.user)


def looked(account, at=DAYS_AGO, by=None):
    return last_looks.look(person=account.person, by=by or account.person.user, at=at)


def step(account, number, pence):
    return payments.hold(
        purpose="visit", reference=f"N{number}", pot=account.pots.first(), payee=money.payee(), pence=pence, by=None
    )


def everything(account):
    """One of each: paid, held, let go, given back by a provider, taken by a shop, still waiting at a shop."""
    paid = payments.capture(payment=step(account, 1, 3_300), pence=3_300, by=None)
    payments.refund(payment=paid, pence=300, by=None)
    step(account, 2, 1_000)
    payments.release(payment=step(account, 3, 400), by=None)
    card = money.card(account)
    taken = cards.authorise(card=card, reference="a", merchant="Otter Swim", pence=640)
    cards.capture(authorisation=taken, pence=600)
    cards.authorise(card=card, reference="b", merchant="Green Apron", pence=150)
    declines.asked(card, 900_000, "Millbrook Mobility")


def test_the_first_look_says_nothing_and_is_kept(rosa, account):
    assert "Since you last looked" not in words(rosa.get("/money/"))
    assert LastLook.objects.filter(user=account.person.user, person=account.person, before_at=None).count() == 1


def test_within_an_hour_it_is_the_same_look_and_after_it_another(account):
    hours = [DAYS_AGO + timedelta(minutes=minutes) for minutes in (0, 59, 61, 90, 200)]
    assert [looked(account, at) for at in hours] == [None, None, hours[0], hours[0], hours[2]]
    kept = LastLook.objects.get()
    assert (kept.before_at, kept.seen_at) == (hours[2], hours[4])


def test_a_look_writes_once_an_hour_and_a_head_never(rosa, account):
    rosa.head("/money/")
    assert not LastLook.objects.exists()
    looked(account)
    rosa.head("/money/")
    assert LastLook.objects.get().before_at is None
    for _ in range(2):
        rosa.get("/money/")
    assert LastLook.objects.get().before_at == DAYS_AGO
    with CaptureQueriesContext(connection) as asked:
        rosa.get("/money/")
    kept = [one["sql"] for one in asked if "accounts_lastlook" in one["sql"]]
    assert [sql.split()[0] for sql in kept] == ["SELECT"]


def test_of_two_at_the_same_moment_one_writes(account):
    """Both read the row before either wrote: who comes second changes nothing, and reads the same."""
    looked(account)
    LastLook.objects.update(before_at=DAYS_AGO, seen_at=NOW)
    assert looked(account, NOW + timedelta(seconds=1)) == DAYS_AGO
    assert LastLook.objects.get().seen_at == NOW


def test_nothing_has_changed(rosa, account):
    """Its first money came before her last look: here the clock stands a week later."""
    week = timezone.now() + timedelta(days=7)
    looked(account, week)
    LastLook.objects.update(before_at=week - timedelta(days=2), seen_at=week)
    assert f"Nothing has changed since {weekday(week - timedelta(days=2))}." in words(rosa.get("/money/"))


def test_it_tells_each_kind_of_change_with_its_figure(rosa, account):
    looked(account)
    everything(account)
    shown = words(rosa.get("/money/"))
    for line in (
        f"Since {weekday(DAYS_AGO)}:",
        "£369.00 came in.",
        "2 payments went out: £39.00.",
        "£47.00 was set aside for what is booked.",
        "Shops asked for £1.50 by card, and have not taken it yet.",
        "£7.40 came back, and is free to spend.",
        "1 card payment was declined",
    ):
        assert line in shown


def test_the_figures_are_the_statements(account):
    """What was free then and what is free now differ by what it tells."""
    everything(account)
    [part] = changes.of(account.person, DAYS_AGO).parts
    holding = holdings.of(account.person)[0]
    today = timezone.localdate()
    free, held = (
        getattr(statements.between(holding, today - timedelta(days=3), today), side) for side in ("free", "held")
    )
    change = sum(side.closing_pence - side.opening_pence for side in (free, held))
    assert change == part.came + part.right + part.back - part.paid - part.taken_back - 440  # let go: it was held
    assert held.closing_pence == part.set_aside + part.waiting - 3_300 - 400
    assert sum(-line.pence for line in held.lines if line.words.startswith("Paid ")) - 40 == part.paid


def test_a_correction_is_told_as_one(account):
    loaded = budgets.load(pot=account.pots.first(), pence=500, key="wrong", by=None)
    ledger.reverse(loaded, key="right", by=None, at=timezone.now() + timedelta(minutes=1))
    [part] = changes.of(account.person, timezone.now() + timedelta(seconds=30)).parts
    assert part.lines == ["£5.00 was taken out to correct a mistake."]


def test_own_money_is_told_apart(rosa, account):
    looked(account)
    money.own_money(5_000, person=account.person)
    shown = words(rosa.get("/money/"))
    assert "Of your own money: £50.00 came in." in shown
    assert "£369.00 came in." in shown


@pytest.mark.parametrize(("scopes", "told"), [(LINES, True), ((Scope.SEE_BALANCE, Scope.PAY), False)])
def test_each_delegate_has_her_own_last_look_and_none_without_lines(account, rosa, scopes, told):
    amira = make.user("Amira Whitfield")
    given = make.mandate(account.person, amira, *scopes)
    hers = sessions.enter(Client(), amira, acting=given)
    looked(account)
    assert "Since you last looked" not in words(hers.get("/money/"))
    LastLook.objects.filter(user=amira).update(seen_at=DAYS_AGO)
    assert ("£369.00 came in" in words(hers.get("/money/"))) == told
    assert LastLook.objects.filter(user=amira).exists() == told
    assert AuditLine.objects.filter(action="lines.seen", by=str(amira.pk)).exists() == told
    assert "£369.00 came in" in words(rosa.get("/money/"))


def test_it_costs_the_same_however_much_has_changed(account, django_assert_num_queries):
    for number in range(2):
        everything(account) if not number else [step(account, again, 100) for again in range(10, 14)]
        with django_assert_num_queries(5):
            changes.of(account.person, DAYS_AGO)


@pytest.mark.parametrize(
    ("ago", "said"), [({"minutes": 0}, "today"), ({"days": 3}, weekday(DAYS_AGO)), ({"days": 400}, "20")]
)
def test_the_day_in_words(ago, said):
    assert said in changes.when(NOW - timedelta(**ago), NOW)
