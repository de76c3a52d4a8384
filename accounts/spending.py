"""May this purchase be made with this card, and from which pots? Pure: plain values in, a decision out.

Rules come before the balance, so that a decline names the real reason. There are no blanket bans: the only rule for
everybody is unlawful goods. Any shop will do.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Reason(StrEnum):
    """Why not. The words a person reads are in `DECLINES`."""

    CARD_NOT_STARTED = "card_not_started"
    CARD_FROZEN = "card_frozen"
    CARD_CLOSED = "card_closed"
    CARD_EXPIRED = "card_expired"
    ACCOUNT_CLOSED = "account_closed"
    UNLAWFUL_GOODS = "unlawful_goods"
    MAY_NOT_PAY = "may_not_pay"
    OVER_LIMIT = "over_limit"
    OVER_OWN_LIMIT = "over_own_limit"
    NOT_ENOUGH = "not_enough"
    TRY_AGAIN = "try_again"


@dataclass(frozen=True)
class Decline:
    """What to tell the person: what happened, and what can be done now."""

    title: str
    what_now: str


DECLINES: dict[str, Decline] = {
    Reason.CARD_NOT_STARTED: Decline(
        "This card has not been started",
        "When it has come by post, open it under “Your cards” and say that you have it.",
    ),
    Reason.CARD_FROZEN: Decline("Your card is frozen", "Unfreeze it under “Your cards”, then pay again."),
    Reason.CARD_CLOSED: Decline("This card is stopped", "Use your newer card. If you have none, call us."),
    Reason.CARD_EXPIRED: Decline("This card is out of date", "Use your newer card. If you have none, call us."),
    Reason.ACCOUNT_CLOSED: Decline("Your card account is closed", "Call us and we will explain what happened."),
    Reason.UNLAWFUL_GOODS: Decline(
        "The law does not allow this to be bought with a personal budget",
        "If you think the shop was put in the wrong group, call us. A person will look at it.",
    ),
    Reason.MAY_NOT_PAY: Decline(
        "The holder of this card may no longer pay for this person",
        "The person, or the council, can say that they may again.",
    ),
    Reason.OVER_LIMIT: Decline(
        "This is more than was agreed that the holder of this card may spend",
        "The person can pay it with a card of their own, or call us to agree a higher limit.",
    ),
    Reason.OVER_OWN_LIMIT: Decline(
        "This is more than the limit you set for this card",
        "You can change your limit under “Your cards”, then pay again.",
    ),
    Reason.NOT_ENOUGH: Decline(
        "There was not enough money left to spend",
        "Money held for visits you have booked cannot be spent twice. If you need this now, call us about the money "
        "set aside for emergencies.",
    ),
    Reason.TRY_AGAIN: Decline(
        "We could not answer the shop in time",
        "Nothing was taken. Try again now. Our staff have been told.",
    ),
}

# Goods and services that it is against the law to supply, as card companies name the shop's category.
UNLAWFUL_CATEGORIES = frozenset({"unlawful_drugs", "unlicensed_weapons", "unlicensed_gambling"})


@dataclass(frozen=True)
class CardFacts:
    """What the decision needs to know of the card."""

    state: str
    expires_on: date
    account_closed: bool = False
    may_pay: bool = True  # the holder is the person, or has a mandate to pay that holds today
    limit_pence: int | None = None  # what is left of a delegate's limits, the lower of purchase and month
    own_limit_pence: int | None = None  # what is left of the limits its holder set for herself


@dataclass(frozen=True)
class PotFacts:
    """One pot of the card's account, in the order in which they may be drawn on: the card's own first."""

    id: int
    available_pence: int
    is_contingency: bool = False


@dataclass(frozen=True)
class Decision:
    """`reason` is None when it may go ahead; then `draws` says how much comes from which pot."""

    reason: Reason | None
    draws: tuple[tuple[int, int], ...] = ()
    short_by_pence: int = 0

    @property
    def approved(self) -> bool:
        return self.reason is None


def decide(*, card: CardFacts, pots: Sequence[PotFacts], pence: int, category: str, today: date) -> Decision:
    """Contingency is not drawn on by a card: it is set aside for emergencies, by agreement."""
    if reason := _rule(card, pence, category, today):
        return Decision(reason)
    draws, left = [], pence
    for pot in pots:
        take = 0 if pot.is_contingency else min(max(pot.available_pence, 0), left)
        if take:
            draws.append((pot.id, take))
            left -= take
    return Decision(None, tuple(draws)) if not left else Decision(Reason.NOT_ENOUGH, short_by_pence=left)


def _rule(card: CardFacts, pence: int, category: str, today: date) -> Reason | None:
    """The first rule that says no, the plainest first."""
    rules = (
        (card.state == "closed", Reason.CARD_CLOSED),
        (card.account_closed, Reason.ACCOUNT_CLOSED),
        (card.state == "frozen", Reason.CARD_FROZEN),
        (card.state != "active", Reason.CARD_NOT_STARTED),
        (card.expires_on < today, Reason.CARD_EXPIRED),
        (not card.may_pay, Reason.MAY_NOT_PAY),
        (category in UNLAWFUL_CATEGORIES, Reason.UNLAWFUL_GOODS),
        (card.limit_pence is not None and pence > card.limit_pence, Reason.OVER_LIMIT),
        (card.own_limit_pence is not None and pence > card.own_limit_pence, Reason.OVER_OWN_LIMIT),
    )
    return next((reason for applies, reason in rules if applies), None)


def share(draws: Sequence[tuple[int, int]], pence: int, skip: int = 0) -> list[tuple[int, int]]:
    """The part of what was drawn that lies between `skip` and `skip + pence`, pot by pot in the order drawn.

    [(1, 500), (2, 300)] with pence 400, skip 200 is [(1, 300), (2, 100)].
    """
    found, start = [], 0
    for pot, drawn in draws:
        inside = min(start + drawn, skip + pence) - max(start, skip)
        if inside > 0:
            found.append((pot, inside))
        start += drawn
    return found
