"""A person's payments with her own card, in a few figures."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet, Sum

from accounts import ledger
from accounts.models import OwnPayment, OwnRefund, Person, Pot, User
from design.formats import day, pounds

GOING = Q(state__in=[OwnRefund.State.WAITING, OwnRefund.State.SENT])
STUCK = Q(state=OwnRefund.State.FAILED)


@dataclass(frozen=True)
class OwnCard:
    """Held for what is booked, on its way back, not taken back by her bank, and what she has begun to pay."""

    held_pence: int
    back_pence: int
    stuck_pence: int
    to_pay: list[OwnPayment]


def of(person: Person, by: User | None = None) -> OwnCard | None:
    """None where she has never paid so. Who sees no lines (`by`) is shown what she began herself. Four queries."""
    payments = OwnPayment.objects.filter(person=person)
    if not payments.exists():
        return None
    pots = Pot.objects.filter(person=person, by_order=True).values_list("held_id", flat=True)
    back = OwnRefund.objects.filter(payment__person=person).aggregate(
        going=Sum("pence", filter=GOING, default=0), stuck=Sum("pence", filter=STUCK, default=0)
    )
    to_pay = payments.filter(state__in=["asked", "open", "bank"], **({"by": by} if by else {}))
    return OwnCard(sum(ledger.balances(list(pots)).values()), back["going"], back["stuck"], list(to_pay))


def of_purpose(purpose: str, reference: str) -> list[OwnPayment]:
    """All that was asked for one thing, the newest first, with what went back. Two queries."""
    found = OwnPayment.objects.filter(purpose=purpose, reference=reference).order_by("-attempt")
    return list(found.prefetch_related("refunds"))


def back_words(refund: OwnRefund) -> str:
    """£16.50 is on its way back to your card, by 11 December 2026"""
    told = {
        OwnRefund.State.DONE: "was sent back. The bank shows it by {}",
        OwnRefund.State.FAILED: "could not go back to the card. We are looking for another way",
        OwnRefund.State.BY_HAND: "was paid back another way",
    }.get(OwnRefund.State(refund.state), "is on its way back to the card, by {}")
    return f"{pounds(refund.pence)} {told.format(day(refund.back_by))}"


def failed() -> QuerySet[OwnRefund]:
    """Refunds that a bank did not take, the oldest first."""
    found = OwnRefund.objects.filter(state=OwnRefund.State.FAILED).select_related("payment__person")
    return found.order_by("ended_at", "pk")


def odd() -> QuerySet[OwnPayment]:
    """Payments that were not as they should be, and that nobody has looked at."""
    return OwnPayment.objects.exclude(odd="").filter(looked_at=None).order_by("paid_at", "pk")
