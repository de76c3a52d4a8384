"""A purchase said to be under an answer: by the person, in its time, up to its amount in all."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts import memos, payments
from accounts.actions import cards, covers
from accounts.actions.covers import CoverRefused
from accounts.models import AuditLine, Purchase, PurchaseCover, PurchaseQuestion
from accounts.queries import purchases
from tests.factories import accounts as make
from tests.factories import asks as asking
from tests.factories import money

pytestmark = pytest.mark.django_db


@pytest.fixture
def card():
    return money.card(money.card_account(20_000, 3_000))


@pytest.fixture
def rosa(card):
    return card.account.person


def key(bought) -> str:
    return f"card:{bought.pk}"


def say(question, bought, by=None):
    return covers.cover(question=question, key=key(bought), by=by or question.person.user)


def test_a_purchase_in_time_and_amount_is_covered_once(rosa, card):
    question, bought = asking.answered(rosa, 1_000), asking.buy(card, 640)
    assert say(question, bought) == say(question, bought)
    cover = PurchaseCover.objects.get()
    assert (cover.purchase_id, cover.pence, cover.said_by) == (f"card:{bought.pk}:covered", 640, rosa.user)
    assert AuditLine.objects.get(action="purchase.covered").detail == {"purchase": key(bought), "pence": 640}
    assert memos.words([f"card:{bought.pk}"]) == {f"card:{bought.pk}": f"Otter Swim, under {question.reference}"}


def test_up_to_its_amount_in_all(rosa, card):
    question = asking.answered(rosa, 1_000)
    say(question, asking.buy(card, 640))
    with pytest.raises(CoverRefused, match=r"This came to £3.61. The answer still covers £3.60"):
        say(question, asking.buy(card, 361))
    say(question, asking.buy(card, 360))
    assert PurchaseCover.objects.count() == 2


def test_you_did_not_need_to_ask_covers_as_a_yes_does(rosa, card):
    say(asking.answered(rosa, 1_000, answer="no_need"), asking.buy(card, 640))
    assert PurchaseCover.objects.count() == 1


def test_a_no_or_no_answer_covers_nothing(rosa, card):
    for question in (asking.answered(rosa, answer="no"), asking.ask(rosa)):
        with pytest.raises(CoverRefused, match="Only a yes"):
            say(question, asking.buy(card))


def test_not_what_was_bought_before_asking_or_after_the_last_day(rosa, card):
    before = asking.buy(card, at=timezone.now() - timedelta(hours=1))
    question = asking.answered(rosa)
    after = asking.buy(card)
    PurchaseQuestion.objects.filter(pk=question.pk).update(
        until=timezone.localdate() - timedelta(days=1), asked_at=timezone.now() - timedelta(days=9)
    )
    question.refresh_from_db()
    type(before).objects.filter(pk=before.pk).update(asked_at=timezone.now() - timedelta(days=10))
    for bought in (before, after):
        with pytest.raises(CoverRefused, match="before you asked, or after"):
            say(question, bought)


def test_a_strangers_or_a_declined_purchase_is_not_known(rosa, card):
    question = asking.answered(rosa, 500_000)
    other = asking.buy(money.card(money.card_account(5_000)))
    declined = asking.buy(card, 400_000)
    for bought in (f"card:{other.pk}", f"card:{declined.pk}", "card:", "payment:x", "", "card:99999999999999999999999"):
        with pytest.raises(CoverRefused, match="do not know"):
            covers.cover(question=question, key=bought, by=rosa.user)
    assert Purchase.objects.count() == 0


def test_only_under_one_answer(rosa, card):
    first, second, bought = asking.answered(rosa), asking.answered(rosa), asking.buy(card)
    say(first, bought)
    with pytest.raises(CoverRefused, match=first.reference):
        say(second, bought)


def test_it_was_another_purchase(rosa, card):
    question, bought = asking.answered(rosa, 700), asking.buy(card, 640)
    covers.take_off(cover=say(question, bought), by=rosa.user)
    assert list(Purchase.objects.values_list("key", flat=True)) == [key(bought)]
    say(question, bought)
    assert Purchase.objects.get().is_covered


def test_an_orders_payment_is_a_purchase_too(rosa):
    question, pot = asking.answered(rosa, 2_000), rosa.pots.first()
    held = payments.hold(purpose="visit", reference="A1", pot=pot, payee=money.payee(), pence=1_500, by=None)
    (found,) = purchases.candidates(question)
    assert (found.key, found.words, found.pence) == (f"payment:{held.pk}", "Ben Okafor", 1_500)
    assert covers.cover(question=question, key=found.key, by=rosa.user).purchase_id == f"payment:{held.pk}:covered"
    assert purchases.candidates(question) == []


def test_the_likely_ones_come_first(rosa, card):
    question = asking.answered(rosa, 2_000, shop="Otter Swim")
    bought = [asking.buy(card, 500, shop) for shop in ("Otter Swim Alderford", "Green Apron", "Casa")]
    asking.buy(card, 2_001, "Otter Swim")
    assert [each.key for each in purchases.candidates(question)] == [key(bought[0]), key(bought[2]), key(bought[1])]
    assert purchases.answers_for(rosa, purchases.one(rosa, key(bought[0]))) == [question]
    assert purchases.answers_for(rosa, purchases.one(rosa, key(bought[1]))) == []


def test_what_was_given_back_counts_less(rosa, card):
    question, bought = asking.answered(rosa, 500), asking.buy(card, 640)
    cards.refund(authorisation=bought, pence=200, reference="back")
    assert say(question, bought).pence == 440


def test_candidates_cost_the_same_however_many(rosa, card, django_assert_num_queries):
    question = asking.answered(rosa, 5_000)
    for number in (1, 3):
        while purchases.by_card(rosa).count() < number:
            asking.buy(card, 100)
        with django_assert_num_queries(5):
            assert len(purchases.candidates(question)) == number


def test_the_database_knows_a_covered_purchase_by_its_key(rosa, card):
    question, bought = asking.answered(rosa), asking.buy(card)
    row = Purchase.objects.create(key=key(bought), authorisation=bought)
    with pytest.raises(IntegrityError), transaction.atomic():
        PurchaseCover.objects.create(
            purchase=row, question=question, pence=1, said_by=rosa.user, said_at=timezone.now()
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Purchase.objects.create(key="card:0", payment=None, authorisation=None)
    say(question, bought)
    with pytest.raises(IntegrityError), transaction.atomic():
        Purchase.objects.update(key=key(bought))
        _check_now()


def _check_now():
    """Foreign keys are looked at when a transaction ends; a test's never does."""
    connection.check_constraints()


