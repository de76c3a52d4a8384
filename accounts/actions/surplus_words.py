"""What the person says of a proposal to take unspent money back, and her appeal: by herself, by somebody who acts for
her, or told to the council and written down by a named member of staff."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.actions.surplus import locked, tell, write_down
from accounts.actions.taking_back import ReclaimRefused, check_words
from accounts.models import SurplusProposal, User
from design.formats import day

State = SurplusProposal.State


@transaction.atomic
def say(*, proposal: SurplusProposal, words: str, by: User, at: datetime | None = None) -> SurplusProposal:
    """Her own explanation, which whoever decides reads. Until then she can add to it; what was said stays as it was."""
    now, held = at or timezone.now(), locked(proposal, State.PROPOSED)
    said = check_words(words, "Write what you want us to know.")
    held.words = f"{before(held)}{said}"
    held.said_by, held.said_at = by, now
    held.save(update_fields=["words", "said_by", "said_at"])
    write_down(held, "said", by, now)
    return held


@transaction.atomic
def appeal(*, proposal: SurplusProposal, words: str, by: User, at: datetime | None = None) -> SurplusProposal:
    """Once, and as long as no money has moved: also after the day, for nobody is the worse for it. She is told where
    somebody else wrote it."""
    now, held = at or timezone.now(), locked(proposal, State.TO_TAKE)
    if by.pk in (held.proposed_by_id, held.decided_by_id):
        raise ReclaimRefused("You have had a part in this. Somebody else must write the appeal down.")
    if held.appealed_by:
        raise ReclaimRefused("The appeal has been answered. You can still complain.")
    held.appeal_words = check_words(words, "Write why you do not agree.")
    held.appealed_by, held.appealed_at, held.state = by, now, State.APPEALED
    held.save(update_fields=["appeal_words", "appealed_by", "appealed_at", "state"])
    write_down(held, "appealed", by, now)
    if by.pk != held.person.user_id:
        tell(held, "appealed", now)
    return held


def before(proposal: SurplusProposal) -> str:
    """What was said so far, with who said it last."""
    if proposal.said_by is None:
        return ""
    return f"{proposal.words} ({proposal.said_by.name}, {day(proposal.said_at)})\n\n"
