"""Each fault, planted, is named by `audit_money`; books without one are clean."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from accounts import audits, guards, ledger, payments
from accounts.actions import payment_files
from accounts.ledger import LedgerAccount, LedgerKind, Move, Posting, Transaction
from accounts.models import Payment, PaymentFile
from tests.factories import accounts as make
from tests.factories import money

pytestmark = pytest.mark.django_db


@pytest.fixture
def books():
    """A bit of everything: paid in, held, captured, released, refunded, paid out, reversed."""
    pot, ben = money.pot(10_000), money.payee()
    first = payments.hold(purpose="visit", reference="1", pot=pot, payee=ben, pence=3000, by=None)
    payments.capture(payment=first, pence=2000, by=None)
    payments.release(payment=first, pence=500, by=None)
    payment_files.release(file=payment_files.prepare(by=make.user("Ann Lee")), by=make.user("Bo Day"))
    payments.refund(payment=first, pence=300, by=None)
    moves = [Move(ledger.council_account(LedgerKind.COUNCIL_FUNDS), pot.available, 700)]
    slip = ledger.post(key="slip", kind="load", moves=moves, by=None)
    ledger.reverse(slip, key="slip undone", by=None)
    return pot, ben, first


def faults() -> dict[str, list[str]]:
    return {found.rule: [fault.row for fault in found.faults] for found in audits.all_findings() if found.faults}


def plant(sql, *values):
    with guards.lifted(connection), connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_clean_books_are_clean(books):
    assert faults() == {}


def test_empty_books_are_clean():
    assert faults() == {}


def test_a_changed_balance_is_named(books):
    pot = books[0].available
    plant("UPDATE accounts_ledgeraccount SET balance_pence = balance_pence + 1 WHERE id = %s", pot.pk)
    assert faults() == {"sums_to_zero": ["all accounts"], "stored_balances": [f"account {pot.pk}"]}


def test_a_changed_posting_is_named_from_both_sides(books):
    posting = Posting.objects.get(transaction__kind="hold")
    plant("UPDATE accounts_posting SET pence = pence + 1 WHERE id = %s", posting.pk)
    found = faults()
    assert found["stored_balances"] == [f"account {posting.from_account_id}", f"account {posting.to_account_id}"]
    assert found["running_balances"] == [f"posting {posting.pk}"] * 2
    assert found["fingerprints"] == [f"transaction {posting.transaction_id}"]
    assert found["payments_are_posted"] == [f"payment {books[2].pk}"]


def test_a_changed_running_balance_is_named(books):
    posting = Posting.objects.get(transaction__kind="capture")
    plant("UPDATE accounts_posting SET to_balance_pence = to_balance_pence + 5 WHERE id = %s", posting.pk)
    assert f"posting {posting.pk}" in faults()["running_balances"]


def test_a_missing_posting_is_named(books):
    posting = Posting.objects.get(transaction__kind="release")
    plant("DELETE FROM accounts_posting WHERE id = %s", posting.pk)
    found = faults()
    assert found["whole_transactions"] == [f"transaction {posting.transaction_id}"]
    assert set(found) >= {"stored_balances", "running_balances", "payments_are_posted"}


def test_a_gap_in_the_versions_is_named(books):
    account = books[0].held
    last = Posting.objects.filter(from_account=account).latest("from_version")
    plant("UPDATE accounts_posting SET from_version = from_version + 1 WHERE id = %s", last.pk)
    assert faults() == {"running_balances": [f"posting {last.pk}"]}


def test_an_overdraft_is_named(books):
    pot = books[0].available
    first = Posting.objects.get(to_account=pot, to_version=1)
    plant("UPDATE accounts_posting SET to_balance_pence = -1 WHERE id = %s", first.pk)
    assert faults()["no_overdraft"] == [f"account {pot.pk}"]


def test_a_posting_at_another_time_than_its_transaction_is_named(books):
    hold = Transaction.objects.get(kind="hold")
    plant("UPDATE accounts_posting SET at = %s WHERE transaction_id = %s", hold.at - timedelta(days=1), hold.pk)
    assert faults() == {"whole_transactions": [f"transaction {hold.pk}"]}


def test_a_missing_or_changed_fingerprint_is_named(books):
    hold = Transaction.objects.get(kind="hold")
    plant("UPDATE accounts_transaction SET fingerprint = '' WHERE id = %s", hold.pk)
    assert faults() == {"fingerprints": [f"transaction {hold.pk}"]}


def test_a_changed_memo_is_named(books):
    hold = Transaction.objects.get(kind="hold")
    plant("UPDATE accounts_transaction SET memo = 'visit:2' WHERE id = %s", hold.pk)
    assert faults() == {"fingerprints": [f"transaction {hold.pk}"], "payments_are_posted": [f"payment {books[2].pk}"]}


def test_a_reversal_of_something_else_is_named(books):
    reversal, hold = Transaction.objects.get(kind="reversal"), Transaction.objects.get(kind="hold")
    plant("UPDATE accounts_transaction SET reverses_id = %s WHERE id = %s", hold.pk, reversal.pk)
    assert faults()["reversals"] == [f"transaction {reversal.pk}"]


def test_a_missing_audit_line_is_named(books):
    hold = Transaction.objects.get(kind="hold")
    plant("DELETE FROM accounts_auditline WHERE subject = %s", f"transaction:{hold.pk}")
    assert faults() == {"audit_lines": [f"transaction {hold.pk}"]}


def test_a_missing_guard_is_named(books):
    guards.remove(connection)
    assert faults() == {"guards_in_place": guards.missing(connection)}
    assert "accounts_posting_no_update" in guards.missing(connection)
    [warning] = guards.check(None, databases=["default"])
    assert (warning.id, "accounts_posting_no_update" in warning.msg) == ("accounts.W001", True)
    guards.install(connection)
    assert (faults(), guards.check(None, databases=["default"])) == ({}, [])


def test_a_hold_that_no_payment_waits_for_is_named(books):
    pot, _, payment = books
    Payment.objects.filter(pk=payment.pk).update(released_pence=1000)
    found = faults()
    assert found == {
        "holds_are_open_payments": [f"pot {pot.pk}"],
        "payments_are_posted": [f"payment {payment.pk}"],
    }


def test_a_payable_that_is_not_what_was_captured_is_named(books):
    _, ben, payment = books
    Payment.objects.filter(pk=payment.pk).update(refunded_pence=200)
    assert faults() == {
        "payables_are_what_is_owed": [f"payee {ben.pk}"],
        "payments_are_posted": [f"payment {payment.pk}"],
    }


def test_a_payment_file_that_was_not_posted_is_named(books):
    _, ben, _ = books
    file = PaymentFile.objects.get()
    PaymentFile.objects.update(released_at=None, released_by=None)
    assert faults() == {
        "files_are_paid_once": [f"payment-file:{file.reference}"],
        "payables_are_what_is_owed": [f"payee {ben.pk}"],
    }


def told(*options):
    out = StringIO()
    code = 0
    try:
        call_command("audit_money", *options, stdout=out)
    except SystemExit as end:
        code = end.code
    return code, out.getvalue()


def test_the_command_says_so_in_words_and_by_its_exit_code(books):
    code, words = told()
    assert code == 0
    assert words.splitlines()[-1] == (
        f"The books are clean: {Transaction.objects.count()} transactions, {Posting.objects.count()} postings, "
        f"{LedgerAccount.objects.count()} accounts."
    )
    pot = books[0].available
    plant("UPDATE accounts_ledgeraccount SET balance_pence = balance_pence + 1 WHERE id = %s", pot.pk)
    code, words = told()
    assert code == 1
    assert f"account {pot.pk}: says 7801 pence after 6 postings; they are 7800 in 6" in words


@pytest.mark.django_db(transaction=True)
def test_the_command_reads_one_moment_on_a_connection_of_its_own(books):
    connection.close()
    assert told()[0] == 0
    money.pay_in(books[0], 100)  # and afterwards writes go on as before


def test_the_command_speaks_json(books):
    code, words = told("--json")
    found = json.loads(words)
    assert (code, found["clean"], found["postings"]) == (0, True, Posting.objects.count())
    assert [rule["faults"] for rule in found["rules"]] == [[]] * len(audits.RULES)
    hold = Transaction.objects.get(kind="hold")
    plant("DELETE FROM accounts_auditline WHERE subject = %s", f"transaction:{hold.pk}")
    code, words = told("--json")
    broken = [rule for rule in json.loads(words)["rules"] if rule["faults"]]
    assert (code, [rule["rule"] for rule in broken]) == (1, ["audit_lines"])
    assert broken[0]["faults"] == [{"row": f"transaction {hold.pk}", "words": "0 audit lines, not 1"}]
