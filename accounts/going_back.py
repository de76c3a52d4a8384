"""Money that goes back to the card that paid it, out of a pot that keeps nothing.

`add` is called in the transaction that made the money free: it leaves the pot at once, so nobody can spend it twice.
Whatever comes free in one transaction is one refund. After commit it is planned to be sent, under a key of its own;
a refund whose planning was lost in a crash waits, and the clock plans it (`send_due`).
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django_tasks import task

from accounts import ledger, notices, outside
from accounts.ledger import LedgerKind, Move
from accounts.models import OwnPayment, OwnRefund
from accounts.permissions import may_for
from accounts.roles import Scope

KIND = "refund"
State = OwnRefund.State


def add(payment: OwnPayment, pence: int, *, key: str, at: datetime) -> OwnRefund:
    """`key` names the step that made it free. Raises NotEnough where the pot has not so much."""
    _leave_the_pot(payment, pence, key, at)
    refund = OwnRefund.objects.select_for_update().filter(payment=payment, state=State.WAITING).first()
    if refund is None:
        refund = OwnRefund.objects.create(payment=payment, number=_next(payment), pence=pence, made_at=at)
        pk = refund.pk
        transaction.on_commit(lambda: send.enqueue(pk))
    else:
        OwnRefund.objects.filter(pk=refund.pk).update(pence=F("pence") + pence)
        refund.refresh_from_db()
    return refund


def gone(payment: OwnPayment, pence: int, *, refund_id: str, at: datetime) -> OwnRefund:
    """One that was sent there and not by us. Raises NotEnough where the pot has not so much."""
    _leave_the_pot(payment, pence, refund_id, at)
    made = {"pence": pence, "made_at": at, "refund_id": refund_id, "state": State.SENT}
    return OwnRefund.objects.create(payment=payment, number=_next(payment), **made)


def _next(payment: OwnPayment) -> int:
    return OwnRefund.objects.filter(payment=payment).count() + 1


def _leave_the_pot(payment: OwnPayment, pence: int, key: str, at: datetime) -> None:
    available = payment.pot.available
    if available is None:
        raise ValueError(f"The pot of {payment} is not in the books")
    ledger.post(
        key=f"going-back:{key}",
        kind="going_back",
        moves=[Move(available, ledger.council_account(LedgerKind.GOING_BACK), pence)],
        by=None,
        at=at,
        memo=memo(payment),
    )


def memo(payment: OwnPayment) -> str:
    return f"own_payment:{payment.pk}"


@task()
def send(pk: int) -> None:
    """A nudge, as soon as the transaction is over."""
    plan(pk, timezone.now())


def send_due(at: datetime) -> int:
    waiting = OwnRefund.objects.filter(state=State.WAITING).order_by("pk")
    return sum(plan(pk, at) for pk in list(waiting.values_list("pk", flat=True)))


@transaction.atomic
def plan(pk: int, at: datetime) -> bool:
    """From now on nothing is added to it, and the person hears of it. Whether it was ours to plan."""
    if not OwnRefund.objects.filter(pk=pk, state=State.WAITING).update(state=State.SENT):
        return False
    refund = OwnRefund.objects.select_related("payment__person__user", "payment__by").get(pk=pk)
    params = {"own_refund": pk, "pence": refund.pence}
    outside.plan(KIND, key=refund.name, subject=f"own_refund:{pk}", params=params, at=at)
    _tell(refund, at)
    return True


def _tell(refund: OwnRefund, at: datetime) -> None:
    """The person, and the delegate who paid with her card, while she may still pay: never what was bought."""
    person, by = refund.payment.person, refund.payment.by
    told: dict[str, Any] = {
        "template": "accounts/emails/own_money_back",
        "context": {"refund": refund, "person": person},
        "at": at,
    }
    notices.tell(person=person, **told)
    if by.pk != person.user_id and may_for(by, person, Scope.PAY, on=timezone.localdate(at)):
        notices.queue(to=by, **told)
