"""Finance's today, month end and eight weeks: what waits, what belongs to a month, and what the lists cost."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts import ledger, periods
from accounts.actions import bank_details, contributions, loads, pauses, payment_files
from accounts.ledger import LedgerKind
from accounts.queries import finance_today, forecast
from accounts.roles import Role
from design.registry import Registry
from tests import sessions
from tests.accounts.screens import rows, words
from tests.factories import accounts as make
from tests.factories import budgets, money
from tests.factories.money import came_back

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
NUMBER = "01632 960701"


@pytest.fixture
def ben(monkeypatch):
    return money.on_record(monkeypatch, NUMBER)


def test_an_empty_desk_says_so(finance):
    assert "Nothing waits for you" in words(finance.get("/staff/finance/"))
    assert "To do today" not in words(sessions.enter(Client(), make.staff(Role.COMMISSIONER)).get("/staff/finance/"))


def test_lists_cost_the_same_however_many(finance, ann, django_assert_max_num_queries):
    addresses = ["", "loads/", "budgets/", "contributions/", "receipts/", "bank-details/", "forecast/", "month-end/"]
    costs = []
    for _ in range(2):
        one(ann)
        with django_assert_max_num_queries(260) as counted:
            for address in addresses:
                assert finance.get(f"/staff/finance/{address}").status_code == 200
        costs.append(len(counted))
        one(ann), one(ann)
    assert costs[0] == costs[1]


def one(by):
    made = budgets.budget(starts_on=TODAY - timedelta(days=1), load_calendar=TODAY - timedelta(days=1))
    given = {"weekly_pence": 500, "starts_on": made.starts_on, "assessment_reference": "FA"}
    contributions.record(budget=made, by=by, **given)
    loads.settle(budget=made)
    pauses.pause(budget=made, first_on=TODAY, reason="away", by=by)
    key = str(made.pk)
    contributions.receive(pence=5, received_on=TODAY, key=f"match {key}", by=by)
    contributions.receive(pence=5, received_on=TODAY, key=f"done {key}", budget=made, by=by)
    payee = money.payee(f"Payee {key}")
    bank_details.ask(payee=payee, sort_code="998877", account_number="11223344", how="email", by=by)


def test_the_month_end_is_worked_out(finance, ann, budget):
    last = TODAY.replace(day=1) - timedelta(days=1)
    long_ago = periods.month(last - timedelta(days=400))
    assert all(check.done for check in finance_today.month_end(long_ago, TODAY))
    contributions.receive(pence=500, received_on=last, key="1", by=ann)
    page = words(finance.get("/staff/finance/month-end/"))
    assert f"Month end {last:%B %Y}" in page
    assert "1 payment in that nobody has matched" in page
    assert finance.get("/staff/finance/month-end/?month=nonsense").status_code == 200


def left(month):
    return [check.title for check in finance_today.month_end(month, TODAY) if not check.done]


def test_a_month_has_only_what_belongs_to_it(ann, ben, budget, practitioner):
    bo, now = make.staff(Role.FINANCE), timezone.now()
    this = periods.month(TODAY)
    before = periods.month(this.first - timedelta(days=1))
    pauses.pause(budget=budget, first_on=TODAY, reason="hospital", by=ann)
    contributions.receive(pence=500, received_on=TODAY, key="1", by=ann)
    bank_details.ask(payee=ben, sort_code="998877", account_number="11223344", how="email", by=ann)
    money.earned(ben, 3_300)
    came_back(ben, ann, bo)
    payment_files.prepare(by=ann)
    start = before.first  # agreed today for days that are over: it is to be loaded since today
    budgets.budget(starts_on=start, load_calendar=start)
    assert left(before) == []
    everything = [title for title, _ in finance_today.MONTH.values()]
    assert left(this) == [*everything, "The journal is exported"]
    assert left(periods.month(this.last + timedelta(days=1))) == []
    ledger.post(
        key="late",
        kind="load",
        moves=[ledger.Move(ledger.council_account(LedgerKind.COUNCIL_FUNDS), budget.pots.first().available, 100)],
        by=None,
        at=now - timedelta(days=TODAY.day),
    )
    assert left(before) == ["The journal is exported"]


def test_a_load_that_did_not_run_belongs_to_the_month_in_which_it_was_due():
    this = periods.month(TODAY)
    before = periods.month(this.first - timedelta(days=1))
    agreed = periods.midnight(before.first)
    budgets.budget(starts_on=before.last, load_calendar=before.last, at=agreed)
    assert ("Loads have run" in left(before), "Loads have run" in left(this)) == (True, TODAY.day >= 28)


def test_the_forecast_has_every_load_booking_and_card_purchase_once(finance, budget):
    ben = money.payee()
    pot = budget.pots.first()
    money.earned(ben, 1_000, from_=pot)
    weeks = forecast.weeks(TODAY)
    assert [week.days.first.weekday() for week in weeks[:-1]] == [0] * 8
    coming = [budget.starts_on + timedelta(days=28 * number) for number in (1, 2, 3)]
    within = [on for on in coming if on <= weeks[7].days.last]
    assert sum(week.loads_pence for week in weeks) == 40_000 * len(within)
    assert (weeks[0].owed_pence, sum(week.out_pence for week in weeks)) == (1_000, 1_000)
    page = words(finance.get("/staff/finance/forecast/"))
    assert "Loads each week as a table" in page
    sheet = rows(finance.get("/staff/finance/forecast.csv"))
    assert (len(sheet), sheet[1][0]) == (10, weeks[0].days.first.isoformat())


def test_days_that_are_over_count_now(finance, budget, monkeypatch):
    from accounts import forecasts

    registry = Registry("forecasts")
    far = TODAY + timedelta(days=100)
    registry.register("visits", lambda: [(date(2020, 1, 1), 300), (TODAY, 200), (far, 50)])
    monkeypatch.setattr(forecasts, "_forecasts", registry)
    weeks = forecast.weeks(TODAY)
    assert (weeks[0].bookings_pence, weeks[-1].bookings_pence) == (500, 50)
