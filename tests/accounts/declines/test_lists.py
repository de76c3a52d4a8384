"""The list of declines, and what the cards and the till say of them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import AuditLine
from design.formats import day
from tests.accounts.declines.screens import WHY, page
from tests.accounts.screens import words
from tests.factories import declines, money
from tests.factories.accounts import sign_in

pytestmark = pytest.mark.django_db
LIST, ONE = 9, 11  # queries


def test_a_reason_that_nobody_has_words_for_is_still_answered(rosa, card):
    it = declines.declined(card)
    type(it).objects.update(decline_reason="something_new")
    shown = words(rosa.get(page(it)))
    assert "A person explains it, and looks at it again if you think that it is wrong." in shown


def test_those_at_the_same_till_are_found_on_each_page(rosa, card):
    first, second = declines.declined(card), declines.declined(card, 900)
    declines.asked(card, 100, at=timezone.now() - timedelta(hours=2))
    answer = rosa.get(page(first))
    assert "This card was declined 2 times within a few minutes" in words(answer)
    assert page(second) in answer.content.decode()


def test_the_list_says_what_became_of_each(rosa, card):
    open_one, other = declines.review(declines.declined(card)), declines.declined(card, 900)
    table = rosa.get("/money/declines/").context["table"]
    assert [(row[0].href, row[2]) for row in table.rows] == [
        (page(other), "Nobody was asked to look"),
        (page(open_one.authorisation), f"We answer by {day(open_one.due_on)}"),
    ]


def test_nothing_declined_is_said(rosa):
    assert "Nothing was declined" in words(rosa.get("/money/declines/"))


def test_a_long_list_has_pages(rosa, card):
    for _ in range(21):
        declines.declined(card)
    assert len(rosa.get("/money/declines/?page=2").context["table"].rows) == 1


def test_the_list_costs_the_same_however_long_it_is(rosa, card, django_assert_num_queries):
    declines.review(declines.declined(card))
    rosa.get("/money/declines/")
    with django_assert_num_queries(LIST):
        rosa.get("/money/declines/")
    for _ in range(2):
        declines.review(declines.declined(card))
    with django_assert_num_queries(LIST):
        rosa.get("/money/declines/")


def test_a_page_costs_the_same_however_many_were_declined_beside_it(rosa, card, django_assert_num_queries):
    it = declines.declined(card)
    rosa.get(page(it))
    declines.declined(card)
    with django_assert_num_queries(ONE):
        rosa.get(page(it))
    for _ in range(2):
        declines.declined(card)
    with django_assert_num_queries(ONE):
        rosa.get(page(it))


def test_her_cards_say_what_they_refuse_and_mostly_it_is_nothing(rosa, card):
    assert "Nothing beyond the law. A card works in any shop" in words(rosa.get("/money/cards/"))
    declines.line(card.account.person)
    shown = words(rosa.get("/money/cards/"))
    for said in ("Beyond the law, only what your plan says", "Golden Palace", "We agreed on it in the summer."):
        assert said in shown, said
    assert "Regulations 2014, regulation 6" in shown


def test_the_till_and_the_card_lead_to_the_explanation(rosa, card):
    it = declines.declined(card)
    for at in (f"/money/till/{it.pk}/", f"/money/cards/{card.pk}/"):
        assert page(it) in rosa.get(at).content.decode()


def test_a_line_about_a_kind_of_shop_can_be_tried_at_the_demo_till(rosa, card):
    declines.line(card.account.person, category="betting_casino_gambling")
    till = rosa.post(
        f"/money/cards/{card.pk}/shop/",
        {"merchant": "Lucky Sevens", "pounds": "5", "category": "betting_casino_gambling", "reference": "till_1"},
    ).url
    assert "A line in the support plan says not to buy this" in words(rosa.get(till))
    assert AuditLine.objects.filter(action="card.declined").count() == 1


def test_her_own_money_is_in_no_plan(client):
    account = money.own_money(500)
    tom = sign_in(client, account.person.user)
    it = declines.asked(money.card(account), 900, "Otter Swim")
    shown = words(tom.get(page(it)))
    assert ("It was short by £4.00" in shown, "This is for my plan" in shown) == (True, False)
    assert tom.post(page(it, "plan/"), WHY).status_code == 403
