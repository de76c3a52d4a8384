"""Who is with whom when: visits that would fall together with others."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db.models import QuerySet

from accounts.models import Person
from directory.models import PersonalAssistantProfile, StaffMember
from marketplace import words
from marketplace.models import Visit
from marketplace.states import HAPPENED, VisitState

Span = tuple[datetime, datetime]
LONGEST = timedelta(days=1)  # nothing longer can be recorded, so whatever is still going on began within a day


def spans(starts: Iterable[datetime], minutes: int) -> list[Span]:
    return [words.lasting(start, minutes) for start in starts]


def span(visit: Visit) -> Span:
    return visit.starts_at, visit.ends_at


def of_assistant(profile: PersonalAssistantProfile, wanted: Sequence[Span], but: Visit | None = None) -> list[Visit]:
    """Visits the assistant has agreed to, with anybody, that touch one of these times."""
    planned = Visit.objects.filter(order__listing__personal_assistant=profile, state=VisitState.PLANNED)
    others = planned.exclude(pk=but.pk) if but else planned
    return together(others.select_related("order__person"), wanted)


def of_member(member: StaffMember, wanted: Sequence[Span], but: Visit | None = None) -> list[Visit]:
    """Visits that this member of an organisation's staff is to go to, or went to, that touch one of these times."""
    theirs = Visit.objects.filter(staff_member=member, state__in=[VisitState.PLANNED, *HAPPENED])
    others = theirs.exclude(pk=but.pk) if but else theirs
    return together(others.select_related("order__person"), wanted)


def of_staff(members: Iterable[StaffMember], wanted: Span, but: Visit) -> dict[int, Visit]:
    """For each of these members who is not free at that time: the first visit that is in the way. One query."""
    theirs = Visit.objects.filter(staff_member__in=list(members), state__in=[VisitState.PLANNED, *HAPPENED])
    found: dict[int, Visit] = {}
    for visit in together(theirs.exclude(pk=but.pk).select_related("order__person", "staff_member"), [wanted]):
        found.setdefault(visit.staff_member_id or 0, visit)
    return found


def of_person(person: Person, wanted: Sequence[Span]) -> list[Visit]:
    """Visits the person has asked for or has booked, from any seller, that touch one of these times."""
    hers = Visit.objects.filter(order__person=person, state__in=[VisitState.REQUESTED, VisitState.PLANNED])
    sellers = ("order__listing__personal_assistant", "order__listing__service__organisation")
    return together(hers.select_related(*sellers), wanted)


def together(visits: QuerySet[Visit], wanted: Sequence[Span]) -> list[Visit]:
    """Those that touch one of the times; one that ends when another begins does not."""
    if not wanted:
        return []
    first, last = min(start for start, _ in wanted), max(end for _, end in wanted)
    near = visits.filter(starts_at__gt=first - LONGEST, starts_at__lt=last).order_by("starts_at", "pk")
    return [visit for visit in near if any(touch(span(visit), time) for time in wanted)]


def touch(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
