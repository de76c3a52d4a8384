"""Put something up for sale, publish it, pause it. Search hears of it in the same transaction."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from accounts.audit import audit
from accounts.models import Payee, User
from accounts.permissions import may
from accounts.roles import Permission
from directory.models import PersonalAssistantProfile, Service
from directory.models.personal_assistants import Employment
from marketplace import documents
from marketplace.actions.moves import Refused
from marketplace.models import Listing
from marketplace.models.listings import ListingState
from marketplace.permissions import check_seller


@transaction.atomic
def create(
    *,
    payee: Payee,
    by: User | None,
    service: Service | None = None,
    personal_assistant: PersonalAssistantProfile | None = None,
    at: datetime | None = None,
    **terms: Any,
) -> Listing:
    """A paused offer of one service or of one personal assistant; `terms` are the columns of `OfferTerms`."""
    now = at or timezone.now()
    listing = Listing(
        slug=terms.pop("slug", None) or free_slug(terms["title"]),
        payee=payee,
        service=service,
        personal_assistant=personal_assistant,
        created_at=now,
        changed_at=now,
        **terms,
    )
    if by is not None:
        _check_side(by, listing)
    listing.save()
    audit(action="listing.created", by=by, subject=f"listing:{listing.pk}", at=now)
    return listing


def free_slug(title: str) -> str:
    base = slugify(title)[:100] or "offer"
    taken = set(Listing.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in [base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))] if slug not in taken)


def _check_side(by: User, listing: Listing) -> None:
    """Those who keep the seller's diary, or the council's approvers for them."""
    if not may(by, Permission.APPROVE_PROVIDERS):
        check_seller(by, listing)


@transaction.atomic
def publish(*, listing: Listing, by: User | None, at: datetime | None = None) -> Listing:
    """On sale. Personal care by an organisation needs its live registration with the Care Quality Commission."""
    if by is not None:
        _check_side(by, listing)
    if listing.is_personal_care and listing.service and not listing.service.is_cqc_registered:
        raise Refused("cqc", "Personal care needs a live registration with the Care Quality Commission.")
    assistant = listing.personal_assistant
    if assistant and assistant.employment != Employment.SELF_EMPLOYED:
        raise Refused("employee", "Somebody who works as an employee is not booked and paid by invoice.")
    _set(listing, ListingState.PUBLISHED, "listing.published", by, at or timezone.now())
    return listing


@transaction.atomic
def pause(*, listing: Listing, by: User | None, at: datetime | None = None) -> Listing:
    """Off sale. What was ordered goes on."""
    if by is not None:
        _check_side(by, listing)
    _set(listing, ListingState.PAUSED, "listing.paused", by, at or timezone.now())
    return listing


def _set(listing: Listing, state: ListingState, action: str, by: User | None, now: datetime) -> None:
    Listing.objects.filter(pk=listing.pk).update(state=state, changed_at=now)
    listing.refresh_from_db()
    audit(action=action, by=by, subject=f"listing:{listing.pk}", at=now)
    documents.refresh(listing)
