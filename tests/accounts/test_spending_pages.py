"""Spending by outcome as a chart with its table, beside the plan; and what is coming."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import payments
from accounts.actions import cards, contributions, loads
from accounts.forms.spending import SpendingForm
from accounts.models import AuditLine, PersonalBudget, Pot
from accounts.queries import holdings, looks, spending, statements
from accounts.roles import Role, Scope
from design.formats import day
from tests import sessions
from tests.accounts.screens import rows, words
from tests.factories import accounts as make
from tests.factories import budgets, money

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
PAGE, FILE = "/money/spending/", "/money/spending/csv/"


@pytest.fixture
def account():
    return money.card_account(24_800, 12_100, contingency=4_360, weekly_pence=5_000)


@pytest.fixture
def rosa(account):
    return sessions.enter(Client(), account.person.user)


def paid(pot, number, pence, ago=0):
    """A visit that was held, done and paid, so many days ago."""
    at = timezone.localtime() - timedelta(days=ago)
    given = {"purpose": "visit", "reference": f"S{number}", "pot": pot, "payee": money.payee(), "by": None, "at": at}
    return payments.capture(payment=payments.hold(pence=pence, **given), pence=pence, by=None, at=at)


@pytest.fixture
def spent(account):
    """Cleaning: £33 less £3 that came back. Getting out: £6.40 in a shop. £10 is held."""
    clean, out = account.pots.filter(is_contingency=False)
    payments.refund(payment=paid(clean, 1, 3_300), pence=300, by=None)
    bought = cards.authorise(card=money.card(account), reference="r", merchant="Swim", pence=640)
    cards.capture(authorisation=bought)
    payments.hold(purpose="visit", reference="H", pot=out, payee=money.payee(), pence=1_000, by=None)
    return account


def period(key="4-weeks"):
    return SpendingForm({"period": key}, today=TODAY).chosen()


def test_each_outcome_stands_beside_its_plan_in_a_chart_and_a_table(rosa, spent):
    shown = words(rosa.get(PAGE))
    assert "Keeping clean and well £36.40 of £200 planned" in shown
    assert "Keeping clean and well £36.40 £200.00" in shown
    assert "Getting out £0 of £200 planned" in shown
    assert "All of it £36.40 £400.00" in shown
    assert "Set aside for emergencies" not in shown


def test_it_says_by_how_much_it_is_more_than_planned(rosa, account):
    Pot.objects.update(weekly_pence=500)
    paid(account.pots.first(), 1, 3_300)
    assert "£33 of £20 planned, £13 more than planned" in words(rosa.get(PAGE))


def test_the_figures_are_the_statements_of_the_same_days(spent):
    """Paid and given back, as the lines say it."""
    shown = period("3-months")
    [part] = spending.of(spent.person, shown)
    made = statements.between(holdings.of(spent.person)[0], shown.first, shown.last)
    out = -sum(line.pence for line in made.held.lines if line.words.startswith("Paid "))
    back = sum(line.pence for line in made.free.lines if line.words.startswith("Money back"))
    assert (out, back, part.spent_pence) == (3_940, 300, 3_640)


@pytest.mark.parametrize(
    ("key", "pence"), [("4-weeks", 100), ("3-months", 1_100), ("12-months", 11_100), ("", 100), ("nonsense", 100)]
)
def test_the_time_is_chosen(rosa, account, key, pence):
    """The 28th day back counts, the day before it does not."""
    pot = account.pots.first()
    three = period("3-months").first
    for number, (pence_, ago) in enumerate(
        [(100, 27), (1_000, (TODAY - three).days), (10_000, (TODAY - three).days + 1)]
    ):
        paid(pot, number, pence_, ago)
    parts = rosa.get(PAGE, {"period": key}).context["parts"]
    assert parts[0]["part"].spent_pence == pence


@pytest.mark.parametrize(
    ("starts", "ends", "planned"), [(-100, None, 2_800), (-13, None, 1_400), (-100, -14, 1_400), (1, None, 0)]
)
def test_the_plan_counts_the_days_on_which_it_ran(account, starts, ends, planned):
    """£3.50 a week in each of two pots, in 4 weeks."""
    Pot.objects.filter(is_contingency=False).update(weekly_pence=350)
    on = {"starts_on": TODAY + timedelta(days=starts), "ends_on": TODAY + timedelta(days=ends) if ends else None}
    PersonalBudget.objects.update(**on)
    [part] = spending.of(account.person, period())
    assert part.planned_pence == planned


def test_money_in_her_own_bank_is_in_no_sum_and_is_said(rosa, account):
    pot = account.pots.get(label="Getting out")
    pot.card_account = None
    budgets.in_own_bank(pot)
    shown = rosa.get(PAGE)
    assert shown.context["parts"][0]["part"].planned_pence == 20_000
    assert "The money for Getting out is in your own bank account" in words(shown)


def test_own_money_has_its_own_part(rosa, account):
    own = money.own_money(9_000, person=account.person).pots.get()
    paid(own, 1, 2_000)
    budget, mine = rosa.get(PAGE).context["parts"]
    assert (budget["part"].spent_pence, budget["table"]) == (0, None)
    assert (mine["part"].is_own_money, mine["part"].spent_pence) == (True, 2_000)


def test_where_nothing_was_paid_it_says_so(rosa):
    assert "Nothing was paid in this time" in words(rosa.get(PAGE))


def test_what_is_coming_with_its_figures():
    start = TODAY - timedelta(days=14)
    made = budgets.budget(person=make.person("Rosa Alvarez"), starts_on=start, load_calendar=start)
    given = {"weekly_pence": 1_000, "starts_on": start, "assessment_reference": "FA"}
    contributions.record(budget=made, by=make.staff(Role.FINANCE), **given)
    loads.run_due(timezone.now())
    payments.hold(purpose="visit", reference="H", pot=made.pots.first(), payee=money.payee(), pence=900, by=None)
    shown = words(sessions.enter(Client(), made.person.user).get(PAGE))
    for line in (
        "Held for what is booked or bought £9.00",
        f"Council payment on {day(TODAY + timedelta(days=14))} £360.00",
        "Contribution each week £10.00",
        "Contribution still to pay £40.00",
    ):
        assert line in shown


def test_the_file_has_the_same_figures(rosa, spent):
    first, last = (on.isoformat() for on in (period().first, period().last))
    assert rows(rosa.get(FILE))[1:] == [
        [first, last, "Budget", "Keeping clean and well", "36.40", "200.00"],
        [first, last, "Budget", "Getting out", "0.00", "200.00"],
    ]


def test_easy_read_has_the_same_figures_and_keeps_the_time(rosa, spent):
    shown = rosa.get(f"{PAGE}?easy=1&period=3-months")
    assert "£36.40 was paid." in words(shown)
    assert "Keeping clean and well: £36.40" in words(shown)
    assert "?easy=0&amp;period=3-months" in shown.content.decode()


@pytest.mark.parametrize("address", [PAGE, FILE])
def test_a_delegate_reads_whose_it_is_and_is_in_the_log(spent, address):
    mandate = make.mandate(spent.person, make.user("Amira Whitfield"), Scope.SEE_BALANCE, Scope.SEE_LINES)
    amira = sessions.enter(Client(), mandate.delegate, acting=mandate)
    shown = words(amira.get(address))
    assert ("Rosa’s money" in shown) == (address == PAGE)
    assert [one.where for one in looks.named(looks.at(spent.person))] == [
        f"What was spent, {day(period().first)} to {day(period().last)}"
    ]


def test_who_sees_no_lines_sees_no_total_of_one(spent):
    mandate = make.mandate(spent.person, make.user("Amira Whitfield"), Scope.SEE_BALANCE, Scope.PAY)
    amira = sessions.enter(Client(), mandate.delegate, acting=mandate)
    assert [amira.get(address).status_code for address in (PAGE, FILE)] == [403, 403]
    assert PAGE not in amira.get("/money/").content.decode()
    assert not AuditLine.objects.filter(action="lines.seen").exists()


def test_the_money_page_and_the_statement_lead_here(rosa):
    assert all(PAGE in rosa.get(address).content.decode() for address in ("/money/", "/money/statement/"))


def test_it_costs_the_same_however_much_was_spent(rosa, spent):
    def count():
        with CaptureQueriesContext(connection) as queries:
            rosa.get(PAGE)
        return len(queries)

    few = count()
    for number in range(10, 14):
        paid(spent.pots.first(), number, 100)
    assert count() == few
