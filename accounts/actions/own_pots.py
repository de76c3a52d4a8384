"""Where money is that was paid by card for one thing at a time."""

from django.db import transaction

from accounts import ledger
from accounts.ledger import LedgerKind
from accounts.models import Person, Pot, WayOfHolding

LABEL = "Your own card"


def pot_for(person: Person) -> Pot:
    """The person's pot for money that is paid by card for one thing at a time. It keeps nothing."""
    with transaction.atomic():
        pot, _ = Pot.objects.get_or_create(
            person=person,
            by_order=True,
            closed_at=None,
            defaults={"label": LABEL, "held_as": WayOfHolding.COUNCIL, "position": 900, **_sides(person)},
        )
    return pot


def _sides(person: Person) -> dict[str, ledger.LedgerAccount]:
    before = Pot.objects.filter(person=person, by_order=True).count()
    owner = f"by-order:{person.pk}:{before + 1}"
    return {
        "available": ledger.open_account(kind=LedgerKind.AVAILABLE, owner=owner),
        "held": ledger.open_account(kind=LedgerKind.HELD, owner=owner),
    }
