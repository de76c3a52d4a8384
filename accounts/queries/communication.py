"""What somebody needs so as to understand and be understood, as staff and, with her consent, sellers are told it."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from accounts.models import CommunicationNeed, CommunicationSettings, ContactFormat, NeedsShared, Person, User


@dataclass(frozen=True)
class Flag:
    """What stands at the top of a person's pages. `check` says why it is to be asked again."""

    person: Person
    lines: list[str]
    check: str


def in_words(need: CommunicationNeed) -> str:
    return f"{need.get_kind_display()}: {need.note}" if need.note else need.get_kind_display()


def needs_in_words(person: Person) -> list[str]:
    return [in_words(need) for need in person.communication_needs.filter(ended_at=None).order_by("pk")]


def lines(person: Person) -> list[str]:
    """Her needs, and how she is told things where that is not by e-mail."""
    told = [] if person.contact_format == ContactFormat.EMAIL else [f"Told by: {person.get_contact_format_display()}"]
    return [*needs_in_words(person), *told]


def flag(person: Person, today: date) -> Flag:
    return Flag(person, lines(person), to_check(person, asked_before(today)))


def to_check(person: Person, before: date) -> str:
    if person.needs_asked_on is None:
        return "Nobody has asked yet"
    return "Time to ask again" if person.needs_asked_on <= before else ""


def is_shared(person: Person) -> bool:
    return NeedsShared.objects.filter(person=person, ended_at=None).exists()


def shared_lines(person: Person) -> list[str]:
    """For somebody who brings her support: nothing without her consent."""
    return needs_in_words(person) if is_shared(person) else []


def asked_before(today: date) -> date:
    """Who was asked on this day or before is asked again: the council's months before today."""
    months = today.year * 12 + today.month - 1 - CommunicationSettings.current().review_months
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(today.day, monthrange(year, month)[1]))


def due(user: User, today: date) -> QuerySet[Person]:
    """People of hers, or of nobody, who are to be asked: the longest ago first, and before them who never was."""
    mine = Q(practitioner=user) | Q(practitioner=None, case_reference__isnull=False)
    old = Q(needs_asked_on=None) | Q(needs_asked_on__lte=asked_before(today))
    found = Person.objects.filter(mine, old, died_on=None).exclude(user=user)
    return found.order_by("needs_asked_on", "name", "pk")
