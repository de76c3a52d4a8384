"""Why something was not done, in words for a screen."""


class Refused(Exception):
    """`code` is for programs."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code, self.words = code, words


class Overtaken(Refused):
    """Somebody else moved it first, or it has no such step from where it stands."""

    def __init__(self) -> None:
        super().__init__("overtaken", "This changed while you were looking at it. This is how it stands now.")
