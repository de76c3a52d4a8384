"""Publish what a personal budget may buy. Each version stays as it is, since answers quote it."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.actions.refused import Refused
from accounts.audit import audit
from accounts.models import PurchasePolicy, User


class PolicyRefused(Refused):
    pass


@transaction.atomic
def publish(*, text: str, by: User, at: datetime | None = None) -> PurchasePolicy:
    """A new version from now on. The same text by the same person again is the version that is there."""
    now, words = at or timezone.now(), text.strip().replace("\r\n", "\n")
    last = PurchasePolicy.objects.select_for_update(of=("self",)).order_by("-number").first()
    if not words:
        raise PolicyRefused("Write what a personal budget may buy.")
    if last and last.text.strip() == words and last.published_by_id:
        if last.published_by_id == by.pk:
            return last
        raise PolicyRefused(f"This is the text of version {last.number}. Change it first.")
    number = last.number + 1 if last else 1
    made = PurchasePolicy.objects.create(number=number, text=words, published_by=by, published_at=now)
    audit(action="purchase_policy.published", by=by, subject=f"purchase_policy:{number}", at=now)
    return made
