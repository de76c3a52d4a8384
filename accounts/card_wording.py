"""What cards, their states and the reasons for a freeze are called on screens and in letters.

Reasons are chosen from lists and kept by their key: the record of who did what has no names in it.
"""

from accounts.models import Card

State = Card.State
Kind = Card.Kind

# Why the council froze a card, as the person reads it.
FREEZE_REASONS: dict[str, str] = {
    "asked": "You asked us to.",
    "missing": "We were told that the card is missing.",
    "odd": "A payment did not look right to us. We want to ask you about it.",
    "misused": "We think that somebody else may have used it.",
    "check": "We want to talk with you about how the money is used.",
    "law": "The police or a court asked us to.",
}
UNFREEZE_REASONS: dict[str, str] = {
    "asked": "You asked us to.",
    "talked": "We talked with you, and all is well.",
    "checked": "We looked into it, and all is well.",
    "over": "What we froze it for is over.",
}
# Reasons that other actions give when a card stops with something else.
STOP_REASONS: dict[str, str] = {
    "mandate ended": "Its holder can no longer pay for this person.",
    "held another way": "The money is held another way now.",
    "card account closed": "The card account was closed.",
    "the person died": "The person whose money it spent has died.",
}
KIND_NAMES: dict[str, str] = {Kind.VIRTUAL: "Card for online and the telephone", Kind.PHYSICAL: "Plastic card"}
KIND_HINTS: dict[str, str] = {
    Kind.VIRTUAL: "It has no plastic. You pay with it online, or by saying its number on the telephone. Nothing can "
    "get lost in the post.",
    Kind.PHYSICAL: "A card to hold in your hand, for shops, online and the telephone. It comes by post. You tell us "
    "here when you have it, and then it works.",
}
TONES: dict[str, str] = {State.ACTIVE: "good", State.FROZEN: "warm"}  # the others are plain


def name_of(card: Card) -> str:
    """What its page is called. The digits of a card in the post stay unsaid: its holder reads them off the card."""
    if was_not_made(card):
        return "A card that was not made"
    if card.state == State.POSTED:
        return "Card in the post"
    return f"Card ending {card.last4}" if card.last4 else "New card"


def in_sentence(card: Card) -> str:
    """ "the card ending 1234", or "the card" where its digits are not said."""
    return f"the card ending {card.last4}" if card.last4 and card.state != State.POSTED else "the card"


def state_of(card: Card) -> str:
    return "Not made" if was_not_made(card) else card.get_state_display()


def was_not_made(card: Card) -> bool:
    """The issuer refused it, and nobody had stopped it before."""
    return card.state == State.CLOSED and not card.issuer_reference and not card.ended


def tone_of(card: Card) -> str:
    return TONES.get(card.state, "plain")


def reason_in_words(reason: str) -> str:
    """One from the lists; what was written in another way as it stands."""
    for known in (FREEZE_REASONS, UNFREEZE_REASONS, STOP_REASONS):
        if reason in known:
            return known[reason]
    return f"{reason[:1].upper()}{reason[1:]}." if reason and not reason.endswith(".") else reason
