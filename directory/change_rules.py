"""Which changes of a page wait for a moderator, how a difference reads, and where a proposal may go. Pure.

What is not named as harmless waits: a field that is added later is looked at until somebody says otherwise. What a
higher room shows beside a page (`page_fields.beside`: the words of an offer) is up at once, and looked at after.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from directory.approval_rules import Labelled

HARMLESS = frozenset({"phones", "hours", "closed", "email", "url", "rates"})  # live at once, looked at after
FOR_SCHEDULERS = frozenset({"phones", "hours", "closed"})  # what whoever keeps the diary may change


class State(Labelled):
    """A proposal that is live went up by itself, and waits for somebody to look at it."""

    DRAFT = "draft", "Draft"
    WAITING = "waiting", "Waiting"
    SENT_BACK = "sent_back", "Sent back"
    LIVE = "live", "Live, to look at"
    APPROVED = "approved", "Approved"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"


MOVES: dict[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.WAITING, State.LIVE, State.WITHDRAWN}),
    State.WAITING: frozenset({State.SENT_BACK, State.APPROVED, State.DECLINED, State.WITHDRAWN}),
    State.SENT_BACK: frozenset({State.WAITING, State.LIVE, State.WITHDRAWN}),
    State.LIVE: frozenset({State.APPROVED, State.DECLINED}),
}
TO_WRITE = frozenset({State.DRAFT, State.SENT_BACK})  # the proposer may still change it
TO_ANSWER = frozenset({State.WAITING, State.LIVE})  # a moderator has something to do
DECIDED = frozenset({State.SENT_BACK, State.APPROVED, State.DECLINED})


def may_move(frm: str, to: State) -> bool:
    return to in MOVES.get(State(frm), frozenset())


def matters(field: str) -> bool:
    return field not in HARMLESS


@dataclass(frozen=True)
class Side:
    """A change beside what the page says now."""

    field: str
    before: Any
    after: Any
    now: Any

    @property
    def is_done(self) -> bool:
        return bool(self.now == self.after)

    @property
    def conflicts(self) -> bool:
        """Somebody else changed the same thing since: neither is written over the other without a decision."""
        return bool(self.now not in (self.before, self.after))


def sides(changes: Iterable[tuple[str, Any, Any]], now: Mapping[str, Any]) -> list[Side]:
    return [Side(field, before, after, now[field]) for field, before, after in changes]


@dataclass(frozen=True)
class Piece:
    """Some words: `kind` is "same", "out" or "in"."""

    kind: str
    text: str


def by_word(before: str, after: str) -> list[Piece]:
    """A text with what goes and what comes, word by word."""
    old, new = before.split(), after.split()
    found: list[Piece] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(Piece("same", " ".join(old[a:b])))
            continue
        if b > a:
            found.append(Piece("out", " ".join(old[a:b])))
        if d > c:
            found.append(Piece("in", " ".join(new[c:d])))
    return found


def by_line(before: Sequence[str], after: Sequence[str]) -> list[Piece]:
    """A list with what goes and what comes, line by line: first what stays or goes, then what is new."""
    kept = [Piece("same" if line in after else "out", line) for line in before]
    return kept + [Piece("in", line) for line in after if line not in before]
