"""The practitioners' desk of reviews, and lines of a person's plan on her page at the council."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import AllowedOnce, PurchaseReview, SpendingRule
from accounts.queries import looks
from accounts.roles import Role, Scope
from design.formats import day
from tests import sessions
from tests.accounts.screens import at, boxes, send, words
from tests.factories import accounts as make
from tests.factories import declines

pytestmark = pytest.mark.django_db
DESK = "/staff/reviews/"
QUEUE = 9  # queries
YES = {"answer": "fits", "words": "Enjoy the day."}


@pytest.fixture
def card():
    return declines.card(5_000, contingency=2_000, person=make.person("Rosa Alvarez"))


@pytest.fixture
def review(card):
    return declines.review(declines.declined(card), allow=True)


def page(review, rest: str = "") -> str:
    return f"{DESK}{review.pk}/{rest}"


def names(answer):
    table = answer.context["table"]
    return [row[0].text for row in table.rows] if table else []


def of(name: str, **more) -> PurchaseReview:
    return declines.review(declines.declined(declines.card(person=make.person(name, **more))))


# The queue


def test_hers_and_nobodys_first_due_first(practitioner, samuel):
    of("Later", practitioner=samuel)
    of("Of Somebody Else", practitioner=make.staff(Role.PRACTITIONER))
    soonest = of("Sooner")
    PurchaseReview.objects.filter(pk=soonest.pk).update(due_on=timezone.localdate() - timedelta(days=2))
    assert names(practitioner.get(DESK)) == ["Sooner", "Later"]
    assert names(practitioner.get(f"{DESK}?show=all")) == ["Sooner", "Later", "Of Somebody Else"]
    assert names(practitioner.get(f"{DESK}?show=answered")) == []
    assert "Late: 2 days" in words(practitioner.get(DESK))


def test_the_desk_says_how_many_wait_and_how_many_are_late(practitioner, review):
    PurchaseReview.objects.update(due_on=timezone.localdate() - timedelta(days=1))
    assert "Reviews of purchases 1 to answer that are yours or nobody’s. 1 late." in words(practitioner.get("/staff/"))


def test_nobody_waits_is_said(practitioner):
    assert "Nobody waits" in words(practitioner.get(DESK))


def test_a_long_queue_has_pages_at_a_constant_cost(practitioner, card, django_assert_num_queries):
    declines.review(declines.declined(card))
    practitioner.get(DESK)
    with django_assert_num_queries(QUEUE):
        practitioner.get(DESK)
    for _ in range(25):
        declines.review(declines.declined(card))
    with django_assert_num_queries(QUEUE):
        assert len(names(practitioner.get(DESK))) == 25
    assert len(names(practitioner.get(f"{DESK}?page=2"))) == 1


# One


def test_it_shows_what_was_asked_the_rule_and_totals_and_no_other_line(practitioner, card, review):
    declines.asked(card, 640, "Otter Swim")
    shown = words(practitioner.get(page(review)))
    for said in ("Golden Palace", "It is a birthday.", "Not at: Golden Palace", "Keeping clean and well"):
        assert said in shown, said
    assert "Otter Swim" not in shown


def test_that_she_looked_is_on_record_for_the_person(practitioner, samuel, review):
    practitioner.get(page(review))
    [look] = looks.named(looks.at(review.person))
    assert (look.name, look.where) == ("Samuel Osei", "Practitioner. What was said of a declined payment")


def test_she_takes_it(practitioner, samuel, review):
    assert practitioner.post(page(review, "take/")).url == page(review)
    review.refresh_from_db()
    assert review.handler == samuel
    assert practitioner.get(page(review, "take/")).status_code == 405


def test_an_answer_is_checked_then_sent_with_her_name(practitioner, samuel, review):
    typed = {**YES, "also": ["end_rule", "allow"], "pounds": "25"}
    checked = words(practitioner.post(page(review, "answer/"), typed))
    for said in ("Check your answers", "It fits the plan", "Ends now", "Up to £25.00", "with your name"):
        assert said in checked, said
    assert PurchaseReview.objects.get().is_open
    shown = words(send(practitioner, page(review, "answer/"), sure=True, **typed))
    assert ("Rosa Alvarez is told." in shown, "Answered by Samuel Osei" in shown) == (True, True)
    assert (SpendingRule.objects.get().ended_by, AllowedOnce.objects.get(by_council=True).pence) == (samuel, 2_500)


def test_no_is_sent_with_words(practitioner, review):
    send(practitioner, page(review, "answer/"), sure=True, answer="does_not_fit", words="Swimming would fit.")
    review.refresh_from_db()
    assert (review.answer, review.answer_words) == ("does_not_fit", "Swimming would fit.")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"answer": ""}, "Choose if it fits the plan"),
        ({"words": ""}, "Enter your answer to them"),
        ({"also": ["allow"]}, "Enter how much to allow"),
        ({"pounds": "10"}, "Tick “Allow this shop once more”"),
        ({"answer": "does_not_fit", "also": ["end_rule"]}, "What does not fit is not allowed"),
        ({"also": ["allow"], "pounds": "much"}, "Enter an amount of money in numbers"),
    ],
)
def test_a_bad_answer_is_kept_out(practitioner, review, typed, said):
    answer = practitioner.post(page(review, "answer/"), {**YES, **typed, "confirm": "1"})
    assert (said in words(answer), PurchaseReview.objects.get().is_open) == (True, True)


def test_what_another_answered_meanwhile_is_shown(practitioner, review):
    send(practitioner, page(review, "answer/"), sure=True, **YES)
    shown = words(send(practitioner, page(review, "answer/"), sure=True, answer="does_not_fit", words="No."))
    assert ("This is answered." in shown, PurchaseReview.objects.get().answer) == (True, "fits")


def test_for_an_empty_pot_there_is_nothing_to_allow(practitioner, card):
    review = declines.review(declines.asked(card, 9_999, "Millbrook Mobility"))
    shown = words(practitioner.get(page(review, "answer/")))
    assert ("Allow this shop once more" in shown, "It was short by" in words(practitioner.get(page(review)))) == (
        False,
        True,
    )


@pytest.mark.parametrize("rest", ["", "take/", "answer/"])
def test_one_who_has_a_part_in_it_does_not_find_it(review, rest):
    own = make.staff(Role.PRACTITIONER, name="Acts For Her")
    make.mandate(review.person, own, Scope.PAY)
    desk = sessions.enter(Client(), own)
    assert (desk.get(page(review, rest)).status_code in {404, 405}, desk.post(page(review, rest)).status_code) in {
        (True, 404),
        (True, 405),
    }
    assert names(desk.get(f"{DESK}?show=all")) == []


def test_finance_is_refused(finance, review):
    assert [finance.get(where).status_code for where in (DESK, page(review))] == [403, 403]


# Lines of a person's plan


LINE = {"what": "shop", "shop": "Golden Palace", "category": "", "reason": "We agreed on it."}


def line(days: int = 30, **changed):
    return {**LINE, **boxes("expires_on", timezone.localdate() + timedelta(days=days)), **changed}


def test_a_line_is_checked_then_in_force_then_on_her_page(practitioner, samuel, card):
    person = card.account.person
    assert "Nothing beyond the law." in words(practitioner.get(at(person)))
    checked = words(practitioner.post(at(person, "refused/"), line()))
    assert ("Check your answers" in checked, SpendingRule.objects.count()) == (True, 0)
    shown = words(send(practitioner, at(person, "refused/"), sure=True, **line()))
    made = SpendingRule.objects.get()
    assert (made.shop, made.author, made.person, made.category) == ("Golden Palace", samuel, person, "")
    assert f"Golden Palace A line of the plan, until {day(made.expires_on)}" in shown


def test_a_line_may_name_a_kind_of_shop_for_this_person(practitioner, card):
    typed = line(what="kind", category="betting_casino_gambling")
    send(practitioner, at(card.account.person, "refused/"), sure=True, **typed)
    made = SpendingRule.objects.get()
    assert (made.shop, made.category) == ("", "betting_casino_gambling")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"what": ""}, "Choose what the card refuses"),
        ({"shop": ""}, "Enter the name of the shop"),
        ({"shop": "***"}, "Enter the name of the shop"),
        ({"what": "kind"}, "Choose the kind of shop"),
        ({"what": "kind", "category": "everything"}, "There is a problem"),
        ({"reason": ""}, "Enter why"),
        ({"expires_on_day": "", "expires_on_month": "", "expires_on_year": ""}, "Enter the last day"),
    ],
)
def test_half_a_line_is_kept_out(practitioner, card, changed, said):
    answer = practitioner.post(at(card.account.person, "refused/"), {**line(**changed), "confirm": "1"})
    assert (said in words(answer), SpendingRule.objects.count()) == (True, 0)


@pytest.mark.parametrize(("days", "said"), [(-1, "The last day must be today or later"), (367, "The last day must be")])
def test_a_last_day_is_ahead_and_within_a_year(practitioner, card, days, said):
    answer = practitioner.post(at(card.account.person, "refused/"), {**line(days), "confirm": "1"})
    assert (said in words(answer), SpendingRule.objects.count()) == (True, 0)


def test_the_same_line_twice_is_said(practitioner, card):
    declines.line(card.account.person)
    answer = practitioner.post(at(card.account.person, "refused/"), {**line(), "confirm": "1"})
    assert "There is such a rule already." in words(answer)


def test_another_practitioner_ends_it_after_being_asked(practitioner, samuel, card):
    person, made = card.account.person, declines.line(card.account.person)
    where = at(person, f"refused/{made.pk}/end/")
    assert "End this line of the plan?" in words(practitioner.get(where))
    practitioner.post(where)
    made.refresh_from_db()
    assert (made.ended_by, practitioner.get(where).status_code) == (samuel, 404)


def test_a_line_of_somebody_else_is_not_found_on_her_page(practitioner, card):
    made = declines.line(make.person("Joan Whitfield"))
    where = at(card.account.person, f"refused/{made.pk}/end/")
    assert [practitioner.get(where).status_code, practitioner.post(where).status_code] == [404, 404]
    assert SpendingRule.objects.get().ended_at is None
