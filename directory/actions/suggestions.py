"""Somebody who reads a page says that something on it is not right. Nothing of who it was is kept."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.audit import audit
from accounts.models import User
from directory import emails, page_fields
from directory.actions import proposals
from directory.change_rules import State
from directory.models import ChangeProposal, Organisation, PersonalAssistantProfile, ProposalEvent, Service
from directory.permissions import may_answer
from directory.refusals import Refused

Subject = Service | Organisation | PersonalAssistantProfile


@transaction.atomic
def suggest(*, subject: Subject, words: str, at: datetime | None = None) -> ChangeProposal:
    """A moderator reads it. The same words about the same page, still waiting, are one."""
    now, whose = at or timezone.now(), {proposals.FIELDS[type(subject)]: subject}
    waiting = ChangeProposal.objects.filter(**whose, came_from="public", words=words, state=State.WAITING)
    if known := waiting.first():
        return known
    made = ChangeProposal.objects.create(
        **whose,
        of=_organisation(subject),
        came_from=ChangeProposal.Came.PUBLIC,
        made_at=now,
        sent_at=now,
        state=State.WAITING.value,
        version=page_fields.version(page_fields.read(subject)),
        words=words,
    )
    ProposalEvent.objects.create(proposal=made, to_state=State.WAITING.value, at=now)
    audit(action="proposal.suggested", by=None, subject=f"proposal:{made.pk}", at=now)
    return made


def _organisation(subject: Subject) -> Organisation | None:
    """Whose page it is; a personal assistant keeps her own."""
    return (
        subject.organisation if isinstance(subject, Service) else subject if isinstance(subject, Organisation) else None
    )


@transaction.atomic
def pass_on(*, proposal: ChangeProposal, by: User, at: datetime | None = None) -> None:
    """The provider reads it on her own page, and puts it right or not: the page is hers."""
    if proposal.came_from != ChangeProposal.Came.PUBLIC or not may_answer(by, proposal):
        raise Refused("Somebody else must answer this.")
    now = at or timezone.now()
    proposals.move(proposal, State.APPROVED, by, now, decided_at=now, decided_by=by)
    emails.told(proposal, at=now)
