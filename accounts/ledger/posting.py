"""Writing: `post` and `reverse`."""

from collections.abc import Sequence
from datetime import datetime

from django.db import DEFAULT_DB_ALIAS, connection
from django.utils import timezone

from accounts.ledger import postgresql, sqlite
from accounts.ledger.requests import Move, Request
from accounts.models.ledger import Posting, Transaction
from accounts.models.people import Person
from accounts.models.user import User

WRITERS = {"postgresql": postgresql.write, "sqlite": sqlite.write}


def post(
    *,
    key: str,
    kind: str,
    moves: Sequence[Move],
    by: User | None,
    at: datetime | None = None,
    memo: str = "",
    on_behalf_of: Person | None = None,
) -> Transaction:
    """Move money, once for each key; the transaction, whether made now or earlier with the same key and content.

    Joins the caller's transaction where there is one, and leaves it usable when it refuses: nothing is written before
    everything is checked. Raises KeyReused, NotEnough. `by` is None when the clock did it.
    """
    return _write(
        Request(
            key=key,
            kind=kind,
            memo=memo,
            moves=moves,
            at=at or timezone.now(),
            by_id=by.pk if by else None,
            on_behalf_of_id=on_behalf_of.pk if on_behalf_of else None,
        )
    )


def reverse(
    transaction: Transaction,
    *,
    key: str,
    by: User | None,
    at: datetime | None = None,
    on_behalf_of: Person | None = None,
) -> Transaction:
    """The same moves the other way, last first: the only way to put a mistake right. Once; raises AlreadyReversed."""
    postings = Posting.objects.filter(transaction=transaction).select_related("from_account", "to_account")
    moves = [
        Move(posting.to_account, posting.from_account, posting.pence) for posting in postings.order_by("-position")
    ]
    return _write(
        Request(
            key=key,
            kind="reversal",
            memo=transaction.memo,
            moves=moves,
            at=at or timezone.now(),
            by_id=by.pk if by else None,
            on_behalf_of_id=on_behalf_of.pk if on_behalf_of else None,
            reverses_id=transaction.pk,
        )
    )


FIELDS = ("id", "key", "fingerprint", "kind", "memo", "at", "booked_at", "by_id", "reverses_id")


def _write(request: Request) -> Transaction:
    """The row as it would be read back, without reading it back."""
    written = WRITERS[connection.vendor](request)
    asked = [request.key, request.fingerprint, request.kind, request.memo]
    values = [written.id, *asked, written.at, written.booked_at, written.by_id, request.reverses_id]
    return Transaction.from_db(DEFAULT_DB_ALIAS, FIELDS, values)
