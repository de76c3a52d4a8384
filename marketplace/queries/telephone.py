"""Orders by telephone: whom we may serve so, what may be asked of a caller, and how the calls of a day stand."""

from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from accounts.models import BudgetPause, Person, PersonalBudget, Pot, User
from accounts.periods import midnight
from accounts.permissions import may
from accounts.roles import Basis, Permission
from design.formats import day
from marketplace.models import Fact, TelephoneOrder

HOLDS = timedelta(minutes=30)  # a check of identity
ACTS_INSTEAD = (Basis.AUTHORISED, Basis.DEPUTY)  # the person lacks capacity for it: Care Act 2014 s.32, MCA 2005 s.16
NO_BUDGET = "There is no personal budget that runs today. An order by telephone is paid from one."


def bar(person: Person, on: date) -> str:
    """Why nobody can order for this person by telephone, in words; empty where somebody can."""
    if person.died_on:
        return f"{person.name} has died. Nothing more is ordered for them."
    if instead := acts_instead(person, on):
        return f"By law {instead} decides about {person.name}’s budget. Take the order from them."
    budgets = running(person, on)
    if not budgets:
        return NO_BUDGET
    if len(paused := pauses(budgets, on)) == len(budgets):
        return paused_words(next(iter(paused.values())))
    return ""


def acts_instead(person: Person, on: date) -> str:
    """Who was put in the person's place, and is asked instead."""
    found = person.mandates.filter(basis__in=ACTS_INSTEAD).select_related("delegate").order_by("pk")
    return next((mandate.delegate.name for mandate in found if mandate.holds_on(on)), "")


def running(person: Person, on: date) -> list[PersonalBudget]:
    return list(person.budgets.filter(Q(ends_on=None) | Q(ends_on__gte=on), starts_on__lte=on).order_by("pk"))


def pauses(budgets: list[PersonalBudget], on: date) -> dict[int, BudgetPause]:
    """Those of the budgets that are paused that day."""
    covering = Q(last_on=None) | Q(last_on__gte=on)
    found = BudgetPause.objects.filter(covering, budget__in=budgets, first_on__lte=on, cancelled_at=None)
    return {pause.budget_id: pause for pause in found.order_by("pk")}


def paused_words(pause: BudgetPause) -> str:
    until = f"until {day(pause.last_on)}" if pause.last_on else "until somebody starts it again"
    return f"The personal budget is paused {until}. Nothing is ordered from it until then."


def bar_of_pot(pot: Pot, on: date) -> str:
    """Of one budget among several: whether it is the one that is paused or over."""
    if pot.budget is None:
        return ""
    if pot.budget not in running(pot.person, on):
        return "The personal budget behind this money does not run today."
    paused = pauses([pot.budget], on).get(pot.budget.pk)
    return paused_words(paused) if paused else ""


def facts(person: Person) -> dict[str, str]:
    """What we hold that a caller can be asked for: fact, and what we have."""
    address = ", ".join(part for part in (person.address, person.postcode) if part)
    held = {
        Fact.BORN_ON: day(person.born_on),
        Fact.POSTCODE: address if person.postcode else "",
        Fact.PHONE: person.phone,
        Fact.CASE_REFERENCE: person.case_reference or "",
        Fact.PRACTITIONER: person.practitioner.name if person.practitioner else "",
    }
    return {fact.value: value for fact, value in held.items() if value}


def open_calls() -> QuerySet[TelephoneOrder]:
    return TelephoneOrder.objects.filter(ended_at=None)


def lapses_at(call: TelephoneOrder) -> datetime | None:
    return call.checked_at + HOLDS if call.checked_at else None


def is_checked(call: TelephoneOrder, at: datetime) -> bool:
    """The identity was checked, and not longer than half an hour ago."""
    ends = lapses_at(call)
    return call.ended_at is None and ends is not None and at < ends


def may_take(user: User, person: Person) -> bool:
    """Staff who may; never for themselves."""
    return person.user_id != user.pk and may(user, Permission.PLACE_ORDERS)


def good(user: User, person: Person, at: datetime) -> TelephoneOrder | None:
    """The call by which this user may order for that person now."""
    if not may_take(user, person):
        return None
    calls = open_calls().filter(taken_by=user, person=person, checked_at__gt=at - HOLDS)
    return calls.order_by("-checked_at", "-pk").first()


def placed_on(on: date) -> QuerySet[TelephoneOrder]:
    span = {"ended_at__gte": midnight(on), "ended_at__lt": midnight(on + timedelta(days=1))}
    made = TelephoneOrder.objects.filter(ended_as="placed", **span)
    sellers = ("order__listing__personal_assistant", "order__listing__service__organisation")
    loaded = made.select_related("person", "taken_by", *sellers).prefetch_related("order__visits")
    return loaded.order_by("-ended_at", "-pk")


def half_done() -> QuerySet[TelephoneOrder]:
    """The oldest first."""
    return open_calls().select_related("person", "taken_by").order_by("taken_at", "pk")
