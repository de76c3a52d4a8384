"""Delegates who are also paid from the person's money, and what therefore waits for a second approver.

Whoever is paid never says the yes that pays her: of visits `marketplace.actions.sides`, of hours
`marketplace.actions.timesheets`. The person says it, another delegate, or where there is neither somebody at the
council (`marketplace.actions.nobody_answers`).
"""

from dataclasses import dataclass

from django.db.models import Q

from accounts.models import Mandate, Person
from marketplace.models import EmployedAssistant, Order
from marketplace.states import UNHEARD


@dataclass(frozen=True)
class Paid:
    """Somebody who acts for the person, or has been asked to, and is paid as `how` says."""

    mandate: Mandate
    how: str


def of(person: Person) -> list[Paid]:
    open_ones = person.mandates.filter(ended_at=None).select_related("delegate", "person").order_by("delegate__name")
    acting = [mandate for mandate in open_ones if mandate.is_open()]
    ways = how(person, {mandate.delegate_id for mandate in acting}) if acting else {}
    return [Paid(mandate, ways[mandate.delegate_id]) for mandate in acting if mandate.delegate_id in ways]


def how(person: Person, users: set[int]) -> dict[int, str]:
    """As whom these are paid from the person's money, by user: those who are."""
    jobs = EmployedAssistant.objects.filter(person=person, ended_at=None, personal_assistant__user__in=users)
    ways = dict.fromkeys(jobs.values_list("personal_assistant__user", flat=True), "is employed by the person")
    assistant, member = "listing__personal_assistant__user", "listing__service__organisation__members"
    theirs = Q(**{f"{member}__user__in": users, f"{member}__ended_at": None})
    sold = Order.objects.filter(Q(**{f"{assistant}__in": users}) | theirs, person=person)
    names = sold.exclude(state__in=sorted(UNHEARD)).values_list(assistant, f"{member}__user", "seller_name").distinct()
    for herself, through, seller in names.order_by("seller_name"):
        user = herself if herself in users else through
        ways.setdefault(user, f"sells support to the person ({seller})")
    return ways
