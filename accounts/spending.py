"""May this purchase be made with this card, and from which pots? Pure: plain values in, a decision out.

Rules come before the balance, so that a decline names the real reason. There are no blanket bans: a rule is unlawful
goods, a limit of the law, or a line in this person's plan (domain.md §3). Any shop will do.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from accounts.shops import shop_key


class Reason(StrEnum):
    """Why not. The words a person reads are in `DECLINES`."""

    CARD_NOT_STARTED = "card_not_started"
    CARD_FROZEN = "card_frozen"
    CARD_CLOSED = "card_closed"
    CARD_EXPIRED = "card_expired"
    ACCOUNT_CLOSED = "account_closed"
    UNLAWFUL_GOODS = "unlawful_goods"
    STATUTORY_LIMIT = "statutory_limit"
    MAY_NOT_PAY = "may_not_pay"
    MANDATE_PAUSED = "mandate_paused"
    OVER_OWN_LIMIT = "over_own_limit"
    OVER_LIMIT = "over_limit"
    PLAN_LINE = "plan_line"
    NOT_ENOUGH = "not_enough"
    TRY_AGAIN = "try_again"
    NOT_CHECKED = "not_checked"
    CARD_COMPANY = "card_company"
    COUNCIL_SHORT = "council_short"


# Where the person may say "this is for my plan": a person looks. Elsewhere she can put it right herself, or must call.
REVIEWED = frozenset(
    {
        Reason.UNLAWFUL_GOODS,
        Reason.STATUTORY_LIMIT,
        Reason.OVER_OWN_LIMIT,
        Reason.OVER_LIMIT,
        Reason.PLAN_LINE,
        Reason.NOT_ENOUGH,
    }
)
# Of those, what can be allowed once before anybody has looked. The law cannot be, and money cannot be made.
ALLOWED_ONCE = frozenset({Reason.OVER_OWN_LIMIT, Reason.OVER_LIMIT, Reason.PLAN_LINE})


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
    Reason.CARD_FROZEN: Decline(
        "Your card is frozen",
        "Unfreeze it under “Your cards”, then pay again. If the council froze it, call us.",
    ),
    Reason.CARD_CLOSED: Decline("This card is stopped", "Use your newer card. If you have none, call us."),
    Reason.CARD_EXPIRED: Decline("This card is out of date", "Use your newer card. If you have none, call us."),
    Reason.ACCOUNT_CLOSED: Decline("Your card account is closed", "Call us and we will explain what happened."),
    Reason.UNLAWFUL_GOODS: Decline(
        "The law does not allow this to be bought with a personal budget",
        "If you think the shop was put in the wrong group, call us. A person will look at it.",
    ),
    Reason.STATUTORY_LIMIT: Decline(
        "The law has a limit for this",
        "We tell you which law below. If you think that it does not fit, say so. A person will look at it.",
    ),
    Reason.MAY_NOT_PAY: Decline(
        "This card may no longer pay for this person",
        "The person, or the council, can say that they may again.",
    ),
    Reason.MANDATE_PAUSED: Decline(
        "Paying for this person is paused",
        "Nothing has ended. The card works again once the pause is over.",
    ),
    Reason.OVER_OWN_LIMIT: Decline(
        "This is more than the limit set on this card",
        "Whoever holds the card can change the limit under “Cards”, then pay again. Or say that this is for the plan.",
    ),
    Reason.OVER_LIMIT: Decline(
        "This is more than was agreed for this card",
        "The person can pay it with a card of their own, or call us to agree a higher limit.",
    ),
    Reason.PLAN_LINE: Decline(
        "A line in the support plan says not to buy this",
        "If this time it is for the plan, say so. It can be allowed once, and a person will look at it.",
    ),
    Reason.NOT_ENOUGH: Decline(
        "There was not enough money left to spend",
        "Money held for visits you have booked cannot be spent twice. If you need this now, call us about the money "
        "set aside for emergencies.",
    ),
    Reason.TRY_AGAIN: Decline(
        "We could not answer in time",
        "Nothing was taken. Try again now. Our staff have been told. If it goes wrong twice, call us.",
    ),
    Reason.NOT_CHECKED: Decline(
        "The card company could not check that it was you",
        "Nothing was taken. Try again with the right PIN or code. If it goes wrong twice, call us.",
    ),
    Reason.CARD_COMPANY: Decline(
        "The card company said no and did not ask us",
        "Nothing was taken, and your money is still there. Try another way to pay in this shop, or call us.",
    ),
    Reason.COUNCIL_SHORT: Decline(
        "The council’s own account at the card company was too low",
        "Nothing was taken, and your money is still there. This was our mistake. Our staff have been told. Try again "
        "tomorrow, or call us if it cannot wait.",
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
    own_limit_pence: int | None = None  # what is left of the limits that the holder set for herself


@dataclass(frozen=True)
class PotFacts:
    """One pot of the card's account, in the order in which they may be drawn on: the card's own first."""

    id: int
    available_pence: int
    is_contingency: bool = False


@dataclass(frozen=True)
class RuleFacts:
    """A rule for this person's card: it refuses one shop (`accounts.shops.shop_key`) or one kind of shop.

    `reason` is unlawful_goods, statutory_limit or plan_line. One that names neither refuses nothing by itself: a card
    machine does not say whether a seller is a relative.
    """

    id: int
    reason: Reason
    shop: str = ""
    category: str = ""

    def refuses(self, shop: str, category: str) -> bool:
        return bool((self.shop and self.shop == shop) or (self.category and self.category == category))


@dataclass(frozen=True)
class AllowanceFacts:
    """Against one reason, once, in one shop (its key), up to `pence`: neither used nor run out."""

    id: int
    covers: Reason
    shop: str
    pence: int

    def fits(self, reason: Reason, shop: str, pence: int) -> bool:
        return self.covers == reason and self.shop == shop and pence <= self.pence


@dataclass(frozen=True)
class Decision:
    """`reason` is None when it may go ahead; then `draws` says how much comes from which pot, and `allowances` which
    are used up by it. Else `short_by_pence` is missing, `limit_pence` was left of the limit, or `rule` refused, where
    it is one of our rows."""

    reason: Reason | None
    draws: tuple[tuple[int, int], ...] = ()
    short_by_pence: int = 0
    limit_pence: int | None = None
    rule: int | None = None
    allowances: tuple[int, ...] = ()

    @property
    def approved(self) -> bool:
        return self.reason is None


def decide(
    *,
    card: CardFacts,
    pots: Sequence[PotFacts],
    pence: int,
    category: str,
    today: date,
    merchant: str = "",
    rules: Sequence[RuleFacts] = (),
    allowances: Sequence[AllowanceFacts] = (),
) -> Decision:
    """Contingency is not drawn on by a card: it is set aside for emergencies, by agreement."""
    used: list[int] = []
    for reason, rule in _refusals(card, pence, category, shop_key(merchant), today, rules):
        fits = next((each for each in allowances if each.fits(reason, shop_key(merchant), pence)), None)
        if fits is None or reason not in ALLOWED_ONCE:
            return Decision(reason, rule=rule, limit_pence=_limit(card, reason))
        used.append(fits.id)
    draws, left = _drawn(pots, pence)
    if left:
        return Decision(Reason.NOT_ENOUGH, short_by_pence=left)
    return Decision(None, draws, allowances=tuple(dict.fromkeys(used)))


def _drawn(pots: Sequence[PotFacts], pence: int) -> tuple[tuple[tuple[int, int], ...], int]:
    """How much from which pot, and what is missing."""
    draws, left = [], pence
    for pot in pots:
        take = 0 if pot.is_contingency else min(max(pot.available_pence, 0), left)
        if take:
            draws.append((pot.id, take))
            left -= take
    return tuple(draws), left


def _refusals(
    card: CardFacts, pence: int, category: str, shop: str, today: date, rules: Sequence[RuleFacts]
) -> Iterator[tuple[Reason, int | None]]:
    """Each rule that says no, the plainest first, with the row that it stands in."""
    refusing = [(rule.reason, rule.id) for rule in rules if rule.refuses(shop, category)]
    yield from ((reason, None) for reason in _of_the_card(card, today))
    if category in UNLAWFUL_CATEGORIES:
        yield Reason.UNLAWFUL_GOODS, None
    yield from (each for each in refusing if each[0] == Reason.UNLAWFUL_GOODS)
    yield from (each for each in refusing if each[0] == Reason.STATUTORY_LIMIT)
    if card.own_limit_pence is not None and pence > card.own_limit_pence:
        yield Reason.OVER_OWN_LIMIT, None
    if card.limit_pence is not None and pence > card.limit_pence:
        yield Reason.OVER_LIMIT, None
    yield from (each for each in refusing if each[0] == Reason.PLAN_LINE)


def _limit(card: CardFacts, reason: Reason) -> int | None:
    return {Reason.OVER_OWN_LIMIT: card.own_limit_pence, Reason.OVER_LIMIT: card.limit_pence}.get(reason)


def _of_the_card(card: CardFacts, today: date) -> Iterator[Reason]:
    checks = (
        (card.state == "closed", Reason.CARD_CLOSED),
        (card.account_closed, Reason.ACCOUNT_CLOSED),
        (card.state == "frozen", Reason.CARD_FROZEN),
        (card.state != "active", Reason.CARD_NOT_STARTED),
        (card.expires_on < today, Reason.CARD_EXPIRED),
        (not card.may_pay, Reason.MAY_NOT_PAY),
    )
    yield from (reason for applies, reason in checks if applies)


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
