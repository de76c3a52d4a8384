"""A seller puts something of its own up, paid where it is paid already; for the first one a payee is opened.

A payee is opened with no bank details: those are entered by one person at the council and checked by another.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts import payments
from accounts.audit import audit
from accounts.models import Payee, User
from directory.models import Organisation, PersonalAssistantProfile, Service
from marketplace.actions import listings
from marketplace.models import Listing
from marketplace.permissions import NotYours, Seller, sellers_of
from marketplace.queries import desk


@transaction.atomic
def add(
    *,
    seller: Seller,
    of: Service | PersonalAssistantProfile,
    by: User,
    payee: str = "",
    at: datetime | None = None,
    **terms: Any,
) -> Listing:
    """Not on sale yet. `payee` is the reference of one of hers, where there are several. Raises NotYours."""
    now = at or timezone.now()
    what: dict[str, Any] = (
        {"service": of, "is_personal_care": of.gives_personal_care}
        if isinstance(of, Service)
        else {"personal_assistant": of}
    )
    paid = next((one for one in _payees(seller, by, now) if payee in ("", one.reference)), None)
    if paid is None:
        raise NotYours
    return listings.create(payee=paid, by=by, at=now, **what, **terms)


def _payees(seller: Seller, by: User, now: datetime) -> list[Payee]:
    """Hers, the oldest first, or a new one: two offers at the same moment open one."""
    if not seller.manages or seller not in sellers_of(by):
        raise NotYours
    if seller.personal_assistant_id:
        PersonalAssistantProfile.objects.select_for_update().get(pk=seller.personal_assistant_id)
    else:
        Organisation.objects.select_for_update().get(pk=seller.organisation_id or 0)
    return desk.payees(seller.payees) or [_open(seller, by, now)]


def _open(seller: Seller, by: User, now: datetime) -> Payee:
    made = payments.open_payee(name=seller.name, at=now)
    audit(action="payee.opened", by=by, subject=f"payee:{made.pk}", at=now)
    return made
