"""Second looks at decisions on paying family: which wait, who may ask and answer, and what can come of one."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import Mandate, Person, User
from accounts.permissions import has_part_in, may, may_for
from accounts.roles import Permission, Scope
from marketplace.models import NecessityDecision, SecondLook

Result = SecondLook.Result


def whole() -> QuerySet[SecondLook]:
    known = ("person__user", "decision__person", "decision__personal_assistant", "decision__decided_by")
    return SecondLook.objects.select_related(*known, "decision__ended_by", "asked_by", "looked_by", "first_by")


def of_person(person: Person) -> QuerySet[SecondLook]:
    return whole().filter(person=person)


def waiting(user: User) -> QuerySet[SecondLook]:
    """Those she may answer, the first due first: who neither made the decision, nor asked, nor has any part in it.
    After a death nobody has anything from an answer."""
    hers = Q(first_by=user) | Q(asked_by=user) | Q(person__user=user) | Q(person__in=Mandate.acted_for(user))
    made = Q(decision__decided_by=user) | Q(decision__ended_by=user) | Q(decision__personal_assistant__user=user)
    return whole().filter(result="", person__died_on=None).exclude(hers).exclude(made)


def may_answer(look: SecondLook, by: User) -> bool:
    return may(by, Permission.AGREE_BUDGETS) and waiting(by).filter(pk=look.pk).exists()


def may_ask(by: User, person: Person, at: datetime) -> bool:
    """What is said in it is as private as payments are."""
    day = timezone.localdate(at)
    speaks = may_for(by, person, Scope.PROPOSE, day) or may_for(by, person, Scope.PAY, day)
    return speaks and may_for(by, person, Scope.SEE_LINES, day) and not person.died_on


def may_write_down(by: User, person: Person) -> bool:
    """A practitioner to whom she says it."""
    return may(by, Permission.AGREE_BUDGETS) and not has_part_in(by, person) and not person.died_on


def of(decision: NecessityDecision) -> SecondLook | None:
    """The one at this decision as it stands: at its end, where it has ended."""
    return whole().filter(decision=decision, after_end=decision.ended_at is not None).first()


def is_overtaken(decision: NecessityDecision) -> bool:
    """It has ended, and a later one about the same has been made."""
    same = {"person": decision.person_id, "personal_assistant": decision.personal_assistant_id}
    later = NecessityDecision.objects.filter(**same, what_for=decision.what_for, pk__gt=decision.pk)
    return decision.ended_at is not None and later.exists()


def open_to_one(decisions: list[NecessityDecision], asked: list[SecondLook]) -> set[int]:
    """Of all decisions about one person: the last about each relative, where none was asked for as it stands."""
    last = {(each.personal_assistant_id, each.what_for): each for each in sorted(decisions, key=lambda each: each.pk)}
    had = {(look.decision_id, look.after_end) for look in asked}
    return {each.pk for each in last.values() if (each.pk, each.ended_at is not None) not in had}


def choices(look: SecondLook) -> list[SecondLook.Result]:
    """What can come of it today: what has ended is not ended again, nor made anew beside a later one."""
    if look.decision.ended_at is None:
        return [Result.KEPT, Result.CHANGED, Result.ENDED]
    return [Result.KEPT] if is_overtaken(look.decision) else [Result.KEPT, Result.CHANGED]
