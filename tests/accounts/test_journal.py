"""The general ledger gets every posting once, coded, debit and credit, balanced; a journal never changes again."""

import csv
import hashlib
from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts import audits, ledger
from accounts.actions import journal, loads
from accounts.actions.journal import JournalRefused
from accounts.ledger import LedgerKind, Posting
from accounts.models import AuditLine, CostCode, JournalExport, JournalLine
from accounts.queries import codes
from accounts.queries.codes import Codes, Purpose
from accounts.roles import Role
from tests.factories import accounts as make
from tests.factories import money
from tests.factories.budgets import CALENDAR, budget, on

MAY = date(2026, 5, 4)


@pytest.fixture
def staff(db):
    return make.staff(Role.FINANCE)


@pytest.fixture
def coded(staff):
    for number, kind in enumerate(LedgerKind):
        journal.set_code(kind=kind, code=f"G{number}00", by=staff)


def export(staff, last_on=date(2026, 4, 30), at=MAY):
    return journal.export(last_on=last_on, by=staff, at=on(at))


def lines(made):
    return list(csv.DictReader(made.content.splitlines()))


def pounds(text):
    return round(float(text or 0) * 100)


def test_each_posting_is_a_debit_and_a_credit_and_the_sum_is_nothing(staff, coded):
    made = budget()
    loads.run_due(on(CALENDAR))
    journal_ = export(staff)
    *rows, control = lines(journal_)
    assert [(row["Line"], row["Date"], row["Code"], row["Debit"], row["Credit"], row["What"]) for row in rows] == [
        ("1", "2026-04-06", "G200", "280.00", "", "load"),
        ("2", "2026-04-06", "G000", "", "280.00", "load"),
        ("3", "2026-04-06", "G200", "120.00", "", "load"),
        ("4", "2026-04-06", "G000", "", "120.00", "load"),
    ]
    assert {row["About"] for row in rows} == {f"budget:{made.pk}"}
    assert [control[name] for name in ("Line", "Code", "Debit", "Credit", "What", "About")] == [
        "Control",
        "4 lines",
        "400.00",
        "400.00",
        "Difference 0.00",
        "2 postings",
    ]
    assert (journal_.postings, journal_.debit_pence, journal_.credit_pence) == (2, 40_000, 40_000)
    assert journal_.totals == [
        {"code": "G000", "debit_pence": 0, "credit_pence": 40_000},
        {"code": "G200", "debit_pence": 40_000, "credit_pence": 0},
    ]


def test_no_posting_is_exported_twice_and_none_is_left_out(staff, coded):
    budget()
    loads.run_due(on(CALENDAR))
    first = export(staff)
    with pytest.raises(JournalRefused, match="nothing to export"):
        export(staff)
    loads.run_due(on(MAY))
    pot = money.pot()
    funds = ledger.council_account(LedgerKind.COUNCIL_FUNDS)
    late = [ledger.Move(funds, pot.available, 5)]
    ledger.post(
        key="late", kind="load", moves=late, by=None, at=on(date(2026, 4, 29))
    )  # booked after the first journal
    second = export(staff, last_on=date(2026, 5, 31), at=date(2026, 6, 2))
    held = Counter(JournalLine.objects.values_list("posting_id", flat=True))
    assert held == Counter(Posting.objects.values_list("pk", flat=True))
    assert (first.postings, second.postings, second.first_posted_on) == (2, 3, date(2026, 4, 29))
    assert [finding.rule for finding in audits.all_findings() if finding.faults] == []


def test_the_database_refuses_a_posting_in_two_journals(staff, coded):
    budget()
    loads.run_due(on(CALENDAR))
    made = export(staff)
    with pytest.raises(IntegrityError), transaction.atomic():
        JournalLine.objects.create(export=made, posting=made.lines.first().posting)
    with pytest.raises(IntegrityError), transaction.atomic():
        JournalExport.objects.filter(pk=made.pk).update(debit_pence=1)


def test_codes_that_change_later_leave_what_was_made_to_the_byte(staff, coded):
    budget()
    loads.run_due(on(CALENDAR))
    made = export(staff)
    before = made.content
    journal.set_code(kind=LedgerKind.AVAILABLE, code="OTHER", by=staff)
    made.refresh_from_db()
    assert (made.content, made.sha256) == (before, hashlib.sha256(before.encode()).hexdigest())


