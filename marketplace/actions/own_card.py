"""An order that is paid with the person's own card: the seller is asked when the money has come, and not before."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.actions import own_payments, own_purposes
from accounts.actions.own_purposes import CannotPay, NotWanted
from accounts.models import OwnPayment, Person, User
from accounts.roles import Scope
from marketplace import emails, states
from marketplace.actions import clashes, drafts, orders
from marketplace.actions.moves import Overtaken, Refused, move_order
from marketplace.actions.sides import buyer_authority
from marketplace.models import Order
from marketplace.queries import diaries
from marketplace.states import OrderState, Party

PURPOSE = "order"
Unwanted = OwnPayment.Unwanted
SOLD = {"booked": Unwanted.TAKEN, "overtaken": Unwanted.OVER}
ANSWER_AT_LEAST = states.NOTICE / 4  # what a seller needs to read and answer; later than that is too late to ask
REASONS = {
    Unwanted.TAKEN: "Somebody else had booked that time before the payment came.",
    Unwanted.LATE: "The payment came too late to ask for that day.",
    Unwanted.LESS: "The payment was less than the price.",
    Unwanted.STOPPED: "The seller could not take bookings any more when the payment came.",
}
NOT_IN_TIME = "It was not paid in time."
OTHER_MONEY = "The payment came in another currency."


def paid(payment: OwnPayment, at: datetime) -> None:
    """In the transaction of the money: the visits are held from it, and the seller is asked as with any other money.
    What stood when she began to pay is looked at once more. Raises NotWanted: then all of it goes back."""
    order = _of(payment)
    if order.state != OrderState.PAYING:
        raise NotWanted(Unwanted.OVER)
    try:
        _ask_seller(order, payment, at)
    except Refused as no:
        raise NotWanted(SOLD.get(no.code, Unwanted.STOPPED)) from None


def _ask_seller(order: Order, payment: OwnPayment, at: datetime) -> None:
    clashes.lock_diary(order.listing)
    person = Person.objects.select_for_update(no_key=True, of=("self",)).get(pk=order.person_id)
    orders.check_listing(order.listing, order.placed_by, person, at=at)
    awaited = list(order.awaited.all())
    starts, minutes = [visit.starts_at for visit in awaited], awaited[0].minutes
    if min(starts) < at + ANSWER_AT_LEAST:
        raise NotWanted(Unwanted.LATE)
    if payment.in_books_pence < sum(visit.price_pence for visit in awaited):
        raise NotWanted(Unwanted.LESS)
    clashes.check(order.listing, diaries.spans(starts, minutes), party=Party.PERSON)
    move_order(order, "paid", party=Party.CLOCK, by=None, at=at, answer_due_at=orders.answer_due(starts, at))
    for visit in awaited:
        orders.write_visit(
            order, visit.number, visit.starts_at, minutes, visit.price_pence, order.placed_by, at, own_payment=payment
        )
    orders.tell_asked(order, at, send=True)


def over(payment: OwnPayment, at: datetime) -> None:
    """That card page leads nowhere any more. After a bank's no there can be another try until the time is over."""
    order = _of(payment)
    if order.state != OrderState.PAYING:
        return
    if payment.state == OwnPayment.State.FAILED:
        emails.to_buyer(order, "payment_failed", at=at, send=True, payment=payment)
    else:
        _run_out(order, _reason(payment), at)


def _reason(payment: OwnPayment) -> str:
    if payment.unwanted:
        return REASONS.get(Unwanted(payment.unwanted), payment.get_unwanted_display())
    return OTHER_MONEY if payment.odd == OwnPayment.Odd.CURRENCY else NOT_IN_TIME


def _run_out(order: Order, reason: str, at: datetime) -> None:
    """The order goes away, and what was typed stays for another try."""
    try:
        move_order(order, "run_out", party=Party.CLOCK, by=None, at=at, reason=reason, closed_at=at)
    except Overtaken:
        return
    drafts.keep_answers(order=order, at=at)
    emails.to_buyer(order, "request_unpaid", at=at, send=True)


def run_out_due(at: datetime) -> int:
    """Nobody paid in time, and nothing is on its way; or the first visit is here, whatever a bank still does."""
    due = Order.objects.filter(state=OrderState.PAYING, answer_due_at__lte=at)
    return sum(_one_due(pk, at) for pk in list(due.values_list("pk", flat=True)))


@transaction.atomic
def _one_due(pk: int, at: datetime) -> bool:
    order = Order.objects.select_related("person", "listing").get(pk=pk)
    last = own_payments.last_of(PURPOSE, order.reference)
    on_its_way = last is not None and last.state in own_payments.LIVE
    if on_its_way and at < min(order.awaited.values_list("starts_at", flat=True)):
        return False  # what Stripe knows of it is asked first (`own_payments.end_due`)
    _run_out(order, NOT_IN_TIME, at)
    _close_page(order, at)
    return True


@transaction.atomic
def leave(*, order: Order, by: User, at: datetime | None = None) -> Order:
    """The person does not want to pay any more. Should the money come all the same, it goes back."""
    now = at or timezone.now()
    buyer_authority(by, order, Scope.ORDER, at=now)
    move_order(order, "leave", party=Party.PERSON, by=by, at=now, reason="You took it back.", closed_at=now)
    _close_page(order, now)
    return order


def end_as(order: Order, name: str, *, by: User | None, at: datetime) -> bool:
    """By the council, where the seller is stopped or the person has died. In the caller's transaction."""
    party = Party.STAFF if by else Party.CLOCK
    try:
        move_order(order, name, party=party, by=by, at=at, reason="The council ended it.", closed_at=at)
    except Overtaken:
        return False
    _close_page(order, at)
    return True


def _close_page(order: Order, at: datetime) -> None:
    """After commit: a payment that comes just now locks itself first and the order then, so here nobody may do it the
    other way round. Should this be lost, the page closes when its time is over, and what comes until then goes back."""
    transaction.on_commit(lambda: own_payments.stop(purpose=PURPOSE, reference=order.reference, at=at))


def about(payment: OwnPayment) -> tuple[str, str]:
    return f"Order {payment.reference}", reverse("marketplace-order", args=[payment.reference])


@transaction.atomic
def again(payment: OwnPayment, by: User) -> OwnPayment:
    order, now = _of(payment), timezone.now()
    buyer_authority(by, order, Scope.ORDER, Scope.PAY, at=now)
    if order.state != OrderState.PAYING or now >= order.answer_due_at:
        raise CannotPay("The time to pay for this is over. You can book it again: your answers are kept.")
    return own_payments.ask(
        purpose=PURPOSE,
        reference=order.reference,
        pot=order.pot,
        pence=order.total_pence,
        until=order.answer_due_at,
        by=by,
        at=now,
    )


def _of(payment: OwnPayment) -> Order:
    """Locked: whoever else moves it waits until the money is booked."""
    found = Order.objects.select_for_update(no_key=True, of=("self",))
    loaded = found.select_related("person__user", "listing__personal_assistant", "listing__service", "pot", "payee")
    return loaded.get(reference=payment.reference)


own_purposes.register(PURPOSE, own_purposes.Purpose(paid=paid, over=over, about=about, again=again))
