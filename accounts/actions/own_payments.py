"""Paying with one's own card on Stripe's page: asked for, opened, paid, failed, over. What comes is believed only from
a verified event whose fetched session is paid (`own_payment_events`), never from the page a person comes back to.

What a payment is for is known by its purpose (`own_purposes`). Money that its purpose cannot use any more goes back to
the card by itself.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.urls import reverse
from django.utils import timezone

from accounts import going_back, ledger, notices, outside
from accounts.actions import own_purposes
from accounts.actions.own_purposes import CannotPay, NotWanted
from accounts.audit import audit, behalf
from accounts.ledger import LedgerKind, Move
from accounts.models import Intent, OwnPayment, Pot, User
from accounts.stripe import checkout
from accounts.stripe.checkout import Session
from accounts.stripe.client import CURRENCY, Rejected
from design.models import Council

State, Unwanted, Odd = OwnPayment.State, OwnPayment.Unwanted, OwnPayment.Odd
LIVE = (State.ASKED, State.OPEN, State.BANK)
LEAST = timedelta(minutes=35)  # a card page is open for half an hour at least, and ours takes a moment to be asked for
LONGEST = timedelta(hours=23)  # and for a day at most


def is_open() -> bool:
    """Whether anybody can pay by card here at all."""
    return bool(settings.STRIPE_SECRET_KEY)


@transaction.atomic
def ask(
    *, purpose: str, reference: str, pot: Pot, pence: int, until: datetime, by: User, at: datetime | None = None
) -> OwnPayment:
    """A card page to be opened for `pence`, with the intent and its key in the same transaction. One at a time for one
    thing: while one can still be paid, that is the one. `until` is kept between half an hour and a day.

    Raises CannotPay where no card can be paid with."""
    now = at or timezone.now()
    own_purposes.named(purpose)
    if not is_open() and not notices.are_unsent():  # history needs no Stripe
        raise CannotPay("Nobody can pay by card here at the moment.")
    if live := _live(purpose, reference):
        return live
    payment = OwnPayment.objects.create(
        purpose=purpose,
        reference=reference,
        attempt=OwnPayment.objects.filter(purpose=purpose, reference=reference).count() + 1,
        person=pot.person,
        pot=pot,
        by=by,
        pence=pence,
        asked_at=now,
        expires_at=min(max(until, now + LEAST), now + LONGEST).replace(microsecond=0),
    )
    what = f"Payment to {Council.current().full_name}"
    params = {"own_payment": payment.pk, "pence": pence, "what": what}
    outside.plan("checkout", key=f"pay:{payment.name}", subject=f"own_payment:{payment.pk}", params=params, at=now)
    record("asked", payment, now, by=by)
    return payment


def _live(purpose: str, reference: str) -> OwnPayment | None:
    return OwnPayment.objects.filter(purpose=purpose, reference=reference, state__in=LIVE).first()


def last_of(purpose: str, reference: str) -> OwnPayment | None:
    return OwnPayment.objects.filter(purpose=purpose, reference=reference).order_by("-attempt").first()


def opened(payment: OwnPayment, *, at: datetime | None = None) -> OwnPayment:
    """The payment as it is after one try to open its card page now, where it is not open yet."""
    if payment.state == State.ASKED:
        intent = Intent.objects.filter(key=f"pay:{payment.name}", state=Intent.State.PLANNED).first()
        if intent:
            outside.carry_out(intent, at=at)
        payment.refresh_from_db()
    return payment


def _open(intent: Intent) -> outside.Made:
    payment = _of(intent)
    paid, unpaid = reverse("money-own-payment-back", args=[payment.pk]), reverse("money-own-payment", args=[payment.pk])
    session = checkout.open_session(
        key=intent.key,
        reference=payment.name,
        pence=intent.params["pence"],
        what=intent.params["what"],
        success_url=f"{settings.SITE_URL}{paid}",
        cancel_url=f"{settings.SITE_URL}{unpaid}",
        expires_at=payment.expires_at,
    )
    return session.id, session


def _found(intent: Intent) -> outside.Made | None:
    """Stripe has forgotten the key by now: what it made of it is looked for by our name."""
    name, since = _of(intent).name, intent.first_tried_at or intent.planned_at
    made = next((each for each in checkout.sessions(since - timedelta(minutes=5)) if each.reference == name), None)
    return (made.id, made) if made else None


def _opened(intent: Intent, session: Session) -> None:
    """Where nobody wants it any more meanwhile, it is ended there too."""
    payment = _locked(intent.params["own_payment"])
    if payment.state == State.ASKED:
        _set(payment, state=State.OPEN, session_id=session.id, address=session.url)
    elif payment.state in (State.EXPIRED, State.FAILED) and not payment.session_id:
        _set(payment, session_id=session.id)
        _plan_end(payment, timezone.now())


def _not_opened(intent: Intent, why: Rejected) -> None:
    _over(_locked(intent.params["own_payment"]), State.FAILED, timezone.now())


# What Stripe tells


def heard(session: Session, *, has_failed: bool, at: datetime) -> None:
    """As the session is there now, however often and in whatever order it is told. In the caller's transaction."""
    payment = _by_session(session)
    if payment is None:
        return
    if session.payment_status == "paid":
        _paid(payment, session, at)
    elif has_failed:
        _over(payment, State.FAILED, at)
    elif session.status == "expired":
        _over(payment, State.EXPIRED, at)
    elif session.status == "complete" and payment.state in (State.ASKED, State.OPEN):
        _set(payment, state=State.BANK, session_id=session.id, address="")


