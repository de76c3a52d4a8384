"""Money for one purpose: held in a pot, then captured for the payee or released; refunded when it went wrong.

`accounts` knows purposes ("visit"), never what stands behind them: a higher room says in its `AppConfig.ready()` what
is to happen when nothing is held any more, with `on_settled("visit", fn)`.

Each step takes a `key` of the caller's, so that the same step asked for twice is done once. Without one, each call is
a step of its own.

Money that came from a person's own card for this one thing (`own_payment`) is not kept when it comes free: it goes
back to that card in the same transaction.
"""

import secrets
from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts import going_back, ledger
from accounts.audit import audit
from accounts.failpoints import reach
from accounts.ledger import KeyReused, LedgerAccount, LedgerKind, Move
from accounts.models.budgets import Pot
from accounts.models.own_payments import OwnPayment
from accounts.models.payments import Payee, Payment
from accounts.models.people import Person
from accounts.models.user import User
from design.registry import Registry

EMPLOYER = "employer"  # the one purpose for which set-aside money leaves its pot
Settled = Callable[[Payment, datetime], None]
_settled: Registry[Settled] = Registry("on_settled")


class PaymentError(Exception):
    """Nothing was changed."""


class NotInLedger(PaymentError):
    """The pot's money is not in our books (own bank account), or the pot is closed."""


class TooMuch(PaymentError):
    """More than is still held, or than was captured."""


def on_settled(purpose: str, fn: Settled) -> None:
    """Have `fn(payment, at)` called, in the same transaction, when a payment's hold has come to nothing."""
    _settled.register(purpose, fn)


def hold(
    *,
    purpose: str,
    reference: str,
    pot: Pot,
    payee: Payee,
    pence: int,
    by: User | None,
    at: datetime | None = None,
    on_behalf_of: Person | None = None,
    own_payment: OwnPayment | None = None,
) -> Payment:
    """Set money of a pot aside for one thing. Asked again with the same content: the same payment.

    Raises NotEnough, NotInLedger, and KeyReused when the purpose and reference stand for something else.
    """
    available, held = _sides(pot)
    if pot.by_order != (own_payment is not None):
        raise NotInLedger(f"Pot {pot.pk} is paid from by card, one thing at a time, or never")
    if pot.closed_at:
        raise NotInLedger(f"Pot {pot.pk} is closed")
    if pot.is_set_aside and purpose != EMPLOYER:
        raise NotInLedger(f"Pot {pot.pk} is set aside for what an employer owes")
    moment = at or timezone.now()
    with transaction.atomic():
        ledger.post(
            key=f"hold:{purpose}:{reference}",
            kind="hold",
            moves=[Move(available, held, pence)],
            by=by,
            at=moment,
            memo=f"{purpose}:{reference}",
            on_behalf_of=on_behalf_of,
        )
        reach("hold.posted")
        payment, made = Payment.objects.get_or_create(
            purpose=purpose,
            reference=reference,
            defaults={"pot": pot, "payee": payee, "held_pence": pence, "held_at": moment, "own_payment": own_payment},
        )
        if not made and payment.payee_id != payee.pk:
            raise KeyReused(f"hold:{purpose}:{reference}")
    return payment


def capture(
    *, payment: Payment, pence: int, by: User | None, at: datetime | None = None, key: str | None = None
) -> Payment:
    """Held money becomes what we owe the payee. The rest stays held, to be captured or released. Raises TooMuch."""

    def moves(now: Payment) -> list[Move]:
        _within(pence, now.open_pence, "is held")
        now.captured_pence += pence
        return [Move(_sides(now.pot)[1], now.payee.payable, pence)]

    return _step(payment, "capture", moves, by, at, key)


def release(
    *,
    payment: Payment,
    pence: int | None = None,
    by: User | None,
    at: datetime | None = None,
    key: str | None = None,
    is_held_again: bool = False,
) -> Payment:
    """Held money is free to spend again: `pence` of it, or all that is left, which may be nothing. Raises TooMuch.

    `is_held_again` where it is held for another step in this transaction; the caller gives back what is left over.
    """

    def moves(now: Payment) -> list[Move]:
        part = now.open_pence if pence is None else pence
        if part == 0 and pence is None:
            return []
        _within(part, now.open_pence, "is held")
        now.released_pence += part
        available, held = _sides(now.pot)
        return [Move(held, available, part)]

    return _step(payment, "release", moves, by, at, key, stays=is_held_again)


