"""A budget is agreed at a practitioner's desk: checked first, with the first payment that is then loaded."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.actions import loads
from accounts.loads import Days
from accounts.models import Load, Notice
from accounts.views import first_payment
from tests.accounts.screens import at, words
from tests.factories import accounts as make
from tests.factories import money, setting_up

pytestmark = pytest.mark.django_db


def budget_form(**changed):
    outcome = money.outcome("Getting out")
    return {
        "kind": "care",
        f"outcome_{outcome.pk}": "30.50",
        "contingency": "2",
        "starts_on_day": "1",
        "starts_on_month": "4",
        "starts_on_year": "2026",
        "contribution": "net",
        "reassessment": "",
        **changed,
    }


def test_a_budget_is_checked_before_it_is_agreed(practitioner, edith):
    page = practitioner.post(at(edith, "budget/"), budget_form())
    assert ("Check the budget" in words(page), "£130.00" in words(page)) == (True, True)
    assert edith.budgets.count() == 0
    assert practitioner.post(at(edith, "budget/"), budget_form(change="1")).context["form"].is_bound
    for _ in range(2):  # a double click
        assert practitioner.post(at(edith, "budget/"), budget_form(confirm="1")).url == at(edith)
    made = edith.budgets.get()
    assert (made.amount_pence, made.period, made.is_gross) == (13_000, "four_weeks", False)
    assert [(pot.label, pot.weekly_pence, pot.is_contingency) for pot in made.pots.all()] == [
        ("Getting out", 3_050, False),
        ("Set aside for emergencies", 200, True),
    ]
    assert edith.letters.get().subject == "Your personal budget is agreed"


def agreed_for(practitioner, person, starts, ends=None):
    days = [("starts_on", starts), *([("ends_on", ends)] if ends else [])]
    typed = {f"{name}_{part}": getattr(on, part) for name, on in days for part in ("day", "month", "year")}
    checked = words(practitioner.post(at(person, "budget/"), budget_form(**typed)))
    practitioner.post(at(person, "budget/"), budget_form(confirm="1", **typed))
    return checked, words(practitioner.get(at(person)))


def test_the_first_payment_is_said_before_and_after_and_is_what_is_loaded(practitioner, edith, settings):
    today = timezone.localdate()
    settings.LOAD_CALENDAR = today - timedelta(days=10)
    last = today + timedelta(days=17)
    said = f"First payment £83.57 for {first_payment.span(Days(today, last))}, then £130.00 every 4 weeks"
    assert [said in page for page in agreed_for(practitioner, edith, today)] == [True, True]
    loads.run_due(timezone.now())
    assert [(load.paid_pence, load.last_on) for load in Load.objects.all()] == [(8_357, last)]
    assert "First payment" not in words(practitioner.get(at(edith)))


@pytest.mark.parametrize(
    ("starts", "ends", "said"),
    [
        (4, None, "£65.00 for {starts} to {period}, then £130.00 every 4 weeks"),
        (-24, None, "£195.00 for {starts} to {period}, then £130.00 every 4 weeks"),
        (4, 10, "£32.50 for {starts} to {ends} Agreed by"),
        (4, 25, "£65.00 for {starts} to {period}, then £37.14 for {next} to {ends}"),
        (18, 45, "£130.00 for {starts} to {ends} Agreed by"),
    ],
)
def test_the_first_payment_of_budgets_that_begin_and_end_anywhen(
    practitioner, edith, settings, starts, ends, said, monkeypatch
):
    today = timezone.localdate()
    settings.LOAD_CALENDAR = today - timedelta(days=10)
    after = {"starts": starts, "ends": ends or 0, "period": 17, "next": 18}
    days = {name: str(today + timedelta(days=number)) for name, number in after.items()}
    last = today + timedelta(days=ends) if ends else None
    monkeypatch.setattr(first_payment, "span", lambda days: f"{days.first} to {days.last}")
    _, page = agreed_for(practitioner, edith, today + timedelta(days=starts), last)
    assert f"First payment {said.format(**days)}" in page


def test_days_have_the_year_once_where_it_is_the_same():
    november, january = date(2026, 11, 27), date(2027, 1, 10)
    spans = [Days(november, date(2026, 12, 13)), Days(november, january), Days(january, january)]
    assert [first_payment.span(days) for days in spans] == [
        "27 November to 13 December 2026",
        "27 November 2026 to 10 January 2027",
        "10 January 2027",
    ]


def test_an_e_mail_about_a_budget_has_no_amount_and_no_outcome(practitioner, samuel):
    rosa = make.person("Rosa Alvarez")
    practitioner.post(at(rosa, "budget/"), budget_form(confirm="1"))
    notice = Notice.objects.get(to=rosa.user)
    assert ("130" in notice.body, "Getting out" in notice.body, "/money/" in notice.body) == (False, False, True)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"starts_on_day": ""}, "The date must include a day"),
        ({"contribution": ""}, "Choose how the contribution is paid"),
        ({"contingency": "lots"}, "Enter an amount of money in numbers"),
        ({"ends_on_day": "1", "ends_on_month": "3", "ends_on_year": "2026"}, "on or after the first day"),
        ({"starts_on_year": "1926"}, "Enter a year from 2000 to 2099"),
    ],
)
def test_a_budget_that_cannot_be_is_kept_out(practitioner, edith, changed, said):
    assert said in words(practitioner.post(at(edith, "budget/"), budget_form(confirm="1", **changed)))
    assert edith.budgets.count() == 0


def test_a_budget_for_nothing_is_kept_out(practitioner, edith):
    outcome = money.outcome("Getting out")
    page = practitioner.post(at(edith, "budget/"), budget_form(confirm="1", **{f"outcome_{outcome.pk}": ""}))
    assert "Enter an amount a week for at least one outcome" in words(page)


def test_a_smaller_budget_says_what_it_needs(practitioner, edith):
    setting_up.agreed(edith, 50_000)
    page = practitioner.post(at(edith, "budget/"), budget_form(confirm="1"))
    assert "Enter the reference of the reassessment" in words(page)
    practitioner.post(at(edith, "budget/"), budget_form(confirm="1", reassessment="ra-17"))
    assert edith.budgets.get(ends_on=None).reassessment == "RA-17"
