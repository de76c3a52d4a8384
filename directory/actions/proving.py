"""A code shows that somebody reads e-mail or post at an organisation: for a claim of its pages, or for a new one.

It is kept as a keyed hash only. A wrong one counts, whatever becomes of the page; five are enough.
"""

from datetime import datetime
from typing import TypeVar

from django.db.models import F

from accounts import codes
from accounts.models import User
from directory import claim_rules as rules
from directory.claim_rules import Way
from directory.models import Proof
from directory.refusals import Moved, Refused

P = TypeVar("P", bound=Proof)


def new_code(proof: Proof, now: datetime, *, posted: bool) -> str:
    """The one before is over."""
    code = codes.code()
    until = now + (rules.POSTED_CODE_LASTS if posted else rules.CODE_LASTS)
    opener = codes.hashed(proof.CODE, codes.typed(code))
    _rows(proof).filter(pk=proof.pk).update(opener=opener, code_until=until, tries=0)
    return code


def another_letter(proof: Proof, *, by: User, state: str, now: datetime) -> None:
    """None came: its code is over, and the council prints another. One at a time, each after the one before had time
    to come."""
    had_time = now - rules.LETTER_TAKES + rules.POSTED_CODE_LASTS
    waits = _rows(proof).filter(pk=proof.pk, user=by, state=state, way=Way.POST, code_until__lte=had_time)
    if not waits.update(opener="", code_until=None, tries=0, asked_at=now):
        raise Moved("We cannot send another letter yet. The last one may still come.")


def check_code(proof: Proof, typed: str, *, by: User, state: str, now: datetime) -> None:
    """Raises Moved where no code can be typed any more, Refused where it is another one."""
    waits = _rows(proof).filter(pk=proof.pk, user=by, state=state, tries__lt=rules.MOST_TRIES, code_until__gt=now)
    if not waits.update(tries=F("tries") + 1):
        raise Moved("This code does not work any more. Ask for another one.")
    if not _rows(proof).filter(pk=proof.pk, opener=codes.hashed(proof.CODE, codes.typed(typed))).exists():
        raise Refused("This is not the code. Check it and type it again.")


def _rows(proof: P):  # type: ignore[no-untyped-def]  # of its own model
    return type(proof)._default_manager
