"""Concerns about somebody's safety: raised by anybody or another room, looked at, decided, closed by a second person.

Audit lines hold the concern's number, never its words. Nothing here tells the person it is about, or her delegates:
whoever hurts her may read what she reads.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from accounts import working_days
from accounts.audit import audit
from accounts.models import Person, User
from accounts.permissions import may
from accounts.roles import Permission
from accounts.section_42 import Answer, Test
from cms import concern_rules, emails, references
from cms.actions.refusals import Overtaken, Refused
from cms.concern_rules import Decision, Stage
from cms.handlers import may_handle
from cms.models import Complaint, ComplaintEvent, Concern, ConcernEvent, ConcernLook
from cms.models.concerns import SOURCES
from cms.near import near
from cms.queries.concerns import seen_by

LETTERS = 5
FROM_COMPLAINT = "complaint"


def raise_concern(
    *,
    words: str,
    source: str,
    by: User | None = None,
    source_ref: str = "",
    whom: str = "",
    danger: str = "",
    wanted: str = "",
    reporter: str = "",
    reach: str = "",
    about_words: str = "",
    token: str = "",
    person: Person | None = None,
    at: datetime | None = None,
) -> Concern:
    """The one way in, for the form and for other rooms.

    `source` is a key of `cms.models.concerns.SOURCES` (form, complaint, message, listing, handover, staff), and
    `source_ref` finds it again there ("message:17"). `words` is what worries somebody; `whom` who it is about and
    where; `danger` yes, no, not_sure or nothing; `reporter` and `reach` who tells us and how it is safe to reach them.
    `person` is given where it is sure who it is about: whoever stands near to her neither hears of nor finds it.
    `by` is the member of staff or user who passes it on, None for an anonymous form. The same `token` again is the
    same concern, unless it says something else: whoever goes back and adds a word is heard too.
    Safeguarding is told by e-mail that there is one, never what it says.
    """
    if source not in SOURCES:
        raise ValueError(f"No source of concerns is called {source!r}: {', '.join(SOURCES)}")
    now = at or timezone.now()
    given = {
        "words": words,
        "source": source,
        "source_ref": source_ref[:80],
        "about_words": about_words[:200],
        "whom": whom,
        "danger": danger,
        "wanted": wanted,
        "reporter": reporter[:150],
        "reach": reach,
    }
    token = same(token or secrets.token_urlsafe(24), given)
    try:
        with transaction.atomic():
            return Concern.objects.filter(token=token).first() or _keep(token, {**given, "person": person}, by, now)
    except IntegrityError:  # the same form, sent at the same moment
        return Concern.objects.get(token=token)


def same(token: str, given: dict[str, str]) -> str:
    """One for each form and what it says."""
    return hashlib.sha256(f"{token} {json.dumps(given, sort_keys=True)}".encode()).hexdigest()[:40]


def _keep(token: str, given: dict[str, Any], by: User | None, now: datetime) -> Concern:
    concern = Concern.objects.create(
        token=token,
        reference=references.new(LETTERS, lambda made: Concern.objects.filter(reference=made).exists()),
        raised_by=by,
        raised_at=now,
        due_on=working_days.after(timezone.localdate(now), concern_rules.DECIDE_WITHIN),
        **given,
    )
    _record(concern, "raised", by=by, at=now, detail={"source": given["source"]})
    emails.to_safeguarding(concern, "concern_new", at=now)
    return concern


@transaction.atomic
def from_complaint(*, complaint: Complaint, by: User, at: datetime | None = None) -> Concern:
    """What a complaint says of somebody's safety, to safeguarding, in one action. The complaint goes on as before."""
    if not may_handle(by, complaint):
        raise Refused("role", "Somebody else handles this.")
    Complaint.objects.select_for_update().get(pk=complaint.pk)  # two at once must not both be the first
    if complaint.events.filter(name="to_safeguarding").exists():
        raise Refused("done_before", "Safeguarding has it already.")
    now = at or timezone.now()
    reach = "\n".join(part for part in (complaint.phone, complaint.email, complaint.address) if part)
    concern = raise_concern(
        words=complaint.words,
        source=FROM_COMPLAINT,
        source_ref=complaint.reference,
        about_words=complaint.about_words,
        wanted=complaint.wish[:1_000],
        reporter=complaint.name,
        reach=reach[:400],
        token=f"complaint:{complaint.pk}",
        by=by,
        at=now,
    )
    ComplaintEvent.objects.create(
        complaint=complaint,
        name="to_safeguarding",
        from_stage=complaint.stage,
        to_stage=complaint.stage,
        by=by,
        at=now,
    )
    audit(action="complaint.to_safeguarding", by=by, subject=f"complaint:{complaint.reference}", at=now)
    return concern


@transaction.atomic
def look(*, concern: Concern, by: User, page: str, at: datetime | None = None) -> None:
    """Every look is kept, of whoever opens it."""
    _check_may(by, concern)
    ConcernLook.objects.create(concern=concern, by=by, at=at or timezone.now(), page=page)


@transaction.atomic
def take(*, concern: Concern, by: User, at: datetime | None = None) -> Concern:
    """Lead on it, also in place of a colleague."""
    stage = Stage.TRIAGE if concern.stage == Stage.NEW else Stage(concern.stage)
    return _change(concern, "take", by=by, at=at, stage=stage, lead=by)


