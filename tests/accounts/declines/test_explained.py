"""A decline is explained: what happened, why, what can be done now; also in Easy Read."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import decline_words
from accounts.actions import cards, purchase_reviews, spending_rules
from accounts.models import Card, ContactFormat, PurchaseReview, SpendingRule
from accounts.roles import Role, Scope
from accounts.spending import Reason
from accounts.statutes import CLOSE_RELATIVES
from design.formats import day
from tests.accounts.declines.screens import page
from tests.accounts.screens import words
from tests.factories import accounts as make
from tests.factories import declines, money
from tests.factories.accounts import sign_in

pytestmark = pytest.mark.django_db


def test_a_line_of_the_plan_is_shown_with_its_reason_author_and_last_day(rosa, card):
    shown = words(rosa.get(page(declines.declined(card))))
    last = day(timezone.localdate() + timedelta(days=30))
    for said in (
        "A line in the support plan says not to buy this",
        "Golden Palace",
        "It asked for £10.00",
        "What was taken Nothing",
        "Not at: Golden Palace",
        "We agreed on it in the summer.",
        "A practitioner at the council",
        f"Holds until {last}",
        "This is for my plan",
    ):
        assert said in shown, said


def test_a_balance_is_shown_as_it_was_then_with_what_was_short_and_emergencies_aside(rosa, card):
    it = declines.asked(card, 6_250, "Millbrook Mobility")
    money.pay_in(card.pot, 100_000)
    shown = words(rosa.get(page(it)))
    for said in (
        "There was not enough money left to spend",
        "It asked for £62.50",
        "There was £50.00",
        "It was short by £12.50",
        "Set aside for emergencies A card does not use this £200.00",
    ):
        assert said in shown, said


def test_a_limit_says_how_much_was_left_of_it(client):
    account, amira = money.card_account(50_000), make.user("Amira Whitfield")
    given = make.mandate(account.person, amira, Scope.PAY, Scope.SEE_BALANCE, pay_per_purchase_pence=2_000)
    it = declines.asked(money.card(account, holder=amira), 3_000, "Otter Swim")
    shown = words(sign_in(client, amira, acting_for=given).get(page(it)))
    assert "Left of the limit £20.00 Too much by £10.00" in shown


def test_a_limit_of_the_law_is_quoted_by_its_section(rosa, card):
    spending_rules.add(
        kind=SpendingRule.Kind.STATUTORY_LIMIT,
        statute=CLOSE_RELATIVES,
        person=card.account.person,
        shop="Alvarez Gardens",
        reason="Your brother, who lives with you, owns it.",
        by=make.staff(Role.PRACTITIONER),
    )
    shown = words(rosa.get(page(declines.asked(card, 100, "Alvarez Gardens"))))
    for said in (
        "Care and Support (Direct Payments) Regulations 2014, regulation 3",
        "“Direct payments must be made subject to the condition",
        "Your brother, who lives with you, owns it.",
    ):
        assert said in shown, said


@pytest.mark.parametrize(
    ("state", "said", "place"),
    [("frozen", "Unfreeze the card, then pay again.", "card"), ("closed", "Use the newer card", "cards")],
)
def test_what_can_be_done_now_is_of_its_own_reason(rosa, card, state, said, place):
    Card.objects.update(state=state)
    answer = rosa.get(page(declines.asked(card, 100)))
    where = f"/money/cards/{card.pk}/" if place == "card" else "/money/cards/"
    assert (said in words(answer), f'href="{where}">' in answer.content.decode()) == (True, True)
    assert "This is for my plan" not in words(answer)


def test_what_the_council_froze_nobody_is_told_to_unfreeze(rosa, card):
    cards.freeze(card=card, by=make.staff(Role.FINANCE), reason="We think that somebody else uses it.")
    at = page(declines.asked(card, 100))
    shown, easy = words(rosa.get(at)), words(rosa.get(f"{at}?easy=1"))
    assert ("nobody else can unfreeze it" in shown, "Unfreeze the card, then" in shown) == (True, False)
    assert ("The council has frozen the card." in easy, "You can unfreeze it." in easy) == (True, False)


def test_why_is_a_reason_and_not_what_to_do(rosa, card):
    it = declines.asked(card, 100, category="unlawful_drugs")
    shown = words(rosa.get(page(it)))
    assert "Why A shop’s card company says what kind of shop it is." in shown
    assert ("call us" in shown, "Call us" in shown) == (False, False)  # how to call is said once, with the number


def test_every_reason_says_why():
    assert set(decline_words.WHY) | {Reason.STATUTORY_LIMIT} == set(Reason)  # a limit is told by its section


def test_the_card_page_says_what_became_of_it(rosa, card):
    review = purchase_reviews.ask(authorisation=declines.declined(card), words="It fits.", by=card.holder)
    shown = words(rosa.get(f"/money/cards/{card.pk}/"))
    assert f"Somebody is looking at it. We answer by the end of {day(review.due_on)}." in shown
    assert ("If this time it is for the plan" in shown, "if you ask" in shown) == (False, False)
    PurchaseReview.objects.update(
        answer="fits", answer_words="Yes.", answered_by=card.holder, answered_at=timezone.now()
    )
    assert "We have answered: yes, it fits the plan." in words(rosa.get(f"/money/cards/{card.pk}/"))


def test_a_decline_from_before_its_facts_were_kept(rosa, card):
    it = declines.asked(card, 9_999)
    it.declined.delete()
    assert "There was not enough money left to spend" in words(rosa.get(page(it)))


def test_in_easy_read_each_line_is_short_and_has_one_picture(rosa, card):
    answer = rosa.get(page(declines.declined(card), "?easy=1"))
    html = answer.content.decode()
    lines = answer.context["lines"]
    assert len(re.findall(r'<div class="wm-easy__line">\s*<svg', html)) == html.count("wm-easy__line") == len(lines) + 1
    assert "No money was taken." in words(answer)
    assert [text for _, text in lines if len(text.split()) > 12] == []


def test_easy_read_is_first_for_whoever_is_told_things_that_way(client):
    card = declines.card(person=make.person("Rosa Alvarez", contact_format=ContactFormat.EASY_READ))
    rosa, it = sign_in(client, card.holder), declines.declined(card)
    asked = ("", "?easy=0", "", "?easy=1", "?easy=x")
    easy = [bool(rosa.get(page(it, each)).context.get("lines")) for each in asked]
    assert easy == [True, False, False, True, True]  # what she chose stays


def test_easy_read_says_the_sums_and_the_answer(rosa, card):
    it = declines.asked(card, 6_250, "Millbrook Mobility")
    review = declines.review(it)
    assert "The shop wanted £62.50. There was £50.00." in words(rosa.get(page(it, "?easy=1")))
    purchase_reviews.answer(
        review=review, answer="fits", words="We will use emergency money.", by=make.staff(Role.PRACTITIONER)
    )
    shown = words(rosa.get(page(it, "?easy=1")))
    assert "The answer is yes. Aldermere wrote: We will use emergency money." in shown
