"""Cards that were declined, and what came of it: a line of Rosa's plan, one purchase allowed once and used, one that
was answered no, and two that wait for an answer.

Each on its own day, after whatever else was paid that day, so that the books stay in order.
"""

from datetime import datetime, timedelta

from django.utils import timezone

from accounts.actions import cards, purchase_reviews, spending_rules
from accounts.models import Card, CardAuthorisation, PurchaseReview, SpendingRule, User
from config.demo.seed_marketplace import Scene
from config.demo.seed_money import ago

ARCADE = "Meadow Street Arcade"
Answer = PurchaseReview.Answer
ANSWERS = {  # by what the shop asked for
    1_500: (Answer.FITS, "Bowling with friends is what “Getting out” is for. I have kept the line: you asked for it."),
    6_000: (
        Answer.DOES_NOT_FIT,
        "£60 on the machines is what we wanted the line for. A film or a swim with friends would fit. Call me if I "
        "have misunderstood.",
    ),
}


def day(scene: Scene, days: int) -> None:
    at = ago(scene.now, days, hour=20)
    match days:
        case 30:
            line_of_the_plan(scene, at)
        case 16:
            bowling(scene, at)
        case 9:
            machines(scene, at)
        case 1:
            waits_for_money(scene, at)
            waits_for_joan(scene, at)
    answer_what_is_due(scene, days)


def line_of_the_plan(scene: Scene, at: datetime) -> None:
    spending_rules.add(
        kind=SpendingRule.Kind.PLAN_LINE,
        person=scene.persons["rosa"],
        shop=ARCADE,
        reason="You asked for this after a hard spring. We look at it again at your review.",
        expires_on=timezone.localdate(at) + timedelta(days=150),
        by=scene.user("practitioner"),
        at=at,
    )


def bowling(scene: Scene, at: datetime) -> None:
    """Declined, said to be for the plan, allowed once and paid the same evening."""
    it = bought(rosas(scene), "demo-bowling", ARCADE, 1_500, at)
    why = "It is bowling with Kim and Ada, not the machines."
    ask(it, why, scene.user("rosa"), at + timedelta(minutes=4), allow=True)
    paid = bought(rosas(scene), "demo-bowling-2", ARCADE, 1_500, at + timedelta(minutes=9))
    cards.capture(authorisation=paid, at=at + timedelta(hours=1))


def machines(scene: Scene, at: datetime) -> None:
    it = bought(rosas(scene), "demo-machines", ARCADE, 6_000, at)
    ask(it, "I wanted an evening out.", scene.user("rosa"), at + timedelta(minutes=20))


def waits_for_money(scene: Scene, at: datetime) -> None:
    it = bought(rosas(scene), "demo-trike", "Harrowby Cycle Works", 118_000, at, "bicycle_shops")
    why = "A tricycle, so that I can go to the market by myself. The one I have broke this week."
    ask(it, why, scene.user("rosa"), at + timedelta(minutes=12))


def waits_for_joan(scene: Scene, at: datetime) -> None:
    """More than was agreed that Amira may spend at once."""
    amira = scene.user("amira")
    card = Card.objects.get(holder=amira, account__person=scene.persons["joan"])
    it = bought(card, "demo-riser", "Thornley Riser Chairs", 46_500, at, "furniture")
    ask(it, "Mum cannot get up from her old chair by herself.", amira, at + timedelta(minutes=6))


def answer_what_is_due(scene: Scene, days: int) -> None:
    """Samuel answers on the next working day, at ten. What was asked yesterday still waits."""
    at = ago(scene.now, days, hour=10)
    due = PurchaseReview.objects.filter(answer="", due_on=timezone.localdate(at), authorisation__pence__in=ANSWERS)
    for review in due.select_related("authorisation__card__account", "person", "asked_by"):
        answer, words = ANSWERS[review.authorisation.pence]
        samuel = scene.user("practitioner")
        purchase_reviews.answer(review=review, answer=answer, words=words, by=samuel, at=at)


def rosas(scene: Scene) -> Card:
    card = scene.purses["rosa"].card
    if card is None:
        raise ValueError("Rosa has a card.")
    return card


def bought(
    card: Card, reference: str, shop: str, pence: int, at: datetime, category: str = "amusement_parks"
) -> CardAuthorisation:
    return cards.authorise(card=card, reference=reference, merchant=shop, category=category, pence=pence, at=at)


def ask(it: CardAuthorisation, words: str, by: User, at: datetime, *, allow: bool = False) -> PurchaseReview:
    return purchase_reviews.ask(authorisation=it, words=words, by=by, allow=allow, at=at)
