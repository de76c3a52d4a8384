"""Which decisions of the council stand, that a close relative of the household is paid."""

from django.db.models import QuerySet

from accounts.models import Person
from marketplace.models import NecessityDecision

CARE = NecessityDecision.WhatFor.CARE
LIVES_WITH_THEM = (
    "Somebody close who lives in the same home can only be paid if the council agrees that it is necessary. "
    "Call us, and we look at it."
)
ENDED = "The council does not agree any more that this relative is paid. Call us and we will explain why."


def of_person(person: Person) -> QuerySet[NecessityDecision]:
    return NecessityDecision.objects.filter(person=person).select_related(
        "personal_assistant", "decided_by", "ended_by"
    )


def standing(person: Person) -> QuerySet[NecessityDecision]:
    return of_person(person).filter(ended_at=None)


def for_care(person: Person, assistant_id: int | None) -> NecessityDecision | None:
    """By which this assistant may be paid for care, though of the household; nothing where none stands."""
    return standing(person).filter(personal_assistant=assistant_id, what_for=CARE).first() if assistant_id else None
