"""Concerns, for those who may see them. Nothing else in the project reads them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone

from accounts.models import Person
from cms.concern_rules import Stage
from cms.models import Concern, ConcernLook

MOST_FOUND = 10


def queue(show: str) -> QuerySet[Concern]:
    """Nobody safe comes after somebody in danger; then the oldest first."""
    found = Concern.objects.select_related("lead")
    if show == "closed":
        return found.filter(stage=Stage.CLOSED).order_by("-closed_at", "-pk")
    if show == "decided":
        return found.filter(stage=Stage.DECIDED).order_by("decided_at", "pk")
    undecided = found.filter(stage__in=[Stage.NEW, Stage.TRIAGE])
    in_danger = Case(When(danger="yes", then=Value(0)), default=Value(1), output_field=IntegerField())
    return undecided.order_by(in_danger, "raised_at", "pk")


@dataclass(frozen=True)
class Standing:
    """How things stand, for the door on the staff page."""

    waiting: int
    late: int
    to_close: int
    oldest_at: datetime | None


def standing() -> Standing:
    undecided = Concern.objects.filter(stage__in=[Stage.NEW, Stage.TRIAGE])
    raised = list(undecided.order_by("raised_at").values_list("raised_at", "due_on"))
    today = timezone.localdate()
    late = sum(due_on < today for _, due_on in raised)
    to_close = Concern.objects.filter(stage=Stage.DECIDED).count()
    return Standing(len(raised), late, to_close, raised[0][0] if raised else None)


def looks() -> QuerySet[ConcernLook]:
    """Who looked at which, the newest first: for safeguarding itself to watch."""
    return ConcernLook.objects.select_related("by", "concern").order_by("-at", "-pk")


def people(text: str) -> list[Person]:
    """Whom a concern may be about: by case reference, or by part of a name."""
    words = text.strip()
    if len(words) < 3 or "\x00" in words:
        return []
    found = Person.objects.filter(Q(case_reference__iexact=words) | Q(name__icontains=words))
    return list(found.order_by("name", "pk")[:MOST_FOUND])
