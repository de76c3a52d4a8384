"""Why something cannot be done with a card."""

from accounts.actions.refused import Refused


class CardRefused(Refused):
    """It cannot be done with this card now; the text says why."""


class WrongStep(Exception):
    """The shop's request does not fit what happened before: taken twice, or given back more than was taken."""
