"""What we owe, to whom, and whether it can be paid now."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import OuterRef, QuerySet, Subquery

from accounts.ledger import LedgerAccount
from accounts.models import Payee, PaymentFileLine


@dataclass(frozen=True)
class Owed:
    """One payee and what we owe beyond any file that waits. `why_not` says why the next file leaves them out."""

    payee: Payee
    pence: int
    why_not: str = ""


@dataclass(frozen=True)
class Standing:
    """Everybody to whom we owe, or who owes us."""

    owed: list[Owed]

    @cached_property
    def ready(self) -> list[Owed]:
        return [one for one in self.owed if not one.why_not]

    @cached_property
    def left_out(self) -> list[Owed]:
        return [one for one in self.owed if one.why_not and one.pence]

    @property
    def pence(self) -> int:
        return sum(one.pence for one in self.ready)


def payees() -> QuerySet[Payee]:
    """Those with a balance, by name, with the file that has them already and how much of it."""
    open_line = PaymentFileLine.objects.filter(payee=OuterRef("pk"), is_open=True)
    with_balance = Payee.objects.exclude(payable__balance_pence=0).select_related("payable")
    return with_balance.annotate(
        waiting_in=Subquery(open_line.values("file__reference")), waiting_pence=Subquery(open_line.values("pence"))
    ).order_by("name", "pk")


def accounts() -> list[LedgerAccount]:
    return [payee.payable for payee in payees()]


def standing() -> Standing:
    return Standing([_owed(payee) for payee in payees()])


def has_bank_details(payee: Payee) -> bool:
    numbers = (payee.sort_code, 6), (payee.account_number, 8)
    return all(text.isascii() and text.isdigit() and len(text) == size for text, size in numbers)


def _owed(payee: Payee) -> Owed:
    pence, waiting_in = payee.payable.balance_pence, getattr(payee, "waiting_in", None)
    if waiting_in:
        rest = pence - getattr(payee, "waiting_pence", 0)
        return Owed(payee, rest, f"File {waiting_in} waits to be released. After that this can be paid.")
    if pence < 0:
        return Owed(payee, pence, "They owe us: a refund came after we paid. Their next earnings make up for it.")
    return Owed(payee, pence, "" if has_bank_details(payee) else "We do not have their bank details.")
