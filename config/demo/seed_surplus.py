"""Money that was not spent: Neil's, under appeal; Dorothy's, proposed; Ivy's, which nobody has looked at."""

from accounts.actions import budgets, surplus, surplus_words
from accounts.models import Person
from accounts.queries import surplus as queries
from config.demo.seed_marketplace import Scene
from config.demo.seed_money import ago
from config.demo.seed_year import found

POUND = 100


def all_of_it(scene: Scene) -> None:
    neil, ivy, dorothy = (Person.objects.get(name=name) for name in ("Neil Abbott", "Ivy Turner", "Dorothy Pell"))
    not_needed(scene, neil, 24_000, 95)
    not_needed(scene, ivy, 30_000, 80)
    not_needed(scene, dorothy, 22_000, 75)
    under_appeal(scene, neil)
    in_notice(scene, dorothy)


def not_needed(scene: Scene, person: Person, pence: int, days: int) -> None:
    """Paid in for something that did not take place."""
    pot = queries.in_books().filter(person=person).order_by("position", "pk")[0]
    at = ago(scene.now, days, hour=10)
    budgets.load(pot=pot, pence=pence, key=f"demo-not-needed:{pot.pk}", by=scene.user("finance"), at=at)


def under_appeal(scene: Scene, neil: Person) -> None:
    """Wendy proposed, Samuel decided that some of it stays, Neil appeals: Martin or Leila answers."""
    pence = queries.of(neil).surplus.over_pence // POUND * POUND
    why = "Mornings that you did not use this year were paid for. The money has not been needed since."
    made = surplus.propose(person=neil, pence=pence, why=why, by=scene.user("finance2"), at=ago(scene.now, 52, hour=11))
    words = "I was away for some weeks. I am saving for a week of sailing next year: my plan says Keeping active."
    surplus_words.say(proposal=made, words=words, by=found(neil), at=ago(scene.now, 40, hour=19))
    reply = "Your plan has £15 a week for keeping active, which covers the sailing. £60 more stays for the course."
    at = ago(scene.now, 15, hour=14)
    surplus.decide(proposal=made, pence=pence - 60 * POUND, words=reply, by=scene.user("practitioner"), at=at)
    appeal = "The course is £380 with somebody to help me on board. Day by day I cannot do the course at all."
    surplus_words.appeal(proposal=made, words=appeal, by=found(neil), at=ago(scene.now, 4, hour=20))


def in_notice(scene: Scene, dorothy: Person) -> None:
    """Samuel proposed it last week. She has time to say what she thinks."""
    pence = queries.of(dorothy).surplus.over_pence // POUND * POUND
    why = "You told me that you need fewer mornings while your sister is with you. We can talk about it first."
    at = ago(scene.now, 9, hour=12)
    surplus.propose(person=dorothy, pence=pence, why=why, by=scene.user("practitioner"), at=at)
