"""Offers of services as search sees them. A personal assistant is found as a person, with the price on it."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from design.formats import pounds
from directory.models import Employment
from marketplace.models import Idea, Listing
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


KIND = Kind(name="listing", label="Things to buy", plural="things to buy", load=load, rank=40, aside=True)


def book_services(refs: Collection[str]) -> dict[str, dict[str, Any]]:
    """For the cards of services: where they can be booked, at what price."""
    offers = Listing.objects.on_sale(timezone.localdate()).filter(service__in=refs).select_related("service")
    found: dict[str, list[Listing]] = defaultdict(list)
    for listing in offers.order_by("price_pence", "pk"):
        found[str(listing.service_id)].append(listing)
    return {ref: _book(listings) for ref, listings in found.items()}


def book_assistants(refs: Collection[str]) -> dict[str, dict[str, Any]]:
    """The same for people who work for themselves; who is employed is not booked by the visit."""
    offers = Listing.objects.on_sale(timezone.localdate()).filter(
        personal_assistant__in=refs, personal_assistant__employment=Employment.SELF_EMPLOYED
    )
    return {str(one.personal_assistant_id): _book([one]) for one in offers.order_by("-price_pence", "-pk")}


def _book(listings: list[Listing]) -> dict[str, Any]:
    """To the offer, or to the service's page where there are several to choose from."""
    cheapest = listings[0]
    price = f"{pounds(cheapest.price_pence)} {UNIT_WORDS[cheapest.unit]}"
    if len(listings) == 1 or cheapest.service is None:
        return {"book": cheapest.get_absolute_url(), "book_words": f"Book here, {price}"}
    page = reverse("directory-service", args=[cheapest.service.slug])
    return {"book": page, "book_words": f"Book here, from {price}"}


def refresh_of_services(services: Collection[int]) -> None:
    """A service went up, came down or changed: so do its offers."""
    offers = Listing.objects.filter(service__in=services).values_list("pk", flat=True)
    index.refresh(KIND.name, map(str, offers))


def refresh(listing: Listing) -> None:
    index.refresh(KIND.name, [str(listing.pk)])


# Ideas of what a budget can buy


def load_ideas(refs: Collection[str] | None) -> Iterable[Document]:
    ideas = Idea.objects.select_related("outcome", "kind")
    return (idea_document(idea) for idea in (ideas if refs is None else ideas.filter(pk__in=refs)))


def idea_document(idea: Idea) -> Document:
    return Document(
        kind="idea",
        ref=str(idea.pk),
        title=idea.title,
        url=idea.get_absolute_url(),
        summary=idea.summary,
        body=idea.story,
        keywords=" ".join(filter(None, [idea.outcome.name, idea.kind.name if idea.kind else "", idea.what])),
        anywhere=True,
        extra={"about": f"What somebody did, about {pounds(idea.weekly_pence)} a week"},
    )


def refresh_ideas(ideas: int) -> None:
    """After ideas were put in: all of them, they are few."""
    if ideas:
        index.refresh(IDEAS.name, map(str, Idea.objects.values_list("pk", flat=True)))


IDEAS = Kind(name="idea", label="What other people did", plural="ideas", load=load_ideas, rank=60, aside=True)