def _by_session(session: Session) -> OwnPayment | None:
    """By its id, or by our own name in it where the event was faster than the answer. None: it is not ours."""
    known = OwnPayment.objects.filter(session_id=session.id).first()
    if known is None and session.reference.count(":") == 2:
        purpose, reference, attempt = session.reference.split(":")
        named = OwnPayment.objects.filter(purpose=purpose, reference=reference, session_id="")
        known = named.filter(attempt=int(attempt)).first() if attempt.isdecimal() else None
    return _locked(known.pk) if known else None


def _paid(payment: OwnPayment, session: Session, at: datetime) -> None:
    if payment.state == State.PAID:
        return
    twice = OwnPayment.objects.filter(
        purpose=payment.purpose, reference=payment.reference, state=State.PAID, unwanted=""
    ).exists()
    _set(
        payment,
        state=State.PAID,
        session_id=session.id,
        address="",
        payment_intent=session.payment_intent,
        came_pence=session.pence,
        came_currency=session.currency,
        paid_at=at,
        ended_at=None,
        odd=_odd(payment, session),
        unwanted=Unwanted.TWICE if twice else "",
    )
    record("paid", payment, at, pence=session.pence)
    if payment.odd == Odd.CURRENCY:
        own_purposes.of(payment).over(payment, at)  # not money of our books: finance sends it back by hand
    else:
        _credit(payment, at)
        _use(payment, at)


def _odd(payment: OwnPayment, session: Session) -> str:
    if session.currency != CURRENCY:
        return Odd.CURRENCY
    return Odd.AMOUNT if session.pence != payment.pence else ""


def _credit(payment: OwnPayment, at: datetime) -> None:
    if payment.pot.available is None:
        raise ValueError(f"The pot of {payment} is not in the books")
    move = Move(ledger.council_account(LedgerKind.OWN_FUNDS), payment.pot.available, payment.in_books_pence)
    kind = "own_payment" if payment.pot.by_order else "top_up"
    ledger.post(
        key=f"own-payment:{payment.name}",
        kind=kind,
        moves=[move],
        by=payment.by,
        at=at,
        memo=going_back.memo(payment),
        on_behalf_of=behalf(payment.person, payment.by),
    )


def _use(payment: OwnPayment, at: datetime) -> None:
    """What it is for takes it, or all of it goes back; of a pot that keeps nothing, also what is left over."""
    if payment.unwanted:
        back = payment.in_books_pence
    else:
        try:
            with transaction.atomic():
                own_purposes.of(payment).paid(payment, at)
            held = payment.holds.aggregate(pence=Sum("held_pence"))["pence"] or 0
            back = payment.in_books_pence - held if payment.pot.by_order else 0
        except NotWanted as no:
            _set(payment, unwanted=no.why)
            own_purposes.of(payment).over(payment, at)
            back = payment.in_books_pence
    if back:
        going_back.add(payment, back, key=payment.name, at=at)


