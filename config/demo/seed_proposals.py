"""Bookings that delegates propose who are paid for them: one waits for Joan or Amira, one for the council."""

from datetime import timedelta

from django.utils import timezone

from accounts.actions import mandates
from accounts.models import Person, Pot, User
from accounts.roles import Basis, Scope
from config.demo.seed_marketplace import Scene, seller
from config.demo.seed_money import ago
from config.demo.seed_people import accepted
from marketplace.actions import booking_proposals, drafts
from marketplace.models import BookingProposal
from marketplace.queries import quotes


def all_of_it(scene: Scene) -> None:
    for_joan(scene)
    for_the_council(scene)


def for_joan(scene: Scene) -> None:
    """Farah, a neighbour, drives her to the hospital, and works as a personal assistant."""
    joan, farah = scene.persons["joan"], seller(scene.sale["farah-siddiqui"], scene)
    nominated(scene, joan, farah, "Joan signed it at home. She knows that Farah is paid for some of what she does.")
    pot = Pot.objects.filter(person=joan, label="Company", closed_at=None).latest("pk")
    propose(scene, "farah-siddiqui", pot, farah)


def for_the_council(scene: Scene) -> None:
    """Edna wants no sign-in, and nobody but Trevor acts for her: he lives next door, and is a personal assistant."""
    edna, trevor = Person.objects.get(name="Edna Pike"), seller(scene.sale["trevor-nunn-hayes"], scene)
    nominated(scene, edna, trevor, "Edna said so at home. She knows that Trevor would be paid for his hours.")
    propose(scene, "trevor-nunn-hayes", Pot.objects.get(person=edna, label="Seeing people", closed_at=None), trevor)


def nominated(scene: Scene, person: Person, by: User, evidence: str) -> None:
    at = ago(scene.now, 20)
    made = mandates.record(
        person=person,
        delegate=by,
        basis=Basis.NOMINATED,
        scopes=[Scope.SEE_BALANCE, Scope.SEE_LINES, Scope.ORDER, Scope.PAY],
        evidence=evidence,
        by=scene.user("practitioner"),
        starts_on=timezone.localdate(at),
        pay_per_purchase_pence=15_000,
        at=at,
    )
    accepted(made, ago(scene.now, 19))


def propose(scene: Scene, slug: str, pot: Pot, by: User) -> BookingProposal:
    """Two hours in the afternoon, a week from now, for two weeks."""
    first, at = timezone.localdate(scene.now) + timedelta(days=8), ago(scene.now, 1, hour=17)
    draft = drafts.begin(listing=scene.sale[slug], person=pot.person, by=by, at=at)
    when = {"first_on": first.isoformat(), "start": "14:00", "minutes": 120, "weeks": 2, "pot": pot.pk}
    said = {"start_early": True, "not_household": True, "agreed": True}
    draft = drafts.answer(draft=draft, answers={**when, **said}, at=at)
    return booking_proposals.propose(draft=draft, shown_pence=quotes.of(draft).total_pence, by=by, at=at)
