"""Finance's screens of journals: cost codes, the day that is offered, a file that is the same each time."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import ledger
from accounts.actions import journal, loads
from accounts.ledger import LedgerKind
from accounts.models import (
    AuditLine,
    CostCode,
    JournalExport,
)
from tests.accounts.screens import boxes, page_of, send, words
from tests.factories import budgets

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def test_codes_are_added_changed_and_taken_away(finance):
    send(finance, page_of("code-new"), kind="available", code="2100", client_group="memory")
    held = CostCode.objects.get()
    send(finance, page_of("code", held.pk), code="2199")
    held.refresh_from_db()
    assert (held.code, held.client_group) == ("2199", "memory")
    wrong = words(send(finance, page_of("code-new"), kind="payable", code="2200", client_group="memory"))
    assert "Only money in pots can be told apart" in wrong
    send(finance, page_of("code-remove", held.pk))
    assert CostCode.objects.count() == 0


def offered_day(finance):
    return finance.get(page_of("journal-new")).context["form"]["last_on"].initial


def test_the_day_of_a_journal_is_the_last_that_has_something_to_export(finance, ann):
    funds, pot = ledger.council_account(LedgerKind.COUNCIL_FUNDS), budgets.budget().pots.first()
    for kind in LedgerKind:
        journal.set_code(kind=kind, code=f"C-{kind}", by=ann)
    for number, days in enumerate((0, 3, 5)):  # today's is not complete
        at = timezone.now() - timedelta(days=days)
        moves = [ledger.Move(funds, pot.available, 100)]
        ledger.post(key=f"before:{number}", kind="load", moves=moves, by=None, at=at)
    assert offered_day(finance) == TODAY - timedelta(days=3)
    send(finance, page_of("journal-new"), **boxes("last_on", offered_day(finance)))
    assert JournalExport.objects.get().postings == 2
    assert offered_day(finance) == TODAY - timedelta(days=1)


def test_a_journal_is_made_shown_and_downloaded_the_same_each_time(finance, ann, budget):
    yesterday = TODAY - timedelta(days=1)
    loads.run_due(timezone.now() - timedelta(days=2))
    pot = budget.pots.first()
    move = [ledger.Move(ledger.council_account(LedgerKind.COUNCIL_FUNDS), pot.available, 100)]
    ledger.post(key="before", kind="load", moves=move, by=None, at=timezone.now() - timedelta(days=3))
    said = words(send(finance, page_of("journal-new"), **boxes("last_on", yesterday)))
    assert "Give a cost code to" in said
    for kind in LedgerKind:
        journal.set_code(kind=kind, code=f"C-{kind}", by=ann)
    send(finance, page_of("journal-new"), **boxes("last_on", yesterday))
    made = JournalExport.objects.get()
    page = words(finance.get(page_of("journal-one", made.reference)))
    assert "Difference £0.00" in page
    assert "Together £1.00 £1.00 £0.00" in page
    first, second = (finance.get(page_of("journal-file", made.reference)) for _ in range(2))
    assert first.content == second.content == made.content.encode()
    assert AuditLine.objects.filter(action="journal.downloaded").count() == 2
