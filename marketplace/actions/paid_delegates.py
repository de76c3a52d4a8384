"""Delegates who are also paid from the person's money, and what therefore waits for a second approver.

Whoever is paid never says the yes that pays her: of visits `marketplace.actions.sides`, of hours
`marketplace.actions.timesheets`. The person says it, another delegate, or where there is neither somebody at the
council (`marketplace.actions.nobody_answers`).
"""

from dataclasses import dataclass

from accounts.models import Mandate, Person
from marketplace.models import EmployedAssistant, Order
from marketplace.permissions import sellers_of


@dataclass(frozen=True)
class Paid:
    """Somebody who acts for the person, or has been asked to, and is paid as `how` says."""

    mandate: Mandate
    how: str


def of(person: Person) -> list[Paid]:
    """Few people have more than two or three delegates, so each is asked about by herself."""
    open_ones = person.mandates.filter(ended_at=None).select_related("delegate", "person").order_by("delegate__name")
    found = [Paid(mandate, how(mandate)) for mandate in open_ones if mandate.is_open()]
    return [paid for paid in found if paid.how]


def how(mandate: Mandate) -> str:
    """As whom she is paid; empty where she is not."""
    who, person = mandate.delegate, mandate.person_id
    if EmployedAssistant.objects.filter(person=person, personal_assistant__user=who, ended_at=None).exists():
        return "is employed by the person"
    hers = Order.objects.filter(person=person)
    sold = next((seller for seller in sellers_of(who) if hers.filter(seller.orders).exists()), None)
    return f"sells support to the person ({sold.name})" if sold else ""
