"""A support plan's way: begun, sent to the council, taken back, sent back with reasons, or agreed.

Only a draft changes (`plan_lines`). What was sent back is changed by writing a new version from it.
"""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.audit import audit, behalf
from accounts.models import Person, User
from accounts.permissions import may
from accounts.roles import Permission
from marketplace import costing, emails
from marketplace.actions import review_dates
from marketplace.actions.moves import Overtaken, Refused
from marketplace.models import PlanLine, PlanOutcome, PlanState, PlanVersion, SupportPlan
from marketplace.permissions import NotYours, acts_for, plans_for
from marketplace.queries import plans as found


@transaction.atomic
def begin(*, person: Person, by: User, at: datetime | None = None) -> PlanVersion:
    """The draft that is open, or a new one: a copy of the last version, so that nobody writes it all again.

    By the person, a delegate who may propose, or her broker; by a practitioner where she has no sign-in. Refused while
    a version waits for the council.
    """
    now = at or timezone.now()
    power = plans_for(by, person, now)
    plan, _ = SupportPlan.objects.get_or_create(person=person, defaults={"started_at": now})
    SupportPlan.objects.select_for_update().get(pk=plan.pk)
    last = plan.versions.first()
    if last and last.state == PlanState.SENT:
        raise Refused("sent", "The council has the plan. Take it back if you want to change it.")
    if last and last.state == PlanState.DRAFT:
        return last
    version = PlanVersion.objects.create(
        plan=plan,
        number=last.number + 1 if last else 1,
        read_in=last.read_in if last else person.contact_format,
        contingency_pence=last.contingency_pence if last else 0,
        weekly_pence=last.weekly_pence if last else 0,
        started_by=by,
        started_at=now,
        mandate=power.mandate,
    )
    version.writers.add(by)
    if last:
        _copy(last, version)
    _record("begun", version, by, now)
    return version


def _copy(old: PlanVersion, new: PlanVersion) -> None:
    """What nobody has agreed yet brings its writers along: none of them may agree it later."""
    if old.state != PlanState.AGREED:
        new.writers.add(*old.writers.all())
    for outcome in found.whole(old).outcomes.all():
        lines = list(outcome.lines.all())
        copy = PlanOutcome.objects.create(
            version=new, outcome_id=outcome.outcome_id, words=outcome.words, position=outcome.position
        )
        PlanLine.objects.bulk_create(PlanLine(outcome=copy, position=line.position, **line.copied()) for line in lines)


@transaction.atomic
def send(*, version: PlanVersion, by: User, revision: int, at: datetime | None = None) -> PlanVersion:
    """To the council, as it was shown: `revision` is the one on the page that was checked."""
    now = at or timezone.now()
    plans_for(by, version.plan.person, now)
    if missing := found.missing(version):
        raise Refused("unfinished", missing)
    move(version, PlanState.DRAFT, PlanState.SENT, revision, sent_by=by, sent_at=now)
    _record("sent", version, by, now)
    return version


@transaction.atomic
def take_back(*, version: PlanVersion, by: User, at: datetime | None = None) -> PlanVersion:
    """While the council has not answered: it is a draft again."""
    now = at or timezone.now()
    plans_for(by, version.plan.person, now)
    move(version, PlanState.SENT, PlanState.DRAFT, version.revision, sent_by=None, sent_at=None)
    _record("taken_back", version, by, now)
    return version


@transaction.atomic
def discard(*, version: PlanVersion, by: User, at: datetime | None = None) -> None:
    """A draft that nobody wants any more. What was ever sent stays."""
    now = at or timezone.now()
    plans_for(by, version.plan.person, now)
    _record("discarded", version, by, now)
    if not PlanVersion.objects.filter(pk=version.pk, state=PlanState.DRAFT, revision=version.revision).exists():
        raise Overtaken
    version.delete()


@transaction.atomic
def send_back(
    *, version: PlanVersion, reasons: str, by: User, at: datetime | None = None, send: bool = True
) -> PlanVersion:
    """The practitioner says what would have to change. The person reads it, and writes the next version from this."""
    now = at or timezone.now()
    _check_practitioner(by, version, now)
    if not reasons.strip():
        raise Refused("reasons", "Say why, so that the person knows what to change.")
    changes = {"sent_back_by": by, "sent_back_at": now, "reasons": reasons.strip()}
    move(version, PlanState.SENT, PlanState.SENT_BACK, version.revision, **changes)
    _record("sent_back", version, by, now)
    emails.to_planners(found.whole(version), "plan_sent_back", at=now, send=send)
    return version


@transaction.atomic
def agree(
    *,
    version: PlanVersion,
    by: User,
    reassessment_reference: str = "",
    review_on: date | None = None,
    at: datetime | None = None,
    send: bool = True,
) -> PlanVersion:
    """Signed off. Less than was agreed before only after a reassessment (Care Act 2014 s.27), by its reference.

    `review_on`: when to look at it again; by default as the council has set it.
    """
    now = at or timezone.now()
    _check_practitioner(by, version, now)
    SupportPlan.objects.select_for_update().get(pk=version.plan_id)
    before = found.agreed(version.plan)
    reference = reassessment_reference.strip()
    due = review_dates.checked(review_on or review_dates.after_agreeing(now, first=before is None), now)
    sums = (before.weekly_pence, before.contingency_pence) if before else (0, 0)
    if costing.is_reduction(version.weekly_pence, version.contingency_pence, *sums) and not reference:
        raise Refused("reassessment", "This is less than was agreed before. Enter the reference of the reassessment.")
    changes = {
        "agreed_by": by,
        "agreed_at": now,
        "before_weekly_pence": sums[0],
        "before_contingency_pence": sums[1],
        "reassessment_reference": reference,
    }
    move(version, PlanState.SENT, PlanState.AGREED, version.revision, **changes)
    SupportPlan.objects.filter(pk=version.plan_id).update(review_on=due)
    _record("agreed", version, by, now, weekly_pence=version.weekly_pence, contingency=version.contingency_pence)
    emails.to_planners(found.whole(version), "plan_agreed", at=now, send=send)
    return version


def _check_practitioner(by: User, version: PlanVersion, now: datetime) -> None:
    if not may(by, Permission.AGREE_BUDGETS):
        raise NotYours
    if acts_for(by, version.plan.person, now):
        raise Refused("own_case", "You act for this person, so somebody else must decide.")
    if found.wrote(by, version):
        raise Refused("own_writing", found.OWN_WRITING)


def move(version: PlanVersion, old: PlanState, new: PlanState, revision: int, **changes: Any) -> None:
    """Compare and swap: only where nobody has changed it since it was looked at."""
    held = PlanVersion.objects.filter(pk=version.pk, state=old, revision=revision)
    if not held.update(state=new, revision=F("revision") + 1, **changes):
        raise Overtaken
    version.refresh_from_db()


def _record(what: str, version: PlanVersion, by: User, now: datetime, **detail: Any) -> None:
    person = version.plan.person
    audit(
        action=f"plan.{what}",
        by=by,
        on_behalf_of=behalf(person, by),
        subject=f"plan:{version.plan_id}",
        detail={"version": version.number, **detail},
        at=now,
    )
