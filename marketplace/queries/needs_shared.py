"""What a seller is told of how to talk with somebody: with her consent, while there is something to bring her."""

from accounts.queries import communication
from marketplace.models import Order
from marketplace.states import OrderState, VisitState

LIVE = frozenset({OrderState.REQUESTED, OrderState.ACCEPTED})
TO_COME = frozenset({VisitState.REQUESTED, VisitState.PLANNED})


def is_live(order: Order) -> bool:
    """Asked for or booked, and not all over. An order of `orders.with_visits`."""
    return order.state in LIVE and any(visit.state in TO_COME for visit in order.visits.all())


def with_seller(order: Order) -> list[str]:
    return communication.shared_lines(order.person) if is_live(order) else []
