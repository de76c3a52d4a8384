"""A death recorded: requests end, visits that have not begun are cancelled at no cost, and sellers hear it gently."""

from accounts.deaths import Death
from marketplace import emails
from marketplace.actions import endings, own_card
from marketplace.models import Order, Visit
from marketplace.states import OrderState, VisitState

SELLERS = ("listing__personal_assistant__user", "listing__service__organisation", "person")


def carry_out(death: Death) -> None:
    """In the transaction of the record. Requests first: one accepted in this moment is then among the visits."""
    hers = Order.objects.filter(person=death.person)
    for order in endings.end_requests(hers.select_related(*SELLERS), "end", by=death.by, at=death.at):
        emails.to_seller(order, "request_ended", at=death.at, send=True)
    for order in hers.filter(state=OrderState.PAYING).order_by("pk"):
        own_card.end_as(order, "end", by=death.by, at=death.at)
    booked = Visit.objects.filter(order__person=death.person, state=VisitState.PLANNED, starts_at__gt=death.at)
    loaded = booked.select_related("order", *(f"order__{way}" for way in SELLERS))
    for order, count in endings.cancel(loaded, by=death.by, at=death.at):
        emails.to_seller(order, "visits_ended", at=death.at, send=True, count=count)
