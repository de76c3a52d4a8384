"""What a moderator answers to feedback, to a reply, and to an organisation that asks us to look again."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from directory import feedback_emails as emails
from directory import feedback_rules as rules
from directory.actions.feedback import move, note
from directory.feedback_rules import ReplyState, State
from directory.models import FeedbackReply, FeedbackReport, FeedbackSettings, OrganisationFeedback
from directory.permissions import has_part, may_decide
from directory.queries import feedback as found
from directory.refusals import Moved, Refused

OWN = "You wrote some of this, or you work for this organisation, so somebody else must answer it."
GONE = "Somebody else answered this just now, or it was taken back."
WORKS_THERE = "Whoever wrote this works for the organisation by now. Refuse it."
ALONE = "This is somebody who works alone, of whom we show nothing that people say. Refuse it."
SENT_AGAIN = "They changed this while you looked, and it says something else. Look once more."


@transaction.atomic
def approve(
    *,
    feedback: OrganisationFeedback,
    good: str,
    better: str,
    by: User,
    sent: str = "",
    at: datetime | None = None,
) -> None:
    """Let it be shown as `good` and `better` say, which may leave words out and add none. The organisation has its days
    to reply first. `sent` is a print of what she looked at."""
    now = at or timezone.now()
    _check(feedback, by)
    _check_sent(feedback, sent)
    if has_part(feedback.written_by, feedback.organisation):
        raise Refused(WORKS_THERE)
    if found.is_alone(feedback.organisation):
        raise Refused(ALONE)
    if not (rules.only_takes_out(feedback.good, good) and rules.only_takes_out(feedback.better, better)):
        raise Refused(f"You can take words out, with “{rules.TAKEN_OUT}” in their place, but not add any.")
    if rules.leaves_nothing(good, better):
        raise Refused("Nothing would be left. Send it back instead, and say why.")
    shows_on = timezone.localdate(now) + timedelta(days=FeedbackSettings.current().reply_days)
    words = {"shown_good": good, "shown_better": better, "shows_on": shows_on, "reasons": ""}
    move(feedback, State.APPROVED, by, now, decided_at=now, decided_by=by, **words)
    emails.to_writer(feedback, "edited" if feedback.is_edited else "approved", at=now)
    emails.to_reply(feedback, at=now)


def as_sent(one: OrganisationFeedback | FeedbackReply) -> str:
    """What was changed since is sent at another moment."""
    return one.sent_at.isoformat()


@transaction.atomic
def send_back(
    *, feedback: OrganisationFeedback, reasons: str, by: User, sent: str = "", at: datetime | None = None
) -> None:
    """For her to change and send again, or to take down."""
    now = at or timezone.now()
    _check(feedback, by, reasons)
    _check_sent(feedback, sent)
    move(feedback, State.SENT_BACK, by, now, decided_at=now, decided_by=by, reasons=reasons)
    emails.to_writer(feedback, "sent_back", at=now)


@transaction.atomic
def refuse(
    *, feedback: OrganisationFeedback, reasons: str, by: User, sent: str = "", at: datetime | None = None
) -> None:
    now = at or timezone.now()
    _check(feedback, by, reasons)
    _check_sent(feedback, sent)
    move(feedback, State.REFUSED, by, now, decided_at=now, decided_by=by, ended_at=now, reasons=reasons)
    emails.to_writer(feedback, "refused", at=now)


@transaction.atomic
def take_down(*, feedback: OrganisationFeedback, reasons: str, by: User, at: datetime | None = None) -> None:
    """What was approved, and should not have been. Whoever asked us to look again is answered with it."""
    now = at or timezone.now()
    _check(feedback, by, reasons)
    if feedback.state not in rules.TO_REPLY:
        raise Moved(GONE)
    move(feedback, State.TAKEN_DOWN, by, now, decided_at=now, decided_by=by, ended_at=now, reasons=reasons)
    _answer_report(feedback, "We took it down.", by, now)
    emails.to_writer(feedback, "taken_down", at=now)


@transaction.atomic
def keep(*, feedback: OrganisationFeedback, reasons: str, by: User, at: datetime | None = None) -> None:
    """We looked again, and it stays."""
    now = at or timezone.now()
    _check(feedback, by, reasons)
    if feedback.state not in rules.TO_REPLY or not _answer_report(feedback, reasons, by, now):
        raise Moved(GONE)
    note("kept", feedback, by, now)


@transaction.atomic
def approve_reply(*, feedback: OrganisationFeedback, by: User, sent: str = "", at: datetime | None = None) -> None:
    """Shown beneath the piece, which does not wait any longer now that both sides are there."""
    now = at or timezone.now()
    reply = _decide_reply(feedback, ReplyState.SHOWN, by, now, sent=sent)
    is_held = not found.is_spoken_of(feedback.organisation) or found.not_answered().filter(feedback=feedback).exists()
    if feedback.state == State.APPROVED and not is_held:
        _show(feedback, now, by)
    elif feedback.state == State.SHOWN:
        emails.to_writer(feedback, "answered", at=now)
    emails.to_organisation(reply, "reply_approved", at=now)


@transaction.atomic
def send_back_reply(*, feedback: OrganisationFeedback, reasons: str, by: User, at: datetime | None = None) -> None:
    """The organisation may change it and send it again. What is shown comes off the site, and the piece stays."""
    now = at or timezone.now()
    if not reasons.strip():
        raise Refused("Say why, so that they know what to do.")
    reply = _decide_reply(feedback, ReplyState.SENT_BACK, by, now, reasons=reasons)
    emails.to_organisation(reply, "reply_sent_back", at=now)


def show_due(at: datetime) -> int:
    """Those whose days to reply are over. While the council has it switched off nothing goes up."""
    if not FeedbackSettings.current().is_on:
        return 0
    return sum(_show_one(pk, at) for pk in found.due(timezone.localdate(at)).values_list("pk", flat=True))


def _show_one(pk: int, at: datetime) -> bool:
    with transaction.atomic():
        feedback = found.due(timezone.localdate(at)).filter(pk=pk).first()
        if feedback:
            _show(feedback, at, None)
        return feedback is not None


def _show(feedback: OrganisationFeedback, at: datetime, by: User | None) -> None:
    move(feedback, State.SHOWN, by, at, shown_at=at)
    emails.to_writer(feedback, "shown", at=at)


def _decide_reply(
    feedback: OrganisationFeedback,
    to: ReplyState,
    by: User,
    at: datetime,
    *,
    reasons: str = "",
    sent: str = "",
) -> FeedbackReply:
    _check(feedback, by)
    before = [ReplyState.WAITING] if to == ReplyState.SHOWN else [ReplyState.WAITING, ReplyState.SHOWN]
    read = FeedbackReply.objects.filter(feedback=feedback, state__in=before).first()
    if read is None or feedback.state not in rules.TO_REPLY:
        raise Moved(GONE)
    _check_sent(read, sent)
    decided = {"state": to.value, "decided_at": at, "decided_by": by, "reasons": reasons}
    if not FeedbackReply.objects.filter(pk=read.pk, state=read.state, sent_at=read.sent_at).update(**decided):
        raise Moved(SENT_AGAIN)
    note(f"reply_{to.value}", feedback, by, at)
    return FeedbackReply.objects.select_related("written_by", "feedback__organisation").get(feedback=feedback)


def _check_sent(one: OrganisationFeedback | FeedbackReply, sent: str) -> None:
    if sent and sent != as_sent(one):
        raise Moved(SENT_AGAIN)


def _answer_report(feedback: OrganisationFeedback, answer: str, by: User, at: datetime) -> bool:
    """Whether somebody had asked and was not answered yet."""
    report = found.not_answered().filter(feedback=feedback)
    if not report.update(answer=answer, decided_at=at, decided_by=by):
        return False
    emails.to_organisation(FeedbackReport.objects.get(feedback=feedback), "looked_again", at=at)
    return True


def _check(feedback: OrganisationFeedback, by: User, reasons: str = "given") -> None:
    if not may_decide(by, feedback):
        raise Refused(OWN)
    if not reasons.strip():
        raise Refused("Say why, so that they know what to do.")
