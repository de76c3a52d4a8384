"""What a draft of a support plan says: outcomes, lines, what is kept for emergencies, the format it is read in."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import TypeVar

from django.db import transaction
from django.db.models import F, Max, QuerySet, Sum
from django.utils import timezone

from accounts.audit import audit, behalf
from accounts.models import Outcome, User
from directory.models import TaxonomyTerm
from marketplace import costing
from marketplace.actions.moves import Overtaken, Refused
from marketplace.models import Idea, Listing, PlanLine, PlanOutcome, PlanState, PlanVersion
from marketplace.permissions import plans_for

Kept = TypeVar("Kept", PlanOutcome, PlanLine)
MOST_OUTCOMES, MOST_LINES = 20, 20  # of each outcome
MOST_PENCE = 100_000_000  # a million pounds a week: above it somebody has slipped, and the sum would not fit


@dataclass(frozen=True)
class Wanted:
    """One line as somebody writes it: what, how much of it, how often, for how much.

    With a `listing` the price is the one that its seller asks that day.
    """

    what: str
    pattern: costing.Pattern
    price_pence: int
    kind: TaxonomyTerm | None = None
    listing: Listing | None = None


@contextmanager
def _changing(
    version: PlanVersion, by: User, what: str, at: datetime | None, seen: int | None = None
) -> Iterator[datetime]:
    """One change of a draft: by somebody who may, while it is a draft, with the total worked out anew.

    `seen` is the revision that was on the page: where somebody else has changed the draft since, nothing is written.
    """
    now = at or timezone.now()
    with transaction.atomic():
        plans_for(by, version.plan.person, now)
        draft = PlanVersion.objects.filter(pk=version.pk, state=PlanState.DRAFT)
        looked_at = draft if seen is None else draft.filter(revision=seen)
        if not looked_at.update(revision=F("revision") + 1):
            raise Overtaken
        yield now
        total = PlanLine.objects.filter(outcome__version=version).aggregate(sum=Sum("weekly_pence"))["sum"] or 0
        if total > MOST_PENCE:
            raise Refused("too_much", "Enter smaller amounts: this comes to more than £1,000,000 a week.")
        draft.update(weekly_pence=total)
        version.writers.add(by)
        version.refresh_from_db()
        audit(
            action=f"plan.{what}",
            by=by,
            on_behalf_of=behalf(version.plan.person, by),
            subject=f"plan:{version.plan_id}",
            detail={"version": version.number},
            at=now,
        )


def put_outcome(
    *,
    version: PlanVersion,
    outcome: Outcome,
    words: str,
    by: User,
    changing: PlanOutcome | None = None,
    seen: int | None = None,
    at: datetime | None = None,
) -> PlanOutcome:
    """A new one, or other words for one that is there. The same new one sent twice is one."""
    if changing is None and (same := _twice(version, seen, version.outcomes.filter(outcome=outcome, words=words))):
        return same
    with _changing(version, by, "outcome_changed" if changing else "outcome_added", at, seen if changing else None):
        if changing is not None:
            if not version.outcomes.filter(pk=changing.pk).update(outcome=outcome, words=words):
                raise Overtaken
            changing.refresh_from_db()
            return changing
        if version.outcomes.count() >= MOST_OUTCOMES:
            raise Refused("full", f"A plan has {MOST_OUTCOMES} outcomes at most. Take one out first.")
        last = version.outcomes.aggregate(last=Max("position"))["last"] or 0
        return PlanOutcome.objects.create(version=version, outcome=outcome, words=words, position=last + 1)


def _twice(version: PlanVersion, seen: int | None, same: QuerySet[Kept]) -> Kept | None:
    """What a second press of a button would add again: it is there, and the draft was changed since the page."""
    changed = seen is not None and not PlanVersion.objects.filter(pk=version.pk, revision=seen).exists()
    return same.last() if changed else None


def remove_outcome(*, version: PlanVersion, outcome: PlanOutcome, by: User, at: datetime | None = None) -> None:
    """With all its lines."""
    with _changing(version, by, "outcome_removed", at):
        version.outcomes.filter(pk=outcome.pk).delete()


def put_line(
    *,
    version: PlanVersion,
    outcome: PlanOutcome,
    wanted: Wanted,
    by: User,
    changing: PlanLine | None = None,
    seen: int | None = None,
    at: datetime | None = None,
) -> PlanLine:
    """A new line, or other figures for one that is there. What it costs a week is worked out here. The same new one
    sent twice is one."""
    if changing is None and (same := _twice(version, seen, _same(outcome, wanted))):
        return same
    with _changing(version, by, "line_changed" if changing else "line_added", at, seen if changing else None) as now:
        if outcome.version_id != version.pk:
            raise Overtaken
        line = changing or PlanLine(outcome=outcome, position=_next(outcome))
        if changing is not None and not PlanLine.objects.filter(pk=changing.pk, outcome=outcome).exists():
            raise Overtaken
        line.listed_on = _price_of(wanted, line, timezone.localdate(now))
        _write(line, wanted)
        return line


def _same(outcome: PlanOutcome, wanted: Wanted) -> QuerySet[PlanLine]:
    return outcome.lines.filter(what=wanted.what, price_pence=wanted.price_pence, **asdict(wanted.pattern))


def _price_of(wanted: Wanted, line: PlanLine, day: date) -> date | None:
    """The day on which the offer had this price. One that the line has already keeps its own day."""
    offer, asked = wanted.listing, (wanted.pattern.unit, wanted.price_pence)
    if offer is None:
        return None
    if (line.listing_id, line.unit, line.price_pence) == (offer.pk, *asked):
        return line.listed_on
    if not Listing.objects.on_sale(day).filter(pk=offer.pk, unit=asked[0], price_pence=asked[1]).exists():
        raise Refused("off_sale", "This offer changed, or is not on sale any more. Choose again.")
    return day


def _next(outcome: PlanOutcome) -> int:
    if outcome.lines.count() >= MOST_LINES:
        raise Refused("full", f"An outcome has {MOST_LINES} things to buy at most. Take one out first.")
    return (outcome.lines.aggregate(last=Max("position"))["last"] or 0) + 1


def _write(line: PlanLine, wanted: Wanted) -> None:
    pattern = wanted.pattern
    line.what, line.price_pence, line.kind, line.listing = wanted.what, wanted.price_pence, wanted.kind, wanted.listing
    line.unit, line.minutes, line.times, line.every = pattern.unit, pattern.minutes, pattern.times, pattern.every
    line.weekly_pence = costing.weekly_pence(pattern, wanted.price_pence)
    if line.weekly_pence > MOST_PENCE:
        raise Refused("too_much", "Enter smaller amounts: this comes to more than £1,000,000 a week.")
    line.save()


def remove_line(*, version: PlanVersion, line: PlanLine, by: User, at: datetime | None = None) -> None:
    with _changing(version, by, "line_removed", at):
        PlanLine.objects.filter(pk=line.pk, outcome__version=version).delete()


def put_contingency(
    *, version: PlanVersion, pence: int, by: User, seen: int | None = None, at: datetime | None = None
) -> None:
    """What is kept for emergencies, in all: not for each week."""
    with _changing(version, by, "contingency_changed", at, seen):
        PlanVersion.objects.filter(pk=version.pk).update(contingency_pence=pence)


def put_format(
    *, version: PlanVersion, read_in: str, by: User, seen: int | None = None, at: datetime | None = None
) -> None:
    with _changing(version, by, "format_changed", at, seen):
        PlanVersion.objects.filter(pk=version.pk).update(read_in=read_in)


def add_idea(
    *, version: PlanVersion, idea: Idea, by: User, seen: int | None = None, at: datetime | None = None
) -> PlanLine:
    """The idea as a line, under the same outcome of the draft, or under a new one that says what the idea does."""
    with transaction.atomic():
        under = version.outcomes.filter(outcome=idea.outcome).first() or put_outcome(
            version=version, outcome=idea.outcome, words=idea.outcome.description or idea.outcome.name, by=by, at=at
        )
        wanted = Wanted(idea.what, idea.pattern, idea.price_pence, idea.kind)
        return put_line(version=version, outcome=under, wanted=wanted, by=by, seen=seen, at=at)
