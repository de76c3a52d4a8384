"""Real processes at one person's card money: shops that ask, take and give back while somebody freezes or cuts."""

import time
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import audits, ledger
from accounts.actions import budgets, cards, carrying, paid_ahead, pauses
from accounts.actions.cards import WrongStep
from accounts.actions.paid_ahead import DecisionRefused
from accounts.ledger import LedgerKind
from accounts.models import Card, CardAuthorisation, PaidAhead, PersonalBudget, Pot
from accounts.roles import Role
from tests.factories import accounts as make
from tests.factories import budgets as paid
from tests.factories import money
from tests.processes import PROCESSES, together

pytestmark = pytest.mark.django_db(transaction=True)
State = CardAuthorisation.State


def clean() -> bool:
    return [finding.rule for finding in audits.all_findings() if finding.faults] == []


def free(*pots: Pot) -> int:
    return sum(ledger.balance(pot.available) for pot in pots)


def held(*pots: Pot) -> int:
    return sum(ledger.balance(pot.held) for pot in pots)


def settled() -> int:
    return ledger.balance(ledger.council_account(LedgerKind.CARD_SETTLED))


def test_fifty_authorisations_on_one_balance_are_approved_exactly_as_far_as_it_goes():
    account = money.card_account(1_000)
    amira = make.user("Amira Whitfield")
    make.mandate(account.person, amira, "pay")
    mine, theirs = money.card(account), money.card(account, holder=amira)
    pot = account.pots.get()

    def ask(number):
        card = theirs if number % 5 == 0 else mine
        states = [
            cards.authorise(card=card, reference=f"{number}:{turn}", merchant="Swim", pence=40).state
            for turn in range(5)
        ]
        return states.count(State.APPROVED)

    approved = sum(together(ask, processes=10))
    assert (approved, free(pot), held(pot)) == (25, 0, 1_000)
    assert CardAuthorisation.objects.filter(state=State.DECLINED, decline_reason="not_enough").count() == 25
    assert clean()


def test_one_request_that_came_to_all_at_once_is_one_hold():
    account = money.card_account(1_000)
    card, pot = money.card(account), account.pots.get()

    def ask(number):
        return [cards.authorise(card=card, reference=f"r{turn}", merchant="Swim", pence=40).pk for turn in range(5)]

    answers = together(ask)
    assert answers == [answers[0]] * PROCESSES
    assert (free(pot), held(pot), clean()) == (800, 200, True)


def test_after_the_card_was_frozen_nothing_is_approved():
    account = money.card_account(100_000)
    card, pot = money.card(account), account.pots.get()

    def race(number):
        """When each purchase that was approved had been asked for; the one who freezes, when it was done."""
        if number == 0:
            time.sleep(0.1)
            cards.freeze(card=card, by=account.person.user, reason="lost")
            return "frozen", [time.monotonic()]
        asked = []
        for turn in range(400):
            began = time.monotonic()
            made = cards.authorise(card=card, reference=f"{number}:{turn}", merchant="Swim", pence=10)
            if made.state == State.DECLINED:
                return "asked", [*asked, 0.0]  # it met the freeze, so there was a race
            asked.append(began)
            time.sleep(0.002)  # SQLite lets in whoever comes first: without a gap the freeze may wait for its turn
        return "asked", asked

    found = together(race)
    [frozen] = [moments[0] for what, moments in found if what == "frozen"]
    asked = [moment for what, moments in found if what == "asked" for moment in moments]
    assert asked.count(0.0) == PROCESSES - 1
    assert max(asked) < frozen
    again = cards.authorise(card=card, reference="after", merchant="Swim", pence=10)
    assert (again.decline_reason, Card.objects.get().state) == ("card_frozen", Card.State.FROZEN)
    approved = CardAuthorisation.objects.filter(state=State.APPROVED).count()
    assert (held(pot), free(pot), clean()) == (approved * 10, 100_000 - approved * 10, True)


