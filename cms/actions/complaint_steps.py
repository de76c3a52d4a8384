"""What a handler does with a complaint: guard, compare-and-swap, event, audit line, and a letter to whoever made it."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.audit import audit
from accounts.models import User
from accounts.permissions import may
from accounts.roles import Permission
from cms import about, complaint_rules, emails
from cms.actions.refusals import Overtaken, Refused
from cms.complaint_rules import Kind, Outcome, Stage
from cms.handlers import is_in, may_handle
from cms.models import Complaint, ComplaintEvent, ComplaintLetter, ComplaintSubject, ComplimentPassed
from design.formats import day


@transaction.atomic
def give(*, complaint: Complaint, to: User, by: User, at: datetime | None = None) -> Complaint:
    """Take it on, or give it to somebody else who may handle it."""
    _check_may(complaint, by)
    if not may_handle(to, complaint):
        raise Refused("not_theirs", f"{to.name} cannot handle this one. Choose somebody else.")
    held = Complaint.objects.filter(pk=complaint.pk, version=complaint.version).exclude(stage=Stage.CLOSED)
    if not held.update(handler=to, version=F("version") + 1):
        raise Overtaken
    complaint.refresh_from_db()
    _record(complaint, "given", complaint.stage, by=by, at=at or timezone.now(), detail={"to": to.pk})
    return complaint


@transaction.atomic
def acknowledge(*, complaint: Complaint, words: str, by: User, at: datetime | None = None) -> Complaint:
    """We have it, and offer to talk about how it is handled and how long that takes (regulation 13(3) and (7))."""
    now = at or timezone.now()
    due = complaint_rules.plan_due(complaint.received_on)
    return _move(complaint, "acknowledge", by=by, at=now, words=words, acknowledged_at=now, due_on=due)


@transaction.atomic
def plan(
    *,
    complaint: Complaint,
    answer_by: date,
    how: str,
    agreed: bool,
    by: User,
    why: str = "",
    at: datetime | None = None,
) -> Complaint:
    """How it is handled and by when it is answered, agreed with the person or decided where she did not want to talk
    (regulation 13(7) and (8)). A later day needs a reason that she is told (14(4))."""
    now = at or timezone.now()
    name = "plan" if complaint.stage == Stage.ACKNOWLEDGED else "replan"
    _check_day(complaint, answer_by, agreed, why, timezone.localdate(now))
    changes: dict[str, Any] = {"plan": how, "answer_by": answer_by, "agreed_with_person": agreed, "due_on": answer_by}
    return _move(complaint, name, by=by, at=now, words=why, **changes)


def _check_day(complaint: Complaint, answer_by: date, agreed: bool, why: str, today: date) -> None:
    if answer_by < today:
        raise Refused("past", "The day must be today or later.")
    if answer_by > complaint.longest_on and not agreed:
        last = day(complaint.longest_on)
        raise Refused("too_long", f"Without the person’s agreement it is answered by {last}: 6 months after it came.")
    if complaint.answer_by and answer_by > complaint.answer_by and not why.strip():
        raise Refused("why", "Say why it takes longer. The person is told.")


@transaction.atomic
def begin(*, complaint: Complaint, by: User, at: datetime | None = None) -> Complaint:
    return _move(complaint, "begin", by=by, at=at or timezone.now())


@transaction.atomic
def answer(
    *, complaint: Complaint, outcome: Outcome, words: str, put_right: str, by: User, at: datetime | None = None
) -> Complaint:
    """The answer in writing (regulation 14(2)): how it was looked into, what we found, what is done. The right to go to
    the Ombudsman is in every letter and on the person's page, whoever writes the answer."""
    now = at or timezone.now()
    changes: dict[str, Any] = {"outcome": outcome, "answer": words, "put_right": put_right}
    changes |= {"answered_by": by, "answered_at": now}
    due = timezone.localdate(now) + complaint_rules.WAIT_FOR_REPLY
    return _move(complaint, "answer", by=by, at=now, due_on=due, **changes)


