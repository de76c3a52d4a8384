"""Eight residents whose budgets have run for a year: who they are, how their money is held, and their cards.

`county/year.toml` says what they have; `seed_year_days` lets the year happen.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.text import slugify

from accounts.actions import bank_details, budgets, capacity, cards, contributions, holding, loads, mandates, people
from accounts.actions.budgets import PotPlan
from accounts.models import Card, ContactFormat, Person, PersonalBudget, Pot, User, WayOfHolding
from accounts.roles import Basis, Scope
from config.demo import county
from config.demo.gazetteer import postcodes
from config.demo.seed_marketplace import Scene
from config.demo.seed_money import ago, outcomes
from config.demo.seed_people import accepted

YEAR = 364  # days: thirteen periods of four weeks
SAMUEL = "Samuel Osei, social worker"


@dataclass
class Resident:
    """One of the eight, with what the sheet says, who orders for them, and their money."""

    told: dict[str, Any]
    person: Person
    buyer: User
    budget: PersonalBudget
    card: Card | None = None

    @property
    def key(self) -> str:
        return self.told["key"]

    def pot(self, label: str) -> Pot:
        """The one that runs now: a new budget has pots of its own."""
        return Pot.objects.filter(person=self.person, label=label, closed_at=None).latest("pk")


def residents(scene: Scene) -> list[Resident]:
    return [resident(scene, one) for one in county.people_of_the_year()]


def resident(scene: Scene, told: dict[str, Any]) -> Resident:
    samuel = scene.user("practitioner")
    person = somebody(told, samuel, scene.now)
    made = Resident(
        told,
        person,
        buyer(told, person, samuel, scene.now),
        budget(told, person, samuel, starts=ago(scene.now, YEAR), agreed=ago(scene.now, YEAR + 14)),
    )
    hold(made, scene)
    if weekly := told.get("contribution"):
        contributions.record(
            budget=made.budget,
            weekly_pence=pence(weekly),
            starts_on=made.budget.starts_on,
            assessment_reference=f"FA-{told['reference'][-5:]}",
            by=scene.user("finance"),
            at=ago(scene.now, YEAR + 6),
        )
    return made


def somebody(told: dict[str, Any], samuel: User, now: datetime) -> Person:
    """With a sign-in that has no password: nobody is her by guessing."""
    at = ago(now, YEAR + 40)
    there = [one.postcode for one in postcodes() if one.town == told["town"]]
    user = people.create_sign_in(email=address(told["name"]), name=told["name"], by=samuel, at=at)
    return people.create(
        name=told["name"],
        user=user,
        by=samuel,
        at=at,
        case_reference=told["reference"],
        born_on=told["born"],
        phone=told["phone"],
        address=told["address"],
        postcode=there[len(told["name"])],
    )


def address(name: str) -> str:
    return f"{slugify(name).replace('-', '.')}@post.example"


def buyer(told: dict[str, Any], person: Person, samuel: User, now: datetime) -> User:
    """Who orders: the person, or whoever is authorised to where she cannot decide (Care Act 2014 s.32)."""
    if "delegate" not in told:
        return found(person)
    at = ago(now, YEAR + 30)
    delegate = people.create_sign_in(email=address(told["delegate"]), name=told["delegate"], by=samuel, at=at)
    lost_on = timezone.localdate(at)
    capacity.record_loss(person=person, lost_on=lost_on, reference="MCA assessment, case notes", by=samuel, at=at)
    made = mandates.record(
        person=person,
        delegate=delegate,
        basis=Basis.AUTHORISED,
        scopes=list(Scope),
        evidence="Capacity assessed at home; she has managed his money for years, and he wants it so.",
        by=samuel,
        starts_on=lost_on,
        at=at,
    )
    accepted(made, at)
    return delegate


def found(person: Person) -> User:
    if person.user is None:
        raise ValueError("Everybody here has a sign-in.")
    return person.user


def budget(
    told: dict[str, Any], person: Person, by: User, *, starts: datetime, agreed: datetime, more: float = 1.0
) -> PersonalBudget:
    """With the pots of the sheet; `more` is how many times its amounts."""
    known, starts_on = outcomes(), timezone.localdate(starts)
    plans = [PotPlan(label, pence(pounds * more), known[outcome]) for label, pounds, outcome in told["pots"]]
    return budgets.agree(
        person=person,
        amount_pence=sum(plan.weekly_pence for plan in plans) * 4,
        period=PersonalBudget.Period.FOUR_WEEKS,
        pots=plans,
        starts_on=starts_on,
        load_calendar=starts_on,
        client_group=told["group"],
        by=by,
        at=agreed,
    )


def hold(made: Resident, scene: Scene) -> None:
    """All four ways were shown; this is the one that was chosen."""
    way, samuel = WayOfHolding(made.told["way"]), scene.user("practitioner")
    holding.choose(
        person=made.person,
        ways={pot.pk: way for pot in made.budget.pots.all()},
        shown=list(WayOfHolding),
        shown_format=ContactFormat.EMAIL,
        helped_by=SAMUEL,
        provider=made.told.get("provider", ""),
        by=samuel,
        at=ago(scene.now, YEAR + 8),
    )
    if way == WayOfHolding.CARD_ACCOUNT:
        made.card = first_card(made, scene)
    if way == WayOfHolding.OWN_BANK:
        own_bank(made, scene)


def first_card(made: Resident, scene: Scene) -> Card:
    pot = made.budget.pots.order_by("position").last()
    if pot is None or pot.card_account is None:
        raise ValueError("A card is of a pot in a card account.")
    at = ago(scene.now, YEAR + 6)
    return cards.issue(account=pot.card_account, holder=found(made.person), pot=pot, by=found(made.person), at=at)


def own_bank(made: Resident, scene: Scene) -> None:
    """Where she is paid: entered by one person in finance, checked on the telephone by another."""
    payee = loads.payee_of(made.person, ago(scene.now, YEAR + 8))
    sort_code, account_number = made.told["bank"]
    martin, wendy, at = scene.user("finance"), scene.user("finance2"), ago(scene.now, YEAR + 7)
    asked = bank_details.ask(
        payee=payee, sort_code=sort_code, account_number=account_number, how="letter", by=martin, at=at
    )
    bank_details.confirm(
        change=asked,
        called_number=made.told["phone"],
        called_at=ago(scene.now, YEAR + 7, hour=14),
        spoke_to=f"{made.person.name} herself",
        by=wendy,
        at=ago(scene.now, YEAR + 7, hour=15),
    )


def pence(pounds: float) -> int:
    return round(pounds * 100)
