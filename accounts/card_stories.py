"""What became of a purchase by card, in plain words and with amounts: every state that a shop can bring it into.

Told from a purchase with its entries and draws fetched before: nothing here asks the database.
"""

from dataclasses import dataclass, field
from datetime import datetime

from accounts import currencies
from accounts.models import CardAuthorisation, CardEntry, Pot
from accounts.spending import DECLINES, Decline, share
from design.formats import day, pounds

State = CardAuthorisation.State
Kind = CardEntry.Kind
COUNCIL_LOOKS = "The council is looking at it. You need do nothing."
FORCED = (
    "The shop took this without asking us first. That happens when a shop’s till is offline. "
    "If you did not buy this, call us."
)


@dataclass(frozen=True)
class Use:
    """One line of a card's page. `it` is the purchase, or nothing for money back that belongs to none."""

    merchant: str
    at: datetime
    amount: str
    outcome: str
    tone: str
    lines: list[str]
    pots: str = ""
    decline: Decline | None = None
    it: CardAuthorisation | None = None


@dataclass(frozen=True)
class Facts:
    """A purchase and what shops took and gave back for it."""

    it: CardAuthorisation
    taken: list[CardEntry] = field(default_factory=list)
    back: list[CardEntry] = field(default_factory=list)

    @property
    def beyond_pence(self) -> int:
        """Of what was taken, more than there was."""
        return sum(entry.beyond_pence for entry in self.taken)

    @property
    def still_beyond_pence(self) -> int:
        """The same after what came back, which makes good what was drawn last."""
        draws = list(self.it.draws.all())
        left = self.it.captured_pence - self.it.refunded_pence
        kept = share([(number, draw.pence) for number, draw in enumerate(draws)], left)
        return sum(pence for number, pence in kept if draws[number].pot_id is None)


def of(purchase: CardAuthorisation, first_pence: int | None = None) -> Use:
    """`first_pence` is what was agreed to before the shop asked for more."""
    entries = sorted(purchase.entries.all(), key=lambda entry: (entry.at, entry.pk))
    facts = Facts(
        purchase,
        [entry for entry in entries if entry.kind == Kind.CAPTURE],
        [entry for entry in entries if entry.kind == Kind.REFUND],
    )
    outcome, tone = _outcome(facts)
    has_taken = purchase.state == State.CAPTURED
    return Use(
        merchant=purchase.merchant_name,
        at=purchase.asked_at,
        amount=pounds(purchase.captured_pence if has_taken else purchase.pence),
        outcome=outcome,
        tone=tone,
        lines=[*_grew(purchase, first_pence), *_story(facts), *_parts(facts), *_came_back(facts)],
        pots=_pots(purchase),
        decline=DECLINES.get(purchase.decline_reason),
        it=purchase,
    )


def given_back(entry: CardEntry, pot: Pot) -> Use:
    """Money from a shop that belongs to no purchase of this card."""
    lines = [f"The shop gave this back. We know of no purchase that it belongs to. It is in “{pot.label}”."]
    if entry.merchant_currency and entry.merchant_minor_units:
        lines.insert(0, f"The shop gave back {_abroad(entry)}.")
    return Use(entry.merchant_name, entry.at, f"+{pounds(entry.pence)}", "Money back", "good", lines)


def _outcome(facts: Facts) -> tuple[str, str]:
    it = facts.it
    taken, refunded = it.captured_pence, it.refunded_pence
    if it.state == State.APPROVED:
        return ("Partly taken" if taken else "Waiting for the shop to take it", "plain")
    if it.state != State.CAPTURED:
        return {
            State.REVERSED: ("Cancelled by the shop", "plain"),
            State.EXPIRED: ("Never taken by the shop", "plain"),
            State.DECLINED: ("Declined", "alert"),
        }[State(it.state)]
    if refunded:
        return ("Money back" if refunded == taken else "Some money back", "good")
    if it.is_forced:
        return ("Taken without asking", "warm")
    if taken > it.pence and not it.merchant_currency:
        return ("Paid, more than was agreed", "warm")
    return ("Paid", "good")


