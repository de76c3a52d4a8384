"""What a payment to a seller was for: exactly the entries that came to its amount when it was prepared.

A seller's payable account holds nothing after a payment but what came in while the file waited to be released. So a
payment pays what came in after the one before was prepared, until it was prepared itself; there the account's running
balance is the amount of the payment.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from accounts import ledger
from accounts.ledger import Entry
from accounts.models import Payee, PaymentFileLine
from design.formats import day
from marketplace import words
from marketplace.models import VisitHold

PAYOUT, RETURNED = "payout", "payout_returned"
KINDS = {"capture": "", "refund": "given back", RETURNED: "A payment that did not reach you"}


@dataclass(frozen=True)
class Part:
    """One line of a remittance advice: signed pence, and the visit where there is one."""

    at: datetime
    words: str
    reference: str
    person: str
    pence: int


@dataclass(frozen=True)
class Advice:
    """A payment with its parts, which come to its amount to the penny."""

    line: PaymentFileLine
    parts: Sequence[Part]

    @property
    def visits_pence(self) -> int:
        return sum(part.pence for part in self.parts if part.pence > 0)

    @property
    def back_pence(self) -> int:
        return sum(part.pence for part in self.parts if part.pence < 0)


def paid(payees: Iterable[Payee]) -> QuerySet[PaymentFileLine]:
    """Payments that were released, the newest first."""
    found = PaymentFileLine.objects.filter(payee__in=list(payees), file__released_at__isnull=False)
    return found.select_related("file", "payee__payable", "returned").order_by("-file__released_at", "-pk")


def advice(line: PaymentFileLine) -> Advice:
    return Advice(line, _parts(line, covered(line)))


def key(line: PaymentFileLine) -> str:
    return f"payment-file:{line.file.reference}"


def covered(line: PaymentFileLine) -> list[Entry]:
    """The entries that this payment pays. Two payments back the account is read, and no further."""
    account = line.payee.payable
    earlier = paid([line.payee]).filter(file__released_at__lte=line.file.released_at).exclude(pk=line.pk)
    near = [line, *earlier[:2]]
    numbers = ledger.numbers_of(account, [key(one) for one in near])
    paid_at = [numbers[key(one)] for one in near] + [0, 0]
    entries = ledger.numbered(account, max(paid_at[2], 1), paid_at[0])
    last = _prepared(line, entries, paid_at[1], paid_at[0])
    before = _prepared(near[1], entries, paid_at[2], paid_at[1]) if len(near) > 1 else 0
    return [entry for entry in entries if before < entry.version <= last and entry.version != paid_at[1]]


def _prepared(line: PaymentFileLine, entries: Sequence[Entry], first: int, after: int) -> int:
    """The version of the account when this payment was prepared: the last that holds its amount, and no later."""
    stood = [e for e in entries if first <= e.version < after and e.balance_pence == line.pence]
    in_time = [entry.version for entry in stood if entry.at <= line.file.prepared_at]
    return max(in_time, default=min((entry.version for entry in stood), default=0))


def _parts(line: PaymentFileLine, entries: Sequence[Entry]) -> list[Part]:
    references = [entry.memo.partition(":")[2] for entry in entries if entry.memo.startswith("visit:")]
    found = VisitHold.objects.filter(payment__purpose="visit", payment__reference__in=references)
    holds = {hold.payment.reference: hold for hold in found.select_related("payment", "visit__order__person")}
    parts = [_part(entry, holds.get(entry.memo.partition(":")[2])) for entry in entries]
    unexplained = line.pence - sum(part.pence for part in parts)
    if unexplained:  # never seen: then the sum is still the payment, and somebody asks
        parts.append(Part(line.file.prepared_at, "Not explained here: ask us", "", "", unexplained))
    return parts


def _part(entry: Entry, hold: VisitHold | None) -> Part:
    note = KINDS.get(entry.kind, "Put right by the council")
    if hold is None:
        return Part(entry.at, note or "Put right by the council", entry.memo.partition(":")[2], "", entry.pence)
    visit = hold.visit
    what = words.when(*words.lasting(hold.starts_at, hold.minutes))
    return Part(entry.at, f"{what}: {note}" if note else what, visit.reference, visit.order.person.name, entry.pence)


def filename(line: PaymentFileLine) -> str:
    return f"remittance-{line.file.reference}.csv"


def title(line: PaymentFileLine) -> str:
    return f"Payment of {day(line.file.released_at)}"
