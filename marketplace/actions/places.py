"""A booking takes one of the places that its seller said there are: the last one is sold once."""

from collections.abc import Sequence
from datetime import datetime

from directory.actions import capacity
from marketplace.actions.moves import Refused
from marketplace.models import Listing, Order
from search import places


def take(order: Order, starts_at: Sequence[datetime], minutes: int, now: datetime) -> None:
    """In the order's own transaction. Raises Refused "full"."""
    listing, visits = order.listing, [(start, minutes) for start in starts_at]
    near = places.find(order.person.postcode) if listing.service_id and order.person.postcode else None
    point = (near.lat, near.lon) if near else None
    try:
        capacity.take(of=listing.offered_by, visits=visits, reference=order.reference, near=point, at=now)
    except capacity.Full as full:
        raise Refused("full", in_words(listing, str(full))) from None


def met(listing: Listing, starts_at: Sequence[datetime], minutes: int) -> str:
    """What somebody is told before they ask; nothing where there may be a place."""
    full = capacity.full_at(of=listing.offered_by, visits=[(start, minutes) for start in starts_at])
    return in_words(listing, full) if full else ""


def in_words(listing: Listing, full: str) -> str:
    return f"{listing.called} is full on {full}. Choose another time."