def test_a_purchase_is_taken_once_and_no_more_comes_back_than_was_taken():
    account = money.card_account(1_000)
    card, pot = money.card(account), account.pots.get()
    asked = cards.authorise(card=card, reference="r", merchant="Swim", pence=600)

    def settle(number):
        """Two take it, and two give back as often as they can."""
        back = 0
        for turn in range(12):
            mine = CardAuthorisation.objects.get(pk=asked.pk)
            try:
                if number % 2:
                    cards.capture(authorisation=mine, pence=500)
                else:
                    cards.refund(authorisation=mine, pence=70, reference=f"{number}:{turn}")
                    back += 70
            except WrongStep:
                time.sleep(0.005)
        return back

    back = sum(together(settle))
    asked.refresh_from_db()
    assert (asked.state, asked.captured_pence, asked.refunded_pence) == (State.CAPTURED, 500, back)
    assert (free(pot), held(pot), settled(), clean()) == (500 + back, 0, 500 - back, True)
    assert back <= 500


def test_a_purchase_that_is_taken_and_given_up_at_once_is_one_of_both():
    account = money.card_account(1_000)
    card, pot = money.card(account), account.pots.get()
    asked = [cards.authorise(card=card, reference=f"r{n}", merchant="Swim", pence=50) for n in range(8)]

    def settle(number):
        step, done = (cards.capture, "captured") if number % 2 else (cards.reverse, "reversed")
        told = set()
        for each in asked:
            try:
                step(authorisation=CardAuthorisation.objects.get(pk=each.pk))
                told.add((each.pk, done))
            except WrongStep:
                pass
        return told

    told = set().union(*together(settle))
    assert told == set(CardAuthorisation.objects.values_list("pk", "state"))
    taken = sum(state == "captured" for _, state in told)
    assert (free(pot), held(pot), settled(), clean()) == (1_000 - taken * 50, 0, taken * 50, True)


# Budget cuts: nothing that was promised to a shop is taken back, and nothing is spent twice


def buy(card: Card, number: int, times: int, pence: int) -> int:
    """Purchases, each asked for and taken; how many were approved."""
    done = 0
    for turn in range(times):
        made = cards.authorise(card=card, reference=f"{number}:{turn}", merchant="Swim", pence=pence)
        if made.state == State.APPROVED:
            cards.capture(authorisation=made)
            done += 1
    return done


def test_money_that_is_taken_back_for_a_pause_is_not_spent_as_well():
    budget = paid.running()
    person, ann = budget.person, make.staff(Role.PRACTITIONER)
    account = budgets.open_card_account(person=person, choice=money.choice(person, ann), by=ann)
    card, pots = money.card(account), list(account.pots.all())
    today, there = timezone.localdate(), free(*pots)
    pauses.pause(budget=budget, first_on=today, last_on=today + timedelta(days=20), reason="hospital", by=ann)
    question = PaidAhead.objects.get()

    def race(number):
        if number:
            return buy(card, number, times=10, pence=there // 40) * (there // 40)
        try:
            decided = {"decision": PaidAhead.Decision.TAKE_BACK, "explanation": "In hospital"}
            paid_ahead.decide(question=question, by=ann, **decided)
            return question.pence
        except DecisionRefused:
            return 0

    gone = sum(together(race))
    assert (free(*pots), held(*pots), clean()) == (there - gone, 0, True)
    question.refresh_from_db()
    assert settled() == gone - (question.pence if question.decision else 0)


def test_a_smaller_budget_carries_over_what_was_not_spent_and_not_a_penny_more():
    account = money.card_account(1_000)
    person, ann, old = account.person, make.staff(Role.PRACTITIONER), account.pots.get()
    card, today = money.card(account), timezone.localdate()

    def race(number):
        if number:
            return buy(card, number, times=12, pence=10)
        plan = budgets.PotPlan(label=old.label, outcome=old.outcome, weekly_pence=10)
        given = {"amount_pence": 40, "period": PersonalBudget.Period.FOUR_WEEKS, "reassessment": "R-1"}
        budgets.agree(person=person, pots=[plan], starts_on=today, by=ann, **given)
        while not carrying.carry_over(at=timezone.now()):  # not while a shop waits for money of the old pot
            time.sleep(0.005)
        return 0

    bought = sum(together(race))
    pots = list(account.pots.all())
    assert (len(pots), bought) == (2, 36)
    assert (free(*pots), held(*pots), settled(), clean()) == (640, 0, 360, True)
