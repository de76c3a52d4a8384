"""A payment came back, or Stripe never sent it: we owe it again, and the next file pays it."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts import ledger
from accounts.actions.refused import PaymentFileError
from accounts.audit import audit
from accounts.ledger import LedgerKind, Move
from accounts.models import PaymentFileLine, PaymentReturn, User

Reason = PaymentReturn.Reason
Route = PaymentFileLine.Route


class NotPaidOut(PaymentFileError):
    pass


@transaction.atomic
def record(
    *, line: PaymentFileLine, reason: str, returned_on: date, by: User, at: datetime | None = None
) -> PaymentReturn:
    """A bank sent it back. Once for each line: again, nothing happens."""
    now = at or timezone.now()
    found = _held(line.pk)
    if found.file.released_at is None:
        raise NotPaidOut("This file was not released, so nothing was paid.")
    if found.route != Route.BANK:
        raise NotPaidOut("This was paid through Stripe. No bank sends it back to us.")
    if returned_on < timezone.localdate(found.file.released_at):
        raise NotPaidOut("The file was released later than that day.")
    return _owed_again(found, by, now, reason=reason, returned_on=returned_on)


@transaction.atomic
def not_sent(*, line_pk: int, code: str, at: datetime) -> PaymentReturn:
    """Stripe would not send it, so it never left."""
    return _owed_again(_held(line_pk), None, at, reason=Reason.REFUSED, code=code[:120])


@transaction.atomic
def taken_back(*, line_pk: int, reversal: str, by: User | None, at: datetime) -> PaymentReturn:
    """It was taken back from their Stripe account, by us or at Stripe."""
    return _owed_again(_held(line_pk), by, at, reason=Reason.REVERSED, outside_id=reversal)


@transaction.atomic
def taken_over(*, line_pk: int, by: User, at: datetime) -> PaymentReturn:
    """Nobody ever tried to send it: an emergency file pays it by bank."""
    return _owed_again(_held(line_pk), by, at, reason=Reason.TAKEN_OVER)


def _held(pk: int) -> PaymentFileLine:
    held = PaymentFileLine.objects.select_for_update(of=("self",), no_key=True)
    return held.select_related("file", "payee__payable").get(pk=pk)


def _owed_again(
    line: PaymentFileLine,
    by: User | None,
    now: datetime,
    *,
    reason: str,
    returned_on: date | None = None,
    code: str = "",
    outside_id: str = "",
) -> PaymentReturn:
    made, new = PaymentReturn.objects.get_or_create(
        line=line,
        defaults={
            "reason": reason,
            "returned_on": returned_on or timezone.localdate(now),
            "recorded_by": by,
            "recorded_at": now,
            "code": code,
            "outside_id": outside_id,
        },
    )
    if new:
        moves = [Move(ledger.council_account(LedgerKind.PAID_OUT), line.payee.payable, line.pence)]
        memo = f"payment-file:{line.file.reference}"
        key = f"payment-return:{line.pk}"
        ledger.post(key=key, kind="payout_returned", moves=moves, by=by, at=now, memo=memo)
        detail = {"reason": reason, **({"code": code} if code else {})}
        audit(action="payment.returned", by=by, subject=f"payee:{line.payee_id}", detail=detail, at=now)
    return made
