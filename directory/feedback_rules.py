"""What people say about an organisation: where a piece may go, how its writer is named, what a moderator may take out.
Pure.

A piece that is approved is shown when the organisation's reply is, or when its days to reply are over, so that nobody
reads one side alone and silence holds nothing back.
"""

import re

from directory.approval_rules import Labelled

TAKEN_OUT = "[removed]"  # what a moderator puts where a name or a health detail was


class State(Labelled):
    WAITING = "waiting", "Waiting for a moderator"
    SENT_BACK = "sent_back", "Sent back"
    APPROVED = "approved", "Approved, not shown yet"
    SHOWN = "shown", "On the site"
    REFUSED = "refused", "Refused"
    TAKEN_DOWN = "taken_down", "Taken down"


MOVES: dict[State, frozenset[State]] = {
    State.WAITING: frozenset({State.SENT_BACK, State.APPROVED, State.REFUSED, State.TAKEN_DOWN}),
    State.SENT_BACK: frozenset({State.WAITING, State.TAKEN_DOWN}),
    State.APPROVED: frozenset({State.SHOWN, State.TAKEN_DOWN}),
    State.SHOWN: frozenset({State.TAKEN_DOWN}),
}
TO_WRITE = frozenset({State.WAITING, State.SENT_BACK})  # she may still change it
TO_REPLY = frozenset({State.APPROVED, State.SHOWN})  # the organisation reads it, and may answer
OVER = frozenset({State.REFUSED, State.TAKEN_DOWN})
OPEN = frozenset(State) - OVER  # one of these for each writer and organisation


class ReplyState(Labelled):
    WAITING = "waiting", "Waiting for a moderator"
    SENT_BACK = "sent_back", "Sent back"
    SHOWN = "shown", "Approved"


class Knows(Labelled):
    USES = "uses", "I use it"
    CARES = "cares", "I care for somebody who uses it"
    USED = "used", "I used it before"


class Named(Labelled):
    FIRST_NAME = "first_name", "By my first name"
    CARER = "carer", "As “a carer”"
    NOBODY = "nobody", "Without a name"


WHO = {
    Knows.USES: "who uses it",
    Knows.CARES: "who cares for a person who uses it",
    Knows.USED: "who used it before",
}


def may_move(frm: str, to: State) -> bool:
    return to in MOVES.get(State(frm), frozenset())


def by_line(named: str, knows: str, first_name: str) -> str:
    """(“first_name”, “uses”, “Rosa”) → Rosa, who uses it"""
    if named == Named.CARER:
        return "A carer"
    if named == Named.FIRST_NAME:
        return f"{first_name}, {WHO[Knows(knows)]}"
    return f"Somebody {WHO[Knows(knows)]}"


def fits(named: str, knows: str) -> bool:
    """Only a carer is named as one."""
    return named != Named.CARER or knows == Knows.CARES


def only_takes_out(before: str, after: str) -> bool:
    """A moderator takes words out, and never puts words into somebody's mouth."""
    written = iter(before.split())
    kept = (word for word in after.split() if not leaves_nothing(word))  # marks between words may change
    return all(word in written for word in kept)  # each after the one before it: what is not asked for is passed over


def leaves_nothing(*texts: str) -> bool:
    return not any(re.search(r"\w", text.replace(TAKEN_OUT, "")) for text in texts)
