"""What we owe, to whom, by which route, and whether it can be paid now."""

from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.db.models import OuterRef, QuerySet, Subquery

from accounts.ledger import LedgerAccount
from accounts.models import Payee, PaymentFileLine, PayoutAccount

Route = PaymentFileLine.Route


@dataclass(frozen=True)
class Owed:
    """One payee and what we owe beyond any file that waits. `why_not` says why the next file leaves them out."""

    payee: Payee
    pence: int
    why_not: str = ""
    route: PaymentFileLine.Route = Route.BANK


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
    with_balance = Payee.objects.exclude(payable__balance_pence=0).select_related("payable", "payout_account")
    return with_balance.annotate(
        waiting_in=Subquery(open_line.values("file__reference")), waiting_pence=Subquery(open_line.values("pence"))
    ).order_by("name", "pk")


def accounts() -> list[LedgerAccount]:
    return [payee.payable for payee in payees()]


def standing(*, through_stripe: bool | None = None) -> Standing:
    """With `through_stripe=False` everybody is paid by bank; unsaid, Stripe is used where the council is with it."""
    stripe = bool(settings.STRIPE_SECRET_KEY) if through_stripe is None else through_stripe
    return Standing([_owed(payee, stripe=stripe) for payee in payees()])


def has_bank_details(payee: Payee) -> bool:
    numbers = (payee.sort_code, 6), (payee.account_number, 8)
    return all(text.isascii() and text.isdigit() and len(text) == size for text, size in numbers)


def payout_account_of(payee: Payee) -> PayoutAccount | None:
    return getattr(payee, "payout_account", None)


def _owed(payee: Payee, *, stripe: bool) -> Owed:
    pence, waiting_in = payee.payable.balance_pence, getattr(payee, "waiting_in", None)
    if waiting_in:
        rest = pence - getattr(payee, "waiting_pence", 0)
        return Owed(payee, rest, f"File {waiting_in} waits to be released. After that this can be paid.")
    if pence < 0:
        return Owed(payee, pence, "They owe us: a refund came after we paid. Their next earnings make up for it.")
    account = payout_account_of(payee)
    if stripe and account and account.is_used:
        return Owed(payee, pence, route=Route.STRIPE)
    return Owed(payee, pence, "" if has_bank_details(payee) else _no_way(account, stripe))


def _no_way(account: PayoutAccount | None, stripe: bool) -> str:
    if account is None:
        return "We do not have their bank details."
    if stripe and account.by_bank_at is None:
        return "Their Stripe account is not ready, and we do not have their bank details."
    return "They are paid through Stripe, and we do not have their bank details."