def test_a_delegates_word_is_on_record_as_hers(rosa, card):
    amira = make.user("Amira Whitfield")
    say(asking.answered(rosa), asking.buy(card), by=amira)
    line = AuditLine.objects.get(action="purchase.covered")
    assert (line.by, line.on_behalf_of) == (str(amira.pk), str(rosa.pk))


def test_what_a_shop_took_beyond_its_promise_counts_as_it_came(rosa, card):
    """More than was asked, and in two goes: one purchase, of all that was taken."""
    question = asking.answered(rosa, 1_000)
    bought = asking.buy(card, 600, taken=False)
    for number, pence in enumerate((500, 400)):
        cards.take(
            card=card,
            authorisation=bought,
            taken=cards.Taken(f"over-{number}", pence, "Otter Swim"),
        )
    found = purchases.one(rosa, key(bought))
    assert (found.pence, found.paid_pence, sum(pence for _, pence in found.parts)) == (900, 900, 900)
    assert len({pot.pk for pot, _ in found.parts}) == len(found.parts)
    assert say(question, bought).pence == 900


def test_what_the_shop_never_took_is_no_purchase(rosa, card):
    bought = asking.buy(card, 600, taken=False)
    cards.expire(authorisation=bought)
    assert purchases.one(rosa, key(bought)) is None
