"""A journey through the booking questions: begun, answered, and turned into at most one order."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Person, User
from marketplace.actions.moves import Refused
from marketplace.actions.orders import Wish
from marketplace.models import Draft, Listing, Order
from marketplace.models.drafts import new_token
from marketplace.queries import quotes


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


def wish(draft: Draft, shown_pence: int) -> Wish:
    """What the answers come to. Raises Refused where the offer or the money is not as it was."""
    quote, pot = quotes.quote(draft.listing, draft.answers), quotes.chosen_pot(draft)
    if quote is None:
        raise Refused("too_short", "What is on offer has changed. Choose when and how long again.")
    if pot is None:
        raise Refused("pot", "Choose money that belongs to the person.")
    return Wish(
        listing=draft.listing,
        person=draft.person,
        pot=pot,
        starts_at=quote.starts_at,
        minutes=quote.minutes,
        token=draft.token,
        outcome=quotes.chosen_outcome(draft),
        start_early=draft.answers.get("start_early", False),
        not_household=draft.answers.get("not_household", False),
        shown_pence=shown_pence,
    )


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
