"""Put something up for sale, change it, publish it, pause it. Search hears of it in the same transaction, and so does a
moderator of its words (`offer_words`)."""

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
from marketplace.actions import offer_words
from marketplace.actions.moves import Overtaken, Refused
from marketplace.models import Listing
from marketplace.models.listings import ListingState
from marketplace.models.terms import TERM_FIELDS
from marketplace.permissions import NotYours, seller_side
from marketplace.queries import payouts

CQC = "Personal care needs a live registration with the Care Quality Commission."
EMPLOYEE = "Somebody who works as an employee is not booked and paid by invoice."
NO_BANK = "We do not know yet where to pay you, so nobody can book this."


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
    """Those who answer for the seller, or the council's approvers for them. Raises NotYours."""
    if may(by, Permission.APPROVE_PROVIDERS):
        return
    seller = seller_side(by, listing)
    if seller is None or not seller.manages:
        raise NotYours


@transaction.atomic
def change(*, listing: Listing, by: User | None, seen: str = "", at: datetime | None = None, **terms: Any) -> Listing:
    """Other terms from now on: an order keeps those it was made with.

    `seen` is `changed_at` as the page had it, in ISO 8601. Raises Overtaken where somebody else changed it since.
    """
    held = Listing.objects.select_for_update(of=("self",), no_key=True).get(pk=listing.pk)
    if by is not None:
        _check_side(by, held)
    if seen and seen != held.changed_at.isoformat():
        raise Overtaken
    fields = [name for name in TERM_FIELDS if name in terms and terms[name] != getattr(held, name)]
    if not fields:
        return listing
    before = offer_words.said(held)
    for name in fields:
        setattr(held, name, terms[name])
    held.changed_at = at or timezone.now()
    held.save(update_fields=[*fields, "changed_at"])
    subject = f"listing:{held.pk}"
    audit(action="listing.changed", by=by, subject=subject, detail={"fields": fields}, at=held.changed_at)
    documents.refresh(held)
    offer_words.changed(listing=held, before=before, by=by, at=held.changed_at)
    listing.refresh_from_db()
    return listing


@transaction.atomic
def publish(*, listing: Listing, by: User | None, at: datetime | None = None) -> Listing:
    """On sale, where it may be sold and whoever sells it can be paid.

    Personal care by an organisation needs its live registration with the Care Quality Commission (Health and Social
    Care Act 2008 s.10). The directory may still keep it from being found: `Listing.objects.on_sale`.
    """
    if by is not None:
        _check_side(by, listing)
    unregistered = listing.service is not None and not listing.service.is_cqc_registered
    if unregistered and (listing.is_personal_care or not listing.registration_holds):
        raise Refused("cqc", CQC)
    assistant = listing.personal_assistant
    if assistant and assistant.employment != Employment.SELF_EMPLOYED:
        raise Refused("employee", EMPLOYEE)
    if by is not None and not payouts.is_set_up(listing.payee):
        raise Refused("payee", NO_BANK)
    now, before = at or timezone.now(), offer_words.said(listing)
    _set(listing, ListingState.PUBLISHED, "listing.published", by, now)
    offer_words.changed(listing=listing, before=before, by=by, at=now)
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
