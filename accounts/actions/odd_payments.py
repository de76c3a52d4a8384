"""Card payments that are not as they should be: put before finance, who looks at each."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.actions import own_payments
from accounts.models import OwnPayment, User

Odd = OwnPayment.Odd


def put_before_finance(payments: QuerySet[OwnPayment], odd: OwnPayment.Odd) -> None:
    """Each time anew, also what somebody has looked at before."""
    payments.update(odd=odd, looked_at=None, looked_by=None)


def disputed(payment_intent: str, *, at: datetime) -> None:
    """A bank takes it back, or has decided on that. In the caller's transaction."""
    found = OwnPayment.objects.filter(payment_intent=payment_intent).exclude(payment_intent="")
    put_before_finance(found, Odd.DISPUTE)
    for payment in found:
        own_payments.record("disputed", payment, at)


@transaction.atomic
def look_at(*, payment: OwnPayment, by: User, at: datetime | None = None) -> None:
    """Finance has looked at what was odd about it."""
    now = at or timezone.now()
    odd = OwnPayment.objects.filter(pk=payment.pk, looked_at=None).exclude(odd="")
    if odd.update(looked_at=now, looked_by=by):
        own_payments.record("looked_at", payment, now, by=by)
