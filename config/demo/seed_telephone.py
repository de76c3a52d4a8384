"""Somebody with no sign-in who orders by telephone, a call that is half-done, and a handover sheet with its links."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from accounts.actions import budgets, loads, people
from accounts.actions.budgets import PotPlan
from accounts.models import ContactFormat, Person, PersonalBudget, User
from accounts.periods import midnight
from config.demo.seed_marketplace import WEDNESDAY, Scene, seller, starts
from config.demo.seed_money import ago, outcomes
from config.demo.seed_setting_up import council, new
from marketplace.actions import handover, orders, telephone
from marketplace.actions.orders import Wish
from marketplace.models import Order

FACTS = ("born_on", "postcode")


def calls_and_sheets(scene: Scene) -> None:
    samuel, now = scene.user("practitioner"), scene.now
    edna = without_sign_in(samuel, now)
    booked = by_telephone(scene, edna, "hollybank-companions", WEDNESDAY, ago(now, 1, hour=10), weeks=3)
    by = seller(booked.listing, scene)
    orders.accept(order=booked, by=by, at=booked.requested_at + timedelta(hours=4), send=False)
    lately = min(timedelta(minutes=20), now - midnight(timezone.localdate(now)))  # today, also just after midnight
    by_telephone(scene, edna, "ben-okafor", 4, now - lately / 2, weeks=1, talked=lately / 4)
    telephone.take(person=scene.persons["joan"], by=samuel, at=now - lately / 5)
    sheet_of_rosa(scene)


def without_sign_in(by: User, now: datetime) -> Person:
    """The council looks after the money, and everything comes in large print."""
    edna = new(by, "Edna Pike", "LAS-206318", date(1936, 4, 3), ContactFormat.LARGE_PRINT, "11 Weir Cottages", now, 40)
    people.record_needs(person=edna, needs={"more_time": "", "hearing_loop": ""}, by=by, at=ago(now, 40))
    people.change(person=edna, by=by, no_sign_in=True, at=ago(now, 40))
    starts_on, known = timezone.localdate(ago(now, 30)), outcomes()
    weekly = {"Seeing people": 6_000, "Getting out": 3_000}
    budgets.agree(
        person=edna,
        amount_pence=36_000,
        period=PersonalBudget.Period.FOUR_WEEKS,
        pots=[PotPlan(label, pence, known[label]) for label, pence in weekly.items()],
        starts_on=starts_on,
        load_calendar=starts_on,
        by=by,
        at=ago(now, 36),
    )
    council(edna, by, now, 35)
    loads.run_due(now)
    return edna


def by_telephone(
    scene: Scene,
    person: Person,
    slug: str,
    weekday: int,
    at: datetime,
    weeks: int,
    talked: timedelta = timedelta(minutes=8),
) -> Order:
    """Called, checked, ordered: two hours on so many of these days."""
    samuel, pots = scene.user("practitioner"), {pot.label: pot for pot in person.pots.all()}
    call = telephone.take(person=person, by=samuel, at=at - talked)
    telephone.check_identity(call=call, facts=FACTS, by=samuel, at=at - talked / 2)
    wish = Wish(
        listing=scene.sale[slug],
        person=person,
        pot=pots["Seeing people" if weeks > 1 else "Getting out"],
        starts_at=starts(at + timedelta(days=3), weekday, 14, weeks),
        minutes=120,
        token=f"demo-telephone-{slug}",
        start_early=True,
        not_household=True,
    )
    return orders.place(wish=wish, by=samuel, at=at, send=False)


def sheet_of_rosa(scene: Scene) -> None:
    """One link that is open and was opened twice, one that was taken back."""
    person, rosa, now = scene.persons["rosa"], scene.user("rosa"), scene.now
    for part, text in (
        ("routines", "Up at 8. Tea first, tablets after breakfast.\nA walk to the weir if it is dry. Bed at 10."),
        ("to_know", "My left side is weak: stand on my right. I am allergic to penicillin.\nThe cat is called Pip."),
        ("key_place", "Nia next door has one."),
    ):
        handover.write(person=person, part=part, text=text, by=rosa, at=ago(now, 12))
    for name, who, phone in (("Nia Hale", "next door", "01632 960712"), ("Luis Alvarez", "my son", "01632 960713")):
        handover.save_contact(person=person, name=name, who=who, phone=phone, by=rosa, at=ago(now, 12))
    week = timedelta(days=7)
    old = handover.give(person=person, receiver="Carla Stone", lasts=week, agreed=True, by=rosa, at=ago(now, 10)).link
    handover.opened(link=old, at=ago(now, 10, hour=15))
    handover.withdraw(link=old, by=rosa, at=ago(now, 9))
    link = handover.give(person=person, receiver="Nia Hale", lasts=week, agreed=True, by=rosa, at=ago(now, 2)).link
    for days in (2, 1):
        handover.opened(link=link, at=ago(now, days, hour=19))
