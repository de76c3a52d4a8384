"""What ends without either side having decided to cancel: a death, an approval or a registration that stops, a relative
who is not paid any more. Requests end and visits are cancelled, both free: notice terms are for whoever cancels.

In the transaction of what ended them. What somebody else moved just now is left as it is.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from django.db.models import QuerySet

from accounts.models import User
from marketplace.actions.moves import Overtaken, move_order
from marketplace.actions.orders import drop_visits
from marketplace.actions.visits import cancel_as
from marketplace.models import Order, Visit
from marketplace.states import OrderState, Party


def end_requests(orders: QuerySet[Order], name: str, *, by: User | None, at: datetime) -> Iterator[Order]:
    """Those that nobody answered, one by one, as they end."""
    waiting = orders.filter(state=OrderState.REQUESTED).order_by("pk")
    return (order for order in waiting if end_request(order, name, by=by, at=at))


def end_request(order: Order, name: str, *, by: User | None, at: datetime) -> bool:
    """Along the arrow of that name: all of the money goes back."""
    party = Party.STAFF if by else Party.CLOCK
    try:
        move_order(order, name, party=party, by=by, at=at, closed_at=at)
    except Overtaken:
        return False
    drop_visits(order, party, by, at)
    return True


def cancel(visits: QuerySet[Visit], *, by: User | None, at: datetime) -> Iterator[tuple[Order, int]]:
    """Each order with how many of its visits were cancelled, where any was."""
    planned = visits.select_related("payment").order_by("order_id", "starts_at", "pk")
    for order, group in groupby(planned, key=attrgetter("order")):
        if count := sum(_cancel_one(visit, by, at) for visit in group):
            yield order, count


def _cancel_one(visit: Visit, by: User | None, at: datetime) -> bool:
    try:
        cancel_as(visit, 0, Party.STAFF, by, at)
    except Overtaken:
        return False
    return True
