"""Budgets, choices, card accounts and cards of Aldermere's residents, and what they bought in shops."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from accounts.actions import budgets, cards, loads
from accounts.actions.budgets import PotPlan
from accounts.models import Card, ContactFormat, Outcome, Person, PersonalBudget, Pot, User, WayOfHolding

HISTORY = timedelta(weeks=6)
OUTCOMES = (
    ("Keeping clean and well", "Washing, dressing, medicines, and feeling well enough for the rest."),
    ("Eating well", "Shopping, cooking and enjoying meals."),
    ("Getting out", "Going where other people go."),
    ("Seeing people", "Friends, family and neighbours."),
    ("Looking after my home", "A home that is safe and a pleasure to be in."),
    ("A break for my family", "Time off for those who look after me."),
)
# (days ago, shop, category, pence, what became of it)
ROSA_IN_SHOPS = (
    (39, "Otter Swim", "sports_clubs", 640, "captured"),
    (36, "Green Apron café", "restaurants", 875, "captured"),
    (32, "Otter Swim", "sports_clubs", 640, "captured"),
    (27, "Northgate Cinema", "cinemas", 950, "refunded"),
    (25, "Otter Swim", "sports_clubs", 640, "captured"),
    (20, "Millbrook Mobility", "medical_equipment", 125_000, "declined"),
    (18, "Otter Swim", "sports_clubs", 640, "captured"),
    (13, "Alder Valley Transport", "transport", 800, "captured"),
    (11, "Otter Swim", "sports_clubs", 640, "captured"),
    (6, "Coldwell Farm Shop", "grocery", 1_240, "captured"),
    (4, "Otter Swim", "sports_clubs", 640, "captured"),
    (1, "Harrowby Hub café", "restaurants", 720, "waiting"),
)


@dataclass(frozen=True)
class Purse:
    """One person's pots by their labels, and their card."""

    pots: dict[str, Pot]
    card: Card | None = None


def outcomes() -> dict[str, Outcome]:
    return {
        name: Outcome.objects.get_or_create(name=name, defaults={"description": words, "position": position})[0]
        for position, (name, words) in enumerate(OUTCOMES)
    }


def purses(users: dict[str, User], persons: dict[str, Person], now: datetime) -> dict[str, Purse]:
    known = outcomes()
    found = {
        "rosa": rosa(users, persons["rosa"], known, now),
        "joan": joan(users, persons["joan"], known, now),
        "tom": tom(users, persons["tom"], now),
    }
    loads.run_due(ago(now, 44))  # later ones come with the days of `seed_marketplace.six_weeks`
    return found


def rosa(users: dict[str, User], person: Person, known: dict[str, Outcome], now: datetime) -> Purse:
    plans = [
        PotPlan("Keeping clean and well", 13_200, known["Keeping clean and well"]),
        PotPlan("Getting out", 4_000, known["Getting out"]),
        PotPlan("Set aside for emergencies", 0, None, is_contingency=True),
    ]
    pots = budget(users, person, plans, 17_200, now)
    account = card_account(users, person, ContactFormat.EMAIL, now)
    refresh(pots)
    card = cards.issue(
        account=account,
        holder=users["rosa@aldermere.example"],
        pot=pots["Getting out"],
        by=person_user(person),
        at=ago(now, 45),
    )
    once(pots["Set aside for emergencies"], 20_000, ago(now, 44))
    return Purse(pots, card)


def joan(users: dict[str, User], person: Person, known: dict[str, Outcome], now: datetime) -> Purse:
    plans = [
        PotPlan("Mornings at home", 8_400, known["Keeping clean and well"]),
        PotPlan("Company", 4_200, known["Seeing people"]),
        PotPlan("Set aside for emergencies", 0, None, is_contingency=True),
    ]
    pots = budget(users, person, plans, 12_600, now)
    account = card_account(users, person, ContactFormat.EMAIL, now)
    refresh(pots)
    for holder in ("joan@aldermere.example", "amira@aldermere.example"):
        cards.issue(account=account, holder=users[holder], pot=pots["Company"], by=person_user(person), at=ago(now, 45))
    once(pots["Mornings at home"], 10_000, ago(now, 44))  # a start: she books six weeks of visits at once
    once(pots["Set aside for emergencies"], 15_000, ago(now, 44))
    return Purse(pots)


def tom(users: dict[str, User], person: Person, now: datetime) -> Purse:
    user = users["tom@aldermere.example"]
    account = budgets.open_own_money(person=person, by=user, weekly_pence=5_000, at=ago(now, 46))
    pot = account.pots.get()
    for number, (days, pence) in enumerate(((45, 30_000), (17, 20_000))):
        budgets.top_up(pot=pot, pence=pence, key=f"top-up:{pot.pk}:{number}", by=user, at=ago(now, days))
    return Purse({"Own money": pot})


def budget(
    users: dict[str, User], person: Person, plans: list[PotPlan], weekly_pence: int, now: datetime
) -> dict[str, Pot]:
    starts_on = timezone.localdate(ago(now, 44))
    agreed = budgets.agree(
        person=person,
        amount_pence=weekly_pence * 4,
        period=PersonalBudget.Period.FOUR_WEEKS,
        pots=plans,
        starts_on=starts_on,
        load_calendar=starts_on,
        by=users["practitioner@aldermere.example"],
        at=ago(now, 50),
    )
    return {pot.label: pot for pot in agreed.pots.all()}


def card_account(users: dict[str, User], person: Person, shown_format: str, now: datetime):
    """All four ways were shown before the person chose the card account."""
    choice = budgets.record_choice(
        person=person,
        shown=list(WayOfHolding),
        shown_format=shown_format,
        chosen=WayOfHolding.CARD_ACCOUNT,
        helped_by="Samuel Osei, social worker",
        by=users["practitioner@aldermere.example"],
        at=ago(now, 48),
    )
    return budgets.open_card_account(
        person=person, choice=choice, by=users["practitioner@aldermere.example"], at=ago(now, 47)
    )


def once(pot: Pot, pence: int, at: datetime) -> None:
    budgets.load(pot=pot, pence=pence, key=f"load:{pot.pk}:{timezone.localdate(at)}", by=None, at=at)


def shopping(purse: Purse, day_ago: int, now: datetime) -> None:
    """What Rosa's card did in shops on that day."""
    if purse.card is None:
        return
    for number, (days, shop, category, pence, fate) in enumerate(ROSA_IN_SHOPS):
        if days != day_ago:
            continue
        at = ago(now, days, hour=14)
        asked = cards.authorise(
            card=purse.card, reference=f"demo-{number}", merchant=shop, category=category, pence=pence, at=at
        )
        if fate in ("captured", "refunded"):
            cards.capture(authorisation=asked, at=at + timedelta(hours=20))
        if fate == "refunded":
            back = at + timedelta(days=2)
            cards.refund(authorisation=asked, pence=pence, reference=f"demo-{number}-back", at=back)


def refresh(pots: dict[str, Pot]) -> None:
    for pot in pots.values():
        pot.refresh_from_db()


def person_user(person: Person) -> User:
    if person.user is None:
        raise ValueError("Everybody here has a sign-in.")
    return person.user


def ago(now: datetime, days: int, hour: int = 9) -> datetime:
    """That many days before today, at that hour here."""
    return (timezone.localtime(now) - timedelta(days=days)).replace(hour=hour, minute=0, second=0, microsecond=0)
