"""The money behind visits: held when asked for, then captured for the seller, or released to the pot."""

from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet, Sum

from accounts import going_back, limits, payments
from accounts.failpoints import reach
from accounts.ledger import NotEnough
from accounts.models import Mandate, OwnPayment, Payee, Payment, User
from design.formats import pounds
from marketplace.actions.moves import Refused
from marketplace.models import AwaitedVisit, Order, Proposal, Visit, VisitHold
from marketplace.permissions import Authority
from marketplace.states import OrderState

PURPOSE = "visit"
MORE_THAN_PAID = (
    "This costs more than what was paid by card for this order. Keep it as it is, or cancel it and book again."
)


def hold(
    order: Order,
    reference: str,
    pence: int,
    *,
    by: User | None,
    at: datetime,
    own_payment: OwnPayment | None = None,
    payee: Payee | None = None,
) -> Payment:
    """Set the price of one visit aside in the order's pot. Raises Refused with "not_enough"."""
    try:
        return payments.hold(
            purpose=PURPOSE,
            reference=reference,
            pot=order.pot,
            payee=payee or order.payee,
            pence=pence,
            by=by,
            at=at,
            own_payment=own_payment,
        )
    except NotEnough:
        if order.pot.by_order:
            raise Refused("not_enough", MORE_THAN_PAID) from None
        raise Refused("not_enough", f"There is not enough money in “{order.pot.label}” for this.") from None
    except payments.NotInLedger:
        raise Refused("not_here", f"“{order.pot.label}” is not held here, so it cannot pay for bookings.") from None


def write_down(visit: Visit, payment: Payment, starts_at: datetime, minutes: int) -> None:
    """What this hold is for: the words of its lines in a statement, whatever becomes of the visit."""
    VisitHold.objects.create(visit=visit, payment=payment, starts_at=starts_at, minutes=minutes)


def hold_again(
    visit: Visit, pence: int, starts_at: datetime, minutes: int, *, by: User | None, at: datetime
) -> Payment:
    """Another time was agreed: free what was held for the visit and hold the new price instead.

    Also where the price is the same, so that each line of a statement names one time of the visit and keeps it. Of
    what was paid by card for this order, the difference goes back there.
    """
    before, own = visit.payment.open_pence, visit.payment.own_payment
    payments.release(payment=visit.payment, by=by, at=at, is_held_again=True)
    reference = f"{visit.reference}-{visit.version + 1}"
    payee = visit.payment.payee  # of a visit that was before another seller took over: who was to be paid then
    payment = hold(visit.order, reference, pence, by=by, at=at, own_payment=own, payee=payee)
    write_down(visit, payment, starts_at, minutes)
    if own and before > pence:
        going_back.add(own, before - pence, key=reference, at=at)
    return payment


def settle(visit: Visit, pence: int, *, by: User | None, at: datetime) -> None:
    """Give the seller `pence` of what is held and the pot the rest. Nothing is held afterwards."""
    if pence:
        payments.capture(payment=visit.payment, pence=pence, by=by, at=at)
        reach("settlement.captured")
    if pence < visit.price_pence:
        payments.release(payment=visit.payment, by=by, at=at)


def give_back(visit: Visit, pence: int, *, by: User | None, at: datetime) -> None:
    """From the seller's payable back to the pot: it may already have been paid out."""
    payments.refund(payment=visit.payment, pence=pence, by=by, at=at)


def check_limits(authority: Authority, pence: int, *, at: datetime) -> None:
    """A delegate's limits: so much a purchase, so much a calendar month. Locks the mandate until we commit."""
    if authority.mandate is not None:
        limits.lock(authority.mandate)
    look_at_limits(authority, pence, at=at)


def look_at_limits(authority: Authority, pence: int, *, at: datetime) -> None:
    """The same without the lock: what a page says before anything is asked. Raises Refused."""
    mandate = authority.mandate
    if mandate is None:
        return
    most = mandate.pay_per_purchase_pence
    if most is not None and pence > most:
        raise Refused("over_purchase_limit", f"You can spend up to {pounds(most)} at a time for this person.")
    month = mandate.pay_per_month_pence
    if month is not None and pence > (left := max(month - limits.spent_this_month(mandate, at), 0)):
        raise Refused(
            "over_month_limit", f"You can spend up to {pounds(month)} a month for this person: {pounds(left)} is left."
        )


def spent_on_orders(mandate: Mandate, first: datetime, until: datetime) -> int:
    """What the delegate's orders between the two hold or paid, and what she added to others; not what went back."""
    orders = Order.objects.filter(
        mandate__delegate=mandate.delegate_id, person=mandate.person_id, requested_at__gte=first, requested_at__lt=until
    )
    sums = Payment.objects.filter(visit__order__in=orders).aggregate(
        held=Sum("held_pence"), released=Sum("released_pence"), refunded=Sum("refunded_pence")
    )
    spent = int((sums["held"] or 0) - (sums["released"] or 0) - (sums["refunded"] or 0))
    return spent + _awaited(orders) + _added(mandate, orders, first, until)


def _awaited(orders: QuerySet[Order]) -> int:
    """What is to be paid by card for them now: nothing is held yet, and it counts all the same."""
    waiting = AwaitedVisit.objects.filter(order__in=orders.filter(state=OrderState.PAYING))
    return int(waiting.aggregate(pence=Sum("price_pence"))["pence"] or 0)


def _added(mandate: Mandate, hers: QuerySet[Order], first: datetime, until: datetime) -> int:
    """More time that she said yes to then, on orders that are not counted whole. What goes back of a visit is
    what was added last."""
    yes = Proposal.objects.filter(
        mandate__delegate=mandate.delegate_id,
        mandate__person=mandate.person_id,
        answered_at__gte=first,
        answered_at__lt=until,
    ).exclude(visit__order__in=hers)
    back = F("visit__payment__released_pence") + F("visit__payment__refunded_pence")
    visits = yes.order_by().values("visit", back=back).annotate(added=Sum("added_pence"))
    return sum(max(visit["added"] - visit["back"], 0) for visit in visits)


def added_by(authority: Authority, pence: int) -> dict[str, Any]:
    """What is written beside a yes that makes a visit dearer, so that it counts to a delegate's month."""
    return {"mandate": authority.mandate, "added_pence": pence} if authority.mandate and pence > 0 else {}
