"""Support plans as screens need them."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from accounts.models import Outcome, Person, User
from design.formats import pounds
from marketplace.models import Listing, PlanLine, PlanOutcome, PlanState, PlanVersion, SupportPlan


def with_lines(versions: QuerySet[PlanVersion]) -> QuerySet[PlanVersion]:
    """With all that a page says of them, in a fixed number of queries."""
    sold = Listing.objects.on_sale(timezone.localdate()).filter(pk=OuterRef("listing_id"))
    lines = PlanLine.objects.select_related("kind", "listing").annotate(on_sale=Exists(sold))
    outcomes = PlanOutcome.objects.select_related("outcome").prefetch_related(Prefetch("lines", lines))
    return versions.select_related(
        "plan__person__user", "started_by", "sent_by", "sent_back_by", "agreed_by", "mandate"
    ).prefetch_related(Prefetch("outcomes", outcomes))


def whole(version: PlanVersion) -> PlanVersion:
    return with_lines(PlanVersion.objects.filter(pk=version.pk)).get()


def of(person: Person) -> QuerySet[PlanVersion]:
    """All versions of a person's plan, the newest first."""
    return with_lines(PlanVersion.objects.filter(plan__person=person))


def draft_of(person: Person) -> PlanVersion | None:
    return of(person).filter(state=PlanState.DRAFT).first()


def open_draft(person: Person) -> PlanVersion | None:
    """The same without what is in it."""
    return PlanVersion.objects.filter(plan__person=person, state=PlanState.DRAFT).first()


def agreed(plan: SupportPlan) -> PlanVersion | None:
    """The version that holds: the last that was agreed."""
    return plan.versions.filter(state=PlanState.AGREED).first()


def holds(person: Person) -> PlanVersion | None:
    """The same of a person, in one query."""
    found = PlanVersion.objects.filter(plan__person=person, state=PlanState.AGREED)
    return found.select_related("plan", "agreed_by").first()


def headings(person: Person) -> QuerySet[PlanVersion]:
    """All versions, the newest first, without what is in them."""
    return PlanVersion.objects.filter(plan__person=person).select_related("plan", "started_by", "agreed_by", "sent_by")


def before(version: PlanVersion) -> PlanVersion | None:
    """The version written before this one, whatever became of it."""
    return with_lines(PlanVersion.objects.filter(plan=version.plan_id, number__lt=version.number)).first()


def agreed_before(version: PlanVersion) -> PlanVersion | None:
    earlier = PlanVersion.objects.filter(plan=version.plan_id, number__lt=version.number, state=PlanState.AGREED)
    return earlier.first()


def that_hold() -> list[PlanVersion]:
    """The agreed version of every person's plan, with its lines."""
    later = PlanVersion.objects.filter(plan=OuterRef("plan"), number__gt=OuterRef("number"), state=PlanState.AGREED)
    held = PlanVersion.objects.filter(~Exists(later), state=PlanState.AGREED)
    return list(with_lines(held).order_by("plan_id"))


OWN_WRITING = "You wrote some of this plan. A different practitioner must read it and decide."


def wrote(user: User, version: PlanVersion) -> bool:
    """Whether somebody had a hand in it: then she does not decide about it (separation of duties)."""
    if user.pk in (version.started_by_id, version.sent_by_id):
        return True
    return version.writers.filter(pk=user.pk).exists()


def written_by_staff(user: User) -> QuerySet[PlanVersion]:
    """What a practitioner began or changed for people without a sign-in, and has to go on with: drafts, and what was
    sent back and not written again."""
    later = PlanVersion.objects.filter(plan=OuterRef("plan"), number__gt=OuterRef("number"))
    todo = PlanVersion.objects.filter(Q(state=PlanState.DRAFT) | Q(state=PlanState.SENT_BACK) & ~Exists(later))
    mine = todo.filter(writers=user, plan__person__user=None)
    return mine.select_related("plan__person").order_by("started_at", "pk")


def waiting() -> QuerySet[PlanVersion]:
    """What the council has to answer, the oldest first."""
    sent = PlanVersion.objects.filter(state=PlanState.SENT)
    return sent.select_related("plan__person", "sent_by").order_by("sent_at", "pk")


def missing(version: PlanVersion) -> str:
    """The first thing that a plan lacks before it can be sent, in words; nothing where it is whole."""
    return missing_of(whole(version))


def missing_of(version: PlanVersion) -> str:
    """The same of a version that was loaded with its lines."""
    outcomes = list(version.outcomes.all())
    if not outcomes:
        return "Say what matters to you first: a plan begins with that."
    bare = next((outcome for outcome in outcomes if not outcome.lines.all()), None)
    if bare:
        return f"Add something that helps with “{bare.outcome.name}”, or take it out."
    return ""


# Two versions beside each other


@dataclass(frozen=True)
class Change:
    """One field of two versions. `before` or `now` is empty where it is new or gone."""

    field: str
    before: str
    now: str

    @property
    def kind(self) -> str:
        if self.before == self.now:
            return "The same"
        return "New" if not self.before else "Taken out" if not self.now else "Changed"


def compare(old: PlanVersion, new: PlanVersion) -> list[Change]:
    """Field by field: the sums and format, then each outcome and line, matched by what they are called."""
    found = [
        Change("Cost a week", pounds(old.weekly_pence), pounds(new.weekly_pence)),
        Change("Kept for emergencies", pounds(old.contingency_pence), pounds(new.contingency_pence)),
        Change("Read in", old.get_read_in_display(), new.get_read_in_display()),
    ]
    was, now = _fields(old), _fields(new)
    for field in dict.fromkeys([*now, *was]):
        found.append(Change(field, was.get(field, ""), now.get(field, "")))
    return found


def _fields(version: PlanVersion) -> dict[str, str]:
    """Words by field. The same name twice is numbered, so that none hides another."""
    fields: dict[str, str] = {}
    for outcome in version.outcomes.all():
        _put(fields, f"{outcome.outcome.name}: in their own words", outcome.words)
        for line in outcome.lines.all():
            _put(fields, f"{outcome.outcome.name}: {line.what}", line_words(line))
    return fields


def _put(fields: dict[str, str], name: str, value: str) -> None:
    number, free = 1, name
    while free in fields:
        number += 1
        free = f"{name} ({number})"
    fields[free] = value


def line_words(line: PlanLine) -> str:
    """2 hours, twice a week, at £16.50 an hour: £66.00 a week"""
    return f"{line.often}, at {pounds(line.price_pence)} {line.unit_words}: {pounds(line.weekly_pence)} a week"


def last_of(people: list[int]) -> dict[int, PlanVersion]:
    """The last version of each person's plan, by the person's id. One query."""
    versions = PlanVersion.objects.filter(plan__person__in=people).select_related("plan").order_by("number")
    return {version.plan.person_id: version for version in versions}


def own_words(person: Person, outcome: Outcome) -> str:
    """What an outcome means to her, as the plan that holds has it; "" where it does not name it."""
    version = holds(person)
    found = PlanOutcome.objects.filter(version=version, outcome=outcome) if version else PlanOutcome.objects.none()
    return found.values_list("words", flat=True).first() or ""
