"""A journey through the booking questions: begun, answered, and turned into at most one order."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Person, User
from marketplace.models import Draft, Listing, Order
from marketplace.models.drafts import new_token


@transaction.atomic
def begin(*, listing: Listing, person: Person, by: User, at: datetime | None = None) -> Draft:
    """The open journey for this offer, or a new one: two tabs are one journey."""
    now = at or timezone.now()
    draft, _ = Draft.objects.select_related("listing", "person").get_or_create(
        user=by,
        person=person,
        listing=listing,
        order=None,
        defaults={"token": new_token(), "started_at": now, "changed_at": now},
    )
    return draft


@transaction.atomic
def answer(*, draft: Draft, answers: dict[str, Any], at: datetime | None = None) -> Draft:
    """Keep what was typed at one question. What was agreed to is asked again when the visits or the money change."""
    locked = Draft.objects.select_for_update().get(pk=draft.pk)
    kept = {**locked.answers, **answers}
    if "agreed" not in answers and {name: kept.get(name) for name in answers} != {
        name: locked.answers.get(name) for name in answers
    }:
        kept.pop("agreed", None)
    Draft.objects.filter(pk=draft.pk, order=None).update(answers=kept, changed_at=at or timezone.now())
    draft.refresh_from_db()
    return draft


def keep_answers(*, order: Order, at: datetime) -> None:
    """The order came to nothing: what was typed for it is a journey again, unless another has begun. What was agreed
    to is asked again."""
    old = Draft.objects.filter(order=order).first()
    if old is None:
        return
    answers = {name: value for name, value in old.answers.items() if name != "agreed"}
    whose = {"user": old.user, "person": old.person, "listing": old.listing}
    if not Draft.objects.filter(order=None, **whose).exists():
        Draft.objects.create(answers=answers, started_at=at, changed_at=at, **whose)
