"""Somebody whom a practitioner sets up, at any stage, made the way the site makes them."""

from datetime import date

from accounts.actions import budgets, invitations, people
from accounts.actions.budgets import PotPlan
from accounts.models import ContactFormat, Invitation, Person, PersonalBudget, User
from accounts.roles import Role
from tests.factories import accounts as make
from tests.factories import money

BORN = date(1948, 3, 31)


def newcomer(name: str = "Edith Marlow", **details) -> Person:
    """Known to the council, with an address; she has no sign-in yet."""
    number = Person.objects.count()
    given = {
        "case_reference": f"LAS-3{number:05d}",
        "born_on": BORN,
        "address": "4 Otter Lane, Alderford",
        "postcode": "AM3 4AB",
        "contact_format": ContactFormat.PRINT,
    }
    return make.person(name, signs_in=False, **{**given, **details})


def agreed(person: Person, *weekly: int, by: User | None = None, **more) -> PersonalBudget:
    """A budget from 1 January 2026 with an outcome for each weekly sum."""
    plans = [PotPlan(label, pence, money.outcome(label)) for label, pence in zip(money.LABELS, weekly, strict=False)]
    terms = {"period": PersonalBudget.Period.FOUR_WEEKS, "starts_on": date(2026, 1, 1), **more}
    by = by or make.staff(Role.PRACTITIONER)
    return budgets.agree(person=person, amount_pence=sum(weekly) * 4, pots=plans, by=by, **terms)


def invited(person: Person, email: str = "edith@example.org") -> Invitation:
    return invitations.by_email(person=person, email=email, by=make.staff(Role.PRACTITIONER))


def named(name: str = "Nia Marlow", email: str = "nia@example.org") -> User:
    """A locked sign-in."""
    return people.create_locked(email=email, name=name, by=make.staff(Role.PRACTITIONER))
