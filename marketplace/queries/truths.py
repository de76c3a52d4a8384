"""How an order or a visit stands, as one sentence: for somebody who comes back to a step that is over."""

from design.formats import pounds
from marketplace import words
from marketplace.models import Order, Visit
from marketplace.states import OrderState, Party, VisitState

ORDERS = {
    OrderState.PAYING: {
        Party.PERSON: "This request waits for your payment. {seller} has not been asked yet.",
        Party.PROVIDER: "There is nothing you need to do.",
    },
    OrderState.UNPAID: {
        Party.PERSON: "This request was not paid, so {seller} was not asked. Nothing is booked.",
        Party.PROVIDER: "There is nothing you need to do.",
    },
    OrderState.REQUESTED: {
        Party.PERSON: "{seller} has not answered this request yet. You can take it back.",
        Party.PROVIDER: "This request waits for your answer.",
    },
    OrderState.ACCEPTED: {
        Party.PERSON: "{seller} has accepted this request.",
        Party.PROVIDER: "You have accepted this request.",
    },
    OrderState.DECLINED: {
        Party.PERSON: "{seller} has turned this request down. Nothing is booked.",
        Party.PROVIDER: "You have turned this request down.",
    },
    OrderState.WITHDRAWN: {
        Party.PERSON: "This request was taken back. Nothing is booked.",
        Party.PROVIDER: "{person} took this request back. There is nothing you need to do.",
    },
    OrderState.EXPIRED: {
        Party.PERSON: "Nobody answered this request in time. Nothing is booked.",
        Party.PROVIDER: "The time to answer this request is over.",
    },
    OrderState.STOPPED: {
        Party.PERSON: "{seller} cannot take bookings through us at the moment. Nothing is booked.",
        Party.PROVIDER: "You cannot take bookings through us at the moment, so this request has ended.",
    },
}
OVER = "This request has ended. There is nothing you need to do."
VISITS = {
    VisitState.REQUESTED: "The visit of {when} is asked for and waits for an answer.",
    VisitState.PLANNED: "The visit of {when} is booked.",
    VisitState.DELIVERED: "The visit of {when} is recorded and waits to be confirmed.",
    VisitState.CONFIRMED: "The visit of {when} is confirmed.",
    VisitState.MISSED: "We were told that nobody came on {when}.",
    VisitState.QUERIED: "The council is looking at the visit of {when}.",
    VisitState.SETTLED: "The visit of {when} is confirmed and paid: {paid}.",
    VisitState.REFUNDED: "Money for the visit of {when} was given back.",
    VisitState.CANCELLED: "The visit of {when} is cancelled.",
    VisitState.LAPSED: "Nobody recorded the visit of {when} in time, so it is not paid.",
    VisitState.DROPPED: "The visit of {when} did not go ahead.",
    VisitState.NOT_OWED: "The visit of {when} is not paid: the money went back.",
}


def of_order(order: Order, reader: Party) -> str:
    """Nobody is told of a death by this: only that the request has ended."""
    if order.state == OrderState.STOPPED and order.person.died_on:
        return OVER
    told = ORDERS[OrderState(order.state)][reader]
    return told.format(seller=order.listing.seller, person=order.person.first_name)


def of_visit(visit: Visit, *, money: bool = True) -> str:
    when = words.when(visit.starts_at, visit.ends_at)
    paid = pounds(visit.paid_pence) if money else "as recorded"
    return VISITS[VisitState(visit.state)].format(when=when, paid=paid)
