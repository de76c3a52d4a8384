"""On the buyer's side of an order, and never on both: who sells does not answer for the person who buys."""

from datetime import datetime

from django.db.models import QuerySet

from accounts.models import Person, User
from accounts.roles import Scope
from marketplace.actions.moves import Refused
from marketplace.models import Order
from marketplace.permissions import Authority, authority, sellers_of

BOTH_SIDES = "You belong to the seller, so somebody else must answer for them."


def buyer_authority(by: User, order: Order, *scopes: Scope, at: datetime) -> Authority:
    """The person herself, or a mandate with these scopes of somebody who does not sell this.

    Raises NotYours, or Refused with "own_offer" where a delegate stands behind the listing.
    """
    power = authority(by, order.person, *scopes, at=at)
    check_apart(by, order.person, Order.objects.filter(pk=order.pk))
    return power


def check_apart(by: User, person: Person, orders: QuerySet[Order]) -> None:
    """Raises Refused where somebody who is not the person sells what one of these orders is for."""
    if by.pk == person.user_id:
        return
    if any(orders.filter(seller.orders_to_open).exists() for seller in sellers_of(by)):
        raise Refused("own_offer", BOTH_SIDES)
