"""Files for the case system: people, budgets and spending by outcome, under the case reference."""

import pytest

from accounts import payments
from accounts.actions import people
from accounts.models import AuditLine
from tests.accounts.screens import at, rows, words
from tests.factories import money, setting_up

pytestmark = pytest.mark.django_db


def test_people_as_a_file(practitioner, edith, samuel):
    people.record_needs(person=edith, needs={"interpreter": "Polish", "bsl": ""}, by=samuel)
    people.record_carer(carer=edith, cared_for=setting_up.newcomer("Joan", case_reference="LAS-1"), by=samuel)
    setting_up.newcomer("No Reference", case_reference=None)
    sheet = rows(practitioner.get("/staff/people/files/people.csv"))
    assert len(sheet) == 3
    [line] = [row for row in sheet if row[1] == "Edith Marlow"]
    assert line[0] == edith.case_reference
    needs = "An interpreter for another language: Polish; A British Sign Language interpreter"
    assert line[2:5] == ["1948-03-31", "Letter", needs]
    assert line[6:] == ["no", "LAS-1", "Samuel Osei"]
    assert AuditLine.objects.get(action="cases.exported").by == str(samuel.pk)


def test_budgets_as_a_file(practitioner, edith, samuel):
    made = setting_up.agreed(edith, 5_000, 2_000, by=samuel)
    sheet = rows(practitioner.get("/staff/people/files/budgets.csv"))
    assert [row[:6] for row in sheet[1:]] == [
        [edith.case_reference, f"B-{made.pk}", "Care and support", "Keeping clean and well", "50.00", "no"],
        [edith.case_reference, f"B-{made.pk}", "Care and support", "Getting out", "20.00", "no"],
    ]
    assert sheet[1][-2:] == [made.agreed_on.isoformat(), "Samuel Osei"]


def test_spending_by_outcome_as_a_file_and_on_the_page(practitioner, samuel):
    account = money.card_account(
        5_000, 2_000, person=setting_up.newcomer(case_reference="LAS-7", contact_format="email")
    )
    clean = account.pots.first()
    payment = money.earned(money.payee(), 1_200, from_=clean)
    payments.refund(payment=payment, pence=200, by=None)
    payments.hold(purpose="visit", reference="held", pot=clean, payee=money.payee(), pence=500, by=None)
    sheet = rows(practitioner.get("/staff/people/files/spending.csv"))
    assert [(row[0], row[1], row[2], row[5]) for row in sheet[1:]] == [
        ("LAS-7", "Keeping clean and well", "50.00", "10.00"),
        ("LAS-7", "Getting out", "50.00", "0.00"),
    ]
    bars = practitioner.get(at(account.person)).context["spending"]
    assert [bar["text"] for bar in bars] == ["£10 of £200", "£0 of £200"]


def test_people_without_a_reference_are_counted(practitioner):
    setting_up.agreed(setting_up.newcomer(case_reference=None), 5_000)
    assert "1 person has a budget and no case reference" in words(practitioner.get("/staff/people/files/"))