def refund(
    *, payment: Payment, pence: int, by: User | None, at: datetime | None = None, key: str | None = None
) -> Payment:
    """Captured money goes back to the pot. Where the payee was paid already, the next payment to them is less."""

    def moves(now: Payment) -> list[Move]:
        _within(pence, now.captured_pence - now.refunded_pence, "was paid and not refunded")
        now.refunded_pence += pence
        return [Move(now.payee.payable, _sides(now.pot)[0], pence)]

    return _step(payment, "refund", moves, by, at, key)


@transaction.atomic
def hand_on(*, payment: Payment, payee: Payee, by: User | None, at: datetime | None = None) -> Payment:
    """What is held goes to somebody else once it is captured; nothing moves in the books. Raises TooMuch where some was
    captured: that stays where it was."""
    now = _locked(payment)
    if now.payee_id == payee.pk:
        return now
    if now.captured_pence:
        raise TooMuch(f"Payment {now.pk} was captured in part")
    detail = {"from": now.payee_id, "to": payee.pk}
    Payment.objects.filter(pk=now.pk).update(payee=payee)
    now.refresh_from_db(fields=["payee"])
    audit(action="payment.handed_on", by=by, subject=f"payment:{now.pk}", detail=detail, at=at or timezone.now())
    return now


def open_payee(
    *,
    name: str,
    sort_code: str = "",
    account_number: str = "",
    person: Person | None = None,
    phone: str = "",
    at: datetime | None = None,
) -> Payee:
    """Somebody to pay, with a ledger account for what we owe. That may go below zero: a refund after we paid."""
    reference = secrets.token_hex(4).upper()
    with transaction.atomic():
        return Payee.objects.create(
            reference=reference,
            name=name,
            payable=ledger.open_account(kind=LedgerKind.PAYABLE, owner=f"payee:{reference}", may_overdraw=True),
            sort_code=sort_code.replace("-", "").replace(" ", ""),
            account_number=account_number.replace(" ", ""),
            created_at=at or timezone.now(),
            person=person,
            phone=phone,
            phone_recorded_at=(at or timezone.now()) if phone else None,
        )


def _step(
    payment: Payment,
    kind: str,
    moves: Callable[[Payment], list[Move]],
    by: User | None,
    at: datetime | None,
    key: str | None,
    stays: bool = False,
) -> Payment:
    """One step under the payment's lock: reckon, post, count; then tell the purpose when nothing is held any more."""
    moment = at or timezone.now()
    with transaction.atomic():
        now = _locked(payment)
        name = f"payment:{now.pk}:{kind}:{key or now.steps + 1}"
        if key and ledger.exists(name):
            return now
        was_open = now.open_pence
        if not (todo := moves(now)):
            return now
        reach("payment.begun")
        ledger.post(key=name, kind=kind, moves=todo, by=by, at=moment, memo=f"{now.purpose}:{now.reference}")
        reach("payment.posted")
        now.steps += 1
        now.save(update_fields=["captured_pence", "released_pence", "refunded_pence", "steps"])
        reach("payment.written")
        if now.own_payment and kind in ("release", "refund") and not stays:
            going_back.add(now.own_payment, sum(move.pence for move in todo), key=name, at=moment)
        if was_open and not now.open_pence and (settled := _settled.get(now.purpose)):
            settled(now, moment)
    return now


def _locked(payment: Payment) -> Payment:
    rows = Payment.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("pot__available", "pot__held", "payee__payable", "own_payment__pot__available").get(
        pk=payment.pk
    )


def _sides(pot: Pot) -> tuple[LedgerAccount, LedgerAccount]:
    """A pot's available and held accounts."""
    if pot.available is None or pot.held is None:
        raise NotInLedger(f"The money of pot {pot.pk} is not in our books")
    return pot.available, pot.held


def _within(pence: int, limit: int, what: str) -> None:
    if pence > limit:
        raise TooMuch(f"{pence} pence asked for, {limit} {what}")