@transaction.atomic
def look_again(*, complaint: Complaint, answer_by: date, why: str, by: User, at: datetime | None = None) -> Complaint:
    """The person came back with more. The answer that she had stays in the story, and a new one is owed."""
    now = at or timezone.now()
    if answer_by < timezone.localdate(now):
        raise Refused("past", "The day must be today or later.")
    ComplaintEvent.objects.create(
        complaint=complaint, name="earlier_answer", words=complaint.answer, shown=True, by=complaint.answered_by, at=now
    )
    fresh: dict[str, Any] = {"outcome": "", "answer": "", "put_right": "", "answered_by": None, "answered_at": None}
    dates: dict[str, Any] = {"answer_by": answer_by, "due_on": answer_by, "agreed_with_person": True}
    return _move(complaint, "look_again", by=by, at=now, words=why, **fresh, **dates)


@transaction.atomic
def ombudsman(*, complaint: Complaint, words: str, by: User, at: datetime | None = None) -> Complaint:
    """The Ombudsman looks at it now; the clock is theirs."""
    return _move(complaint, "ombudsman", by=by, at=at or timezone.now(), words=words, shown=False, due_on=None)


@transaction.atomic
def close(*, complaint: Complaint, learning: str, by: User, at: datetime | None = None) -> Complaint:
    """With what we learned: what changes for everybody, not for this person alone."""
    return _close(complaint, "close", by, at, learning=learning)


@transaction.atomic
def withdraw(*, complaint: Complaint, why: str, by: User, at: datetime | None = None) -> Complaint:
    """The person takes it back."""
    return _close(complaint, "withdraw", by, at, learning=why, outcome=Outcome.WITHDRAWN)


@transaction.atomic
def file(*, complaint: Complaint, learning: str, by: User, at: datetime | None = None) -> Complaint:
    """A compliment or a comment that was read, with what we do about it."""
    return _close(complaint, "file", by, at, learning=learning)


def _close(complaint: Complaint, name: str, by: User, at: datetime | None, **changes: Any) -> Complaint:
    now = at or timezone.now()
    ended: dict[str, Any] = {"closed_by": by, "closed_at": now, "due_on": None}
    return _move(complaint, name, by=by, at=now, shown=False, **ended, **changes)


@transaction.atomic
def pass_on(
    *, complaint: Complaint, words: str, by: User, to: list[User] | None = None, at: datetime | None = None
) -> Complaint:
    """A compliment goes to those whom it is about, in the words that may be passed on, and is closed."""
    now = at or timezone.now()
    if complaint.consent not in ("named", "unnamed"):
        raise Refused("consent", "The person did not say that we may pass it on.")
    people = {user.pk: user for user in [*about.belongs(complaint.about_kind, complaint.about_ref), *(to or [])]}
    if not people:
        raise Refused("nobody", "Choose somebody at the council who can pass it on.")
    _close(complaint, "pass_on", by, now, passed_words=words)
    for user in people.values():
        ComplimentPassed.objects.create(complaint=complaint, to=user, at=now)
        emails.passed_on(complaint, user, at=now)
    return complaint


@transaction.atomic
def treat_as_complaint(*, complaint: Complaint, by: User, at: datetime | None = None) -> Complaint:
    """What somebody called a comment can be a complaint: then the law's clock counts from the day it came."""
    due = complaint_rules.first_due(Kind.COMPLAINT, complaint.received_on)
    return _move(complaint, "treat_as_complaint", by=by, at=at or timezone.now(), kind=Kind.COMPLAINT, due_on=due)


@transaction.atomic
def note(*, complaint: Complaint, words: str, by: User, at: datetime | None = None) -> None:
    """For colleagues: the person does not read it here."""
    _check_may(complaint, by)
    _record(complaint, "note", complaint.stage, by=by, at=at or timezone.now(), words=words)


