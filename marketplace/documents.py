"""Offers of services as search sees them. A personal assistant is found as a person, with the price on it."""

from collections.abc import Collection, Iterable

from django.db.models import QuerySet
from django.utils import timezone

from marketplace.models import Listing
from search import index
from search.documents import Document, Kind, Place

UNIT_WORDS = {"hour": "an hour", "visit": "a visit", "day": "a day", "item": "each"}


def for_sale() -> QuerySet[Listing]:
    found = Listing.objects.on_sale(timezone.localdate()).filter(service__isnull=False)
    return found.select_related("service__organisation").prefetch_related(
        "service__at_locations__location", "service__areas"
    )


def load(refs: Collection[str] | None) -> Iterable[Document]:
    found = for_sale() if refs is None else for_sale().filter(pk__in=refs)
    return (document(listing) for listing in found)


def document(listing: Listing) -> Document:
    return Document(
        kind="listing",
        ref=str(listing.pk),
        title=listing.title,
        url=listing.get_absolute_url(),
        body=listing.included,
        keywords=listing.seller,
        places=tuple(_places(listing)),
        anywhere=bool(listing.service and listing.service.anywhere),
        price_pence=listing.price_pence,
        price_unit=UNIT_WORDS[listing.unit],
        extra={
            "person": listing.title,  # for the initials
            "about": f"Book here, sold by {listing.seller}",
        },
    )


def _places(listing: Listing) -> Iterable[Place]:
    """Where it is given; for support at home, the places it goes to."""
    if listing.service is None:
        return
    for at in listing.service.at_locations.all():
        if at.location.latitude is not None and at.location.longitude is not None:
            yield Place(float(at.location.latitude), float(at.location.longitude), at.location.name)
    for area in listing.service.areas.all():
        if area.latitude is not None and area.longitude is not None:
            yield Place(float(area.latitude), float(area.longitude), area.name)


KIND = Kind(name="listing", label="Things to buy", plural="things to buy", load=load)


def refresh_of_services(services: Collection[int]) -> None:
    """A service went up, came down or changed: so do its offers."""
    offers = Listing.objects.filter(service__in=services)
    found = {document.ref: document for document in load([str(pk) for pk in offers.values_list("pk", flat=True)])}
    index.put_many(found.values())
    for pk in offers.values_list("pk", flat=True):
        if str(pk) not in found:
            index.remove(KIND.name, str(pk))


def refresh(listing: Listing) -> None:
    """Put a listing that is on sale, take out one that is not. In the caller's transaction."""
    found = for_sale().filter(pk=listing.pk).first()
    if found:
        index.put(document(found))
    else:
        index.remove(KIND.name, str(listing.pk))
