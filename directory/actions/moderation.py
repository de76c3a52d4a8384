"""What a moderator answers to a change: yes, yes with an edit, back with reasons, no. The page changes here alone.

A change is written only where the page still says what it said when the change was made. Where somebody else changed
the same thing since, the moderator sees both and says which stays: nothing is overwritten unseen.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from directory import change_rules as rules
from directory import emails, page_fields
from directory.actions import proposals, services
from directory.change_rules import Side, State
from directory.models import ChangeProposal, ProposedChange, Service, Status
from directory.permissions import may_answer
from directory.refusals import Moved, Refused

OWN = "You proposed this, or you work for this organisation, so somebody else must answer it."


class Conflict(Refused):
    """The page says something else by now. `fields` are those to decide."""

    def __init__(self, fields: list[str]) -> None:
        super().__init__("Somebody else changed the same thing since. Choose what the page should say.")
        self.fields = fields


@dataclass(frozen=True)
class Settled:
    """What a moderator decided where two changes meet: a print of what she saw on the page, and what goes."""

    seen: str
    takes_new: bool


def sides(proposal: ChangeProposal) -> list[Side]:
    """Each change beside what the page says now."""
    changes = list(proposal.changes.all())
    now = page_fields.read(proposal.subject, also=[one.field for one in changes])
    return rules.sides([(one.field, one.before, one.after) for one in changes], now)


@transaction.atomic
def approve(
    *,
    proposal: ChangeProposal,
    by: User,
    edits: Mapping[str, Any] | None = None,
    settled: Mapping[str, Settled] | None = None,
    sent: str = "",
    at: datetime | None = None,
) -> None:
    """Let it go live, perhaps with an edit. A page that was not up yet is published. `sent` is a print of the changes
    that she saw: what was sent back and came again says something else."""
    now, edits, settled = at or timezone.now(), edits or {}, settled or {}
    subject = proposals.fresh(proposal.subject)
    proposal.refresh_from_db()  # whoever writes it waits for the page, too
    _check(proposal, by)
    if sent and sent != proposals.as_sent(proposal):
        raise Moved("They sent this again while you looked, and it says something else. Look once more.")
    live = page_fields.read(subject, also=[one.field for one in proposal.changes.all()])
    made = {
        change.field: _decided(change, live[change.field], edits, settled) for change in _open(proposal, live, settled)
    }
    proposals.move(proposal, State.APPROVED, by, now, decided_at=now, decided_by=by)
    for field, value in made.items():
        ProposedChange.objects.filter(proposal=proposal, field=field).update(approved_as=value)
    proposals.put(proposal.subject, {field: value for field, value in made.items() if value != live[field]})
    if not _is_edited(proposal, made):
        proposals.keep_fresh(proposal, now)
    if isinstance(subject, Service) and subject.status == Status.DRAFT:
        services.publish(service=Service.objects.get(pk=subject.pk), by=by, at=now)
    emails.to_proposer(proposal, "change_edited" if _is_edited(proposal, made) else "change_approved", at=now)


def seen(field: str, now: Any) -> str:
    """What a form carries of what it showed."""
    return page_fields.version({field: now})


def _open(proposal: ChangeProposal, live: Mapping[str, Any], settled: Mapping[str, Settled]) -> list[ProposedChange]:
    """The changes, once each conflict is settled on what the page says at this moment."""
    changes = list(proposal.changes.all())
    sides = rules.sides([(one.field, one.before, one.after) for one in changes], live)
    meeting = [side for side in sides if side.conflicts]
    if unsettled := [side.field for side in meeting if side.field not in settled]:
        raise Conflict(unsettled)
    if any(settled[side.field].seen != seen(side.field, side.now) for side in meeting):
        raise Moved("The page changed again while you looked. Look once more.")
    return changes


def _decided(change: ProposedChange, now: Any, edits: Mapping[str, Any], settled: Mapping[str, Settled]) -> Any:
    choice = settled.get(change.field)
    if choice and not choice.takes_new:
        return now
    return edits.get(change.field, change.after)


def _is_edited(proposal: ChangeProposal, made: Mapping[str, Any]) -> bool:
    return any(made[change.field] != change.after for change in proposal.changes.all())


@transaction.atomic
def send_back(*, proposal: ChangeProposal, reasons: str, by: User, at: datetime | None = None) -> None:
    """For the proposer to correct and send again. Where she has begun a new draft, that one takes its place."""
    _check(proposal, by, reasons)
    now = at or timezone.now()
    if proposals.open_one(proposal.subject):
        raise Refused("They have started another change of this page. Decline this one, and say what to put into it.")
    proposals.move(proposal, State.SENT_BACK, by, now, reasons, decided_at=now, decided_by=by)
    emails.to_proposer(proposal, "change_sent_back", at=now)


@transaction.atomic
def decline(*, proposal: ChangeProposal, reasons: str, by: User, at: datetime | None = None) -> None:
    """No. What went live by itself is put back, where nobody changed it since."""
    _check(proposal, by, reasons)
    now, was_live = at or timezone.now(), proposal.state == State.LIVE
    proposals.move(proposal, State.DECLINED, by, now, reasons, decided_at=now, decided_by=by)
    if was_live:
        changes = list(proposal.changes.all())
        live = page_fields.read(proposals.fresh(proposal.subject), also=[one.field for one in changes])
        back = {one.field: one.before for one in changes if live[one.field] == one.after}
        proposals.put(proposal.subject, back)
    emails.to_proposer(proposal, "change_put_back" if was_live else "change_declined", at=now)


@transaction.atomic
def looked_at(*, proposal: ChangeProposal, by: User, at: datetime | None = None) -> None:
    """What went live by itself is right. Nobody needs to hear of it."""
    _check(proposal, by)
    if proposal.state != State.LIVE:
        raise Moved("This change did not go live by itself.")
    now = at or timezone.now()
    proposals.move(proposal, State.APPROVED, by, now, decided_at=now, decided_by=by)


def _check(proposal: ChangeProposal, by: User, reasons: str = "given") -> None:
    if not may_answer(by, proposal):
        raise Refused(OWN)
    if not reasons.strip():
        raise Refused("Say why, so that they know what to do.")
