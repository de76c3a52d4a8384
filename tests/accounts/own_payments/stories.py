"""What a person does in a story of a payment with her own card."""

from accounts.actions import top_ups
from accounts.models import OwnPayment


def ask(pot, pence=5_000, reference="a1") -> OwnPayment:
    return top_ups.ask(pot=pot, pence=pence, reference=reference, by=pot.person.user)
