"""Who looked at a person's payments, or opened her page at the council: the log that she can read herself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from accounts.audit import audit
from accounts.models import AuditLine, Person, User

ACTION, PAGE = "lines.seen", "person.seen"


@dataclass(frozen=True)
class Look:
    """`why` is empty where what was seen says it; `until` is how long a stated reason lasted."""

    at: datetime
    name: str
    where: str
    why: str = ""
    until: datetime | None = None


@dataclass(frozen=True)
class Why:
    """A reason that somebody stated: its words from a list, the number of a case, and when it is over."""

    words: str
    reference: str
    until: datetime

    def detail(self) -> dict[str, Any]:
        return {"why": self.words, "reference": self.reference, "until": self.until.isoformat()}


def record(
    *, person: Person, by: User, where: str, action: str = ACTION, why: Why | None = None, at: datetime | None = None
) -> None:
    """Somebody other than the person saw her payments (or, as `PAGE`, what we hold of her). Her own looks are nobody's
    business."""
    if by.pk != person.user_id:
        detail = {"where": where, **(why.detail() if why else {})}
        audit(action=action, by=by, on_behalf_of=person, subject=subject(person), detail=detail, at=at)


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
    names = names_of(line.by for line in lines)
    return [_look(line, names[line.by]) for line in lines]


def _look(line: AuditLine, name: str) -> Look:
    until = line.detail.get("until")
    return Look(line.at, name, line.detail["where"], why(line), datetime.fromisoformat(until) if until else None)


def why(line: AuditLine) -> str:
    """The reason that was stated, with the number of its case; empty where none was."""
    words, number = line.detail.get("why", ""), line.detail.get("reference")
    return f"{words} ({number})" if number else words


def names_of(numbers: Iterable[str]) -> dict[str, str]:
    """Of those who did something, by their number in the log. One query."""
    names = dict.fromkeys(numbers, "Somebody who has left")
    known = User.objects.filter(pk__in=[number for number in names if number]).values_list("pk", "name")
    return names | {str(pk): name for pk, name in known}
