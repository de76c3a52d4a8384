"""Writing on SQLite: one IMMEDIATE transaction, which is the lock; seven short statements."""

from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from accounts.ledger.requests import AlreadyReversed, KeyReused, Request, Running, Written, lay

SAME_KEY = "SELECT id, fingerprint, at, booked_at, by_id FROM accounts_transaction WHERE key = %s"
REVERSED = "SELECT 1 FROM accounts_transaction WHERE reverses_id = %s"
ACCOUNTS = """
SELECT id, balance_pence, version, may_overdraw FROM accounts_ledgeraccount
WHERE id IN (SELECT value FROM json_each(%s))
"""
TRANSACTION = """
INSERT INTO accounts_transaction (key, fingerprint, kind, memo, at, booked_at, by_id, reverses_id)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
"""
POSTING = """
INSERT INTO accounts_posting (transaction_id, position, at, from_account_id, to_account_id, pence,
    from_balance_pence, from_version, to_balance_pence, to_version)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""
ACCOUNT = "UPDATE accounts_ledgeraccount SET balance_pence = %s, version = %s WHERE id = %s"
AUDIT = """
INSERT INTO accounts_auditline (at, action, "by", on_behalf_of, subject, detail) VALUES (%s, %s, %s, %s, %s, %s)
"""


def write(request: Request) -> Written:
    if connection.in_atomic_block:
        return _write(request)
    with transaction.atomic():
        return _write(request)


def _write(request: Request) -> Written:
    """Everything is read and checked before the first row is written, so a refusal leaves nothing to undo."""
    with connection.cursor() as cursor:
        if earlier := _earlier(cursor, request):
            return earlier
        cursor.execute(REVERSED, [request.reverses_id])
        if cursor.fetchone():
            raise AlreadyReversed(f"Transaction {request.reverses_id} was reversed before")
        accounts = _accounts(cursor, request)
        steps = lay(request.moves, accounts)
        return _insert(cursor, request, accounts, steps)


def _earlier(cursor: CursorWrapper, request: Request) -> Written | None:
    cursor.execute(SAME_KEY, [request.key])
    row = cursor.fetchone()
    if row is None:
        return None
    pk, fingerprint, at, booked_at, by_id = row
    if fingerprint != request.fingerprint:
        raise KeyReused(request.key)
    return Written(pk, _moment(at), _moment(booked_at), by_id)


def _accounts(cursor: CursorWrapper, request: Request) -> dict[int, Running]:
    ids = {pk for move in request.moves for pk in (move.from_.pk, move.to.pk)}
    cursor.execute(ACCOUNTS, [str(sorted(ids))])
    found = {pk: Running(balance, version, bool(free)) for pk, balance, version, free in cursor.fetchall()}
    if missing := ids - found.keys():
        raise LookupError(f"No ledger account {sorted(missing)}")
    return found


def _insert(
    cursor: CursorWrapper, request: Request, accounts: dict[int, Running], steps: list[tuple[int, int, int, int]]
) -> Written:
    booked_at = timezone.now()
    at = _text(request.at)
    identity: list[Any] = [request.key, request.fingerprint, request.kind, request.memo, at, _text(booked_at)]
    cursor.execute(TRANSACTION, [*identity, request.by_id, request.reverses_id])
    pk = int(cursor.lastrowid)
    cursor.executemany(
        POSTING,
        [
            (pk, position, at, *side, *step)
            for position, (side, step) in enumerate(zip(request.sides, steps, strict=True))
        ],
    )
    cursor.executemany(ACCOUNT, [(account.balance, account.version, key) for key, account in accounts.items()])
    who = [str(request.by_id or ""), str(request.on_behalf_of_id or "")]
    cursor.execute(AUDIT, [at, f"money.{request.kind}", *who, f"transaction:{pk}", request.audit_detail])
    return Written(pk, request.at, booked_at, request.by_id)


def _text(moment: datetime) -> str:
    return str(connection.ops.adapt_datetimefield_value(moment))


def _moment(naive: datetime) -> datetime:
    return naive.replace(tzinfo=UTC)