def _grew(it: CardAuthorisation, first_pence: int | None) -> list[str]:
    if it.increases:
        return [f"The shop asked for this on top of {pounds(it.increases.pence)}. That first part stays as it was."]
    if first_pence is None or it.state == State.DECLINED:
        return []
    return [f"The shop first asked for {pounds(first_pence)}, then for more: {pounds(it.pence)} in all."]


def _story(facts: Facts) -> list[str]:
    it = facts.it
    promised, taken = pounds(it.pence), pounds(it.captured_pence)
    match it.state:
        case State.APPROVED if it.captured_pence:
            left = pounds(it.pence - it.captured_pence)
            return [f"The shop has taken {taken}. {left} is still held for it."]
        case State.APPROVED:
            return [*_asked_abroad(it), f"{promised} is held for the shop. If it never takes it, it is free again."]
        case State.REVERSED:
            return [f"The shop does not want it any more. Nothing was taken: {promised} is free again."]
        case State.EXPIRED:
            return [f"The shop never took it. {promised} is free again."]
        case State.CAPTURED:
            return [*_how_much(facts), *_beyond(facts)]
        case _:
            return _asked_abroad(it)


def _how_much(facts: Facts) -> list[str]:
    """How what was taken differs from what was agreed to."""
    it = facts.it
    promised, taken = pounds(it.pence), pounds(it.captured_pence)
    if it.is_forced:
        return [*_taken_abroad(facts), FORCED]
    if it.merchant_currency:
        return _taken_abroad(facts)
    if it.captured_pence < it.pence:
        rest = pounds(it.pence - it.captured_pence)
        return [f"The shop asked for {promised} and took {taken}. The other {rest} is free again."]
    if it.captured_pence > it.pence:
        more = pounds(it.captured_pence - it.pence)
        return [f"The shop asked for {promised} and took {taken}: {more} more. If that is wrong, call us."]
    return []


def _beyond(facts: Facts) -> list[str]:
    if facts.still_beyond_pence:
        return [f"{pounds(facts.still_beyond_pence)} of it was more than there was. {COUNCIL_LOOKS}"]
    if facts.beyond_pence:
        return [f"{pounds(facts.beyond_pence)} of it was more than there was. The money that came back made that good."]
    return []


def _asked_abroad(it: CardAuthorisation) -> list[str]:
    if not it.merchant_currency or not it.merchant_minor_units:
        return []
    return [f"The shop asked for {_abroad(it)}. That is about {pounds(it.pence)}."]


def _taken_abroad(facts: Facts) -> list[str]:
    """What it cost there and here; the rate is of the day on which the shop took it."""
    it = facts.it
    there = [entry for entry in facts.taken if entry.merchant_currency and entry.merchant_minor_units]
    if not there:
        return _asked_abroad(it)
    units = sum(entry.merchant_minor_units or 0 for entry in there)
    words = currencies.in_words(there[0].merchant_currency, units)
    told = [f"The shop took {words}. On that day it came to {pounds(it.captured_pence)}."]
    if not it.is_forced and it.captured_pence != it.pence:
        told.append(f"We had held {pounds(it.pence)} for it.")
    return told


def _abroad(what: CardAuthorisation | CardEntry) -> str:
    return currencies.in_words(what.merchant_currency, what.merchant_minor_units or 0)


def _parts(facts: Facts) -> list[str]:
    if len(facts.taken) < 2:
        return []
    each = ", ".join(f"{pounds(entry.pence)} on {day(entry.at)}" for entry in facts.taken)
    return [f"Taken in parts: {each}."]


def _came_back(facts: Facts) -> list[str]:
    return [f"{pounds(entry.pence)} came back on {day(entry.at)}." for entry in facts.back]


def _pots(it: CardAuthorisation) -> str:
    """From where: with the sums where it is more than one pot."""
    sums: dict[str, int] = {}
    for draw in it.draws.all():
        if draw.pot:
            sums[draw.pot.label] = sums.get(draw.pot.label, 0) + draw.pence
    if len(sums) < 2:
        return "".join(sums)
    return ", ".join(f"{label} {pounds(pence)}" for label, pence in sums.items())
