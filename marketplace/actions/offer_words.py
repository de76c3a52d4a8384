"""The words of an offer: what it is called, what is included, who sells it and where to write.

They go up at once, and a moderator looks at them after, in the list where a page's telephone number is looked at.
Prices and notice are the seller's own.
"""

from datetime import datetime
from typing import Any

from django.utils import timezone

from accounts.audit import audit
from accounts.models import User
from directory.actions import proposals
from directory.change_rules import State
from directory.models import ProposedChange
from directory.page_fields import PageField
from directory.permissions import has_part
from marketplace import documents
from marketplace.models import Listing
from marketplace.models.listings import ListingState

LABELS = {
    "title": "Called",
    "included": "Included",
    "seller_name": "Who sells it",
    "seller_address": "Where people can write",
}
LOOKED_AT = (State.LIVE, State.APPROVED)


def said(listing: Listing) -> dict[str, str] | None:
    """What people read; nothing while it is not on sale."""
    if listing.state != ListingState.PUBLISHED:
        return None
    return {name: getattr(listing, name) for name in LABELS}


def changed(*, listing: Listing, before: dict[str, str] | None, by: User | None, at: datetime) -> None:
    """In the transaction that changed it. The same words are looked at once, however often it goes on and off sale."""
    after, key = said(listing), f"offer-{listing.pk}"
    if by is None or after in (None, before) or not has_part(by, listing.sold_by):
        return
    if after in ProposedChange.objects.filter(field=key, proposal__state__in=LOOKED_AT).values_list("after", flat=True):
        return
    proposals.beside(
        subject=listing.offered_by, of=listing.sold_by, field=key, before=before, after=after, by=by, at=at
    )


def field(pk: str) -> PageField:
    """One offer, as a moderator sees it beside the page."""
    return PageField("Words of what is sold", lambda _of: _read(pk), lambda _of, value: _write(pk, value), _lines)


def _read(pk: str) -> dict[str, str] | None:
    listing = Listing.objects.filter(pk=pk).first()
    return said(listing) if listing else None


def _write(pk: str, value: Any) -> None:
    """Put back. What nobody had read before goes off sale; what was ordered goes on."""
    listing = Listing.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
    if value is None:
        listing.state = ListingState.PAUSED
    for name, words in (value or {}).items():
        setattr(listing, name, words)
    listing.changed_at = timezone.now()
    listing.save(update_fields=["state", *LABELS, "changed_at"])
    audit(action="listing.put_back", by=None, subject=f"listing:{listing.pk}", at=listing.changed_at)
    documents.refresh(listing)


def _lines(value: Any) -> list[str]:
    return [f"{LABELS[name]}: {words}" for name, words in value.items() if words] if value else ["Not on sale"]
