"""What people may tell the council about, that the marketplace knows: an order of theirs, and who offers something."""

from collections.abc import Callable, Iterable

from django.http import HttpRequest

from accounts.models import User
from accounts.roles import Scope
from cms.about import Kind, Thing
from directory import things
from marketplace.models import Listing, Order

ORDER = "order"


def at_listing(request: HttpRequest, slug: str) -> Thing | None:
    """An offer belongs to its seller."""
    listing = Listing.objects.select_related("personal_assistant", "service__organisation").filter(slug=slug).first()
    return of_seller(listing, f"{listing.title}, {listing.seller}") if listing else None


def of_seller(listing: Listing, words: str) -> Thing | None:
    if listing.personal_assistant_id:
        return Thing(things.ASSISTANT, str(listing.personal_assistant_id), words)
    return things.of_organisation(listing.service.organisation if listing.service else None, words)


def at_order(request: HttpRequest, reference: str, **_more: object) -> Thing | None:
    """For the person whose order it is, and for her delegate who may see it; to others it has no name."""
    if not request.user.is_authenticated:
        return None
    acting = request.acting  # type: ignore[attr-defined]
    if acting.person is None or not acting.may(Scope.SEE_LINES):
        return None
    order = Order.objects.filter(reference=reference, person=acting.person).first()
    return Thing(ORDER, order.reference, f"Order {order.reference}, {order.seller_name}") if order else None


def of_order_belongs(ref: str) -> Iterable[User]:
    """Those who sell, as they stand now."""
    order = Order.objects.select_related("listing__service").filter(reference=ref).first()
    seller = of_seller(order.listing, "") if order else None
    return things.KINDS[seller.kind].belongs(seller.ref) if seller else []


KINDS = {ORDER: Kind("Order", of_order_belongs)}
ADDRESSES: dict[str, Callable[..., Thing | None]] = {
    "marketplace-listing": at_listing,
    **dict.fromkeys(("marketplace-order", "marketplace-order-done"), at_order),
    **dict.fromkeys(("marketplace-visit-confirm", "marketplace-visit-query", "marketplace-visit-missed"), at_order),
}
