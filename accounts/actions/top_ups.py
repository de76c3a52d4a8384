"""Adding to one's own stored money by card, where the council has switched that on."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.actions import own_payments, own_purposes
from accounts.actions.own_purposes import CannotPay, NotWanted
from accounts.models import CardAccount, OwnPayment, Pot, User

PURPOSE = "top_up"
OPEN_FOR = timedelta(hours=12)


def is_open() -> bool:
    """Whether people can add to a stored balance here: by card, or pretended where no card can be paid with."""
    return bool(settings.OWN_MONEY and (own_payments.is_open() or settings.CARD_ISSUER == "sandbox"))


@transaction.atomic
def ask(*, pot: Pot, pence: int, reference: str, by: User, at: datetime | None = None) -> OwnPayment:
    """`reference` belongs to the form: sent twice, it is one payment. Raises CannotPay."""
    now = at or timezone.now()
    Pot.objects.select_for_update(no_key=True, of=("self",)).get(pk=pot.pk)  # two clicks are one payment
    own = pot.card_account is not None and pot.card_account.kind == CardAccount.Kind.OWN_MONEY
    if not (settings.OWN_MONEY and own_payments.is_open() and own) or pot.closed_at:
        raise CannotPay("Money cannot be added here.")
    before = own_payments.last_of(PURPOSE, reference)
    if before and (before.pot_id, before.pence) != (pot.pk, pence):
        raise CannotPay("You have begun this payment with another amount. If you want to add more, start again.")
    return before or own_payments.ask(
        purpose=PURPOSE, reference=reference, pot=pot, pence=pence, until=now + OPEN_FOR, by=by, at=now
    )


def _paid(payment: OwnPayment, at: datetime) -> None:
    if Pot.objects.filter(pk=payment.pot_id, closed_at__isnull=False).exists() or payment.person.died_on:
        raise NotWanted(OwnPayment.Unwanted.CLOSED)


def _over(payment: OwnPayment, at: datetime) -> None:
    """Nothing waits for it."""


def _about(payment: OwnPayment) -> tuple[str, str]:
    return "Money for the account", reverse("money-home")


def _again(payment: OwnPayment, by: User) -> OwnPayment:
    if not (settings.OWN_MONEY and own_payments.is_open()) or payment.pot.closed_at:
        raise CannotPay("Money cannot be added here.")
    until = timezone.now() + OPEN_FOR
    return own_payments.ask(
        purpose=PURPOSE, reference=payment.reference, pot=payment.pot, pence=payment.pence, until=until, by=by
    )


own_purposes.register(PURPOSE, own_purposes.Purpose(paid=_paid, over=_over, about=_about, again=_again, reopens=True))
