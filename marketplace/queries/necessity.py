"""Which decisions of the council stand, that a close relative of the household is paid."""

from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Person, User
from marketplace.models import EmployedAssistant, NecessityDecision, Visit

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


def pays(person: Person, assistant_id: int | None, by_decision: bool, day: date) -> bool:
    """Whether what this assistant does on that day may be paid from a budget. `by_decision`: it was agreed as one of
    the household; a decision that was ended and made anew counts from that day. Otherwise the word that they are not of
    it holds, until the day on which the council knew better."""
    found = list(of_person(person).filter(personal_assistant=assistant_id).order_by("decided_at"))
    known_on = timezone.localdate(found[0].decided_at) if found else None
    if not by_decision and (known_on is None or day < known_on):
        return True
    return any(each.stands_on(day) for each in found if each.what_for == CARE)


def pays_visit(visit: Visit) -> bool:
    order = visit.order
    if order.listing.personal_assistant_id is None or order.pot.budget_id is None:
        return True
    return pays(order.person, order.listing.personal_assistant_id, order.necessity_id is not None, visit.on)


def was_decided(person: Person, assistant_id: int | None) -> bool:
    """The council knows that this assistant is of the household: no tick in a form says otherwise."""
    return assistant_id is not None and of_person(person).filter(personal_assistant=assistant_id).exists()


def for_care(person: Person, assistant_id: int | None) -> NecessityDecision | None:
    """By which this assistant may be paid for care, though of the household; nothing where none stands."""
    return standing(person).filter(personal_assistant=assistant_id, what_for=CARE).first() if assistant_id else None


def tied_to(user: User) -> set[int]:
    """Ids of those whose household the council knows her to be of, or who employ her; what has ended too
    (`cms.near`)."""
    of_household = NecessityDecision.objects.filter(personal_assistant__user=user).values_list("person", flat=True)
    employed = EmployedAssistant.objects.filter(personal_assistant__user=user).values_list("person", flat=True)
    return {*of_household, *employed}
