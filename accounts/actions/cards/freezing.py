"""Freeze at once, unfreeze, stop for good.

The person, the holder and a delegate who may pay freeze as they like. Named staff act for the council: with a reason
that the person can read and is told, and what the council froze only the council opens again.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.actions.cards import telling
from accounts.actions.cards.changes import change, record
from accounts.actions.cards.refusals import CardRefused
from accounts.models import Card, User
from accounts.permissions import may, may_for
from accounts.queries import freezes
from accounts.roles import Permission, Scope

State = Card.State
OPEN = frozenset({State.ORDERED, State.POSTED, State.ACTIVE, State.FROZEN})
BY_COUNCIL = "The council froze this card. Call us and we will explain why, and what happens now."
BY_ANOTHER = "Somebody else froze this card. The person, or whoever froze it, can unfreeze it."


def for_council(card: Card, by: User, at: datetime) -> bool:
    """Named staff, who have no part of their own in this card and do not pay for this person."""
    if by.pk == card.holder_id or may_for(by, card.account.person, Scope.PAY, timezone.localdate(at)):
        return False
    return may(by, Permission.FREEZE_CARDS)


@transaction.atomic
def freeze(*, card: Card, by: User, reason: str = "", at: datetime | None = None) -> bool:
    """At once: from now on our own decision refuses. Named staff give a reason. Whether anything changed."""
    now = at or timezone.now()
    if not for_council(card, by, now):
        _check_freezes(card, by, now)
        return change(card, {State.ACTIVE}, State.FROZEN, "card.frozen", by, now, reason=reason)
    if not reason:
        raise CardRefused("Say why you freeze this card. The person can read it.")
    given = {"reason": reason, "council": "yes"}
    if not change(card, {State.ACTIVE}, State.FROZEN, "card.frozen", by, now, **given):
        if not _may_take_over(card):
            return False
        record("card.frozen", card, by, now, **given)
    telling.frozen(card, reason, now)
    return True


def _check_freezes(card: Card, by: User, at: datetime) -> None:
    """Its holder may even where she may not pay any more: freezing is always safe."""
    if by.pk != card.holder_id and not may_for(by, card.account.person, Scope.PAY, timezone.localdate(at)):
        raise CardRefused("Only its holder, the person, or somebody who may pay for them freezes a card.")


def _may_take_over(card: Card) -> bool:
    """Frozen, and not by the council yet: it stays so until the council opens it."""
    held = Card.objects.select_for_update(no_key=True).filter(pk=card.pk, state=State.FROZEN).exists()
    return held and not freezes.is_councils(freezes.last(card))


@transaction.atomic
def unfreeze(*, card: Card, by: User, reason: str = "", at: datetime | None = None) -> bool:
    """What the person or somebody else froze, a delegate does not open again: only what she froze herself. What
    staff froze, staff open again, with a word to the person."""
    now = at or timezone.now()
    list(Card.objects.select_for_update(no_key=True).filter(pk=card.pk).values_list("pk"))
    if why := why_it_stays(card, by, now):
        raise CardRefused(why)
    council = for_council(card, by, now)
    if council and not reason:
        raise CardRefused("Say why this card works again. The person can read it.")
    given = {"reason": reason, "council": "yes" if council else ""}
    changed = change(card, {State.FROZEN}, State.ACTIVE, "card.unfrozen", by, now, **given)
    if changed and council:
        telling.unfrozen(card, reason, now)
    return changed


def why_it_stays(card: Card, by: User, at: datetime) -> str:
    """Why this frozen card is not theirs to open; nothing where it is."""
    line = freezes.last(card)
    if freezes.is_councils(line):
        return "" if for_council(card, by, at) else BY_COUNCIL
    theirs = {card.account.person.user_id, int(line.by) if line and line.by else None}
    return "" if by.pk in theirs else BY_ANOTHER


def check_open_to(card: Card, by: User, at: datetime) -> None:
    """What the council froze is not stopped or replaced by anybody else: a new card would be a way round it."""
    frozen = Card.objects.filter(pk=card.pk, state=State.FROZEN).exists()
    if frozen and freezes.is_councils(freezes.last(card)) and not for_council(card, by, at):
        raise CardRefused(BY_COUNCIL)


def stop(
    *, card: Card, by: User, reason: str = "", ended: Card.Ended = Card.Ended.NOT_WANTED, at: datetime | None = None
) -> bool:
    """For good. What a shop was promised before is still paid. Whether anything changed."""
    now = at or timezone.now()
    council = "yes" if for_council(card, by, now) else ""
    return change(card, set(OPEN), State.CLOSED, "card.stopped", by, now, ended=ended, reason=reason, council=council)
