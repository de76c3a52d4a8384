"""Named places where a drill makes this process die as in a power cut: nothing after the line runs, nothing is tidied.

Switched on by the environment alone: WAYMARK_FAILPOINT=purchase.held dies there the first time it is reached,
`purchase.held:3` the third. `accounts.checks` refuses it where real money moves. `make drill-crash` walks all names;
each is reached by exactly one line of code.

begun: before the first write. written: after the last, before the commit. committed: before anybody heard of it.
"""

import os
import signal
from typing import Literal, get_args

from django.db import transaction

Name = Literal[
    # an order: its row, then for each visit a hold and the visit's row
    "purchase.begun",
    "purchase.ordered",
    "hold.posted",
    "purchase.held",
    "purchase.written",
    "purchase.committed",
    "acceptance.begun",
    "acceptance.moved",
    "acceptance.written",
    "acceptance.committed",
    # a visit is paid: it moves, then its payment is captured and the rest released
    "settlement.begun",
    "settlement.moved",
    "settlement.captured",
    "settlement.written",
    "settlement.committed",
    # each step of a payment: capture, release and refund alike
    "payment.begun",
    "payment.posted",
    "payment.written",
    # a seller gives money back for a visit
    "refund.begun",
    "refund.moved",
    "refund.written",
    "refund.committed",
    # a shop asks, takes, gives up, gives back
    "authorisation.begun",
    "authorisation.answered",
    "authorisation.declined",
    "authorisation.drawn",
    "authorisation.written",
    "authorisation.committed",
    "card_capture.begun",
    "card_capture.moved",
    "card_capture.written",
    "card_capture.committed",
    "card_reversal.begun",
    "card_reversal.moved",
    "card_reversal.written",
    "card_reversal.committed",
    "card_refund.begun",
    "card_refund.counted",
    "card_refund.written",
    "card_refund.committed",
    # a payment file: prepared by one, released by another
    "prepare.begun",
    "prepare.filed",
    "prepare.written",
    "prepare.committed",
    "release.begun",
    "release.posted",
    "release.marked",
    "release.written",
    "release.committed",
    # what is asked outside (a card, a payment, a refund, a transfer): ours to try, tried, booked
    "intent.claimed",
    "intent.called",
    "intent.booked",
    "intent.committed",
    # what we are told from outside: stored before it is answered, then fetched and booked
    "receipt.stored",
    "receipt.committed",
    "event.claimed",
    "event.fetched",
    "event.booked",
    "event.committed",
]
NAMES: tuple[str, ...] = get_args(Name)
VARIABLE = "WAYMARK_FAILPOINT"
_name, _left = "", 0


def understood(text: str) -> tuple[str, int]:
    """`purchase.held:3` -> name, which time. Raises ValueError for anything else."""
    name, _, time = text.partition(":")
    if name not in NAMES or not (time or "1").isdecimal() or int(time or "1") < 1:
        raise ValueError(text)
    return name, int(time or "1")


def arm(text: str) -> None:
    """Die at this place; nowhere where the text is empty or not understood, of which the checks tell."""
    global _name, _left
    try:
        _name, _left = understood(text)
    except ValueError:
        _name, _left = "", 0


def reach(name: Name) -> None:
    """Here. Costs one comparison where nothing is switched on."""
    global _left
    if name != _name:
        return
    _left -= 1
    if _left == 0:
        os.kill(os.getpid(), signal.SIGKILL)


def reach_after_commit(name: Name) -> None:
    """Here, as soon as the transaction that we are in has committed, before what is registered after this line."""
    if name == _name:
        transaction.on_commit(lambda: reach(name))


arm(os.environ.get(VARIABLE, ""))
