"""Whatever happens to somebody's money, in any order: what is taken back as unspent was decided by another than who
proposed it, is never more than the formula gives at that moment, and leaves what answers have promised in its pot."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.models import Sum
from django.utils import timezone
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts import audits, ledger, payments, surplus
from accounts.actions import budgets, covers, setting_aside, surplus_words
from accounts.actions import surplus as actions
from accounts.actions.covers import CoverRefused
from accounts.actions.taking_back import ReclaimRefused
from accounts.models import Payment, PurchaseQuestion, SurplusProposal
from accounts.payments import PaymentError
from accounts.queries import surplus as queries
from accounts.roles import Role
from accounts.surplus import Commitment, Kind, Purse
from tests.factories import accounts as make
from tests.factories import asks as asking
from tests.factories import money
from tests.factories import surplus as unspent

NAMES = [
    *("load", "buy", "book", "free", "ask", "cover", "propose", "say", "appeal", "answer", "leave", "aside", "unaside"),
    *("wait", "wait", "decide", "decide", "take", "take", "take"),
]
STEP = st.tuples(st.sampled_from(NAMES), st.integers(0, 2), st.integers(1, 300))
# A proposal that goes as far as it can comes first, so that what follows happens to a decision in force.
BEGUN = [("propose", 0, 200), ("wait", 0, 1), ("decide", 1, 100)]
PENCE = st.integers(0, 100_000)


class Story:
    """One budget of £100 a week in two pots, with £100 for emergencies; three members of staff; a clock of its own."""

    def __init__(self):
        self.card = money.card(unspent.rich())
        self.rosa, self.now, self.number = self.card.account.person, timezone.now(), 0
        self.staff = [make.staff(Role.FINANCE, name=name) for name in ("Ann Lee", "Bo Lin", "Cy Dunn")]
        self.payee, self.taken = money.payee(), 0
        self.employer = setting_aside.open_pot(person=self.rosa, wage=self.card.pot)

    def pots(self):
        return list(self.rosa.pots.filter(is_set_aside=False).order_by("position"))

    def balances(self):
        return {pot.pk: ledger.balance(pot.available) for pot in self.pots()}

    def promised(self):
        """Counted without the code under test: by questions and covers alone."""
        found = dict.fromkeys((pot.pk for pot in self.pots()), 0)
        for each in PurchaseQuestion.objects.filter(person=self.rosa, answer="yes"):
            if each.until >= timezone.localdate(self.now):
                found[each.pot_id] += each.up_to_pence - sum(cover.pence for cover in each.covers.all())
        return found

    def formula(self):
        """8 weeks of £100 stay, and what is promised; emergencies, what is held and what an employer sets aside are in
        no such balance."""
        there, promised = self.balances(), self.promised()
        aside = next(pot.pk for pot in self.pots() if pot.is_contingency)
        promised[aside] = max(promised[aside] - there.pop(aside), 0)
        return max(sum(there.values()) - 80_000 - sum(promised.values()), 0)

    def do(self, name, which, pounds):
        with suppress(ReclaimRefused, CoverRefused, PaymentError, ledger.NotEnough), transaction.atomic():
            self.number += 1
            getattr(self, name)(self.pots()[which], self.staff[which], pounds * 100)

    def load(self, pot, by, pence):
        budgets.load(pot=pot, pence=pence, key=f"more:{self.number}", by=by)

    def aside(self, pot, by, pence):
        key = f"aside:{self.number}"
        setting_aside.put_by(pot=self.employer, wage=pot, pence=pence, key=key, at=self.now)

    def unaside(self, pot, by, pence):
        key = f"aside-back:{self.number}"
        setting_aside.give_back(
            pot=self.employer, wage=pot, pence=pence, key=key, by=self.rosa.user, at=self.now, behalf=None
        )

    def buy(self, pot, by, pence):
        asking.buy(self.card, pence)

    def book(self, pot, by, pence):
        payments.hold(
            purpose="visit", reference=f"V{self.number}", pot=pot, payee=self.payee, pence=pence, by=None, at=self.now
        )

    def free(self, pot, by, pence):
        waiting = Payment.objects.filter(captured_pence=0, released_pence=0).first()
        if waiting:
            payments.release(payment=waiting, pence=waiting.held_pence, by=None)

    def ask(self, pot, by, pence):
        asking.answered(self.rosa, pence, pot=pot)

    def cover(self, pot, by, pence):
        bought = self.card.authorisations.filter(state="captured", purchase=None).first()
        question = PurchaseQuestion.objects.filter(answer="yes").last()
        if bought and question:
            covers.cover(question=question, key=f"card:{bought.pk}", by=self.rosa.user)

    def propose(self, pot, by, pence):
        actions.propose(person=self.rosa, pence=pence, why="So", by=by, at=self.now)

    def wait(self, pot, by, pence):
        self.now += timedelta(days=40)  # more than 20 working days, at any time of the year

    def last(self):
        found = SurplusProposal.objects.first()
        if found is None:
            raise ReclaimRefused("Nothing is proposed.")
        return found

    def say(self, pot, by, pence):
        surplus_words.say(proposal=self.last(), words="I need it", by=self.rosa.user, at=self.now)

    def decide(self, pot, by, pence):
        actions.decide(proposal=self.last(), pence=pence, words="So", by=by, at=self.now)

    def appeal(self, pot, by, pence):
        surplus_words.appeal(proposal=self.last(), words="No", by=self.rosa.user, at=self.now)

    def answer(self, pot, by, pence):
        actions.answer(proposal=self.last(), pence=pence - 100, words="So", by=by, at=self.now)

    def leave(self, pot, by, pence):
        actions.leave(proposal=self.last(), words="So", by=by, at=self.now)

    def take(self, pot, by, pence):
        before, most, promised, proposal = self.balances(), self.formula(), self.promised(), self.last()
        employer = ledger.balance(self.employer.available)
        actions.take(proposal=proposal, by=by, at=self.now)
        went = {pk: before[pk] - left for pk, left in self.balances().items()}
        proposal.refresh_from_db()
        assert 0 < sum(went.values()) <= most and sum(went.values()) == proposal.due_pence
        assert all(before[pk] - gone >= min(before[pk], promised[pk]) for pk, gone in went.items())
        assert not any(went[pot.pk] for pot in self.pots() if pot.is_contingency)
        assert ledger.balance(self.employer.available) == employer
        assert proposal.decided_by_id not in (None, proposal.proposed_by_id)
        assert timezone.localdate(self.now) > proposal.say_by
        if proposal.appealed_by_id:
            assert proposal.answered_by_id not in (None, proposal.proposed_by_id, proposal.decided_by_id)
        else:
            assert timezone.localdate(self.now) > proposal.appeal_by
        self.taken += sum(went.values())

    def holds(self):
        """Nothing else ever posts one, and the database agrees."""
        posted = ledger.Posting.objects.filter(transaction__kind="surplus").aggregate(sum=Sum("pence", default=0))
        assert posted["sum"] == self.taken
        connection.check_constraints()


class Anything(TestCase):
    @settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(STEP, min_size=2, max_size=12), st.sampled_from((True, True, False)))
    def test_no_money_is_taken_beyond_the_formula_nor_from_a_promise_nor_without_a_decision(self, steps, begun):
        story = Story()
        for name, which, pounds in [*(BEGUN if begun else []), *steps, ("wait", 0, 1), ("take", 2, 1)]:
            story.do(name, which, pounds)
            story.holds()
        event("money was taken" if story.taken else "nothing was taken")
        assert [finding.rule for finding in audits.all_findings() if finding.faults] == []


@given(
    st.lists(st.builds(Purse, PENCE, PENCE, PENCE, PENCE, st.booleans(), st.booleans()), max_size=4),
    st.lists(st.builds(Commitment, st.sampled_from(Kind), PENCE), max_size=3),
    st.integers(1, 104),
)
def test_what_is_above_can_always_be_given_without_touching_what_is_set_aside(purses, commitments, weeks):
    found = surplus.of(purses, commitments, weeks)
    assert 0 <= found.over_pence <= sum(purse.free_pence for purse in purses)
    there = sum(purse.available_pence for purse in purses)
    aside = sum(purse.available_pence for purse in purses if purse.is_contingency)
    kept = found.employer_pence + found.lumpy_pence + found.promised_pence + found.keep_pence
    assert found.contingency_pence >= aside
    assert found.employer_pence >= sum(purse.available_pence for purse in purses if purse.is_set_aside)
    assert found.over_pence in (0, there - found.contingency_pence - kept)


@pytest.mark.django_db
def test_the_story_does_take_money():
    """The property above is about something: this way leads to the pot."""
    story = Story()
    for step in [*BEGUN, ("wait", 0, 1), ("take", 2, 1)]:
        story.do(*step)
    assert (story.taken, queries.of(story.rosa).surplus.over_pence) == (10_000, 10_000)
