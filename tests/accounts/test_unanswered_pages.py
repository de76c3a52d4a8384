"""Finance sees what was declined through a fault of ours: when, why, how much, whether it worked later. No names."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import health
from accounts.actions import cards
from accounts.queries import finance_today
from accounts.spending import Reason
from tests.accounts.screens import words
from tests.factories import money

pytestmark = pytest.mark.django_db
PAGE = "/staff/finance/card-questions/"
PER_PAGE_QUERIES = 9


@pytest.fixture
def card():
    return money.card(money.card_account(10_000))


def unanswered(card, reference: str, pence: int, *, reason: Reason = Reason.TRY_AGAIN, **ago):
    at = timezone.now() - timedelta(**ago)
    given = {"merchant": "Aldermere Swim", "pence": pence, "reason": reason}
    return cards.write_decline(card=card, reference=reference, at=at, **given)


def test_each_is_listed_with_what_became_of_it_and_nobody_is_named(finance, card):
    unanswered(card, "r1", 640, hours=3)
    unanswered(card, "r2", 1_250, days=2)
    cards.authorise(card=card, reference="r3", merchant="Aldermere Swim", pence=640)
    page = words(finance.get(PAGE))
    assert ("Not answered in time It worked £6.40" in page, "It was not paid £12.50" in page) == (True, True)
    assert ("Rosa" in page, "Aldermere Swim" in page) == (False, False)


def test_the_last_day_is_on_the_list_for_today_and_a_bad_sign(finance, card):
    assert (finance_today.card_questions(timezone.localdate()), health.card_questions(timezone.now()).well) == (
        None,
        True,
    )
    unanswered(card, "r1", 640, hours=30)
    assert health.card_questions(timezone.now()).well is True
    unanswered(card, "r2", 640, hours=3)
    unanswered(card, "r3", 640, hours=1)
    sign = health.card_questions(timezone.now())
    assert (sign.well, sign.words) == (False, "2 questions could not be answered in time in the last day.")
    page = words(finance.get("/staff/finance/"))
    assert "Purchases declined through a fault of ours" in page


def test_that_the_councils_account_was_too_low_is_a_fault_of_ours_too(finance, card):
    unanswered(card, "r1", 640, reason=Reason.COUNCIL_SHORT, hours=1)
    sign = health.card_questions(timezone.now())
    assert (sign.well, sign.words) == (False, "1 purchase declined: our account at the card company is too low.")
    assert "The council’s account was too low It was not paid £6.40" in words(finance.get(PAGE))


def test_without_any_the_page_says_so(finance):
    assert "No purchase was declined through a fault of ours." in words(finance.get(PAGE))


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_whatever_it_lists(finance, card, number, django_assert_max_num_queries):
    for each in range(number):
        unanswered(card, f"r{each}", 640, hours=each + 1)
    with django_assert_max_num_queries(PER_PAGE_QUERIES):
        finance.get(PAGE)
