"""Transfers of the demo's past: each reached Stripe as soon as its file was released, without a network."""

from datetime import timedelta

from django.db.models import F

from accounts import outside
from accounts.models import Intent
from accounts.queries import sent
from accounts.stripe.connect import Transfer


def was_sent() -> None:
    """Every transfer of the past files reached Stripe on the day when the file was released."""
    for intent in Intent.objects.filter(kind="transfer", state=Intent.State.PLANNED).order_by("pk"):
        given, name = intent.params, f"tr_demo{intent.params['line']:04d}"
        reference = sent.reference(given["line"])
        made = Transfer(name, given["pence"], 0, given["account"], given["group"], reference, intent.planned_at)
        outside.learned(intent, made=name, answer=made)
    Intent.objects.filter(kind="transfer").update(ended_at=F("planned_at") + timedelta(minutes=1))
