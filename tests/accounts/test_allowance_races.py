"""Exactly once, with real processes on the database under test."""

import pytest
from django.db.models import QuerySet
from django.utils import timezone

from accounts import ledger
from accounts.actions import cards, purchase_reviews
from accounts.models import AllowanceUse, AllowedOnce, CardAuthorisation, Notice, PurchaseReview, SpendingRule
from accounts.roles import Role, Scope
from tests.accounts.test_races import clean, together
from tests.factories import accounts as make
from tests.factories import declines, money

pytestmark = pytest.mark.django_db(transaction=True)


def of_declines() -> QuerySet[Notice]:
    """E-mails about declines: that a card was made is told too."""
    return Notice.objects.filter(template__contains="card_declined")


def test_what_is_allowed_once_lets_one_of_many_purchases_pass():
    card = declines.card(50_000)
    declines.review(declines.declined(card), allow=True)

    def buy(number):
        return [declines.asked(card, 1_000, reference=f"race-{number}-{turn}").state for turn in range(3)]

    states = [state for answers in together(buy) for state in answers]
    assert (states.count("approved"), AllowanceUse.objects.count()) == (1, 1)
    assert (ledger.balance(card.pot.held), clean()) == (1_000, True)


def test_two_holders_of_one_persons_cards_do_not_use_it_twice():
    card = declines.card(50_000)
    person = card.account.person
    amira = make.user("Amira Whitfield")
    make.mandate(person, amira, Scope.PAY)
    hers = money.card(card.account, holder=amira)
    declines.review(declines.declined(card), allow=True)

    def buy(number):
        return declines.asked((card, hers)[number % 2], 1_000, reference=f"race-{number}").state

    assert sorted(together(buy)) == ["approved", "declined", "declined", "declined"]


def test_a_shop_that_gives_up_many_times_at_once_gives_it_back_once():
    card = declines.card(50_000)
    declines.review(declines.declined(card), allow=True)
    bought = declines.asked(card, 1_000)

    def give_up(number):
        cards.reverse(authorisation=CardAuthorisation.objects.get(pk=bought.pk))

    together(give_up)
    assert AllowanceUse.objects.exclude(came_back_at=None).count() == 1
    assert (AllowedOnce.objects.get().used_at, ledger.balance(card.pot.held), clean()) == (None, 0, True)


def test_one_decline_asked_about_by_all_clicks_at_once_is_one_review():
    card = declines.card()
    it = declines.declined(card)

    def ask(number):
        return declines.review(CardAuthorisation.objects.get(pk=it.pk), allow=True, words=f"Click {number}").pk

    assert len(set(together(ask))) == 1
    assert (PurchaseReview.objects.count(), AllowedOnce.objects.count()) == (1, 1)


def test_two_practitioners_at_once_give_one_answer():
    review = declines.review()
    staff = [make.staff(Role.PRACTITIONER, name=f"Practitioner {number}") for number in range(4)]

    def answer(number):
        try:
            given = {"answer": "fits", "words": f"Yes, says {number}.", "allow_pence": 100}
            found = PurchaseReview.objects.get(pk=review.pk)
            return purchase_reviews.answer(review=found, by=staff[number], **given).answered_by_id
        except purchase_reviews.Refused:
            return None

    assert len([who for who in together(answer) if who]) == 1
    assert AllowedOnce.objects.filter(by_council=True).count() == 1


def test_one_line_added_by_all_clicks_at_once_is_one_line_and_one_notice():
    person, samuel = make.person(), make.staff(Role.PRACTITIONER)

    def add(number):
        try:
            return declines.line(person, by=samuel).pk
        except purchase_reviews.Refused:
            return None

    assert len([pk for pk in together(add) if pk]) == 1
    of_lines = Notice.objects.filter(template__contains="plan_line")
    assert (SpendingRule.objects.count(), of_lines.count()) == (1, 1)


def test_declines_at_one_moment_are_one_e_mail():
    card, now = declines.card(100), timezone.now()
    together(lambda number: declines.asked(card, 9_999, reference=f"race-{number}", at=now).state)
    assert of_declines().count() == 1