@transaction.atomic
def set_subjects(*, complaint: Complaint, users: list[User], by: User, at: datetime | None = None) -> None:
    """Whom at the council it is about, as far as known now. A handler among them handles it no more."""
    _check_may(complaint, by)
    if by.pk in {user.pk for user in users}:
        raise Refused("yourself", "Give it to somebody else first. They then say that it is about you.")
    now, wanted = at or timezone.now(), {user.pk: user for user in users}
    known = set(complaint.subjects.values_list("user_id", flat=True))
    complaint.subjects.exclude(user__in=wanted).delete()
    for pk in wanted.keys() - known:
        ComplaintSubject.objects.create(complaint=complaint, user=wanted[pk], recorded_by=by, recorded_at=now)
    if complaint.handler_id in wanted:
        Complaint.objects.filter(pk=complaint.pk).update(handler=None, version=F("version") + 1)
        complaint.refresh_from_db()
    detail = {"users": sorted(wanted)}
    _record(complaint, "subjects", complaint.stage, by=by, at=now, detail=detail)


@transaction.atomic
def letter_done(*, letter: ComplaintLetter, by: User, at: datetime | None = None) -> None:
    """Posted, or read out on the telephone."""
    _check_may(letter.complaint, by)
    now = at or timezone.now()
    if not ComplaintLetter.objects.filter(pk=letter.pk, sent_at=None).update(sent_at=now, sent_by=by):
        raise Overtaken
    _record(letter.complaint, "letter_done", letter.complaint.stage, by=by, at=now, detail={"letter": letter.pk})


TELLS = {"acknowledge", "plan", "replan", "answer", "look_again", "close", "withdraw"}  # the person hears of these


def _move(
    complaint: Complaint, name: str, *, by: User, at: datetime, words: str = "", shown: bool = True, **changes: Any
) -> Complaint:
    _check_hers(complaint, by)
    try:
        step = complaint_rules.step(name, complaint.kind, complaint.stage)
    except complaint_rules.NotAllowed:
        raise Overtaken from None
    held = Complaint.objects.filter(pk=complaint.pk, stage=step.from_, version=complaint.version)
    if not held.update(stage=step.to, version=F("version") + 1, **changes):
        raise Overtaken
    complaint.refresh_from_db()
    _record(complaint, name, step.from_, by=by, at=at, words=words, shown=shown)
    if name in TELLS:
        emails.tell(complaint, name, at=at, words=words)
    return complaint


def _record(
    complaint: Complaint,
    name: str,
    from_stage: str,
    *,
    by: User,
    at: datetime,
    words: str = "",
    shown: bool = False,
    detail: dict[str, Any] | None = None,
) -> None:
    ComplaintEvent.objects.create(
        complaint=complaint,
        name=name,
        from_stage=from_stage,
        to_stage=complaint.stage,
        words=words,
        shown=shown,
        by=by,
        at=at,
    )
    audit(action=f"complaint.{name}", by=by, subject=f"complaint:{complaint.reference}", detail=detail, at=at)


def _check_may(complaint: Complaint, by: User) -> None:
    if not may(by, Permission.HANDLE_COMPLAINTS):
        raise Refused("role", "Your role does not handle complaints.")
    if is_in(by, complaint):
        raise Refused("own_case", "You are part of this one, so somebody else must handle it.")


def _check_hers(complaint: Complaint, by: User) -> None:
    _check_may(complaint, by)
    if complaint.handler_id != by.pk:
        raise Refused("not_yours", "Somebody else handles this. Take it on first.")


def remind_due(at: datetime) -> int:
    """Whoever handles something that is late hears of it, once for each day that was agreed."""
    today = timezone.localdate(at)
    late = Complaint.objects.filter(due_on__lt=today, handler__isnull=False).exclude(reminded_for=F("due_on"))
    return sum(_remind(complaint, at) for complaint in late.select_related("handler"))


@transaction.atomic
def _remind(complaint: Complaint, at: datetime) -> bool:
    unmoved = Complaint.objects.filter(pk=complaint.pk, due_on=complaint.due_on).exclude(reminded_for=F("due_on"))
    if not unmoved.update(reminded_for=F("due_on")):
        return False
    emails.remind(complaint, at=at)
    return True
