"""A second look at a decision on paying a close relative of the household: asked for, and answered by somebody else."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts import working_days
from accounts.audit import audit, behalf
from accounts.models import Person, User
from marketplace import emails
from marketplace.actions import necessity
from marketplace.actions.necessity import NecessityRefused
from marketplace.models import NecessityDecision, SecondLook
from marketplace.queries import second_looks as found

WITHIN = 10  # working days: our own rule
Result = SecondLook.Result


@dataclass(frozen=True)
class Finding:
    """What comes of it, and why. Decided anew, there is a day to look at it again."""

    result: SecondLook.Result
    words: str
    review_on: date | None = None


@transaction.atomic
def ask(*, decision: NecessityDecision, words: str, by: User, at: datetime | None = None) -> SecondLook:
    """Once for a decision, and once for its end. Asked again, the first is the answer. Nothing changes until then."""
    now = at or timezone.now()
    Person.objects.select_for_update(no_key=True, of=("self",)).get(pk=decision.person_id)
    decision.refresh_from_db()
    if not (found.may_ask(by, decision.person, now) or found.may_write_down(by, decision.person)):
        raise NecessityRefused("Only the person, or somebody who may propose or pay for them, can ask for this.")
    if not words.strip():
        raise NecessityRefused("Write why you do not agree.")
    if known := found.of(decision):
        return known
    if found.is_overtaken(decision):
        raise NecessityRefused("This has been decided anew since. You can ask for a second look at that.")
    look = SecondLook.objects.create(
        decision=decision,
        person=decision.person,
        after_end=decision.ended_by is not None,
        first_by=decision.ended_by or decision.decided_by,
        words=words.strip(),
        asked_by=by,
        asked_at=now,
        due_on=working_days.after(timezone.localdate(now), WITHIN),
    )
    _audit("second_look.asked", look, by, now)
    return look


@transaction.atomic
def answer(*, look: SecondLook, finding: Finding, by: User, at: datetime | None = None) -> SecondLook:
    """By name, once. The person and whoever asked are told, with the reasons where only the person reads."""
    now = at or timezone.now()
    Person.objects.select_for_update(no_key=True, of=("self",)).get(pk=look.person_id)
    look.refresh_from_db()
    if not look.is_open:
        raise NecessityRefused("Somebody has answered this already.")
    if not found.may_answer(look, by):
        raise NecessityRefused("Somebody answers this who made none of it and has no part in it.")
    if not finding.words.strip():
        raise NecessityRefused("Write why.")
    if finding.result not in found.choices(look):
        raise NecessityRefused("This has changed since it was asked. Choose again.")
    look.made = _carry_out(look.decision, finding, by, now)
    look.result, look.result_words, look.looked_by, look.looked_at = finding.result, finding.words.strip(), by, now
    look.save(update_fields=["made", "result", "result_words", "looked_by", "looked_at"])
    _audit("second_look.answered", look, by, now)
    emails.second_look_answered(look, at=now)
    return look


def _carry_out(decision: NecessityDecision, finding: Finding, by: User, now: datetime) -> NecessityDecision | None:
    if finding.result == Result.ENDED:
        necessity.end(decision=decision, reasons=finding.words, by=by, at=now, tell=False)
    if finding.result != Result.CHANGED:
        return None
    if finding.review_on is None:
        raise NecessityRefused("Choose when it is looked at again.")
    return necessity.renew(decision=decision, reasons=finding.words, review_on=finding.review_on, by=by, at=now)


def _audit(action: str, look: SecondLook, by: User, now: datetime) -> None:
    detail = {"person": look.person_id, "decision": look.decision_id, "result": look.result}
    subject = f"second_look:{look.pk}"
    audit(action=action, by=by, on_behalf_of=behalf(look.person, by), subject=subject, detail=detail, at=now)
