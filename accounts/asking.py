"""“Can I buy this?”: when the council's text may say yes by itself, and when a person looks. Pure.

Nothing here refuses anything: what the text may not answer goes to a named practitioner.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from accounts import working_days

ALPHABET = "2346789BCDFGHJKMPQRTVWXY"  # no vowels, nothing that looks like something else
PREFIX, LETTERS = "CB", 6
ANSWER_WITHIN = 1  # working days
LATELY = timedelta(weeks=4)

# Words after which a person looks, since a rule of law may stand against it. Each with its source.
LOOKED_AT = (
    # Care and Support (Direct Payments) Regulations 2014, regulation 3: close relatives of the household
    r"husband|wife|partner|spouse|mum|mother|dad|father|son|daughter|brother|sister|aunt|uncle|grand\w+|nephew|niece",
    # the same, regulation 6: a care home for longer than 4 weeks
    r"care home|nursing home|residential",
    # Care Act 2014 section 22: what the NHS has to give
    r"nurs\w+|doctor|surgery|operation|prescription",
    # unlawful goods, and what is no support: debts, fines, gambling
    r"drugs?|cannabis|weapons?|knife|knives|guns?|gambl\w+|bets?|betting|casino|lottery|fines?|debts?|loans?|arrears",
)
LOOKED_AT_WORDS = re.compile(rf"\b(?:{'|'.join(LOOKED_AT)})\b", re.IGNORECASE)


@dataclass(frozen=True)
class Limits:
    """As the council has set them, in pence."""

    is_on: bool
    pence: int
    lately_pence: int


@dataclass(frozen=True)
class Asked:
    """`available_pence` is None where the money is not with us. `lately_pence`: yeses at once in the last 4 weeks."""

    words: str
    pence: int
    has_outcome: bool
    available_pence: int | None
    lately_pence: int
    has_publisher: bool  # a named person stands behind the text
    ruled: Sequence[str] = ()  # rules of her plan or of the law that somebody should look at


def yes_at_once(asked: Asked, limits: Limits) -> bool:
    return all(
        (
            limits.is_on,
            asked.has_publisher,
            asked.has_outcome,
            not asked.ruled,
            not LOOKED_AT_WORDS.search(asked.words),
            asked.pence <= limits.pence,
            asked.lately_pence + asked.pence <= limits.lately_pence,
            asked.available_pence is not None and asked.pence <= asked.available_pence,
        )
    )


def due_on(asked_on: date) -> date:
    return working_days.after(asked_on, ANSWER_WITHIN)
