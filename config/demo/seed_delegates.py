"""Offers to act for somebody and how they were answered; a delegate who is also paid; family whom a budget may pay."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from accounts.actions import capacity, mandate_offers, mandates, people
from accounts.models import Mandate, Person, User
from accounts.roles import Basis, Scope
from config.demo.seed_marketplace import Scene
from config.demo.seed_money import ago
from config.demo.seed_people import accepted
from config.demo.seed_plans import LEILA
from directory.models import PersonalAssistantProfile
from marketplace.actions import necessity, second_looks, timesheets
from marketplace.models import EmployedAssistant, NecessityDecision

OWN_WORD = "Offered by the person herself, on this site"


def all_of_it(scene: Scene) -> None:
    waits(scene)
    declined(scene)
    lapsed(scene)
    niece(scene)
    walter(scene)


def offer(scene: Scene, person: Person, to: User, days: int, **terms: Any) -> Mandate:
    """By the person herself, so many days ago."""
    at = ago(scene.now, days)
    given = {"evidence": OWN_WORD, "starts_on": timezone.localdate(at), **terms}
    return mandates.record(person=person, delegate=to, by=scene.user(key_of(person)), at=at, **given)


def key_of(person: Person) -> str:
    return person.first_name.lower()


def sign_in(scene: Scene, name: str, days: int) -> User:
    address = f"{name.lower().replace(' ', '.')}@post.example"
    return people.create_sign_in(email=address, name=name, by=scene.user("practitioner"), at=ago(scene.now, days))


def waits(scene: Scene) -> None:
    """Rosa asked Priya three days ago to help her with the next plan."""
    scopes = [Scope.SEE_BALANCE, Scope.PROPOSE]
    offer(scene, scene.persons["rosa"], scene.user("broker"), 3, basis=Basis.BROKER, scopes=scopes)


def declined(scene: Scene) -> None:
    """Rosa asked her friend Carmen to look in; she lives too far away now."""
    carmen = sign_in(scene, "Carmen Ruiz", 40)
    made = offer(scene, scene.persons["rosa"], carmen, 35, basis=Basis.VIEWER, scopes=[Scope.SEE_BALANCE])
    words = "I have moved to Leeds, and would be no use to you. Ask your cousin!"
    mandate_offers.decline(mandate=made, by=carmen, words=words, at=ago(scene.now, 33))


def lapsed(scene: Scene) -> None:
    """Joan asked her sister, who never opened the letter."""
    sister = sign_in(scene, "Harriet Dunne", 60)
    offer(scene, scene.persons["joan"], sister, 50, basis=Basis.VIEWER, scopes=[Scope.SEE_BALANCE])
    mandate_offers.tell_lapsed(ago(scene.now, 20))


def niece(scene: Scene) -> None:
    """Joan's niece lives with her, and Leila considered it necessary that she is paid for the paperwork. Amira asks
    somebody else to look again."""
    made = decide(
        scene,
        scene.persons["joan"],
        "hannah-webb",
        110,
        what_for=NecessityDecision.WhatFor.MANAGEMENT,
        by=User.objects.get(email=LEILA),
        reasons="Joan wants nobody from outside to see her papers, and Hannah has kept them since the fall.",
    )
    words = "Hannah works nights now, and letters lie for weeks. I can do the papers, and would not be paid for it."
    second_looks.ask(decision=made, words=words, by=scene.user("amira"), at=ago(scene.now, 4))


def decide(
    scene: Scene, person: Person, slug: str, days: int, by: User | None = None, **words: Any
) -> NecessityDecision:
    at = ago(scene.now, days)
    return necessity.record(
        person=person,
        profile=PersonalAssistantProfile.objects.get(slug=slug),
        relation=NecessityDecision.Relation.RELATIVE,
        review_on=timezone.localdate(at) + timedelta(days=300),
        by=by or scene.user("practitioner"),
        at=at,
        **words,
    )


def walter(scene: Scene) -> None:
    """His niece Bronwen lives with him and works for him. Since he cannot decide about the money she is his authorised
    person too, so nobody but the council can agree her hours."""
    samuel, at = scene.user("practitioner"), ago(scene.now, 280)
    person = people.create(
        name="Walter Pym",
        user=people.create_sign_in(email="walter.pym@post.example", name="Walter Pym", by=samuel, at=at),
        by=samuel,
        at=at,
        case_reference="LAS-206611",
        born_on=date(1941, 5, 19),
        phone="01632 960744",
        address="3 Tannery Row, Alderford",
        postcode="AM3 1HX",
    )
    bronwen = PersonalAssistantProfile.objects.get(slug="bronwen-ellis")
    bronwen.user = sign_in(scene, bronwen.name, 280)
    bronwen.save(update_fields=["user"])
    decide(
        scene,
        person,
        bronwen.slug,
        270,
        what_for=NecessityDecision.WhatFor.CARE,
        reasons="He lets nobody else help him wash. Two agencies tried and gave up.",
    )
    job = timesheets.employ(
        person=person, profile=bronwen, not_household=False, by=person.user or samuel, at=ago(scene.now, 265)
    )
    she_decides_for_him(scene, person, bronwen.user)
    last_week(scene, job)


def she_decides_for_him(scene: Scene, person: Person, bronwen: User) -> None:
    samuel, lost_at = scene.user("practitioner"), ago(scene.now, 42)
    lost_on = timezone.localdate(lost_at)
    capacity.record_loss(person=person, lost_on=lost_on, reference="MCA assessment, case notes", by=samuel, at=lost_at)
    made = mandates.record(
        person=person,
        delegate=bronwen,
        basis=Basis.AUTHORISED,
        scopes=list(Scope),
        evidence="Best interests meeting with his brother. She is paid for his care: the council looks at her hours.",
        by=samuel,
        starts_on=lost_on,
        at=ago(scene.now, 40),
    )
    accepted(made, ago(scene.now, 38))


def last_week(scene: Scene, job: EmployedAssistant) -> None:
    """Sent, and waiting for the council."""
    by, today = job.personal_assistant.user, timezone.localdate(scene.now)
    first_day = today - timedelta(days=today.weekday() + 7)
    over = timezone.make_aware(datetime.combine(first_day + timedelta(days=6), time(18)))
    if by is None:
        return
    sheet = timesheets.start(employed=job, first_day=first_day, by=by, at=over)
    for weekday in range(5):
        starts_at = timezone.make_aware(datetime.combine(first_day + timedelta(days=weekday), time(8)))
        timesheets.add_line(timesheet=sheet, starts_at=starts_at, minutes=150, break_minutes=0, by=by, at=over)
    timesheets.send(timesheet=sheet, by=by, at=over, tell=False)