def test_a_kind_without_a_code_stops_the_journal_in_words(staff):
    budget()
    loads.run_due(on(CALENDAR))
    journal.set_code(kind=LedgerKind.COUNCIL_FUNDS, code="G000", by=staff)
    journal.set_code(kind=LedgerKind.AVAILABLE, code="G201", held_as="council", by=staff)  # narrower: not for all
    with pytest.raises(JournalRefused, match="Give a cost code to “Available to spend” first"):
        export(staff)
    assert JournalExport.objects.count() == 0


def test_today_is_not_over_yet(staff, coded):
    with pytest.raises(JournalRefused, match="before today"):
        export(staff, last_on=MAY, at=MAY)


def test_the_narrowest_code_is_taken(staff, coded):
    clean = money.outcome("Keeping clean and well")
    made = budget(client_group="memory")
    pot = made.pots.first()
    pot.outcome = clean
    pot.save()
    for expected, more in (
        ("BY-GROUP", {"client_group": "memory"}),
        ("BY-HOLDING", {"held_as": "council"}),
        ("BY-OUTCOME", {"outcome": clean}),
        ("BY-BOTH", {"outcome": clean, "client_group": "memory"}),
        ("BY-BOTH", {"outcome": clean, "client_group": "carer"}),
    ):
        journal.set_code(
            kind=LedgerKind.AVAILABLE, code=expected if more.get("client_group") != "carer" else "NO", by=staff, **more
        )
        assert codes.load().of(LedgerKind.AVAILABLE, pot.available_id) == expected
    assert codes.load().of(LedgerKind.HELD, pot.held_id) == "G300"


def test_a_code_is_set_once_for_the_same_postings_and_removed(staff):
    first = journal.set_code(kind=LedgerKind.HELD, code="A", by=staff)
    assert journal.set_code(kind=LedgerKind.HELD, code="B", by=staff) == first
    assert [code.code for code in CostCode.objects.all()] == ["B"]
    journal.remove_code(code=first, by=staff, at=timezone.now())
    journal.remove_code(code=first, by=staff, at=timezone.now())
    assert (CostCode.objects.count(), AuditLine.objects.filter(action="cost_code.removed").count()) == (0, 1)


def test_a_changed_journal_is_named_by_the_audit(staff, coded):
    budget()
    loads.run_due(on(CALENDAR))
    made = export(staff)
    JournalExport.objects.update(content="changed")
    made.lines.first().delete()
    found = {each.rule: [fault.words for fault in each.faults] for each in audits.all_findings() if each.faults}
    assert list(found) == ["journals_hold_their_postings"]
    assert len(found["journals_hold_their_postings"]) == 2


def test_a_journal_costs_the_same_however_many_postings(staff, coded, django_assert_max_num_queries):
    costs = []
    for month in (4, 5):
        for _ in range(month):
            budget()
        loads.run_due(on(date(2026, month, 6)))
        with django_assert_max_num_queries(20) as counted:
            export(staff, last_on=date(2026, month, 28), at=date(2026, month, 28) + timedelta(days=1))
        costs.append(len(counted))
    assert costs[0] == costs[1]


CHOICES = st.tuples(st.sampled_from([None, 1]), st.sampled_from(["", "council"]), st.sampled_from(["", "memory"]))


@given(st.sets(CHOICES), CHOICES)
def test_a_code_that_fits_is_always_found_where_there_is_a_general_one(rows, purpose):
    made = [
        CostCode(kind="held", outcome_id=o, held_as=h, client_group=g, code=str((o, h, g)))
        for o, h, g in {*rows, (None, "", "")}
    ]
    found = Codes({LedgerKind.HELD: made}, {7: Purpose(purpose[0], purpose[1], purpose[2])})
    assert found.of(LedgerKind.HELD, 7) in {str(row) for row in {*rows, (None, "", "")}}
    assert found.missing({LedgerKind.HELD, LedgerKind.PAYABLE}) == {LedgerKind.PAYABLE}
