"""The ledger's contract, the same on both databases."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from accounts import ledger
from accounts.ledger import AlreadyReversed, KeyReused, LedgerKind, Move, NotEnough, Posting, Transaction
from accounts.models import AuditLine
from tests.factories import accounts as make

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 4, 1, 11, tzinfo=UTC)


@pytest.fixture
def funds():
    return ledger.council_account(LedgerKind.COUNCIL_FUNDS)


@pytest.fixture
def pot():
    return ledger.open_account(kind=LedgerKind.AVAILABLE, owner="pot:1")


@pytest.fixture
def rosa():
    return make.person("Rosa Alvarez")


@pytest.fixture
def held():
    return ledger.open_account(kind=LedgerKind.HELD, owner="pot:1")


def pay_in(funds, pot, pence, key="in"):
    return ledger.post(key=key, kind="budget", moves=[Move(funds, pot, pence)], by=None, at=NOON, memo="budget:1")


def test_money_moves_from_one_account_to_another(funds, pot):
    made = pay_in(funds, pot, 500)
    posting = Posting.objects.get()
    assert (ledger.balance(funds), ledger.balance(pot)) == (-500, 500)
    assert (posting.transaction_id, posting.position, posting.pence, posting.at) == (made.pk, 0, 500, NOON)
    assert (posting.from_balance_pence, posting.from_version) == (-500, 1)
    assert (posting.to_balance_pence, posting.to_version) == (500, 1)
    assert Transaction.objects.get() == made


def test_what_is_returned_is_what_was_written(funds, pot, rosa):
    made = ledger.post(key="k", kind="budget", moves=[Move(funds, pot, 5)], by=rosa.user, at=NOON, memo="budget:1")
    kept = Transaction.objects.get()
    names = ("pk", "key", "fingerprint", "kind", "memo", "at", "booked_at", "by_id", "reverses_id")
    assert [getattr(made, name) for name in names] == [getattr(kept, name) for name in names]
    assert made.at == NOON < made.booked_at


def test_running_balances_follow_several_moves(funds, pot, held):
    pay_in(funds, pot, 1000)
    moves = [Move(pot, held, 300), Move(held, pot, 100), Move(pot, held, 50)]
    ledger.post(key="k", kind="test", moves=moves, by=None, at=NOON)
    rows = Posting.objects.filter(transaction__key="k").order_by("position")
    assert [(r.from_balance_pence, r.from_version, r.to_balance_pence, r.to_version) for r in rows] == [
        (700, 2, 300, 1),
        (200, 2, 800, 3),
        (750, 4, 250, 3),
    ]
    assert (ledger.balance(pot), ledger.balance(held)) == (750, 250)


def test_the_same_key_and_content_is_the_same_transaction(funds, pot):
    first, again = pay_in(funds, pot, 500), pay_in(funds, pot, 500)
    later = ledger.post(key="in", kind="budget", moves=[Move(funds, pot, 500)], by=None, memo="budget:1")
    assert (again.pk, again.booked_at, later.at) == (first.pk, first.booked_at, NOON)
    assert ledger.balance(pot) == 500
    assert Posting.objects.count() == 1


@pytest.mark.parametrize("change", [{"kind": "other"}, {"memo": "budget:2"}, {"pence": 501}, {"swap": True}])
def test_the_same_key_with_other_content_is_refused(funds, pot, held, change):
    pay_in(funds, pot, 500)
    moves = [Move(funds, held if "swap" in change else pot, change.get("pence", 500))]
    with pytest.raises(KeyReused):
        ledger.post(
            key="in", kind=change.get("kind", "budget"), moves=moves, by=None, memo=change.get("memo", "budget:1")
        )
    assert (ledger.balance(pot), ledger.balance(held)) == (500, 0)


def test_an_account_that_may_not_go_below_zero_is_named(funds, pot, held):
    pay_in(funds, pot, 500)
    with pytest.raises(NotEnough) as refusal:
        ledger.post(key="k", kind="hold", moves=[Move(pot, held, 501)], by=None)
    assert (refusal.value.account, refusal.value.short_by) == (pot, 1)
    assert (ledger.balance(pot), Transaction.objects.count(), AuditLine.objects.count()) == (500, 1, 1)


def test_what_is_missing_is_counted_over_all_moves(funds, pot, held):
    pay_in(funds, pot, 500)
    with pytest.raises(NotEnough) as refusal:
        ledger.post(key="k", kind="hold", moves=[Move(pot, held, 400), Move(pot, held, 300)], by=None)
    assert (refusal.value.account, refusal.value.short_by) == (pot, 200)


def test_no_balance_dips_below_zero_between_two_moves(pot, held, funds):
    pay_in(funds, held, 100)
    with pytest.raises(NotEnough):
        ledger.post(key="k", kind="test", moves=[Move(pot, funds, 50), Move(held, pot, 50)], by=None)
    ledger.post(key="k", kind="test", moves=[Move(held, pot, 50), Move(pot, funds, 50)], by=None)
    assert ledger.balance(held) == 50


def test_a_refusal_leaves_the_callers_transaction_usable(funds, pot, held):
    with transaction.atomic():
        pay_in(funds, pot, 100)
        with pytest.raises(NotEnough):
            ledger.post(key="k", kind="hold", moves=[Move(pot, held, 101)], by=None)
        with pytest.raises(KeyReused):
            pay_in(funds, pot, 101)
        ledger.post(key="k", kind="hold", moves=[Move(pot, held, 100)], by=None)
    assert ledger.balance(held) == 100


def test_a_posting_goes_with_the_callers_transaction(funds, pot):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        pay_in(funds, pot, 100)
        raise ZeroDivisionError
    assert (ledger.balance(pot), Transaction.objects.count(), AuditLine.objects.count()) == (0, 0, 0)


def test_an_audit_line_is_written_with_ids_only(funds, pot, rosa):
    amira = make.user("Amira Whitfield")
    made = ledger.post(
        key="k", kind="budget", moves=[Move(funds, pot, 5)], by=amira, at=NOON, memo="budget:1", on_behalf_of=rosa
    )
    line = AuditLine.objects.get(action="money.budget")
    assert (line.at, line.by, line.on_behalf_of) == (NOON, str(amira.pk), str(rosa.pk))
    assert (line.subject, line.detail) == (f"transaction:{made.pk}", {"key": "k", "memo": "budget:1", "pence": 5})


def test_a_reversal_puts_the_balances_back_once(funds, pot, held):
    first = pay_in(funds, pot, 100)
    held_now = ledger.post(key="k", kind="hold", moves=[Move(pot, held, 60)], by=None)
    undone = ledger.reverse(held_now, key="undo", by=None)
    assert (ledger.balance(pot), ledger.balance(held), undone.reverses_id) == (100, 0, held_now.pk)
    assert ledger.reverse(held_now, key="undo", by=None) == undone
    with pytest.raises(AlreadyReversed):
        ledger.reverse(held_now, key="undo again", by=None)
    ledger.reverse(first, key="undo first", by=None)
    assert (ledger.balance(funds), ledger.balance(pot)) == (0, 0)


def test_a_reversal_needs_the_money_to_be_there(funds, pot, held):
    first = pay_in(funds, pot, 100)
    ledger.post(key="k", kind="hold", moves=[Move(pot, held, 60)], by=None)
    with pytest.raises(NotEnough) as refusal:
        ledger.reverse(first, key="undo", by=None)
    assert (refusal.value.account, refusal.value.short_by) == (pot, 60)


@pytest.mark.parametrize("pence", [0, -1, 1.0, True, "5", None])
def test_a_move_is_positive_whole_pence(funds, pot, pence):
    with pytest.raises(ValueError, match="whole pence"):
        Move(funds, pot, pence)


def test_a_move_needs_two_accounts(pot):
    with pytest.raises(ValueError, match="two accounts"):
        Move(pot, pot, 5)


def test_a_transaction_needs_a_key_a_kind_and_a_move(funds, pot):
    move = Move(funds, pot, 5)
    for key, kind, moves in [("", "k", [move]), ("k", "", [move]), ("k", "k", [])]:
        with pytest.raises(ValueError, match="A transaction needs"):
            ledger.post(key=key, kind=kind, moves=moves, by=None)


def test_an_account_is_opened_once(pot):
    assert ledger.open_account(kind=LedgerKind.AVAILABLE, owner="pot:1") == pot
    assert ledger.council_account(LedgerKind.PAID_OUT) == ledger.council_account(LedgerKind.PAID_OUT)


def refused(sql):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_the_database_refuses_to_change_or_delete_what_was_written(funds, pot):
    pay_in(funds, pot, 100)
    refused("UPDATE accounts_transaction SET memo = 'x'")
    refused("DELETE FROM accounts_transaction")
    refused("UPDATE accounts_posting SET pence = 1")
    refused("DELETE FROM accounts_posting")
    refused("UPDATE accounts_auditline SET action = 'x'")
    refused("DELETE FROM accounts_auditline")
    refused("DELETE FROM accounts_ledgeraccount")
    refused("UPDATE accounts_ledgeraccount SET owner = 'pot:2'")
    refused("UPDATE accounts_ledgeraccount SET balance_pence = balance_pence + 1")
    refused("UPDATE accounts_ledgeraccount SET version = version - 1")
    refused("UPDATE accounts_ledgeraccount SET balance_pence = -1, version = 9 WHERE may_overdraw = false")
    assert ledger.balance(pot) == 100


def test_an_account_without_postings_may_go(pot):
    pot.delete()
    assert ledger.LedgerAccount.objects.count() == 0


def test_entries_are_seen_from_each_side_in_order_of_time(funds, pot, held):
    pay_in(funds, pot, 100)
    ledger.post(key="k", kind="hold", moves=[Move(pot, held, 60)], by=None, at=NOON.replace(day=3), memo="visit:1")
    ledger.post(key="l", kind="hold", moves=[Move(pot, held, 5)], by=None, at=NOON.replace(day=2), memo="visit:2")
    found = ledger.entries([pot])
    assert [(e.pence, e.memo, e.other) for e in found] == [
        (100, "budget:1", funds),
        (-5, "visit:2", held),
        (-60, "visit:1", held),
    ]
    assert [e.memo for e in ledger.entries([pot], since=NOON.replace(day=2), until=NOON.replace(day=3))] == ["visit:2"]
    both = ledger.entries([pot, held], since=NOON.replace(day=3))
    assert sorted(e.pence for e in both) == [-60, 60]


def test_a_balance_at_a_moment_counts_what_happened_before_it(funds, pot, held):
    pay_in(funds, pot, 100)
    ledger.post(key="k", kind="hold", moves=[Move(pot, held, 60)], by=None, at=NOON.replace(day=3))
    assert [ledger.balance_at([pot], NOON.replace(day=day)) for day in (1, 2, 3, 4)] == [0, 100, 100, 40]
    assert ledger.balance_at([pot, held], NOON.replace(day=4)) == 100


def test_the_latest_entries_page_by_version_however_long_it_is(funds, pot, held, django_assert_num_queries):
    pay_in(funds, pot, 100)
    for number in range(1, 6):
        ledger.post(key=str(number), kind="hold", moves=[Move(pot, held, number)], by=None)
    with django_assert_num_queries(3):
        newest = ledger.latest(pot, size=4)
    assert [(e.pence, e.balance_pence, e.version) for e in newest] == [
        (-5, 85, 6),
        (-4, 90, 5),
        (-3, 94, 4),
        (-2, 97, 3),
    ]
    assert [e.version for e in ledger.latest(pot, size=4, below_version=3)] == [2, 1]


def test_locking_gives_the_balances_in_one_query(funds, pot, django_assert_num_queries):
    pay_in(funds, pot, 100)
    with transaction.atomic(), django_assert_num_queries(1):
        assert ledger.lock([pot, funds]) == {funds.pk: -100, pot.pk: 100}
    assert ledger.balances([pot.pk, funds, None]) == {funds.pk: -100, pot.pk: 100}


def test_posting_costs_few_statements(funds, pot, django_assert_num_queries):
    with transaction.atomic(), django_assert_num_queries({"postgresql": 1, "sqlite": 7}[connection.vendor]):
        pay_in(funds, pot, 100)
