"""Why an action was refused, in words that a screen can show."""

from accounts.actions import refused


class Refused(refused.Refused):
    """The sentence is for people."""


class NotPublishable(Refused):
    """Something is missing that the public, or the law, relies on."""


class NotReady(Refused):
    """An approval cannot be given yet. `missing` names the checks."""

    def __init__(self, sentence: str, missing: list[str]) -> None:
        super().__init__(sentence)
        self.missing = missing


class Moved(Refused):
    """Somebody else changed it first, or it cannot go from here to there."""
