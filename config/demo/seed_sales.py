"""What the rest of the county sells: who stands behind each organisation, where it is paid, and its offers."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.utils.text import slugify

from accounts import payments
from accounts.actions import people
from accounts.models import Payee, User
from config.demo import county
from directory.models import Organisation, OrganisationMember, Service
from marketplace.actions import listings
from marketplace.models import Listing


@dataclass(frozen=True)
class Seller:
    """An organisation that sells here, and its manager."""

    organisation: Organisation
    in_law: str
    manager: User
    payee: Payee


def open_for_business(users: dict[str, User], at: datetime) -> dict[str, Listing]:
    """Every offer of `county/listings.csv`, by the slug of its service."""
    sellers = {row["organisation"]: seller(row, users, at) for row in county.read("sellers")}
    offers: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in county.read("listings"):
        offers[row["service"]].append(row)
    found = Service.objects.filter(name__in=offers).select_related("organisation")
    known = {service.name: service for service in found}
    return {known[name].slug: put_up(known[name], sellers, row, at) for name, rows in offers.items() for row in rows}


def seller(row: dict[str, str], users: dict[str, User], at: datetime) -> Seller:
    """A manager who is no sign-in of the demo has no password: nobody can be her by guessing."""
    organisation = Organisation.objects.get(name=row["organisation"])
    known = {user.name: user for user in users.values()}
    email = f"{slugify(row['manager']).replace('-', '.')}@{organisation.slug}.example"
    manager = known.get(row["manager"]) or people.create_sign_in(email=email, name=row["manager"], by=None, at=at)
    OrganisationMember.objects.create(
        organisation=organisation, user=manager, role="manager", added_at=at, added_by=manager
    )
    payee = payments.open_payee(
        name=organisation.name, sort_code=row["sort_code"], account_number=row["account_number"], at=at
    )
    return Seller(organisation, row["in_law"], manager, payee)


def put_up(service: Service, sellers: dict[str, Seller], row: dict[str, str], at: datetime) -> Listing:
    by = sellers[service.organisation.name]
    place = service.organisation
    offer = listings.create(
        by=by.manager,
        at=at,
        payee=by.payee,
        service=service,
        title=service.name,
        unit=row["unit"],
        price_pence=round(float(row["pounds"]) * 100),
        minimum_minutes=int(row["shortest"]),
        free_cancel_hours=int(row["notice_hours"]),
        late_cancel_percent=int(row["late_percent"]),
        included=row["included"],
        seller_name=by.in_law,
        seller_address=f"{place.name}, {place.email}",
        is_personal_care=service.gives_personal_care,
    )
    return listings.publish(listing=offer, by=by.manager, at=at)
