"""“This is for my plan”: said on the page of a decline, allowed once, answered."""

import pytest

from accounts.actions import cards, purchase_reviews
from accounts.models import AllowedOnce, PurchaseReview, SpendingSettings
from accounts.roles import Role, Scope
from design.formats import day
from tests.accounts.declines.screens import WHY, acting, page
from tests.accounts.screens import words
from tests.factories import accounts as make
from tests.factories import declines, money

pytestmark = pytest.mark.django_db


def test_it_is_for_my_plan_and_the_shop_is_allowed_once(rosa, card):
    it = declines.declined(card)
    form = words(rosa.get(page(it, "plan/")))
    assert "Yes. Allow Golden Palace once, up to £100, in the next 7 days" in form
    assert rosa.post(page(it, "plan/"), WHY).url == page(it)
    review = PurchaseReview.objects.get()
    assert (review.words, review.asked_by, review.allowed.get().pence) == (WHY["words"], card.holder, 10_000)
    shown = words(rosa.get(page(it)))
    for said in (
        "Somebody is looking at it",
        f"A practitioner, by the end of {day(review.due_on)}",
        "You can pay there now",
        "Golden Palace is allowed once, up to £100.00",
    ):
        assert said in shown, said
    assert "This is for my plan" not in shown
    assert declines.asked(card).state == "approved"
    assert "Golden Palace was allowed once, and was paid on" in words(rosa.get(page(it)))


def test_she_can_wait_for_the_answer(rosa, card):
    rosa.post(page(declines.declined(card), "plan/"), {**WHY, "allow": "no"})
    assert (PurchaseReview.objects.count(), AllowedOnce.objects.count()) == (1, 0)


def test_a_double_click_is_one_review(rosa, card):
    it = declines.declined(card)
    for _ in range(2):
        assert rosa.post(page(it, "plan/"), WHY).url == page(it)
    assert (PurchaseReview.objects.count(), AllowedOnce.objects.count()) == (1, 1)
    assert rosa.get(page(it, "plan/")).url == page(it)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"words": ""}, "Enter why it is for the plan"),
        ({"allow": ""}, "Choose if you want to pay there before we have answered"),
        ({"allow": "always"}, "Choose"),
        ({"words": "x" * 1_001}, "Use 1,000 letters or fewer"),
    ],
)
def test_bad_input_is_kept_out_and_what_was_typed_stays(rosa, card, typed, said):
    answer = rosa.post(page(declines.declined(card), "plan/"), {**WHY, **typed})
    assert (answer.status_code, said in words(answer), PurchaseReview.objects.count()) == (200, True, 0)
    assert typed.get("words", WHY["words"]) in answer.content.decode()


def test_for_an_empty_pot_it_says_what_a_practitioner_can_do(rosa, card):
    it = declines.asked(card, 9_999, "Millbrook Mobility")
    shown = words(rosa.get(page(it, "plan/")))
    assert "Saying this cannot make money" in shown
    assert "what is set aside for emergencies (£200.00 then)" in shown
    rosa.post(page(it, "plan/"), WHY)  # the answer to a question that was not asked is nobody's
    assert (PurchaseReview.objects.get().words, AllowedOnce.objects.count()) == (WHY["words"], 0)


def test_more_than_the_cap_is_said_before(rosa, card):
    SpendingSettings.objects.create(allow_once_pounds=5)
    assert "£5.00 is the most that can be allowed" in words(rosa.get(page(declines.declined(card), "plan/")))


def test_a_delegate_is_told_why_she_cannot_allow_more_than_was_set_for_her(client, card):
    amira, user = acting(client, card, Scope.PAY, pay_per_purchase_pence=100)
    it = declines.asked(money.card(card.account, holder=user), 200, "Otter Swim")
    assert "The limit was set for you. Only the person can allow more." in words(amira.get(page(it, "plan/")))
    amira.post(page(it, "plan/"), WHY)
    assert (PurchaseReview.objects.count(), AllowedOnce.objects.count()) == (1, 0)


def test_what_can_be_put_right_by_herself_has_no_such_page(rosa, card):
    cards.freeze(card=card, by=card.holder)
    it = declines.asked(card, 100)
    assert [rosa.get(page(it, "plan/")).status_code, rosa.post(page(it, "plan/"), WHY).status_code] == [403, 403]


def test_no_comes_with_its_words_a_name_and_how_to_challenge_it(rosa, card):
    review = declines.review(declines.declined(card))
    samuel = make.staff(Role.PRACTITIONER, name="Samuel Osei")
    purchase_reviews.answer(review=review, answer="does_not_fit", words="Swimming would fit.", by=samuel)
    answer = rosa.get(page(review.authorisation))
    shown = words(answer)
    for said in ("No, it does not fit the plan. Swimming would fit.", "Answered by Samuel Osei", "make a complaint"):
        assert said in shown, said
    assert 'href="/tell-us/"' in answer.content.decode()
