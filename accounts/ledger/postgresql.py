"""Writing on PostgreSQL: one call of a function that `accounts.guards` keeps installed, one round trip."""

from datetime import UTC, datetime, timedelta
from typing import Any

from accounts.kept import execute
from accounts.ledger.requests import AlreadyReversed, KeyReused, NotEnough, Request, Written
from accounts.models.ledger import Transaction

CALL = """
SELECT waymark_post(%s, %s, %s, %s, %s, %s, %s, %s::bigint[], %s::bigint[], %s::bigint[], %s)
"""
WRITTEN, SAME, KEY_REUSED, REVERSED, NOT_ENOUGH = range(5)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def write(request: Request) -> Written:
    """The function locks, checks and writes; a refusal comes back as a value, so the caller's transaction lives on."""
    outcome, *rest = _call(_words(request))
    if outcome == KEY_REUSED:
        raise KeyReused(request.key)
    if outcome == REVERSED:
        raise AlreadyReversed(f"Transaction {request.reverses_id} was reversed before")
    if outcome == NOT_ENOUGH:
        raise NotEnough(request.account(rest[0]), rest[1])
    if outcome == SAME:
        known = Transaction.objects.get(pk=rest[0])
        return Written(known.pk, known.at, known.booked_at, known.by_id)
    return Written(rest[0], request.at, EPOCH + timedelta(microseconds=rest[1]), request.by_id)


def _words(request: Request) -> list[Any]:
    givers, takers, pence = zip(*request.sides, strict=True)
    return [
        request.key,
        request.fingerprint,
        request.kind,
        request.memo,
        request.at,
        request.by_id,
        request.reverses_id,
        _array(givers),
        _array(takers),
        _array(pence),
        str(request.on_behalf_of_id or ""),
    ]


def _array(numbers: tuple[int, ...]) -> str:
    return "{" + ",".join(map(str, numbers)) + "}"


def _call(words: list[Any]) -> list[int]:
    with execute(CALL, words) as cursor:
        return list(cursor.fetchone()[0])
