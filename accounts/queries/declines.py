"""Declined purchases of a person, and everything that explains one of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from accounts import decline_words
from accounts.decline_words import Step
from accounts.models import (
    AllowedOnce,
    CardAccount,
    CardAuthorisation,
    Declined,
    Person,
    Pot,
    PurchaseReview,
    SpendingRule,
    User,
)
from accounts.queries import freezes
from accounts.shops import kind_in_words
from accounts.spending import DECLINES, REVIEWED, Decline, Reason
from accounts.statutes import STATUTES, Statute

TOGETHER = timedelta(minutes=10)
UNKNOWN = Decline("We said no, and cannot say why on this page", "Call us. A person will look at it.")
MOST_BESIDE = 20  # of one card within the 10 minutes before and after, at most


@dataclass(frozen=True)
class PotThen:
    """What was free in a pot when it was declined."""

    label: str
    pence: int
    is_contingency: bool


@dataclass(frozen=True)
class Explained:
    """One decline. `rule` and `statute` where one of them refused; `pots` where the balance did."""

    it: CardAuthorisation
    decline: Decline
    why: str
    steps: Sequence[Step]
    easy: decline_words.Easy
    facts: Declined | None = None
    rule: SpendingRule | None = None
    statute: Statute | None = None
    pots: Sequence[PotThen] = ()
    review: PurchaseReview | None = None
    allowed: Sequence[AllowedOnce] = ()

    @property
    def may_be_reviewed(self) -> bool:
        """Her own money is in no plan."""
        of_the_budget = self.it.card.account.kind == CardAccount.Kind.BUDGET
        return of_the_budget and self.it.decline_reason in REVIEWED

    @property
    def for_balance(self) -> bool:
        return self.it.decline_reason == Reason.NOT_ENOUGH

    @property
    def aside_pence(self) -> int:
        return sum(pot.pence for pot in self.pots if pot.is_contingency)


def of(person: Person, holder: User | None = None) -> QuerySet[CardAuthorisation]:
    """The newest first; with `holder` those of her cards alone."""
    found = CardAuthorisation.objects.filter(card__account__person=person, state=CardAuthorisation.State.DECLINED)
    if holder:
        found = found.filter(card__holder=holder)
    return found.select_related(
        "card__account__person", "card__holder", "review__answered_by", "review__handler"
    ).order_by("-asked_at", "-pk")


def explained(it: CardAuthorisation) -> Explained:
    facts = Declined.objects.filter(authorisation=it).select_related("rule").first()
    review = (
        PurchaseReview.objects.filter(authorisation=it).select_related("handler", "answered_by", "asked_by").first()
    )
    rule = facts.rule if facts else None
    balance = it.decline_reason == Reason.NOT_ENOUGH
    steps, easy = steps_and_easy(it)
    return Explained(
        it=it,
        decline=DECLINES.get(it.decline_reason, UNKNOWN),
        why=decline_words.WHY.get(it.decline_reason, decline_words.NOT_KEPT),
        steps=steps,
        easy=easy,
        facts=facts,
        rule=rule,
        statute=STATUTES.get(rule.statute) if rule else None,
        pots=pots_then(facts) if facts and balance else (),
        review=review,
        allowed=list(review.allowed.order_by("pk")) if review else (),
    )


def steps_and_easy(it: CardAuthorisation) -> tuple[Sequence[Step], decline_words.Easy]:
    if it.decline_reason == Reason.CARD_FROZEN and freezes.by_council(it.card):
        return decline_words.BY_COUNCIL, decline_words.EASY_BY_COUNCIL
    return decline_words.STEPS.get(it.decline_reason, ()), decline_words.EASY.get(it.decline_reason, ())


def pots_then(facts: Declined) -> list[PotThen]:
    labels = dict(Pot.objects.filter(pk__in=[pk for pk, _, _ in facts.pots]).values_list("pk", "label"))
    return [PotThen(labels.get(pk, "A pot"), pence, aside) for pk, pence, aside in facts.pots]


def beside(it: CardAuthorisation) -> list[CardAuthorisation]:
    """Other declines of the card within 10 minutes before and after: one letter told of them together."""
    span = (it.asked_at - TOGETHER, it.asked_at + TOGETHER)
    found = of(it.card.account.person).filter(card=it.card_id, asked_at__range=span).exclude(pk=it.pk)
    return list(found[:MOST_BESIDE])


def what_it_refuses(rule: SpendingRule) -> str:
    """ "Golden Palace", or "Betting and gambling" """
    return rule.shop or kind_in_words(rule.category)


def state(allowed: AllowedOnce, today: date) -> str:
    """open, used, ended or over"""
    if allowed.used_at:
        return "used"
    if allowed.ended_at:
        return "ended"
    return "open" if allowed.expires_on >= today else "over"
