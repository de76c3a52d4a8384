"""Ask for visits, answer, take back, let expire. Each in one transaction with its money, event and audit line."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import payments
from accounts.actions import own_payments
from accounts.actions.own_purposes import CannotPay
from accounts.failpoints import reach, reach_after_commit
from accounts.models import Outcome, OwnPayment, Person, Pot, User
from accounts.permissions import ended_mandates_of
from accounts.roles import Scope
from design.formats import pounds
from directory.models.personal_assistants import Employment
from marketplace import emails, pricing, states
from marketplace.actions import clashes, money, places, telephone
from marketplace.actions.moves import Overtaken, Refused, move_order, move_visit, record_order, record_visit
from marketplace.actions.sides import buyer_authority
from marketplace.models import AwaitedVisit, Draft, Listing, NecessityDecision, Order, Visit
from marketplace.permissions import Authority, NotYours, check_seller, seller_side
from marketplace.queries import diaries, necessity, truths
from marketplace.states import OrderState, Party, VisitState

ALPHABET = "346789BCDFGHJKMPQRTVWXY"  # no vowels, nothing that looks like something else
MOST_VISITS = 26
FURTHEST = timedelta(days=366)
TOO_SOON = "The first visit must start at least 2 hours from now, so that there is time to answer you."
OWN_OFFER = "You sell this yourself. The person, somebody else who acts for them, or the council can book it."
NOT_SOUND = (
    "You cannot take bookings through us at the moment, so this request cannot be accepted. "
    "Call the council if you do not know why."
)


@dataclass(frozen=True)
class Wish:
    """What somebody asks for. `token` belongs to the journey; `shown_pence` is the total that she saw."""

    listing: Listing
    person: Person
    pot: Pot
    starts_at: tuple[datetime, ...]
    minutes: int
    token: str
    outcome: Outcome | None = None
    start_early: bool = False
    not_household: bool = False
    shown_pence: int | None = None


def place(
    *, wish: Wish, by: User, at: datetime | None = None, send: bool = True, power: Authority | None = None
) -> Order:
    """Hold the money and ask the seller. The same journey asked twice, or twice at once, is the same order. `power` is
    given where the council says yes to what a delegate proposed (`booking_proposals`)."""
    now = at or timezone.now()
    try:
        with transaction.atomic():
            return _earlier(wish, by) or _place(wish, by, power or _power(wish, by, now), now, send)
    except IntegrityError:
        order = _earlier(wish, by)
        if order is None:
            raise
        return order


def _earlier(wish: Wish, by: User) -> Order | None:
    return Order.objects.filter(token=wish.token, person=wish.person, placed_by=by).first()


def _place(wish: Wish, by: User, power: Authority, now: datetime, send: bool) -> Order:
    clashes.lock_diary(wish.listing)  # an approval that is being stopped ends this request too, or refuses it
    prices = check(wish, by, now)
    telephone.check_pot(power, wish.pot, now)
    if wish.pot.by_order and power.call:
        raise Refused("card", "Nobody can pay with their own card by telephone. They can do it on this site.")
    money.check_limits(power, sum(prices), at=now)
    reach_after_commit("purchase.committed")
    reach("purchase.begun")
    order = _write_order(wish, by, power, now)
    reach("purchase.ordered")
    places.take(order, wish.starts_at, wish.minutes, now)
    if wish.pot.by_order:
        _await(order, wish, prices, by, now)
    else:
        for number, (starts_at, pence) in enumerate(zip(wish.starts_at, prices, strict=True), 1):
            write_visit(order, number, starts_at, wish.minutes, pence, by, now)
            reach("purchase.held")
    Draft.objects.filter(token=wish.token, order=None).update(order=order)
    if power.call:
        telephone.placed(power.call, order, by, now)
    name = "begin" if order.state == OrderState.PAYING else "request"
    record_order(order, name, from_state="", party=Party.PERSON, by=by, at=now)
    if order.state == OrderState.REQUESTED:
        tell_asked(order, now, send)
    reach("purchase.written")
    return order


def tell_asked(order: Order, now: datetime, send: bool) -> None:
    emails.to_seller(order, "request_new", at=now, send=send)
    emails.to_buyer(order, "request_sent", at=now, send=send)


def _await(order: Order, wish: Wish, prices: Sequence[int], by: User, now: datetime) -> None:
    """It is paid by card: nothing is asked of the seller before the money has come (`own_card.paid`)."""
    for number, (starts_at, pence) in enumerate(zip(wish.starts_at, prices, strict=True), 1):
        AwaitedVisit.objects.create(
            order=order, number=number, starts_at=starts_at, minutes=wish.minutes, price_pence=pence
        )
    try:
        own_payments.ask(
            purpose="order",
            reference=order.reference,
            pot=order.pot,
            pence=sum(prices),
            until=order.answer_due_at,
            by=by,
            at=now,
        )
    except CannotPay as no:
        raise Refused("card", str(no)) from None


def _power(wish: Wish, by: User, now: datetime) -> Authority:
    """Who may buy. A delegate whose mandate ended with the person's death reads that, and not "not found"."""
    try:
        return telephone.to_buy(by, wish.person, now)
    except NotYours:
        for mandate in ended_mandates_of(by, timezone.localdate(now)):
            if mandate.person_id == wish.person.pk:
                _check_runs(mandate.person)
        raise


