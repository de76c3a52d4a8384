"""What a payment file pays each payee for, line by line, so that the second person has something to check.

A file pays all that is owed on the day it is prepared, so each pays what was earned after what the file before it paid.
Seen from now: leave out what was earned since, then take entries until they come to what the file pays.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts import ledger
from accounts.ledger import Entry
from accounts.models import PaymentFile, PaymentFileLine

LOOKED_AT = 400  # entries of each payee, the newest: a month of a large provider
PAYOUT = "payout"


@dataclass(frozen=True)
class MadeOf:
    """`rest_pence` is what the entries that we looked at do not explain: an old file, or a very long one."""

    line: PaymentFileLine
    entries: Sequence[Entry]
    rest_pence: int


def of(file: PaymentFile) -> list[MadeOf]:
    """By name. Three queries, however many payees and entries. A cancelled file pays for nothing."""
    lines = list(file.lines.select_related("payee__payable").order_by("payee__name", "pk"))
    if file.cancelled_at:
        return [MadeOf(line, [], 0) for line in lines]
    found = ledger.newest_of([line.payee.payable for line in lines], size=LOOKED_AT)
    memo = f"payment-file:{file.reference}" if file.released_at else ""
    return [_line(line, found[line.payee.payable_id], memo) for line in lines]


def _line(line: PaymentFileLine, newest: Sequence[Entry], memo: str) -> MadeOf:
    paid_since = _paid_since(newest, memo)
    if paid_since is None:
        return MadeOf(line, [], line.pence)
    taken = part(newest, skip=line.payee.payable.balance_pence + paid_since - line.pence, pence=line.pence)
    return MadeOf(line, taken[::-1], line.pence - sum(entry.pence for entry in taken))


def _paid_since(newest: Sequence[Entry], memo: str) -> int | None:
    """Pence that this file and later ones paid out; None where this file was so long ago that we did not see it."""
    paid = 0
    if not memo:
        return paid
    for entry in newest:
        paid -= entry.pence if entry.kind == PAYOUT else 0
        if entry.kind == PAYOUT and entry.memo == memo:  # what came back of a file names it, too
            return paid
    return None


def part(newest: Sequence[Entry], *, skip: int, pence: int) -> list[Entry]:
    """Of what was earned and given back, newest first: after those that come to `skip`, those that come to `pence`."""
    earned = [entry for entry in newest if entry.kind != PAYOUT]
    total, start = 0, 0
    while total != skip and start < len(earned):
        total += earned[start].pence
        start += 1
    total, end = 0, start
    while total != pence and end < len(earned):
        total += earned[end].pence
        end += 1
    return earned[start:end]
