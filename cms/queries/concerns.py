"""Concerns, for those who may see them: for each who does not stand near to the person. Nothing else reads them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone

from accounts.models import Person, User
from accounts.permissions import may
from accounts.roles import Permission
from cms.concern_rules import Stage
from cms.models import Concern, ConcernLook
from cms.near import near

MOST_FOUND = 10


def seen_by(user: User) -> QuerySet[Concern]:
    """All but those about somebody whom she stands near to: of these nothing tells her, counts included."""
    return Concern.objects.exclude(person__in=near(user))


def may_see(user: User, concern: Concern) -> bool:
    return may(user, Permission.SEE_CONCERNS) and concern.person_id not in near(user)


def queue(show: str, user: User) -> QuerySet[Concern]:
    """Nobody safe comes after somebody in danger; then the oldest first."""
    found = seen_by(user).select_related("lead")
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


def standing(user: User) -> Standing:
    hers = seen_by(user)
    undecided = hers.filter(stage__in=[Stage.NEW, Stage.TRIAGE])
    raised = list(undecided.order_by("raised_at").values_list("raised_at", "due_on"))
    today = timezone.localdate()
    late = sum(due_on < today for _, due_on in raised)
    to_close = hers.filter(stage=Stage.DECIDED).count()
    return Standing(len(raised), late, to_close, raised[0][0] if raised else None)


def looks(user: User) -> QuerySet[ConcernLook]:
    """Who looked at which, the newest first: for safeguarding itself to watch."""
    return ConcernLook.objects.filter(concern__in=seen_by(user)).select_related("by", "concern").order_by("-at", "-pk")


def people(text: str) -> list[Person]:
    """Whom a concern may be about: by case reference, or by part of a name."""
    words = text.strip()
    if len(words) < 3 or "\x00" in words:
        return []
    found = Person.objects.filter(Q(case_reference__iexact=words) | Q(name__icontains=words))
    return list(found.order_by("name", "pk")[:MOST_FOUND])