# Over


@transaction.atomic
def stop(*, purpose: str, reference: str, at: datetime) -> None:
    """Nobody wants it any more. The page is closed at Stripe too; should somebody be faster, it goes back."""
    if live := _live(purpose, reference):
        payment = _locked(live.pk)
        if payment.state in LIVE:
            _end(payment, State.EXPIRED, at)


def end_due(at: datetime) -> str:
    """Pages whose time is over: Stripe tells by itself, and here it is asked where it did not."""
    due = OwnPayment.objects.filter(state__in=[State.ASKED, State.OPEN], expires_at__lte=at)
    return f"{sum(_end_one(pk, at) for pk in list(due.values_list('pk', flat=True)))} card pages to end"


@transaction.atomic
def _end_one(pk: int, at: datetime) -> bool:
    """One that was never asked for at Stripe is over now; of any other Stripe says whether somebody has paid."""
    payment = _locked(pk)
    if payment.state == State.ASKED:
        intent = Intent.objects.filter(key=f"pay:{payment.name}").first()
        if intent is None or outside.drop(intent, at=at):
            _over(payment, State.EXPIRED, at)
            return True
        return False  # its own intent finds out
    if payment.state == State.OPEN:
        _plan_end(payment, at)
        return True
    return False


def _plan_end(payment: OwnPayment, at: datetime) -> None:
    params = {"own_payment": payment.pk}
    outside.plan("checkout_end", key=f"end:{payment.name}", subject=f"own_payment:{payment.pk}", params=params, at=at)


def _close(intent: Intent) -> outside.Made:
    session = checkout.session(_of(intent).session_id)
    if session.status == "open":
        try:
            session = checkout.expire(session.id)
        except Rejected:  # somebody paid in this very moment, or Stripe ended it
            session = checkout.session(session.id)
    return session.id, session


def _closed(intent: Intent, session: Session) -> None:
    """Only that it is over. That it was paid is told by an event."""
    if session.status == "expired":
        _over(_locked(intent.params["own_payment"]), State.EXPIRED, timezone.now())


def _over(payment: OwnPayment, state: OwnPayment.State, at: datetime) -> None:
    if payment.state in LIVE:
        _set(payment, state=state, address="", ended_at=at)
        record(state, payment, at)
        own_purposes.of(payment).over(payment, at)


def _end(payment: OwnPayment, state: OwnPayment.State, at: datetime) -> None:
    """By our own wish: its purpose knows."""
    was = payment.state
    _set(payment, state=state, address="", ended_at=at)
    record(state, payment, at)
    if was == State.ASKED and (intent := Intent.objects.filter(key=f"pay:{payment.name}").first()):
        outside.drop(intent, at=at)
    elif payment.session_id:
        _plan_end(payment, at)


def _of(intent: Intent) -> OwnPayment:
    return OwnPayment.objects.select_related("person", "pot").get(pk=intent.params["own_payment"])


def _locked(pk: int) -> OwnPayment:
    rows = OwnPayment.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("person", "by", "pot__available", "pot__held").get(pk=pk)


def _set(payment: OwnPayment, **changes: object) -> None:
    for name, value in changes.items():
        setattr(payment, name, value)
    payment.save(update_fields=list(changes))


def record(what: str, payment: OwnPayment, at: datetime, *, by: User | None = None, **detail: int) -> None:
    audit(
        action=f"own_payment.{what}",
        by=by,
        on_behalf_of=behalf(payment.person, by),
        subject=f"own_payment:{payment.pk}",
        detail=detail,
        at=at,
    )


outside.register("checkout", outside.Kind(call=_open, booked=_opened, refused=_not_opened, find=_found))
outside.register("checkout_end", outside.Kind(call=_close, booked=_closed, refused=lambda intent, why: None))
