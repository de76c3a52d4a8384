"""Somebody says how it was with an organisation. A moderator reads it before anybody else does.

One piece of hers for an organisation at a time, so that nobody fills a page: she takes it down to write anew.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.audit import audit
from accounts.models import User
from directory import feedback_rules as rules
from directory.feedback_rules import Named, State
from directory.models import FeedbackReply, FeedbackReport, Organisation, OrganisationFeedback, Service
from directory.permissions import has_part
from directory.queries import feedback as found
from directory.refusals import Moved, Refused

OWN = "You work for this organisation, so you cannot write about it."
NOT_HERE = "People cannot say how it was with this organisation at the moment."
ONE = "You have written about this organisation already. Change that, or take it down first."


@dataclass(frozen=True)
class Said:
    """What somebody wrote, and how she wants to be named."""

    good: str
    better: str
    knows: str
    named: str
    service: Service | None = None


@transaction.atomic
def send(*, organisation: Organisation, said: Said, by: User, at: datetime | None = None) -> OrganisationFeedback:
    """With her yes to showing it, which the form asks for each time."""
    now = at or timezone.now()
    _check(organisation, said, by)
    if found.open_of(by.pk, organisation):
        raise Refused(ONE)
    try:
        with transaction.atomic():
            made = OrganisationFeedback.objects.create(
                organisation=organisation, written_by=by, sent_at=now, **_columns(said, by)
            )
    except IntegrityError as twice:  # a button pressed twice
        raise Refused(ONE) from twice
    note("sent", made, by, now, agreed=True)
    return made


@transaction.atomic
def change(*, feedback: OrganisationFeedback, said: Said, by: User, at: datetime | None = None) -> None:
    """While nobody has decided about it, and after it was sent back: it waits again."""
    now = at or timezone.now()
    _check_hers(feedback, by)
    _check(feedback.organisation, said, by)
    if feedback.state not in rules.TO_WRITE:
        raise Moved("Somebody has answered this by now, so it cannot be changed any more. You can take it down.")
    columns = _columns(said, by) | {"state": State.WAITING.value, "sent_at": now, "reasons": ""}
    columns |= {"decided_at": None, "decided_by": None}
    if not _seen(feedback).update(**columns):
        raise Moved("Somebody answered this just now. Look at it again.")
    feedback.refresh_from_db()
    note("changed", feedback, by, now, agreed=True)


@transaction.atomic
def take_down(*, feedback: OrganisationFeedback, by: User, at: datetime | None = None) -> None:
    """At any time, by whoever wrote it. Her words go at once, and what was said to them."""
    now = at or timezone.now()
    _check_hers(feedback, by)
    gone = dict.fromkeys(("good", "better", "shown_good", "shown_better", "first_name", "reasons"), "")
    move(feedback, State.TAKEN_DOWN, by, now, ended_at=now, **gone)
    FeedbackReply.objects.filter(feedback=feedback).delete()  # after it: a reply that came meanwhile goes, too
    FeedbackReport.objects.filter(feedback=feedback).delete()


def move(feedback: OrganisationFeedback, to: State, by: User | None, at: datetime, **changes: Any) -> None:
    """Compare and swap: it goes on only where the state that was seen still holds."""
    if not rules.may_move(feedback.state, to):
        raise Moved(f"This is over or decided already: {State(feedback.state).label.lower()}.")
    if not _seen(feedback).update(state=to.value, **changes):
        raise Moved("Somebody else changed or answered this just now. Look at it again.")
    feedback.refresh_from_db()
    note(to.value, feedback, by, at)


def note(what: str, feedback: OrganisationFeedback, by: User | None, at: datetime, **detail: Any) -> None:
    audit(action=f"feedback.{what}", by=by, subject=f"feedback:{feedback.pk}", detail=detail, at=at)


def _seen(feedback: OrganisationFeedback) -> Any:
    """As it was read: the same state, and sent at the same moment."""
    return OrganisationFeedback.objects.filter(pk=feedback.pk, state=feedback.state, sent_at=feedback.sent_at)


def _columns(said: Said, by: User) -> dict[str, Any]:
    first_name = by.get_short_name()[:60] if said.named == Named.FIRST_NAME else ""
    return {
        "good": said.good,
        "better": said.better,
        "knows": said.knows,
        "named": said.named,
        "service": said.service,
        "first_name": first_name,
    }


def _check(organisation: Organisation, said: Said, by: User) -> None:
    if has_part(by, organisation):
        raise Refused(OWN)
    if not found.is_spoken_of(organisation):
        raise Refused(NOT_HERE)
    if rules.leaves_nothing(said.good, said.better):
        raise Refused("Say what was good, or what could be better.")
    if not rules.fits(said.named, said.knows):
        raise Refused("Only somebody who cares for a person who uses it is named “a carer”.")
    if said.service and said.service.organisation_id != organisation.pk:
        raise Refused("Choose a service of this organisation.")


def _check_hers(feedback: OrganisationFeedback, by: User) -> None:
    if feedback.written_by_id != by.pk:
        raise Refused("Only whoever wrote this may do that.")
