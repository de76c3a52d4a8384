"""A resident half set up, somebody served by paper alone, a carer with a budget of his own; letters that wait."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from accounts import letters
from accounts.actions import budgets, communication, holding, invitations, people
from accounts.actions.budgets import PotPlan
from accounts.models import ContactFormat, Person, PersonalBudget, User, WayOfHolding
from config.demo.seed_money import ago, outcomes

BORN = {"rosa": date(1961, 5, 17), "joan": date(1943, 11, 2)}  # Tom pays for himself: nobody works with him


def desk(users: dict[str, User], persons: dict[str, Person], now: datetime) -> None:
    by = users["practitioner@aldermere.example"]
    for first, born_on in BORN.items():
        asked(persons[first], by, now, born_on)
    winifred = new(
        by, "Winifred Hale", "LAS-214907", date(1938, 9, 12), ContactFormat.LARGE_PRINT, "3 Mill Lane", now, 6
    )
    half_set_up(winifred, by, now)
    on_paper(by, now)
    carer(persons["joan"], by, now)
    new(by, "Frank Tully", "LAS-215110", date(1957, 1, 30), ContactFormat.TELEPHONE, "19 Canal Row", now, 1)


def asked(person: Person, by: User, now: datetime, born_on: date) -> None:
    people.change(person=person, by=by, born_on=born_on, at=ago(now, 55))
    people.take_on(person=person, by=by, at=ago(now, 55))
    needs = {"more_time": ""} if person.name.startswith("Joan") else {"lipreading": ""}
    communication.record(person=person, needs=needs, shared=bool(person.user), by=by, at=ago(now, 55))


def new(by: User, name: str, reference: str, born_on: date, how: str, address: str, now: datetime, days: int) -> Person:
    return people.create(
        name=name,
        by=by,
        at=ago(now, days),
        case_reference=reference,
        born_on=born_on,
        contact_format=how,
        address=f"{address}, Alderford",
        postcode="AM3 4AB",
        phone="01632 960711",
        practitioner=by,
    )


def agree(
    person: Person, by: User, now: datetime, days: int, weekly: dict[str, int], is_for_caring: bool = False
) -> None:
    known = outcomes()
    budgets.agree(
        person=person,
        amount_pence=sum(weekly.values()) * 4,
        period=PersonalBudget.Period.FOUR_WEEKS,
        pots=[PotPlan(name, pence, known[name]) for name, pence in weekly.items()],
        starts_on=timezone.localdate(now) + timedelta(days=7),
        by=by,
        at=ago(now, days),
        is_for_caring=is_for_caring,
    )


def half_set_up(person: Person, by: User, now: datetime) -> None:
    """Needs and budget are there; she has not chosen how it is held, and her invitation waits to be printed."""
    people.record_needs(person=person, needs={"hearing_loop": "", "more_time": ""}, by=by, at=ago(now, 5))
    agree(person, by, now, 4, {"Keeping clean and well": 9_600, "Seeing people": 2_400})
    letters.queue(person=person, template="accounts/letters/ways", at=ago(now, 4))
    invitations.by_post(person=person, by=by, at=ago(now, 3))


def on_paper(by: User, now: datetime) -> None:
    """Somebody who wants no sign-in: the council looks after the money, and everything comes by post."""
    person = new(
        by, "Stanley Wick", "LAS-209115", date(1931, 2, 8), ContactFormat.PRINT, "Flat 2, Alder Court", now, 400
    )
    people.record_needs(person=person, needs={"short_words": ""}, by=by, at=ago(now, 400))  # time to ask again
    people.change(person=person, by=by, no_sign_in=True, at=ago(now, 30))
    agree(person, by, now, 28, {"Eating well": 4_500})
    council(person, by, now, 27)


def carer(cared_for: Person, by: User, now: datetime) -> None:
    """Joan's son, who looks after her at weekends: a carer's budget is his own (Care Act 2014 s.20)."""
    person = new(by, "David Whitfield", "LAS-212640", date(1970, 6, 21), ContactFormat.EMAIL, "5 Priory Close", now, 20)
    people.record_carer(carer=person, cared_for=cared_for, by=by, at=ago(now, 20))
    people.record_needs(person=person, needs={}, by=by, at=ago(now, 20))
    agree(person, by, now, 18, {"A break for my family": 2_500}, is_for_caring=True)
    council(person, by, now, 17)


def council(person: Person, by: User, now: datetime, days: int) -> None:
    holding.choose(
        person=person,
        ways={pot.pk: WayOfHolding.COUNCIL for pot in holding.open_pots(person)},
        shown=list(WayOfHolding),
        shown_format=person.contact_format,
        helped_by="Samuel Osei, social worker",
        by=by,
        at=ago(now, days),
    )
