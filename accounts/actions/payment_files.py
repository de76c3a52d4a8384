"""Paying providers: one person prepares a file of what is owed, another releases it. Each payable is in it once."""

import secrets
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts import ledger
from accounts.actions import transfers
from accounts.actions.refused import PaymentFileError
from accounts.audit import audit
from accounts.failpoints import reach, reach_after_commit
from accounts.ledger import LedgerKind, Move
from accounts.models import PaymentFile, PaymentFileLine, User
from accounts.queries import payables

LETTERS = "23456789CDFGHJKMPQRTVWXY"  # none that is taken for another, no words


class NothingToPay(PaymentFileError):
    pass


class SamePerson(PaymentFileError):
    pass


class NotWaiting(PaymentFileError):
    pass


class OwedLess(PaymentFileError):
    """Less is owed to somebody than when the file was prepared, so what was checked is not what would be paid."""


@transaction.atomic
def prepare(
    *, by: User, emergency_reason: str = "", through_stripe: bool | None = None, at: datetime | None = None
) -> PaymentFile:
    """A file of everybody to whom we owe money, whom we can pay and who is in no other waiting file.

    With a reason it is an emergency file: everybody by bank. `through_stripe` says whether Stripe is used at all, where
    that is not as it is set up now (history in a demo).
    """
    ledger.lock(payables.accounts())
    ready = payables.standing(through_stripe=False if emergency_reason else through_stripe).ready
    if not ready:
        raise NothingToPay("There is nobody to pay now.")
    now = at or timezone.now()
    urgent = {"is_emergency": bool(emergency_reason), "emergency_reason": emergency_reason}
    reference = f"{timezone.localdate(now):%y%m%d}-{''.join(secrets.choice(LETTERS) for _ in range(4))}"
    reach_after_commit("prepare.committed")
    reach("prepare.begun")
    file = PaymentFile.objects.create(reference=reference, prepared_by=by, prepared_at=now, **urgent)
    reach("prepare.filed")
    PaymentFileLine.objects.bulk_create(_line(file, owed) for owed in ready)
    _audit("payment_file.prepared", file, by, now, lines=len(ready), pence=sum(owed.pence for owed in ready))
    reach("prepare.written")
    return file


@transaction.atomic
def release(*, file: PaymentFile, by: User, at: datetime | None = None) -> PaymentFile:
    """Let the money go: what we owe becomes what we paid, and what goes through Stripe is asked for after commit.
    Again by the same person: nothing happens."""
    locked = _locked(file)
    if locked.released_by_id == by.pk:
        return locked
    _check_waits(locked)
    if locked.prepared_by_id == by.pk:
        raise SamePerson("You prepared this file. Someone else must check it and release it.")
    now = at or timezone.now()
    moves = _moves(locked)
    reach_after_commit("release.committed")
    reach("release.begun")
    ledger.post(
        key=f"payment-file:{locked.reference}",
        kind="payout",
        moves=moves,
        by=by,
        at=now,
        memo=f"payment-file:{locked.reference}",
    )
    reach("release.posted")
    locked.released_by, locked.released_at = by, now
    locked.save(update_fields=["released_by", "released_at"])
    reach("release.marked")
    locked.lines.update(is_open=False)
    transfers.plan(file=locked, at=now)
    _audit("payment_file.released", locked, by, now, pence=sum(move.pence for move in moves))
    reach("release.written")
    return locked


@transaction.atomic
def cancel(*, file: PaymentFile, by: User, at: datetime | None = None) -> PaymentFile:
    """Nothing is paid; what was in it can go into another file. Either person may, and again changes nothing."""
    locked = _locked(file)
    if locked.cancelled_at:
        return locked
    _check_waits(locked)
    now = at or timezone.now()
    locked.cancelled_by, locked.cancelled_at = by, now
    locked.save(update_fields=["cancelled_by", "cancelled_at"])
    locked.lines.update(is_open=False)
    _audit("payment_file.cancelled", locked, by, now)
    return locked


def downloaded(*, file: PaymentFile, by: User, at: datetime | None = None) -> None:
    """Bank details left the house: who took them, and when."""
    _audit("payment_file.downloaded", file, by, at or timezone.now())


def _line(file: PaymentFile, owed: payables.Owed) -> PaymentFileLine:
    payee, route = owed.payee, owed.route
    if route == PaymentFileLine.Route.STRIPE:
        where = {"stripe_account": payee.payout_account.stripe_account}
    else:
        where = {"sort_code": payee.sort_code, "account_number": payee.account_number}
    return PaymentFileLine(file=file, payee=payee, pence=owed.pence, route=route, **where)


def _locked(file: PaymentFile) -> PaymentFile:
    return PaymentFile.objects.select_for_update(no_key=True).get(pk=file.pk)


def _check_waits(file: PaymentFile) -> None:
    if file.released_at:
        raise NotWaiting("This file was released before.")
    if file.cancelled_at:
        raise NotWaiting("This file was cancelled.")


def _moves(file: PaymentFile) -> list[Move]:
    lines = list(file.lines.select_related("payee__payable").order_by("pk"))
    balances = ledger.lock([line.payee.payable for line in lines])
    short = [line.payee.name for line in lines if balances[line.payee.payable_id] < line.pence]
    if short:
        names = ", ".join(sorted(short))
        raise OwedLess(f"We now owe less than this to {names}. Cancel this file and prepare another.")
    paid_out = ledger.council_account(LedgerKind.PAID_OUT)
    return [Move(line.payee.payable, paid_out, line.pence) for line in lines]


def _audit(action: str, file: PaymentFile, by: User, at: datetime, **detail: int) -> None:
    audit(action=action, by=by, subject=f"payment-file:{file.reference}", detail=dict(detail), at=at)
