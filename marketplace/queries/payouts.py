"""How a seller is paid through Stripe, in words for whoever answers for it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from accounts import payout_words
from accounts.models import Payee, PayoutAccount
from accounts.queries import payables
from design.formats import day, pounds

State = PayoutAccount.State
STANDS = {
    State.ASKED: "We have asked Stripe to open your account. Stripe has not answered yet. Look here again in a few "
    "minutes.",
    State.SETTING_UP: "Your account is there. Stripe still has to know who you are and where your bank is, or is "
    "checking it.",
    State.READY: "Your account is ready. We pay you through Stripe, and Stripe pays your bank.",
    State.NEEDS: "Stripe needs something more from you before it can pay you.",
    State.RESTRICTED: "Stripe has stopped your account until it has what it needs.",
    State.REFUSED: "Stripe would not open an account. You can try again, or call us.",
}
TONES = {State.READY: "good", State.NEEDS: "warm", State.RESTRICTED: "alert", State.REFUSED: "alert"}


@dataclass(frozen=True)
class Shown:
    """One payee of a seller and its account at Stripe, as the page says it."""

    payee: Payee
    account: PayoutAccount | None
    has_bank_details: bool

    @property
    def may_start(self) -> bool:
        return bool(settings.STRIPE_SECRET_KEY) and (self.account is None or self.account.state == State.REFUSED)

    @property
    def may_go(self) -> bool:
        """On to Stripe's own pages: to set it up, or to change what Stripe knows."""
        return self.account is not None and bool(self.account.stripe_account)

    @property
    def is_set_up(self) -> bool:
        """Whether the next payment would reach them."""
        through_stripe = bool(settings.STRIPE_SECRET_KEY) and self.account is not None and self.account.is_used
        return self.has_bank_details or through_stripe

    @property
    def tone(self) -> str:
        return TONES.get(State(self.account.state), "plain") if self.account else "plain"

    @property
    def stands(self) -> str:
        return STANDS[State(self.account.state)] if self.account else ""

    @property
    def needs(self) -> list[str]:
        return payout_words.needs(self.account.needs) if self.account else []

    @property
    def failed(self) -> str:
        """What went wrong with the last payment to their bank, and when."""
        if self.account is None or self.account.payout_failed_at is None:
            return ""
        why = payout_words.payout_failed(self.account.payout_failed_why)
        return f"On {day(self.account.payout_failed_at)} Stripe could not pay your bank. {why}"

    @property
    def negative(self) -> str:
        below = self.account.negative_pence if self.account else 0
        return (
            f"Your account at Stripe is {pounds(below)} below £0.00. What we pay next makes up for it." if below else ""
        )


def of(payees: Sequence[Payee]) -> list[Shown]:
    accounts = {one.payee_id: one for one in PayoutAccount.objects.filter(payee__in=payees)}
    return [Shown(payee, accounts.get(payee.pk), payables.has_bank_details(payee)) for payee in payees]


def is_set_up(payee: Payee) -> bool:
    return of([payee])[0].is_set_up


def said(payees: Sequence[Payee]) -> str:
    """One sentence for the page of payments; nothing where the council is not with Stripe."""
    shown = of(payees)
    if any(one.failed for one in shown):
        return "A payment did not reach your bank."
    if stands := [one.stands for one in shown if one.account]:
        return stands[0]
    return "You are paid by bank." if settings.STRIPE_SECRET_KEY and shown else ""
