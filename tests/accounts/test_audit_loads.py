"""Faults around loads, contributions and returned payments, planted, are named by the audit."""

from datetime import date

import pytest

from accounts import audits
from accounts.actions import contributions, loads, paid_ahead, pauses
from accounts.models import ContributionReceipt, Load, LoadShare, PaidAhead
from accounts.roles import Role
from tests.factories import accounts as make
from tests.factories.budgets import CALENDAR, budget, on

pytestmark = pytest.mark.django_db


@pytest.fixture
def books():
    """Loaded, paid too early, taken back, a contribution expected and received."""
    made, by = budget(), make.staff(Role.FINANCE)
    given = {"weekly_pence": 2_000, "starts_on": CALENDAR, "assessment_reference": "FA-1"}
    contributions.record(budget=made, by=by, **given)
    loads.run_due(on(CALENDAR))
    pauses.pause(budget=made, first_on=date(2026, 4, 27), reason="away", by=by, at=on(date(2026, 4, 27)))
    back = PaidAhead.Decision.TAKE_BACK
    paid_ahead.decide(question=PaidAhead.objects.get(), decision=back, explanation="Agreed.", by=by)
    contributions.receive(pence=700, received_on=CALENDAR, key="1", budget=made, by=by)
    return made


def faults():
    return {found.rule: [fault.row for fault in found.faults] for found in audits.all_findings() if found.faults}


def test_clean_books_are_clean(books):
    assert faults() == {}


def test_a_load_that_says_more_than_was_posted_is_named(books):
    load = Load.objects.get()
    Load.objects.update(gross_pence=50_000, paid_pence=42_000)
    assert faults() == {"loads_are_posted": [load.key], "loads_are_shared_out": [f"load {load.pk}"]}


def test_a_share_that_is_gone_is_named(books):
    LoadShare.objects.first().delete()
    assert faults() == {"loads_are_shared_out": [f"load {Load.objects.get().pk}"]}


def test_a_day_loaded_twice_is_named(books):
    load = Load.objects.get()
    Load.objects.create(
        budget=books, first_on=CALENDAR, last_on=CALENDAR, turn=2, gross_pence=0, paid_pence=0, loaded_at=load.loaded_at
    )
    assert faults() == {"no_day_is_loaded_twice": [f"budget {books.pk}"]}


def test_a_decision_that_was_not_posted_is_named(books):
    question = PaidAhead.objects.get()
    PaidAhead.objects.update(decision="leave")
    assert faults()["loads_are_posted"] == [question.key]


def test_a_receipt_that_says_something_else_is_named(books):
    receipt = ContributionReceipt.objects.get()
    ContributionReceipt.objects.update(pence=701)
    assert faults() == {
        "loads_are_posted": [receipt.ledger_key],
        "contributions_are_what_is_due": [f"budget:{books.pk}"],
    }


def test_a_posting_without_its_row_is_named(books):
    receipt = ContributionReceipt.objects.get()
    key = receipt.ledger_key
    receipt.delete()
    assert faults()["loads_are_posted"] == [key]
