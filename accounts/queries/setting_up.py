"""How far somebody is set up, and what is next: the same facts for a list of people and for one person's page."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import Card, CardAccount, Invitation, Person, PersonalBudget, Pot, User

DETAILS, NEEDS, BUDGET, CHOICE, SIGN_IN, CARD = "details", "needs", "budget", "choice", "sign_in", "card"


@dataclass(frozen=True)
class Step:
    """One thing to set up. `waits` says for what, where it is not our turn."""

    key: str
    title: str
    done: bool
    waits: str = ""


def with_facts(people: QuerySet[Person]) -> QuerySet[Person]:
    """Everything that `steps` needs, in the one query."""
    today, mine = timezone.localdate(), OuterRef("pk")
    runs = Q(ends_on=None) | Q(ends_on__gte=today)
    pots = Pot.objects.filter(person=mine, closed_at=None, budget__isnull=False)
    accounts = CardAccount.objects.filter(person=mine, kind=CardAccount.Kind.BUDGET, closed_at=None)
    cards = Card.objects.filter(account__person=mine).exclude(state=Card.State.CLOSED)
    invited = Invitation.objects.filter(person=mine, used_at=None, ended_at=None, expires_at__gt=timezone.now())
    return people.annotate(
        has_budget=Exists(PersonalBudget.objects.filter(runs, person=mine)),
        has_unchosen=Exists(pots.filter(choice=None, card_account=None)),
        has_card_account=Exists(accounts),
        has_card=Exists(cards),
        is_invited=Exists(invited.exclude(opener="")),
        is_to_print=Exists(invited.filter(opener="")),
    )


def steps(person: Person) -> list[Step]:
    """In the order in which they are done. A person of `with_facts`."""
    facts = vars(person)
    budget, chosen = facts["has_budget"], facts["has_budget"] and not facts["has_unchosen"]
    found = [
        Step(DETAILS, "Details", bool(person.case_reference and person.born_on)),
        Step(NEEDS, "Communication needs", person.needs_asked_on is not None),
        Step(BUDGET, "Personal budget", budget),
        Step(CHOICE, "How the money is held", chosen, "" if budget else "After the budget is agreed"),
        Step(SIGN_IN, "Sign-in", bool(person.user_id or person.no_sign_in), _invited(facts)),
    ]
    if facts["has_card_account"] and person.user_id:
        found.append(Step(CARD, "Card", facts["has_card"]))
    return found


def _invited(facts: dict[str, Any]) -> str:
    if facts["is_invited"]:
        return "Invited: it is their turn now"
    return "The letter waits to be printed" if facts["is_to_print"] else ""


def next_step(person: Person) -> Step | None:
    """What a practitioner has to do next: nothing where all is done, or somebody else is to move."""
    return next((step for step in steps(person) if not step.done and not step.waits), None)


def waits_for(person: Person) -> str:
    """What holds it up, where nothing is for us to do."""
    return next((step.waits for step in steps(person) if step.waits and not step.done), "")


def is_set_up(person: Person) -> bool:
    return all(step.done for step in steps(person))


def worked_with(practitioner: User) -> QuerySet[Person]:
    return with_facts(Person.objects.filter(practitioner=practitioner)).order_by("name", "pk")


def found_by(text: str) -> QuerySet[Person]:
    """Everybody whose name has all these words in it, or whose case reference begins so."""
    words = Q()
    for word in text.split():
        words &= Q(name__icontains=word)
    return with_facts(Person.objects.filter(words | Q(case_reference__istartswith=text.strip()))).order_by("name", "pk")