def _check_runs(person: Person) -> None:
    if person.died_on:
        raise Refused("ended", f"{person.name}’s budget has ended. Call us and we will explain what happens now.")


def check(wish: Wish, by: User, now: datetime, *, proposing: bool = False) -> list[int]:
    """The price of each visit, or the first reason why not. A death that is being recorded waits, or ends this too.
    `proposing`: somebody who sells it asks for another's yes."""
    person = Person.objects.select_for_update(no_key=True, of=("self",)).get(pk=wish.person.pk)
    check_listing(wish.listing, by, person, at=now, proposing=proposing)
    _check_dates(wish, now)
    clashes.check(wish.listing, diaries.spans(wish.starts_at, wish.minutes), party=Party.PERSON)
    if wish.pot.person_id != wish.person.pk or wish.pot.closed_at:
        raise Refused("pot", "Choose money that belongs to the person.")
    try:
        prices = [
            pricing.visit_pence(wish.listing.terms, timezone.localdate(start), wish.minutes) for start in wish.starts_at
        ]
    except pricing.TooShort:
        raise Refused("too_short", "That is shorter than the shortest visit on offer.") from None
    if wish.shown_pence is not None and sum(prices) != wish.shown_pence:
        raise Refused("price", f"The price has changed to {pounds(sum(prices))}. Check your answers again.")
    if asks_to_start_early(wish, now) and not wish.start_early:
        raise Refused("start_early", "Say that the visits may start within the 14 days in which you can cancel.")
    if needs_household_word(wish.listing, wish.pot) and not _may_be_paid(wish):
        raise Refused("household", f"Say that they are no close relative of your home. {necessity.LIVES_WITH_THEM}")
    return prices


def _necessity(wish: Wish) -> NecessityDecision | None:
    """By which decision of the council somebody of the household is paid, out of a budget."""
    assistant = wish.listing.personal_assistant_id
    return necessity.for_care(wish.person, assistant) if wish.pot.budget_id else None


def _may_be_paid(wish: Wish) -> bool:
    """By a decision that stands; or where she says that it is nobody of her home, and the council never decided it."""
    known = necessity.was_decided(wish.person, wish.listing.personal_assistant_id)
    return _necessity(wish) is not None or (wish.not_household and not known)


