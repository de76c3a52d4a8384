"""A bank sent a payment back: we owe it again, and the next file pays it."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts import ledger
from accounts.actions.payment_files import PaymentFileError
from accounts.audit import audit
from accounts.ledger import LedgerKind, Move
from accounts.models import PaymentFileLine, PaymentReturn, User


class NotPaidOut(PaymentFileError):
    pass


@transaction.atomic
def record(
    *, line: PaymentFileLine, reason: str, returned_on: date, by: User, at: datetime | None = None
) -> PaymentReturn:
    """Once for each line: again, nothing happens."""
    now = at or timezone.now()
    held = PaymentFileLine.objects.select_for_update(of=("self",), no_key=True)
    found = held.select_related("file", "payee__payable").get(pk=line.pk)
    if found.file.released_at is None:
        raise NotPaidOut("This file was not released, so nothing was paid.")
    if returned_on < timezone.localdate(found.file.released_at):
        raise NotPaidOut("The file was released later than that day.")
    made, new = PaymentReturn.objects.get_or_create(
        line=found,
        defaults={"reason": reason, "returned_on": returned_on, "recorded_by": by, "recorded_at": now},
    )
    if new:
        moves = [Move(ledger.council_account(LedgerKind.PAID_OUT), found.payee.payable, found.pence)]
        memo = f"payment-file:{found.file.reference}"
        key = f"payment-return:{found.pk}"
        ledger.post(key=key, kind="payout_returned", moves=moves, by=by, at=now, memo=memo)
        audit(action="payment.returned", by=by, subject=f"payee:{found.payee_id}", detail={"reason": reason}, at=now)
    return made