@transaction.atomic
def answer_tests(
    *, concern: Concern, answers: Mapping[str, tuple[str, str]], by: User, at: datetime | None = None
) -> Concern:
    """The three tests of section 42(1): `{"needs": ("yes", "why"), "risk": …, "protect": …}`. Each has its reasons."""
    changes: dict[str, Any] = {}
    for test in Test:
        answer, why = answers[test]
        if not why.strip():
            raise Refused("why", "Give a reason for each answer.")
        changes |= {str(test): Answer(answer), f"{test}_why": why}
    words = "; ".join(f"{test}: {changes[str(test)]}. {changes[f'{test}_why']}" for test in Test)
    return _change(concern, "tests", by=by, at=at, words=words, **changes)


@transaction.atomic
def record_wishes(*, concern: Concern, how: str, words: str, by: User, at: datetime | None = None) -> Concern:
    """What the person wants to happen, asked of her wherever that is safe (statutory guidance 14.15)."""
    return _change(concern, "wishes", by=by, at=at, words=words, wishes=how, wishes_words=words)


@transaction.atomic
def decide(*, concern: Concern, decision: Decision, why: str, by: User, at: datetime | None = None) -> Concern:
    """An enquiry, other action, or none; on the answers to the tests as they stand in the database."""
    now = at or timezone.now()
    if not why.strip():
        raise Refused("why", "Say why you decide this.")
    if decision not in concern_rules.open_decisions(answers_of(concern)):
        raise Refused("tests", "The answers to the three tests do not allow this decision.")
    made: dict[str, Any] = {
        "stage": Stage.DECIDED,
        "decision": decision,
        "decision_why": why,
        "decided_by": by,
        "decided_at": now,
    }
    return _change(concern, "decide", by=by, at=now, words=f"{decision}: {why}", **made)


@transaction.atomic
def look_again(*, concern: Concern, why: str, by: User, at: datetime | None = None) -> Concern:
    """Something new came up before it was closed: the decision is taken back and made again."""
    now = at or timezone.now()
    due = working_days.after(timezone.localdate(now), concern_rules.DECIDE_WITHIN)
    back: dict[str, Any] = {"decision": "", "decision_why": "", "decided_by": None, "decided_at": None}
    return _change(
        concern, "look_again", by=by, at=now, words=why, stage=Stage.TRIAGE, due_on=due, late_told_at=None, **back
    )


@transaction.atomic
def close(*, concern: Concern, outcome: str, by: User, at: datetime | None = None) -> Concern:
    """By a second person, who did not decide it."""
    now = at or timezone.now()
    if concern.decided_by_id == by.pk:
        raise Refused("second_person", "You decided this, so somebody else must close it.")
    ended: dict[str, Any] = {"stage": Stage.CLOSED, "outcome": outcome, "closed_by": by, "closed_at": now}
    return _change(concern, "close", by=by, at=now, words=outcome, **ended)


@transaction.atomic
def link(*, concern: Concern, person: Person | None, why: str, by: User, at: datetime | None = None) -> Concern:
    """Say that it is about somebody we know, or take that back. A step of its own, with a reason; `person` is not told
    of it in her own log, since whoever hurts her may read it. A lead who stands near to her leads no more."""
    if not why.strip():
        raise Refused("why", "Say how you know.")
    detail = {"person": person.pk if person else None}
    name = "link" if person else "unlink"
    changes: dict[str, Any] = {"person": person}
    if person and concern.lead and person.pk in near(concern.lead):
        changes["lead"] = None
    return _change(concern, name, by=by, at=at, words=why, detail=detail, **changes)


@transaction.atomic
def note(*, concern: Concern, words: str, by: User, at: datetime | None = None) -> Concern:
    return _change(concern, "note", by=by, at=at, words=words)


def answers_of(concern: Concern) -> dict[str, str]:
    return {str(test): getattr(concern, test) for test in Test}


def _change(
    concern: Concern,
    name: str,
    *,
    by: User,
    at: datetime | None,
    words: str = "",
    detail: dict[str, Any] | None = None,
    **changes: Any,
) -> Concern:
    """Only from a stage that has this step, and only where nobody changed it since it was read."""
    _check_may(by, concern)
    if concern.stage not in concern_rules.FROM[{"unlink": "link"}.get(name, name)]:
        raise Overtaken
    held = Concern.objects.filter(pk=concern.pk, stage=concern.stage, version=concern.version)
    if not held.update(version=F("version") + 1, **changes):
        raise Overtaken
    concern.refresh_from_db()
    _record(concern, name, by=by, at=at or timezone.now(), words=words, detail=detail)
    return concern


def _record(
    concern: Concern,
    name: str,
    *,
    by: User | None,
    at: datetime,
    words: str = "",
    detail: dict[str, Any] | None = None,
) -> None:
    ConcernEvent.objects.create(concern=concern, name=name, words=words, by=by, at=at)
    audit(action=f"concern.{name}", by=by, subject=f"concern:{concern.pk}", detail=detail, at=at)


def _check_may(by: User, concern: Concern) -> None:
    """The database is asked whom it is about: somebody may have linked it since it was read."""
    if not may(by, Permission.SEE_CONCERNS):
        raise Refused("role", "Only safeguarding sees concerns.")
    if not seen_by(by).filter(pk=concern.pk).exists():
        raise Refused("near", "You stand near to this person, so a colleague deals with it.")


def tell_late(at: datetime) -> int:
    """Safeguarding hears once of each concern that nobody decided within a working day."""
    today = timezone.localdate(at)
    late = Concern.objects.filter(stage__in=[Stage.NEW, Stage.TRIAGE], due_on__lt=today, late_told_at=None)
    return sum(_tell_late(concern, at) for concern in late)


@transaction.atomic
def _tell_late(concern: Concern, at: datetime) -> bool:
    if not Concern.objects.filter(pk=concern.pk, late_told_at=None).update(late_told_at=at):
        return False
    emails.to_safeguarding(concern, "concern_late", at=at)
    return True
