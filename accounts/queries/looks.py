"""Who looked at a person's payments, or opened her page at the council: the log that she can read herself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from accounts.audit import audit
from accounts.models import AuditLine, Person, User

ACTION, PAGE = "lines.seen", "person.seen"


@dataclass(frozen=True)
class Look:
    at: datetime
    name: str
    where: str


def record(*, person: Person, by: User, where: str, action: str = ACTION) -> None:
    """Somebody other than the person saw her payments (or, as `PAGE`, what we hold of her). Her own looks are nobody's
    business."""
    if by.pk != person.user_id:
        audit(action=action, by=by, on_behalf_of=person, subject=subject(person), detail={"where": where})


def record_all(*, people: Iterable[Person], by: User, where: str) -> None:
    """One page showed several people: each can read that somebody looked. One statement however many they are."""
    now, seen = timezone.now(), [person for person in people if person.user_id != by.pk]
    AuditLine.objects.bulk_create(
        AuditLine(
            at=now,
            action=ACTION,
            by=str(by.pk),
            on_behalf_of=str(person.pk),
            subject=subject(person),
            detail={"where": where},
        )
        for person in seen
    )


def subject(person: Person) -> str:
    return f"person:{person.pk}"


def at(person: Person) -> QuerySet[AuditLine]:
    return AuditLine.objects.filter(subject=subject(person), action__in=(ACTION, PAGE)).order_by("-at", "-pk")


def named(lines: Iterable[AuditLine]) -> list[Look]:
    """The same with names, which the log itself never holds."""
    lines = list(lines)
    names = dict(User.objects.filter(pk__in={line.by for line in lines if line.by}).values_list("pk", "name"))
    return [
        Look(line.at, names.get(int(line.by or 0), "Somebody who has left"), line.detail["where"]) for line in lines
    ]
