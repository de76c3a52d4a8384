"""Money that nobody has spent, and proposals to take some of it back, made the way the site makes them."""

from datetime import datetime, timedelta

from django.utils import timezone

from accounts.actions import surplus, surplus_words
from accounts.models import CardAccount, Person, SurplusProposal, User
from accounts.roles import Role
from tests.factories import accounts as make
from tests.factories import money

LONG = timedelta(days=60)  # more than any notice that comes with the site


def rich(person: Person | None = None, *pence: int, contingency: int = 10_000) -> CardAccount:
    """£50 a week in each of two pots, so £800 stay; as it comes there is £1,000 in them, £200 above."""
    return money.card_account(*(pence or (60_000, 40_000)), person=person, contingency=contingency)


def staff(name: str = "Wendy Clarke") -> User:
    return make.staff(Role.FINANCE, name=name)


def proposed(person: Person, pence: int = 15_000, *, by: User | None = None, at: datetime | None = None):
    """Long enough ago for the notice to be over."""
    at = at or timezone.now() - 2 * LONG
    return surplus.propose(
        person=person, pence=pence, why="Nobody has needed it.", by=by or staff("Martin Cole"), at=at
    )


def decided(proposal: SurplusProposal, pence: int = 15_000, *, by: User | None = None, at: datetime | None = None):
    """Long enough ago for the time to appeal to be over."""
    at = at or timezone.now() - LONG
    by = by or staff("Samuel Osei")
    return surplus.decide(proposal=proposal, pence=pence, words="The plan is met without it.", by=by, at=at)


def appealed(proposal: SurplusProposal, *, by: User | None = None):
    who = by or proposal.person.user
    assert who
    return surplus_words.appeal(proposal=proposal, words="I was in hospital. I need it now.", by=who)
