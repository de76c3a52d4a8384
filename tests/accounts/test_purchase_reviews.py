""" "This is for my plan" always opens one review, which a named practitioner answers within one working day."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import daily
from accounts.actions import cards, pauses, people, purchase_reviews, roles
from accounts.actions.refused import Refused
from accounts.models import AllowedOnce, AuditLine, ContactFormat, Letter, Notice, PurchaseReview, SpendingSettings
from accounts.queries import reviews
from accounts.roles import Role, Scope
from accounts.spending import Reason
from tests.factories import accounts as make
from tests.factories import declines, money

pytestmark = pytest.mark.django_db
FITS, DOES_NOT_FIT = PurchaseReview.Answer.FITS, PurchaseReview.Answer.DOES_NOT_FIT


@pytest.fixture
def samuel():
    return make.staff(Role.PRACTITIONER, name="Samuel Osei")


@pytest.fixture
def card():
    return declines.card(5_000, contingency=2_000)


@pytest.fixture
def declined(card):
    return declines.declined(card)


def subjects(user) -> list[str]:
    return list(Notice.objects.filter(to=user).order_by("pk").values_list("subject", flat=True))


# Asked


@pytest.mark.parametrize(
    ("asked_on", "due_on"),
    [
        (date(2026, 11, 25), date(2026, 11, 26)),
        (date(2026, 11, 27), date(2026, 11, 30)),  # Friday: Monday
        (date(2026, 11, 28), date(2026, 11, 30)),  # Saturday: Monday
        (date(2026, 12, 24), date(2026, 12, 29)),  # Christmas, the weekend, and Boxing Day's substitute
    ],
)
def test_it_is_answered_within_one_working_day(declined, asked_on, due_on):
    at = datetime(asked_on.year, asked_on.month, asked_on.day, 12, tzinfo=UTC)
    assert declines.review(declined, at=at).due_on == due_on


def test_her_own_practitioner_has_it_and_is_told(card, declined, samuel):
    people.take_on(person=card.account.person, by=samuel)
    card.account.person.refresh_from_db()
    declined.refresh_from_db()
    review = declines.review(type(declined).objects.get(pk=declined.pk))
    assert (review.handler, subjects(samuel)) == (samuel, ["A review for you to answer"])
    assert declines.PALACE not in Notice.objects.get(to=samuel).body


def test_one_who_has_left_has_nothing(card, samuel):
    people.take_on(person=card.account.person, by=samuel)
    roles.grant(user=make.user(), role=Role.PRACTITIONER, by=None)
    roles.end(user=samuel, role=Role.PRACTITIONER, by=make.staff(Role.ADMINISTRATOR))
    card = type(card).objects.get(pk=card.pk)
    assert declines.review(declines.declined(card)).handler is None


def test_asked_twice_is_one_review_with_the_first_words(declined):
    first = declines.review(declined, words="First")
    assert (declines.review(declined, words="Second"), first.words) == (first, "First")
    with pytest.raises(IntegrityError), transaction.atomic():
        PurchaseReview.objects.create(
            authorisation=declined,
            person=first.person,
            words="By hand",
            asked_by=first.asked_by,
            asked_at=timezone.now(),
            due_on=date(2026, 12, 1),
        )


def test_it_is_audited_without_words(declined):
    review = declines.review(declined, allow=True)
    asked = AuditLine.objects.get(action="purchase_review.asked")
    given = AuditLine.objects.get(action="allowance.given")
    assert (asked.subject, asked.detail, asked.by) == (f"purchase_review:{review.pk}", {}, str(review.asked_by_id))
    assert given.detail == {"review": review.pk, "pence": 10_000, "covers": "plan_line"}


def test_what_was_bought_or_can_be_put_right_by_herself_needs_no_review(card):
    bought = declines.asked(card, 100, "Otter Swim")
    cards.freeze(card=card, by=card.holder)
    frozen = declines.asked(card, 100, "Otter Swim")
    for it in (bought, frozen):
        with pytest.raises(Refused):
            declines.review(it)
    assert PurchaseReview.objects.count() == 0


def test_only_the_person_or_a_delegate_who_may_pay_says_it(card, declined):
    amira, viewer = make.user("Amira Whitfield"), make.user("Vera")
    make.mandate(card.account.person, amira, Scope.PAY, Scope.SEE_LINES, Scope.SEE_BALANCE)
    make.mandate(card.account.person, viewer, Scope.SEE_LINES, Scope.SEE_BALANCE)
    for by in (viewer, make.user("Stranger")):
        with pytest.raises(Refused):
            declines.review(declined, by=by)
    assert declines.review(declined, by=amira).asked_by == amira
    assert AuditLine.objects.get(action="purchase_review.asked").on_behalf_of == str(card.account.person_id)


@pytest.mark.parametrize("words", ["", "   "])
def test_it_takes_a_why(declined, words):
    with pytest.raises(Refused):
        declines.review(declined, words=words)


# Allowed once before anybody has looked


def test_it_may_allow_the_same_shop_once_up_to_the_councils_cap(declined):
    now = datetime(2026, 11, 25, 12, tzinfo=UTC)
    SpendingSettings.objects.create(allow_once_pounds=40, allow_once_days=3)
    made = declines.review(declined, allow=True, at=now).allowed.get()
    assert (made.pence, made.shop, made.covers, made.expires_on, made.by_council) == (
        4_000,
        declines.PALACE,
        Reason.PLAN_LINE,
        date(2026, 11, 28),
        False,
    )


def test_the_cap_is_100_pounds_and_7_days_unless_the_council_says_otherwise():
    assert (SpendingSettings.current().allow_once_pence, SpendingSettings.current().allow_once_days) == (10_000, 7)


def test_the_council_can_switch_it_off_and_the_review_is_opened_all_the_same(declined):
    SpendingSettings.objects.create(allow_once=False)
    with pytest.raises(Refused):
        declines.review(declined, allow=True)
    assert declines.review(declined).is_open


def test_money_cannot_be_made_and_the_law_not_lifted(card):
    poor = declines.asked(card, 9_999, "Otter Swim")
    unlawful = declines.asked(card, 100, "Corner", category="unlawful_drugs")
    for it in (poor, unlawful):
        with pytest.raises(Refused):
            declines.review(it, allow=True)
        assert declines.review(it).allowed.count() == 0


def test_one_shop_is_not_allowed_again_while_somebody_looks(card, declined, samuel):
    first = declines.review(declined, allow=True)
    declines.asked(card)
    again = declines.asked(card)
    assert again.state == "declined"
    with pytest.raises(Refused, match="allowed once already"):
        declines.review(again, allow=True)
    assert declines.review(again).is_open
    purchase_reviews.answer(review=first, answer=FITS, words="It fits.", by=samuel)
    assert declines.review(declines.asked(card), allow=True).allowed.count() == 1


def test_a_delegate_does_not_lift_the_limit_that_was_set_for_her():
    account, amira = money.card_account(50_000), make.user("Amira Whitfield")
    make.mandate(account.person, amira, Scope.PAY, pay_per_purchase_pence=100)
    it = declines.asked(money.card(account, holder=amira), 200, "Otter Swim")
    with pytest.raises(Refused, match="Only the person can allow more"):
        declines.review(it, by=amira, allow=True)
    assert AllowedOnce.objects.count() == 0
    assert declines.review(it, by=amira).asked_by == amira


# Answered


def test_yes_may_end_the_line_and_allow_once_more(card, declined, samuel):
    review = declines.review(declined)
    rule = card.account.person.spending_rules.get()
    purchase_reviews.answer(
        review=review, answer=FITS, words="Enjoy the day.", by=samuel, end_rule=True, allow_pence=2_500
    )
    rule.refresh_from_db()
    given = review.allowed.get()
    assert (review.answered_by, review.handler, rule.ended_by) == (samuel, samuel, samuel)
    assert (given.pence, given.by_council, given.given_by) == (2_500, True, samuel)


def test_no_takes_back_what_was_allowed_and_not_used(card, declined, samuel):
    review = declines.review(declined, allow=True)
    purchase_reviews.answer(review=review, answer=DOES_NOT_FIT, words="We agreed it otherwise.", by=samuel)
    assert declines.asked(card).decline_reason == Reason.PLAN_LINE
    assert review.allowed.get().ended_at is not None


def test_no_leaves_what_was_bought(card, declined, samuel):
    review = declines.review(declined, allow=True)
    bought = declines.asked(card)
    purchase_reviews.answer(review=review, answer=DOES_NOT_FIT, words="Not again.", by=samuel)
    cards.capture(authorisation=bought)
    assert (bought.state, review.allowed.get().ended_at) == ("captured", None)


def test_it_is_answered_once(declined, samuel):
    review = declines.review(declined)
    purchase_reviews.answer(review=review, answer=FITS, words="Yes.", by=samuel)
    with pytest.raises(Refused, match="answered this already"):
        purchase_reviews.answer(review=review, answer=DOES_NOT_FIT, words="No.", by=make.staff(Role.PRACTITIONER))
    assert PurchaseReview.objects.get().answer == FITS


@pytest.mark.parametrize(
    "given",
    [
        {"answer": "perhaps"},
        {"words": " "},
        {"answer": DOES_NOT_FIT, "allow_pence": 100},
        {"answer": DOES_NOT_FIT, "end_rule": True},
    ],
)
def test_half_an_answer_is_none(declined, samuel, given):
    review = declines.review(declined)
    with pytest.raises(Refused):
        purchase_reviews.answer(review=review, by=samuel, **{"answer": FITS, "words": "Yes.", **given})
    assert PurchaseReview.objects.get().is_open


@pytest.mark.parametrize(
    "given",
    [
        {"answer": "fits"},
        {"answer_words": "Yes"},
        {"answer": "fits", "answer_words": "Yes", "answered_at": datetime(2026, 11, 25, tzinfo=UTC)},
    ],
)
def test_the_database_takes_no_half_of_an_answer(declined, given):
    review = declines.review(declined)
    with pytest.raises(IntegrityError), transaction.atomic():
        PurchaseReview.objects.filter(pk=review.pk).update(**given)


def test_an_empty_pot_is_not_filled_by_allowing(card, samuel):
    review = declines.review(declines.asked(card, 9_999, "Otter Swim"))
    with pytest.raises(Refused):
        purchase_reviews.answer(review=review, answer=FITS, words="Yes.", by=samuel, allow_pence=100)


def test_nobody_answers_what_she_has_a_part_in(card, declined, samuel):
    own = make.staff(Role.PRACTITIONER, name="Acts For Her")
    make.mandate(card.account.person, own, Scope.PAY)
    review = declines.review(declined)
    for by in (own, make.staff(Role.FINANCE), card.account.person.user):
        with pytest.raises(Refused):
            purchase_reviews.answer(review=review, answer=FITS, words="Yes.", by=by)
        with pytest.raises(Refused):
            purchase_reviews.take(review=review, by=by)


def test_it_is_taken_by_one_and_may_be_taken_over(declined, samuel):
    review, other = declines.review(declined), make.staff(Role.PRACTITIONER)
    assert [purchase_reviews.take(review=review, by=by) for by in (samuel, samuel, other)] == [True, False, True]


def test_whoever_asked_and_the_person_are_told_and_the_e_mail_says_nothing_of_it(card, declined, samuel):
    amira = make.user("Amira Whitfield")
    make.mandate(card.account.person, amira, Scope.PAY)
    review = declines.review(declined, by=amira)
    purchase_reviews.answer(review=review, answer=DOES_NOT_FIT, words="We said no casinos.", by=samuel)
    for to in (amira, card.account.person.user):
        notice = Notice.objects.filter(to=to).latest("pk")
        assert notice.subject == "We have answered you"
        assert f"/money/declines/{declined.pk}/" in notice.body
        assert not [word for word in ("casinos", declines.PALACE, "does not fit") if word in notice.body]


@pytest.mark.parametrize(
    ("way", "said"),
    [(ContactFormat.EASY_READ, "[cross] The answer is no."), (ContactFormat.PRINT, "no, it does not fit your plan")],
)
def test_on_paper_the_letter_is_the_answer(samuel, way, said):
    card = declines.card(person=make.person("Rosa Alvarez", contact_format=way))
    review = declines.review(declines.declined(card))
    purchase_reviews.answer(review=review, answer=DOES_NOT_FIT, words="Swimming would fit.", by=samuel)
    letter = Letter.objects.latest("pk")
    assert (said in letter.body, "Swimming would fit." in letter.body, "Samuel Osei" in letter.body) == (True,) * 3


# Late


def test_the_whole_team_hears_once_of_what_is_late(declined, samuel):
    nadia = make.staff(Role.PRACTITIONER, name="Nadia")
    review = declines.review(declined)
    last = datetime(review.due_on.year, review.due_on.month, review.due_on.day, 22, tzinfo=UTC)
    assert purchase_reviews.remind_due(last) == "0 reviews of purchases late"
    assert purchase_reviews.remind_due(last + timedelta(days=1)) == "1 reviews of purchases late"
    assert purchase_reviews.remind_due(last + timedelta(days=2)) == "0 reviews of purchases late"
    assert [subjects(who)[-1:] for who in (samuel, nadia)] == [["A review is late"]] * 2


def test_after_a_death_nobody_is_asked_to_answer(card, declined, samuel):
    review = declines.review(declined)
    assert list(reviews.queue(samuel, "all")) == [review]
    pauses.record_death(person=card.account.person, died_on=timezone.localdate(), by=samuel)
    assert (list(reviews.queue(samuel, "all")), reviews.counts(samuel, date(2999, 1, 1))) == ([], (0, 0))
    assert purchase_reviews.remind_due(timezone.now() + timedelta(days=30)) == "0 reviews of purchases late"


def test_run_day_does_it_and_leaves_what_is_answered(declined, samuel):
    review = declines.review(declined)
    purchase_reviews.answer(review=review, answer=FITS, words="Yes.", by=samuel)
    said = {key: words for key, words, _ in daily.run(timezone.now() + timedelta(days=30))}
    assert said["purchase_reviews"] == "0 reviews of purchases late"
