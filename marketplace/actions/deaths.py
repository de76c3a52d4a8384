"""A death recorded: requests end and visits that have not begun are cancelled, at no cost, and sellers hear it gently.

As when the council stops an approval (`stops`): the notice terms are for somebody who decides to cancel. Here nobody
did, so the budget owes no late fee.
"""

from itertools import groupby

from accounts.deaths import Death
from marketplace import emails
from marketplace.actions import own_card
from marketplace.actions.moves import Overtaken, move_order
from marketplace.actions.orders import drop_visits
from marketplace.actions.visits import cancel_as
from marketplace.models import Order, Visit
from marketplace.states import OrderState, Party, VisitState

SELLERS = ("listing__personal_assistant__user", "listing__service__organisation", "person")


def carry_out(death: Death) -> None:
    """In the transaction of the record. Requests first: one accepted in this moment is then among the visits."""
    waiting = Order.objects.filter(person=death.person, state=OrderState.REQUESTED).select_related(*SELLERS)
    for order in waiting.order_by("pk"):
        _end(order, death)
    for order in Order.objects.filter(person=death.person, state=OrderState.PAYING).order_by("pk"):
        own_card.end_as(order, "end", by=death.by, at=death.at)
    booked = Visit.objects.filter(order__person=death.person, state=VisitState.PLANNED, starts_at__gt=death.at)
    loaded = booked.select_related("payment", "order", *(f"order__{way}" for way in SELLERS))
    for _, visits in groupby(loaded.order_by("order_id", "starts_at", "pk"), key=_order):
        _cancel(list(visits), death)


def _order(visit: Visit) -> int:
    return visit.order_id


def _end(order: Order, death: Death) -> None:
    try:
        move_order(order, "end", party=Party.STAFF, by=death.by, at=death.at, closed_at=death.at)
    except Overtaken:
        return
    drop_visits(order, Party.STAFF, death.by, death.at)
    emails.to_seller(order, "request_ended", at=death.at, send=True)


def _cancel(visits: list[Visit], death: Death) -> None:
    """The visits of one order, and one e-mail. One that its seller or the clock moved just now is left as it is."""
    if count := sum(_cancel_one(visit, death) for visit in visits):
        emails.to_seller(visits[0].order, "visits_ended", at=death.at, send=True, count=count)


def _cancel_one(visit: Visit, death: Death) -> bool:
    try:
        cancel_as(visit, 0, Party.STAFF, death.by, death.at)
    except Overtaken:
        return False
    return True
