"""What the person whom a visit is for, and those near to her, may know of who comes."""

from dataclasses import dataclass

from django.urls import reverse

from directory.models import StaffCheck, StaffMember
from marketplace.models import Visit


@dataclass(frozen=True)
class WhoComes:
    """A name to look for at the door, and the address of a photo for those who may open the order ("" for none).

    `chosen` is false where an organisation has not said yet whom it sends: the name is the organisation's.
    """

    name: str
    photo_url: str = ""
    chosen: bool = True


def who_comes(visit: Visit) -> WhoComes:
    """Needs `order__listing__personal_assistant`, `order__listing__service__organisation` and `staff_member` loaded,
    or costs a query for each."""
    listing, member = visit.order.listing, visit.staff_member
    if listing.personal_assistant:
        return WhoComes(listing.personal_assistant.name)
    if member is None:
        return WhoComes(listing.seller, chosen=False)
    photo = reverse("marketplace-visit-photo", args=[visit.order.reference, visit.number]) if member.photo else ""
    return WhoComes(member.name, photo)


def checks_of(member: StaffMember) -> list[StaffCheck]:
    """The newest check of each kind, in the order in which the kinds are named."""
    newest: dict[str, StaffCheck] = {}
    for check in member.checks.all():  # newest first within a kind
        newest.setdefault(check.kind, check)
    return list(newest.values())
