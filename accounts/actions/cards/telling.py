"""What is told of a card: to the person in her way, to a delegate about her own card by e-mail.

A subject names no card.
"""

from datetime import datetime
from typing import Any

from accounts import notices
from accounts.card_wording import in_sentence, reason_in_words
from accounts.models import Card

EMAILS = "accounts/emails"


def made(card: Card, at: datetime) -> None:
    """It works, or is on its way by post."""
    _holder(card, "card_ready", at)


def not_made(card: Card, at: datetime) -> None:
    _holder(card, "card_not_made", at)


def frozen(card: Card, reason: str, at: datetime) -> None:
    """By the council: to the person whose money it is, and to a delegate whose card it is."""
    _both(card, "card_frozen", at, why=reason_in_words(reason))


def unfrozen(card: Card, reason: str, at: datetime) -> None:
    _both(card, "card_unfrozen", at, why=reason_in_words(reason))


def stopped(card: Card, newer: Card | None, at: datetime) -> None:
    """By the council, for somebody who called."""
    _both(card, "card_stopped", at, newer=newer, why=card.get_ended_display().lower())


def phone_changed(card: Card, at: datetime) -> None:
    """Always by e-mail to the holder: whoever changed it has to be in her sign-in, and not in her post."""
    notices.queue(to=card.holder, template=f"{EMAILS}/card_phone", context={}, at=at)


def _both(card: Card, template: str, at: datetime, **more: Any) -> None:
    notices.tell(person=card.account.person, template=f"{EMAILS}/{template}", context=_context(card, more), at=at)
    if not _is_hers(card):
        _delegate(card, template, at, more)


def _holder(card: Card, template: str, at: datetime) -> None:
    if _is_hers(card):
        notices.tell(person=card.account.person, template=f"{EMAILS}/{template}", context=_context(card, {}), at=at)
    else:
        _delegate(card, template, at, {})


def _delegate(card: Card, template: str, at: datetime, more: dict[str, Any]) -> None:
    notices.queue(to=card.holder, template=f"{EMAILS}/{template}", context=_context(card, more), at=at)


def _is_hers(card: Card) -> bool:
    return card.holder_id == card.account.person.user_id


def _context(card: Card, more: dict[str, Any]) -> dict[str, Any]:
    return {"card": card, "the_card": in_sentence(card), "is_plastic": card.kind == Card.Kind.PHYSICAL, **more}
