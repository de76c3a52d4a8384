"""Refunds to people's own cards: sent to Stripe, and booked as they stand there. A refund that the bank would not take
stays owed, until finance says how it was paid back instead."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts import going_back, ledger, outside
from accounts.actions import odd_payments
from accounts.actions.refused import Refused
from accounts.audit import audit
from accounts.ledger import LedgerKind, Move
from accounts.models import Intent, OwnPayment, OwnRefund, User
from accounts.permissions import has_part_in
from accounts.stripe import checkout
from accounts.stripe.checkout import Refund
from accounts.stripe.client import Rejected

State = OwnRefund.State
GONE = ("failed", "canceled")
ALL_BACK = "charge_already_refunded"


class RefundRefused(Refused):
    pass


def _send(intent: Intent) -> outside.Made:
    refund = OwnRefund.objects.select_related("payment").get(pk=intent.params["own_refund"])
    made = checkout.refund(
        key=intent.key,
        payment_intent=refund.payment.payment_intent,
        pence=intent.params["pence"],
        reference=refund.name,
    )
    return made.id, made


def _found(intent: Intent) -> outside.Made | None:
    """Stripe has forgotten the key by now: what it made of it is looked for by our name."""
    refund = OwnRefund.objects.select_related("payment").get(pk=intent.params["own_refund"])
    there = checkout.refunds_of(refund.payment.payment_intent)
    made = next((each for each in there if each.reference == refund.name), None)
    return (made.id, made) if made else None


def _sent(intent: Intent, told: Refund) -> None:
    _book(_locked(intent.params["own_refund"]), told, timezone.now())


def _not_sent(intent: Intent, why: Rejected) -> None:
    """That all of it went back before is no failure: somebody sent it in Stripe's dashboard, and the money has left."""
    refund, now = _locked(intent.params["own_refund"]), timezone.now()
    if why.code == ALL_BACK:
        _leaves(refund, "done", now)
        _end(refund, State.DONE, now)
    else:
        _fail(refund, why.code, now)


def heard(told: Refund, *, at: datetime) -> None:
    """As it is there now. One that we did not send is put before finance. In the caller's transaction."""
    known = OwnRefund.objects.filter(refund_id=told.id).first() or _by_name(told.reference)
    if known:
        _book(_locked(known.pk), told, at)
    elif told.payment_intent and told.status not in GONE:
        for payment in OwnPayment.objects.filter(payment_intent=told.payment_intent, state="paid"):
            _sent_elsewhere(payment, told, at)


def _sent_elsewhere(payment: OwnPayment, told: Refund, at: datetime) -> None:
    """Somebody sent money back in Stripe's dashboard. What is still free of a stored balance leaves it, so that it is
    not spent as well; finance looks at it, and at what is not there any more."""
    odd_payments.put_before_finance(OwnPayment.objects.filter(pk=payment.pk), OwnPayment.Odd.REFUND)
    available = payment.pot.available
    if payment.pot.by_order or available is None:
        return  # all of it is held for something: finance decides about that first
    if pence := min(told.pence, ledger.lock([available])[available.pk]):
        made = going_back.gone(payment, pence, refund_id=told.id, at=at)
        _book(_locked(made.pk), told, at)


def _by_name(name: str) -> OwnRefund | None:
    payment, _, number = name.rpartition(":back:")
    parts = payment.split(":")
    if len(parts) != 3 or not (number.isdecimal() and parts[2].isdecimal()):
        return None
    found = OwnRefund.objects.filter(payment__purpose=parts[0], payment__reference=parts[1], payment__attempt=parts[2])
    return found.filter(number=number, refund_id="").first()


def _book(refund: OwnRefund, told: Refund, at: datetime) -> None:
    if not refund.refund_id:
        refund.refund_id = told.id
        refund.save(update_fields=["refund_id"])
    if told.status == "succeeded" and refund.state == State.SENT:
        _leaves(refund, "done", at)
        _end(refund, State.DONE, at)
    elif told.status in GONE:
        _fail(refund, told.failure or told.status, at)


def _fail(refund: OwnRefund, why: str, at: datetime) -> None:
    """Also of one that had gone out: the bank sent it back to us."""
    if refund.state == State.DONE:
        going, own = _places()
        _post(refund, "came-back", Move(own, going, refund.pence), None, at)
    if refund.state in (State.SENT, State.DONE):
        _end(refund, State.FAILED, at, why=why[:60] or "unknown")


@transaction.atomic
def paid_by_hand(*, refund: OwnRefund, how: str, by: User, at: datetime | None = None) -> OwnRefund:
    """Finance paid it back another way, like a bank transfer. Only what the bank would not take back."""
    now, held = at or timezone.now(), _locked(refund.pk)
    if held.state != State.FAILED:
        raise RefundRefused("This refund does not wait for you any more.")
    if has_part_in(by, held.payment.person):
        raise RefundRefused("Somebody else must do this: the money is yours, or you act for the person.")
    _leaves(held, "by-hand", now, by)
    _end(held, State.BY_HAND, now, by_hand_how=how, by_hand_at=now, by_hand_by=by)
    audit(action="own_refund.by_hand", by=by, subject=f"own_refund:{held.pk}", at=now)
    return held


def _leaves(refund: OwnRefund, how: str, at: datetime, by: User | None = None) -> None:
    going, own = _places()
    _post(refund, how, Move(going, own, refund.pence), by, at)


def _places() -> tuple[ledger.LedgerAccount, ledger.LedgerAccount]:
    return ledger.council_account(LedgerKind.GOING_BACK), ledger.council_account(LedgerKind.OWN_FUNDS)


def _post(refund: OwnRefund, how: str, move: Move, by: User | None, at: datetime) -> None:
    ledger.post(
        key=f"own-refund:{refund.name}:{how}",
        kind="own_refund",
        moves=[move],
        by=by,
        at=at,
        memo=going_back.memo(refund.payment),
    )


def _end(refund: OwnRefund, state: OwnRefund.State, at: datetime, **more: object) -> None:
    for name, value in {"state": state, "ended_at": at, **more}.items():
        setattr(refund, name, value)
    refund.save()
    if state != State.BY_HAND:
        audit(action=f"own_refund.{state}", by=None, subject=f"own_refund:{refund.pk}", at=at)


def _locked(pk: int) -> OwnRefund:
    rows = OwnRefund.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("payment__person").get(pk=pk)


outside.register(going_back.KIND, outside.Kind(call=_send, booked=_sent, refused=_not_sent, find=_found))
