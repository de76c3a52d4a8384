"""Support plans for tests, made by the same actions as the site's."""

from datetime import datetime

from django.utils import timezone

from accounts.models import Person, User
from accounts.roles import Role
from marketplace.actions import plan_lines, plan_reviews, plans
from marketplace.actions.plan_lines import Wanted
from marketplace.costing import Every, Pattern
from marketplace.models import PlanLine, PlanOutcome, PlanReview, PlanVersion, ReviewOutcome
from marketplace.pricing import Unit
from tests.factories import accounts as people
from tests.factories import marketplace as market

TWICE_A_WEEK = Pattern(Unit.HOUR, 120, 2, Every.WEEK)


def draft(person: Person | None = None, by: User | None = None) -> PlanVersion:
    person = person or people.person()
    return plans.begin(person=person, by=by or person.user)


def outcome(
    version: PlanVersion, words: str = "I want to go to choir", name: str = "Getting out", by: User | None = None
) -> PlanOutcome:
    by = by or version.plan.person.user
    return plan_lines.put_outcome(version=version, outcome=market.outcome(name), words=words, by=by)


def line(under: PlanOutcome, what: str = "Somebody to go with me", pence: int = 1650, **more) -> PlanLine:
    version = PlanVersion.objects.get(pk=under.version_id)
    by = more.pop("by", None) or version.plan.person.user
    wanted = Wanted(what, more.pop("pattern", TWICE_A_WEEK), pence, **more)
    return plan_lines.put_line(version=version, outcome=under, wanted=wanted, by=by)


def written(
    person: Person | None = None, *, contingency: int = 20_000, pence: int = 1650, by: User | None = None
) -> PlanVersion:
    """A draft with one outcome and one line: £66 a week, £200 kept for emergencies."""
    version = draft(person, by)
    line(outcome(version, by=by), pence=pence, by=by)
    plan_lines.put_contingency(version=version, pence=contingency, by=by or version.plan.person.user)
    return PlanVersion.objects.get(pk=version.pk)


def sent(person: Person | None = None, *, by: User | None = None, **more) -> PlanVersion:
    version = written(person, by=by, **more)
    return plans.send(version=version, by=by or version.plan.person.user, revision=version.revision)


def agreed(person: Person | None = None, *, at: datetime | None = None, **more) -> PlanVersion:
    return plans.agree(version=sent(person, **more), by=people.staff(Role.PRACTITIONER), at=at)


def sent_back(person: Person | None = None, reasons: str = "Say which choir") -> PlanVersion:
    return plans.send_back(version=sent(person), reasons=reasons, by=people.staff(Role.PRACTITIONER))


def reviewed(person: Person | None = None) -> PlanReview:
    version = agreed(person)
    return plan_reviews.record(
        person=version.plan.person,
        held_on=timezone.localdate(version.agreed_at),
        said="The choir is good",
        outcome=ReviewOutcome.NO_CHANGE,
        by=people.staff(Role.PRACTITIONER),
    )
