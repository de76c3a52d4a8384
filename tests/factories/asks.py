"""Questions before buying, answers and purchases, made the way the site makes them."""

from datetime import date, timedelta
from itertools import count

from django.utils import timezone

from accounts.actions import cards, policies, questions
from accounts.actions.questions import Reply, Wish
from accounts.models import Card, CardAuthorisation, Person, PurchasePolicy, PurchaseQuestion, User
from accounts.queries import asks
from accounts.roles import Role
from tests.factories import accounts as make

_numbers = count(1)
FAR = timedelta(days=90)


def published(by: User | None = None, text: str = "") -> PurchasePolicy:
    """A version that a named person stands behind."""
    by = by or make.staff(Role.PRACTITIONER, name="Samuel Osei")
    return policies.publish(text=text or PurchasePolicy.current().text, by=by)


def ask(
    person: Person, pence: int = 4_500, *, what: str = "A swimming pass", shop: str = "", by: User | None = None, **more
) -> PurchaseQuestion:
    """Asked about her first pot. Without a published text a person answers."""
    wish = Wish(f"test-{next(_numbers)}", what, pence, more.pop("pot", None) or asks.pots_of(person)[0], shop)
    return questions.ask(wish=wish, person=person, by=by or person.user, **more)


def answered(
    person: Person, pence: int = 4_500, *, answer: str = "yes", until: date | None = None, **more
) -> PurchaseQuestion:
    question = ask(person, pence, **more)
    reply = Reply(
        answer, "" if answer != "no" else "It is not in the plan.", pence, until or timezone.localdate() + FAR
    )
    if answer == "no":
        reply = Reply("no", "It is not in the plan.")
    return questions.answer(question=question, reply=reply, by=make.staff(Role.PRACTITIONER, name="Samuel Osei"))


def buy(card: Card, pence: int = 640, shop: str = "Otter Swim", *, taken: bool = True, **more) -> CardAuthorisation:
    asked = cards.authorise(card=card, reference=f"asks-{next(_numbers)}", merchant=shop, pence=pence, **more)
    if taken and asked.state == "approved":
        cards.capture(authorisation=asked)
    return asked
