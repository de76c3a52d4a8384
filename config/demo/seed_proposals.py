"""Bookings that delegates propose who are paid for them: one waits for Joan or Amira, one for the council."""

from datetime import date, timedelta

from django.utils import timezone

from accounts.actions import budgets, capacity, holding, mandates, people
from accounts.models import ContactFormat, Person, Pot, User, WayOfHolding
from accounts.roles import Basis, Scope
from config.demo import seed_year
from config.demo.seed_marketplace import Scene, seller
from config.demo.seed_money import ago
from config.demo.seed_people import accepted
from marketplace.actions import booking_proposals, drafts
from marketplace.models import BookingProposal
from marketplace.queries import quotes

BUYS = [Scope.SEE_BALANCE, Scope.SEE_LINES, Scope.ORDER, Scope.PAY]


def all_of_it(scene: Scene) -> None:
    for_joan(scene)
    for_the_council(scene)


def for_joan(scene: Scene) -> None:
    """Farah, a neighbour, drives her to the hospital, and works as a personal assistant."""
    joan, farah = scene.persons["joan"], seller(scene.sale["farah-siddiqui"], scene)
    at = ago(scene.now, 20)
    made = mandates.record(
        person=joan,
        delegate=farah,
        basis=Basis.NOMINATED,
        scopes=BUYS,
        evidence="Joan signed the nomination at home. She knows that Farah is paid for some of what she does.",
        by=scene.user("practitioner"),
        starts_on=timezone.localdate(at),
        pay_per_purchase_pence=10_000,
        at=at,
    )
    accepted(made, ago(scene.now, 19))
    pot = Pot.objects.filter(person=joan, label="Company", closed_at=None).latest("pk")
    propose(scene, "farah-siddiqui", pot, farah)


def for_the_council(scene: Scene) -> None:
    """Arthur cannot decide about the money. His authorised person is Owen, his late brother's friend: he is a personal
    assistant, and nobody else acts for Arthur."""
    owen, samuel = seller(scene.sale["owen-hartley"], scene), scene.user("practitioner")
    arthur = somebody(scene, samuel)
    lost_on = timezone.localdate(ago(scene.now, 60))
    capacity.record_loss(
        person=arthur, lost_on=lost_on, reference="MCA assessment, case notes", by=samuel, at=ago(scene.now, 60)
    )
    made = mandates.record(
        person=arthur,
        delegate=owen,
        basis=Basis.AUTHORISED,
        scopes=BUYS,
        evidence="Best interests meeting. He is paid for his hours: somebody at the council says yes to each booking.",
        by=samuel,
        starts_on=lost_on,
        at=ago(scene.now, 58),
    )
    accepted(made, ago(scene.now, 57))
    propose(scene, "owen-hartley", arthur.pots.get(label="Company at home"), owen)


def somebody(scene: Scene, samuel: User) -> Person:
    """His budget is looked after by the council, and has run for two months."""
    arthur = people.create(
        name="Arthur Nye",
        user=people.create_sign_in(
            email="arthur.nye@post.example", name="Arthur Nye", by=samuel, at=ago(scene.now, 90)
        ),
        by=samuel,
        at=ago(scene.now, 90),
        case_reference="LAS-208930",
        born_on=date(1944, 3, 30),
        phone="01632 960768",
        address="11 Station Terrace, Alderford",
        postcode="AM3 1HX",
    )
    told = {"pots": [["Company at home", 48.00, "Seeing people"]], "group": "older_people"}
    made = seed_year.budget(told, arthur, samuel, starts=ago(scene.now, 63), agreed=ago(scene.now, 75))
    holding.choose(
        person=arthur,
        ways={pot.pk: WayOfHolding.COUNCIL for pot in made.pots.all()},
        shown=list(WayOfHolding),
        shown_format=ContactFormat.EMAIL,
        helped_by=seed_year.SAMUEL,
        by=samuel,
        at=ago(scene.now, 70),
    )
    pot, finance = arthur.pots.get(), scene.user("finance")
    budgets.load(pot=pot, pence=19_200, key=f"demo-proposal:{pot.pk}", by=finance, at=ago(scene.now, 6))
    return arthur


def propose(scene: Scene, slug: str, pot: Pot, by: User) -> BookingProposal:
    """Two hours in the afternoon, a week from now, for two weeks."""
    first, at = timezone.localdate(scene.now) + timedelta(days=8), ago(scene.now, 1, hour=17)
    draft = drafts.begin(listing=scene.sale[slug], person=pot.person, by=by, at=at)
    when = {"first_on": first.isoformat(), "start": "14:00", "minutes": 120, "weeks": 2, "pot": pot.pk}
    said = {"start_early": True, "not_household": True, "agreed": True}
    draft = drafts.answer(draft=draft, answers={**when, **said}, at=at)
    return booking_proposals.propose(draft=draft, shown_pence=quotes.of(draft).total_pence, by=by, at=at)