def check_listing(listing: Listing, by: User, person: Person, *, at: datetime, proposing: bool = False) -> None:
    """Whether these two may buy from that seller at all. Visits agreed earlier go on whatever this says."""
    _check_runs(person)
    if not Listing.objects.on_sale(timezone.localdate(at)).filter(pk=listing.pk).exists():
        raise Refused("paused", f"{listing.seller} is not taking bookings at the moment.")
    assistant = listing.personal_assistant
    if assistant and assistant.employment != Employment.SELF_EMPLOYED:
        raise Refused("employee", f"{assistant.name} works as your employee, so cannot be booked here.")
    if seller_side(by, listing) and not proposing:
        raise Refused("own_offer", OWN_OFFER)
    if person.user and seller_side(person.user, listing):
        raise Refused("own_offer", "Nobody can buy from themselves.")


def _check_dates(wish: Wish, now: datetime) -> None:
    starts = wish.starts_at
    if not starts or len(starts) > MOST_VISITS or len(set(starts)) != len(starts):
        raise Refused("dates", f"Choose between 1 and {MOST_VISITS} visits.")
    if min(starts) <= now or max(starts) > now + FURTHEST:
        raise Refused("dates", "Visits must be in the future, and within a year.")
    if min(starts) < now + states.NOTICE:
        raise Refused("dates", TOO_SOON)


def asks_to_start_early(wish: Wish, now: datetime) -> bool:
    """The first visit falls within the right to cancel, counted from today, the earliest day of a contract."""
    return pricing.starts_in_cooling_off(timezone.localdate(min(wish.starts_at)), timezone.localdate(now))


def needs_household_word(listing: Listing, pot: Pot) -> bool:
    """Care and Support (Direct Payments) Regulations 2014, regulation 3: only where a budget pays a person."""
    return listing.personal_assistant_id is not None and pot.budget_id is not None


def _write_order(wish: Wish, by: User, power: Authority, now: datetime) -> Order:
    decision = _necessity(wish)
    return Order.objects.create(
        reference=new_reference(),
        token=wish.token,
        person=wish.person,
        placed_by=by,
        mandate=power.mandate,
        pot=wish.pot,
        outcome=wish.outcome or wish.pot.outcome,
        listing=wish.listing,
        payee=wish.listing.payee,
        state=OrderState.PAYING if wish.pot.by_order else OrderState.REQUESTED,
        requested_at=now,
        answer_due_at=(pay_due if wish.pot.by_order else answer_due)(wish.starts_at, now),
        start_early_at=now if wish.start_early else None,
        not_household_at=now if wish.not_household and decision is None else None,
        necessity=decision,
        **wish.listing.terms_as_they_stand(),
    )


def answer_due(starts_at: Sequence[datetime], now: datetime) -> datetime:
    """48 hours from now or the first start, whichever is earlier.

    Up to the next full hour, so that the page before the button and the page after it name the same moment.
    """
    hour = timedelta(hours=1)
    whole = now.replace(minute=0, second=0, microsecond=0)
    return min((whole if whole == now else whole + hour) + states.ANSWER_WITHIN, min(starts_at))


def pay_due(starts_at: Sequence[datetime], now: datetime) -> datetime:
    """By when a card payment must have come: within a day, and early enough for the seller to answer."""
    return min(now + states.PAY_WITHIN, min(starts_at) - states.NOTICE / 2)


def new_reference() -> str:
    while True:
        reference = "".join(secrets.choice(ALPHABET) for _ in range(8))
        if not Order.objects.filter(reference=reference).exists():
            return reference


def write_visit(
    order: Order,
    number: int,
    starts_at: datetime,
    minutes: int,
    pence: int,
    by: User,
    now: datetime,
    own_payment: OwnPayment | None = None,
) -> None:
    visit = Visit.objects.create(
        order=order,
        number=number,
        starts_at=starts_at,
        minutes=minutes,
        price_pence=pence,
        payment=money.hold(order, f"{order.reference}-{number}", pence, by=by, at=now, own_payment=own_payment),
    )
    money.write_down(visit, visit.payment, starts_at, minutes)
    record_visit(visit, "request", from_state="", party=Party.PERSON, by=by, at=now, detail={"pence": pence})


