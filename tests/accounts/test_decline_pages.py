"""A declined payment explained: what happened, why, what now; in Easy Read; and "this is for my plan"."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import decline_words
from accounts.actions import cards, purchase_reviews, spending_rules
from accounts.models import AllowedOnce, AuditLine, Card, ContactFormat, PurchaseReview, SpendingRule, SpendingSettings
from accounts.queries import looks
from accounts.roles import Role, Scope
from accounts.spending import Reason
from accounts.statutes import CLOSE_RELATIVES
from design.formats import day
from tests.accounts.screens import words
from tests.factories import accounts as make
from tests.factories import declines, money
from tests.factories.accounts import sign_in

pytestmark = pytest.mark.django_db
LIST, ONE = 9, 11  # queries
WHY = {"words": "It is my sister’s birthday.", "allow": "yes"}


@pytest.fixture
def card():
    return declines.card(5_000, contingency=20_000)


@pytest.fixture
def rosa(client, card):
    return sign_in(client, card.holder)


def page(it, rest: str = "") -> str:
    return f"/money/declines/{it.pk}/{rest}"


def acting(client, card, *scopes: Scope, **more):
    amira = make.user("Amira Whitfield")
    return sign_in(client, amira, acting_for=make.mandate(card.account.person, amira, *scopes, **more)), amira


# Explained


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


def test_a_reason_that_nobody_has_words_for_is_still_answered(rosa, card):
    it = declines.declined(card)
    type(it).objects.update(decline_reason="something_new")
    shown = words(rosa.get(page(it)))
    assert "A person explains it, and looks at it again if you think that it is wrong." in shown


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


def test_those_at_the_same_till_are_found_on_each_page(rosa, card):
    first, second = declines.declined(card), declines.declined(card, 900)
    declines.asked(card, 100, at=timezone.now() - timedelta(hours=2))
    answer = rosa.get(page(first))
    assert "This card was declined 2 times within a few minutes" in words(answer)
    assert page(second) in answer.content.decode()


# Easy Read


def test_in_easy_read_each_line_is_short_and_has_one_picture(rosa, card):
    answer = rosa.get(page(declines.declined(card), "?easy=1"))
    html = answer.content.decode()
    lines = answer.context["lines"]
    assert (
        len(re.findall(r'<div class="wm-paper__told">\s*<svg', html)) == html.count("wm-paper__told") == len(lines) + 1
    )
    assert "No money was taken." in words(answer)
    assert [text for _, text in lines if len(text.split()) > 12] == []


def test_easy_read_is_first_for_whoever_is_told_things_that_way(client):
    card = declines.card(person=make.person("Rosa Alvarez", contact_format=ContactFormat.EASY_READ))
    rosa, it = sign_in(client, card.holder), declines.declined(card)
    easy = [bool(rosa.get(page(it, asked)).context.get("lines")) for asked in ("", "?easy=0", "?easy=1", "?easy=x")]
    assert easy == [True, False, True, True]


def test_easy_read_says_the_sums_and_the_answer(rosa, card):
    it = declines.asked(card, 6_250, "Millbrook Mobility")
    review = declines.review(it)
    assert "The shop wanted £62.50. There was £50.00." in words(rosa.get(page(it, "?easy=1")))
    purchase_reviews.answer(
        review=review, answer="fits", words="We will use emergency money.", by=make.staff(Role.PRACTITIONER)
    )
    shown = words(rosa.get(page(it, "?easy=1")))
    assert "The answer is yes. This is why: We will use emergency money." in shown


# Who may


@pytest.mark.parametrize("rest", ["", "plan/", "?easy=1"])
def test_a_stranger_does_not_find_it(client, card, rest):
    it = declines.declined(card)
    stranger = sign_in(client, make.person("Joan Whitfield").user)
    assert stranger.get(page(it, rest)).status_code == 404
    assert stranger.post(page(it, "plan/"), WHY).status_code == 404
    assert PurchaseReview.objects.count() == 0


def test_what_was_bought_is_no_decline(rosa, card):
    assert rosa.get(page(declines.asked(card, 100, "Otter Swim"))).status_code == 404


def test_a_delegate_who_sees_payments_sees_it_and_her_look_is_on_record(client, card):
    it = declines.declined(card)
    amira, user = acting(client, card, Scope.SEE_LINES, Scope.SEE_BALANCE)
    shown = words(amira.get(page(it)))
    assert ("Not at: Golden Palace" in shown, "This is for" in shown) == (True, False)
    assert [look.name for look in looks.named(looks.at(card.account.person))] == [user.name]
    assert amira.get(page(it, "plan/")).status_code == 403
    assert amira.post(page(it, "plan/"), WHY).status_code == 403


def test_a_holder_without_more_sees_her_own_card_and_no_balance(client, card):
    amira, user = acting(client, card, Scope.PAY)
    theirs = declines.declined(card)
    own = declines.asked(money.card(card.account, holder=user), 6_000, "Otter Swim")
    shown = words(amira.get(page(own)))
    assert (amira.get(page(theirs)).status_code, "£50.00" in shown, "£200.00" in shown) == (404, False, False)
    assert "has not said that you can see how much there is" in shown
    assert [row[0].text for row in amira.get("/money/declines/").context["table"].rows] == ["Otter Swim"]


def test_one_who_only_writes_messages_is_refused(client, card):
    it = declines.declined(card)
    amira, _ = acting(client, card, Scope.MESSAGE)
    assert [amira.get(at).status_code for at in (page(it), "/money/declines/")] == [403, 403]


def test_reading_is_by_get_alone(rosa, card):
    assert [rosa.post(at).status_code for at in (page(declines.declined(card)), "/money/declines/")] == [405, 405]


# This is for my plan


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


# The list, the cards, the till


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


def test_a_delegate_who_sees_only_the_balance_does_not_read_the_plan(client, card):
    declines.line(card.account.person)
    viewer, _ = acting(client, card, Scope.SEE_BALANCE)
    answer = viewer.get("/money/cards/")
    assert ("Golden Palace" in words(answer), "not said that you can see the plan" in words(answer)) == (False, True)
    assert "/money/declines/" not in answer.content.decode()


def test_her_own_money_is_in_no_plan(client):
    account = money.own_money(500)
    tom = sign_in(client, account.person.user)
    it = declines.asked(money.card(account), 900, "Otter Swim")
    shown = words(tom.get(page(it)))
    assert ("It was short by £4.00" in shown, "This is for my plan" in shown) == (True, False)
    assert tom.post(page(it, "plan/"), WHY).status_code == 403
