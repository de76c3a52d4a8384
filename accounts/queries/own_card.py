"""A person's payments with her own card, in a few figures."""

from dataclasses import dataclass

from django.db.models import Sum

from accounts import ledger
from accounts.models import OwnPayment, OwnRefund, Person, Pot

NOT_BACK = (OwnRefund.State.WAITING, OwnRefund.State.SENT, OwnRefund.State.FAILED)


@dataclass(frozen=True)
class OwnCard:
    """Held for what is booked, on its way back, and what she has begun to pay."""

    held_pence: int
    back_pence: int
    to_pay: list[OwnPayment]


def of(person: Person) -> OwnCard | None:
    """None where she has never paid so. Four queries."""
    payments = OwnPayment.objects.filter(person=person)
    if not payments.exists():
        return None
    pots = Pot.objects.filter(person=person, by_order=True).values_list("held_id", flat=True)
    back = OwnRefund.objects.filter(payment__person=person, state__in=NOT_BACK).aggregate(pence=Sum("pence"))
    to_pay = payments.filter(state__in=["asked", "open", "bank"])
    return OwnCard(sum(ledger.balances(list(pots)).values()), back["pence"] or 0, list(to_pay))