@transaction.atomic
def accept(*, order: Order, by: User, at: datetime | None = None, send: bool = True) -> Order:
    """The seller says yes: the contract is made now, and the 14 days begin."""
    now = at or timezone.now()
    check_seller(by, order)
    if order.person.died_on:
        raise Refused("ended", truths.OVER)
    if now >= order.answer_due_at:
        raise Refused("too_late", "The time to answer is over.")
    _check_seller_may(order, now)
    reach_after_commit("acceptance.committed")
    reach("acceptance.begun")
    move_order(order, "accept", party=Party.PROVIDER, by=by, at=now, answered_at=now, answered_by=by)
    reach("acceptance.moved")
    for visit in order.visits.filter(state=VisitState.REQUESTED):
        move_visit(visit, "plan", party=Party.PROVIDER, by=by, at=now)
    emails.to_buyer(order, "request_accepted", at=now, send=send)
    reach("acceptance.written")
    return order


def _check_seller_may(order: Order, now: datetime) -> None:
    """The directory stands behind the seller today, and the assistant is with nobody else at these times."""
    clashes.lock_diary(order.listing)
    if not order.listing.is_sound(timezone.localdate(now)):
        raise Refused("not_sound", NOT_SOUND)
    asked = order.visits.filter(state=VisitState.REQUESTED).select_related("order__listing", "order__pot")
    if not all(necessity.pays_visit(visit) for visit in asked):
        raise Refused("household", necessity.ENDED)
    wanted = [diaries.span(visit) for visit in asked]
    clashes.check(order.listing, wanted, party=Party.PROVIDER, answering=True)


@transaction.atomic
def decline(*, order: Order, reason: str, by: User, at: datetime | None = None, send: bool = True) -> Order:
    now = at or timezone.now()
    check_seller(by, order)
    move_order(order, "decline", party=Party.PROVIDER, by=by, at=now, reason=reason, answered_at=now, answered_by=by)
    drop_visits(order, Party.PROVIDER, by, now)
    emails.to_buyer(order, "request_declined", at=now, send=send)
    return order


@transaction.atomic
def withdraw(*, order: Order, by: User, at: datetime | None = None, send: bool = True) -> Order:
    """Taken back before anybody answered: nothing is owed."""
    now = at or timezone.now()
    buyer_authority(by, order, Scope.ORDER, at=now)
    move_order(order, "withdraw", party=Party.PERSON, by=by, at=now, closed_at=now)
    drop_visits(order, Party.PERSON, by, now)
    emails.to_seller(order, "request_withdrawn", at=now, send=send)
    return order


def drop_visits(order: Order, party: Party, by: User | None, now: datetime) -> None:
    for visit in order.visits.filter(state=VisitState.REQUESTED).select_related("payment"):
        move_visit(visit, "drop", party=party, by=by, at=now, ended_at=now)
        payments.release(payment=visit.payment, by=by, at=now)


def expire_due(at: datetime, send: bool = True) -> int:
    """Requests that nobody answered in 48 hours, or before the first visit was to start."""
    due = Order.objects.filter(state=OrderState.REQUESTED, answer_due_at__lte=at)
    return sum(_expire(pk, at, send) for pk in list(due.values_list("pk", flat=True)))


@transaction.atomic
def _expire(pk: int, at: datetime, send: bool) -> bool:
    order = Order.objects.get(pk=pk)
    try:
        move_order(order, "expire", party=Party.CLOCK, by=None, at=at, closed_at=at)
    except Overtaken:
        return False
    drop_visits(order, Party.CLOCK, None, at)
    emails.to_buyer(order, "request_expired", at=at, send=send)
    emails.to_seller(order, "request_expired_seller", at=at, send=send)
    return True
