"""What finance may ask about sellers: when what is held for them will be owed, and how to reach one we pay."""

from datetime import date, timedelta

from django.utils import timezone

from accounts.models import Payee, User
from accounts.payee_records import Record
from directory.models import Organisation, OrganisationMember
from directory.models.organisations import MemberRole
from marketplace import states
from marketplace.models import Listing, SaleHandover, Visit


def held_by_day() -> list[tuple[date, int]]:
    """Every visit that holds money: the day after which silence confirms it, and what is held. One query."""
    holding = Visit.objects.filter(state__in=sorted(states.HOLDING)).select_related("payment")
    return [(owed_on(visit), visit.payment.open_pence) for visit in holding if visit.payment.open_pence]


def owed_on(visit: Visit) -> date:
    return timezone.localdate(visit.ends_at) + timedelta(days=states.SILENCE.days)


def record(payee: Payee) -> Record | None:
    """The organisation's or the assistant's numbers in the directory, and whoever answers for the seller."""
    listings = Listing.objects.filter(payee=payee).select_related("service__organisation", "personal_assistant__user")
    phones: dict[str, str] = {}
    users: dict[int, User] = {}
    for listing in listings.order_by("pk"):
        if listing.personal_assistant and listing.personal_assistant.user:
            users[listing.personal_assistant.user.pk] = listing.personal_assistant.user
        elif listing.service:
            organisation = listing.service.organisation
            numbers = [*organisation.phones.all(), *listing.service.phones.all()]
            phones |= {phone.number: organisation.name for phone in numbers if phone.kind == "voice"}
            users |= {user.pk: user for user in managers(organisation)}
    for handover in SaleHandover.objects.filter(from_payee=payee).select_related("from_organisation").order_by("pk"):
        before = handover.from_organisation
        phones |= {phone.number: before.name for phone in before.phones.all() if phone.kind == "voice"}
        users |= {user.pk: user for user in managers(before)}
    found = [(name, number) for number, name in phones.items()]
    return Record(found, list(users.values())) if found or users else None


def managers(organisation: Organisation) -> list[User]:
    rows = OrganisationMember.objects.filter(organisation=organisation, ended_at=None, role=MemberRole.MANAGER)
    return [member.user for member in rows.select_related("user").order_by("pk")]
