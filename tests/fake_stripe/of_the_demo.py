"""`python -m tests.fake_stripe.of_the_demo MEMORY`: what the demo's books say was done at Stripe, for the fake to know.

`seed_demo` tells the past without a network. Learnt once, before the fake's first start, it is the same on both sides:
providers go on where they stood, and what was paid by card can go back.
"""

import os
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tests.fake_stripe import objects
from tests.fake_stripe.store import NEITHER, Made, Store

SESSION = {"paid": ("complete", "paid"), "bank": ("complete", "unpaid"), "expired": ("expired", "unpaid")}
REFUND = {"sent": "pending", "done": "succeeded", "failed": "failed", "by_hand": "failed"}
BY_HAND = 500  # pence that somebody sent at Stripe, and that our books know nothing of


def learn(memory: Path) -> None:
    """Nothing where the fake knows something already."""
    if memory.exists():
        return
    store = Store()
    for made in (*accounts(), *transfers(), *sessions(), *refunds()):
        store.kinds[made["object"]][made["id"]] = made
    store.keep(memory)


def made_at(at: datetime, made: Made) -> Made:
    live = {} if made["object"] in (*NEITHER, "account") else {"livemode": False}
    return {**made, "created": int(at.timestamp()), **live}


def accounts() -> Iterator[Made]:
    from accounts.models import PayoutAccount

    for each in PayoutAccount.objects.filter(stripe_account__startswith="acct_demo").select_related("payee"):
        is_ready = each.state == PayoutAccount.State.READY
        made = objects.account(
            id=each.stripe_account,
            details_submitted=True,
            payouts_enabled=is_ready,
            capabilities={"transfers": "active" if is_ready else "pending"},
            metadata={"reference": f"payee:{each.payee.reference}"},
        )
        made["requirements"]["currently_due"] = list(each.needs)
        yield made_at(each.asked_at, made)


def transfers() -> Iterator[Made]:
    from accounts.models import Difference, Intent
    from accounts.queries import sent

    for intent in Intent.objects.filter(kind="transfer", outside_id__startswith="tr_demo").order_by("pk"):
        given = intent.params
        reference = sent.reference(given["line"])
        yield transfer(
            intent.planned_at, intent.outside_id, given["pence"], given["account"], given["group"], reference
        )
    for differs in Difference.objects.filter(object_id__startswith="tr_demo"):
        yield transfer(differs.began_at, differs.object_id, BY_HAND, "acct_demo0001", None, "")


def transfer(at: datetime, name: str, pence: int, account: str, group: str | None, reference: str) -> Made:
    made = objects.transfer(
        id=name,
        amount=pence,
        currency="gbp",
        destination=account,
        transfer_group=group,
        metadata={"reference": reference} if reference else {},
    )
    made["reversals"]["url"] = f"/v1/transfers/{name}/reversals"
    return made_at(at, made)


def sessions() -> Iterator[Made]:
    from accounts.models import OwnPayment

    for each in OwnPayment.objects.filter(session_id__startswith="cs_demo").order_by("asked_at", "pk"):
        status, payment_status = SESSION[each.state]
        amounts = {"amount_total": each.pence, "amount_subtotal": each.pence, "currency": "gbp"}
        intent = each.session_id.replace("cs_", "pi_") if status == "complete" else None
        if intent:
            yield made_at(each.asked_at, payment_intent(intent, each.pence, is_paid=payment_status == "paid"))
        made = objects.session(
            id=each.session_id,
            status=status,
            payment_status=payment_status,
            payment_intent=intent,
            client_reference_id=each.name,
            metadata={"reference": each.name},
            expires_at=int((each.asked_at + timedelta(hours=24)).timestamp()),
            url=None,
            **amounts,
        )
        yield made_at(each.asked_at, {**made, "_line": "Payment", "_intent": {}})


def payment_intent(name: str, pence: int, *, is_paid: bool) -> Made:
    return objects.payment_intent(
        id=name,
        amount=pence,
        amount_received=pence if is_paid else 0,
        currency="gbp",
        status="succeeded" if is_paid else "processing",
        latest_charge=name.replace("pi_", "ch_"),
    )


def refunds() -> Iterator[Made]:
    from accounts.models import OwnRefund

    for each in OwnRefund.objects.filter(refund_id__startswith="re_demo").select_related("payment"):
        given: dict[str, Any] = {"payment_intent": each.payment.payment_intent, "metadata": {"reference": each.name}}
        if each.state == OwnRefund.State.FAILED:
            given["failure_reason"] = each.why
        made = objects.refund(id=each.refund_id, amount=each.pence, currency="gbp", status=REFUND[each.state], **given)
        yield made_at(each.made_at, {**made, "charge": each.payment.payment_intent.replace("pi_", "ch_")})


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    learn(Path(sys.argv[1]))
