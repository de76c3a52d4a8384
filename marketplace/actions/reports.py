"""What ends a conversation: a block by one side, or a report that somebody at the council looks at."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.audit import audit, behalf
from accounts.models import User
from accounts.permissions import may
from accounts.roles import Permission
from cms.actions import concerns
from marketplace import message_notices
from marketplace.actions.messages import check_keeper, check_side
from marketplace.actions.moves import Overtaken, Refused
from marketplace.models import Block, Conversation, MessageParty, MessageReport
from marketplace.permissions import NotYours, acts_for

Decision = MessageReport.Decision


@transaction.atomic
def block(*, conversation: Conversation, party: MessageParty, by: User, at: datetime | None = None) -> Block:
    """No new messages, from either side, until the side that blocked ends it. Twice is once."""
    now = at or timezone.now()
    check_side(by, conversation, party, now)
    Conversation.objects.select_for_update().get(pk=conversation.pk)
    made, new = Block.objects.get_or_create(
        conversation=conversation, party=party, ended_at=None, defaults={"at": now, "by": by}
    )
    if new:
        _audit("conversation.blocked", conversation, party, by, now)
    return made


@transaction.atomic
def unblock(*, conversation: Conversation, party: MessageParty, by: User, at: datetime | None = None) -> None:
    now = at or timezone.now()
    check_side(by, conversation, party, now)
    there = Block.objects.filter(conversation=conversation, party=party, ended_at=None)
    if there.update(ended_at=now, ended_by=by):
        _audit("conversation.unblocked", conversation, party, by, now)


@transaction.atomic
def report(
    *,
    conversation: Conversation,
    party: MessageParty,
    reason: str,
    words: str,
    by: User,
    at: datetime | None = None,
) -> MessageReport:
    """One side asks the council to look: one open report for each side."""
    now = at or timezone.now()
    check_side(by, conversation, party, now)
    try:
        with transaction.atomic():
            made = MessageReport.objects.create(
                conversation=conversation, party=party, reason=reason, words=words, raised_at=now, raised_by=by
            )
    except IntegrityError:
        raise Refused("reported", "You have reported this already. We are looking at it.") from None
    _audit("conversation.reported", conversation, party, by, now, report=made.pk)
    if reason == MessageReport.Reason.SAFETY:
        _tell_safeguarding(made)
    return made


def _tell_safeguarding(report: MessageReport) -> None:
    """A worry about somebody's safety has a clock of its own, and a decision under the Care Act 2014, s.42."""
    reference = report.conversation.reference
    concerns.raise_concern(
        words=report.words or str(MessageReport.Reason.SAFETY.label),
        source="message",
        source_ref=f"conversation:{reference}",
        about_words=f"The conversation {reference}, which one side reported",
        reporter=report.raised_by.get_full_name(),
        token=f"message-report:{report.pk}",
        by=report.raised_by,
        at=report.raised_at,
    )


def check_decider(by: User, found: MessageReport, at: datetime) -> None:
    """Somebody with the permission, who stands on neither side. Raises NotYours or Refused."""
    if not may(by, Permission.SEE_REPORTED_MESSAGES):
        raise NotYours
    if acts_for(by, found.conversation.person, at) or by.pk == found.raised_by_id:
        raise Refused("own_case", "You act for this person, so somebody else must decide.")
    try:
        check_keeper(by, found.conversation.seller)
    except NotYours:
        return
    raise Refused("own_case", "You belong to the seller, so somebody else must decide.")


@transaction.atomic
def decide(
    *,
    report: MessageReport,
    decision: Decision,
    explanation: str,
    by: User,
    at: datetime | None = None,
    send: bool = True,
) -> MessageReport:
    """What was decided, in words that the one who reported reads. To close ends the conversation for both sides."""
    now = at or timezone.now()
    check_decider(by, report, now)
    still_open = MessageReport.objects.filter(pk=report.pk, decision="")
    if not still_open.update(decision=decision, explanation=explanation, decided_at=now, decided_by=by):
        raise Overtaken
    report.refresh_from_db()
    if decision == Decision.CLOSED:
        Conversation.objects.filter(pk=report.conversation_id, closed_at=None).update(closed_at=now, closed_by=by)
    subject = f"conversation:{report.conversation.reference}"
    audit(action="report.decided", by=by, subject=subject, detail={"report": report.pk, "decision": decision}, at=now)
    message_notices.decided(report, at=now, send=send)
    return report


def _audit(
    action: str, conversation: Conversation, party: MessageParty, by: User, now: datetime, **detail: int
) -> None:
    audit(
        action=action,
        by=by,
        on_behalf_of=behalf(conversation.person, by) if party == MessageParty.PERSON else None,
        subject=f"conversation:{conversation.reference}",
        detail={"party": str(party), **detail},
        at=now,
    )
