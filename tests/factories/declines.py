"""A card that something refuses, and what follows from it, made the way the site makes it."""

from datetime import timedelta
from itertools import count

from django.utils import timezone

from accounts.actions import cards, purchase_reviews, spending_rules
from accounts.models import Card, CardAuthorisation, Person, PurchaseReview, SpendingRule, User
from accounts.roles import Role
from tests.factories import accounts as make
from tests.factories import money

PALACE = "Golden Palace"
_numbers = count(1)


def card(*pence: int, person: Person | None = None, contingency: int = 0) -> Card:
    account = money.card_account(*(pence or (5_000,)), person=person, contingency=contingency)
    return money.card(account)


def line(person: Person, shop: str = PALACE, *, by: User | None = None, **more) -> SpendingRule:
    """A line of her plan, for the next 30 days, written by a practitioner."""
    given = {
        "kind": SpendingRule.Kind.PLAN_LINE,
        "reason": "We agreed on it in the summer.",
        "expires_on": timezone.localdate() + timedelta(days=30),
        **({} if more.get("category") else {"shop": shop}),
        **more,
    }
    return spending_rules.add(person=person, by=by or make.staff(Role.PRACTITIONER), **given)


def asked(card: Card, pence: int = 1_000, shop: str = PALACE, **more) -> CardAuthorisation:
    reference = more.pop("reference", f"decline-{next(_numbers)}")
    return cards.authorise(card=card, reference=reference, merchant=shop, pence=pence, **more)


def declined(card: Card | None = None, pence: int = 1_000) -> CardAuthorisation:
    """By a line of her plan."""
    whose = card or globals()["card"]()
    person = whose.account.person
    if not person.spending_rules.exists():
        line(person)
    return asked(whose, pence)


def review(authorisation: CardAuthorisation | None = None, *, allow: bool = False, **more) -> PurchaseReview:
    it = authorisation or declined()
    given = {"words": "It is a birthday.", "by": it.card.account.person.user, **more}
    return purchase_reviews.ask(authorisation=it, allow=allow, **given)
