"""An organisation's right of reply: one to each piece, at any time once it is approved; and to have us look again."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from directory import feedback_rules as rules
from directory.actions.feedback import note
from directory.feedback_rules import ReplyState
from directory.models import FeedbackReply, FeedbackReport, OrganisationFeedback
from directory.permissions import may_reply
from directory.refusals import Moved, Refused

TO_WRITE = [ReplyState.WAITING.value, ReplyState.SENT_BACK.value]


@transaction.atomic
def reply(*, feedback: OrganisationFeedback, words: str, by: User, at: datetime | None = None) -> None:
    """A moderator reads it first. Until she has, it can be changed; sent back, it can be sent again."""
    now = at or timezone.now()
    _check(feedback, by, words)
    sent = {"words": words, "written_by": by, "sent_at": now, "state": ReplyState.WAITING.value}
    again = FeedbackReply.objects.filter(feedback=feedback, state__in=TO_WRITE)
    if not again.update(**sent, reasons="", decided_at=None, decided_by=None):
        try:
            with transaction.atomic():
                FeedbackReply.objects.create(feedback=feedback, **sent)
        except IntegrityError as there:
            raise Moved("Your reply is on the site. Take it back to write another.") from there
    note("reply_sent", feedback, by, now)


@transaction.atomic
def take_back(*, feedback: OrganisationFeedback, by: User, at: datetime | None = None) -> None:
    """At any time; another can be written."""
    _check(feedback, by, "taken back")
    if not FeedbackReply.objects.filter(feedback=feedback).delete()[0]:
        raise Moved("There is no reply any more.")
    note("reply_taken_back", feedback, by, at or timezone.now())


@transaction.atomic
def look_again(*, feedback: OrganisationFeedback, words: str, by: User, at: datetime | None = None) -> None:
    """Once for each piece."""
    now = at or timezone.now()
    _check(feedback, by, words)
    try:
        with transaction.atomic():
            FeedbackReport.objects.create(feedback=feedback, words=words, written_by=by, sent_at=now)
    except IntegrityError as asked:
        raise Moved("You have asked us to look at this again already.") from asked
    note("reported", feedback, by, now)


def _check(feedback: OrganisationFeedback, by: User, words: str) -> None:
    if not may_reply(by, feedback.organisation):
        raise Refused("Only a manager of the organisation can do this.")
    if feedback.written_by_id == by.pk:  # she joined it since
        raise Refused("You wrote this yourself, so somebody else must answer it.")
    there = OrganisationFeedback.objects.select_for_update().filter(pk=feedback.pk, state__in=rules.TO_REPLY)
    if there.first() is None:  # as it is now: its writer may have taken it down since it was read
        raise Moved("This is not there any more.")
    if not words.strip():
        raise Refused("Write something.")
