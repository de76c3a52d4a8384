"""Allowed once: it lets one purchase pass, is used up by it, and comes back where the shop took nothing."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import ledger
from accounts.actions import cards, purchase_reviews
from accounts.models import AllowanceUse, AllowedOnce, AuditLine, Declined, PurchaseReview
from accounts.roles import Role, Scope
from accounts.spending import Reason
from tests.factories import accounts as make
from tests.factories import declines, money

pytestmark = pytest.mark.django_db


@pytest.fixture
def card():
    return declines.card(5_000)


@pytest.fixture
def allowed(card):
    return declines.review(declines.declined(card), allow=True).allowed.get()


def test_a_line_of_the_plan_declines_and_says_which_line(card):
    it = declines.declined(card, 1_000)
    facts = Declined.objects.get(authorisation=it)
    assert (it.decline_reason, facts.rule, facts.short_by_pence) == (
        Reason.PLAN_LINE,
        card.account.person.spending_rules.get(),
        0,
    )


def test_it_lets_one_purchase_pass_and_no_second(card, allowed):
    states = [declines.asked(card).state for _ in range(3)]
    assert states == ["approved", "declined", "declined"]
    allowed.refresh_from_db()
    assert (allowed.used_at is not None, AllowanceUse.objects.filter(allowed=allowed).count()) == (True, 1)
    assert AuditLine.objects.filter(action="allowance.used", subject=f"allowance:{allowed.pk}").count() == 1


def test_the_same_request_again_uses_nothing_more(card, allowed):
    assert {declines.asked(card, reference="same").state for _ in range(5)} == {"approved"}
    assert AllowanceUse.objects.count() == 1


@pytest.mark.parametrize(("pence", "shop"), [(10_001, declines.PALACE), (1_000, "Golden Palace Two")])
def test_it_is_kept_for_its_shop_and_its_sum(card, allowed, pence, shop):
    declines.line(card.account.person, "Golden Palace Two")
    money.pay_in(card.pot, 10_000)
    assert declines.asked(card, pence, shop).decline_reason == Reason.PLAN_LINE
    allowed.refresh_from_db()
    assert allowed.used_at is None


def test_it_runs_out(card, allowed):
    later = timezone.now() + timedelta(days=8)
    assert declines.asked(card, at=later).decline_reason == Reason.PLAN_LINE
    assert declines.asked(card, at=later - timedelta(days=1)).state == "approved"


def test_without_money_it_is_not_used(card, allowed):
    assert declines.asked(card, 6_000).decline_reason == Reason.NOT_ENOUGH
    allowed.refresh_from_db()
    assert allowed.used_at is None


def test_a_shop_that_takes_nothing_gives_it_back_and_it_can_be_used_again(card, allowed):
    first = declines.asked(card)
    cards.reverse(authorisation=first)
    cards.reverse(authorisation=first)
    allowed.refresh_from_db()
    assert (allowed.used_at, AuditLine.objects.filter(action="allowance.came_back").count()) == (None, 1)
    second = declines.asked(card)
    cards.capture(authorisation=second)
    assert (second.state, declines.asked(card).decline_reason) == ("captured", Reason.PLAN_LINE)
    assert AllowanceUse.objects.filter(allowed=allowed, came_back_at=None).get().authorisation == second
    assert ledger.balance(card.pot.available) == 4_000


def test_money_that_a_shop_gives_back_later_does_not_bring_it_back(card, allowed):
    bought = declines.asked(card)
    cards.capture(authorisation=bought)
    cards.refund(authorisation=bought, pence=1_000, reference="f1")
    assert declines.asked(card).decline_reason == Reason.PLAN_LINE


def test_after_no_it_does_not_come_back(card, allowed):
    bought = declines.asked(card)
    purchase_reviews.answer(
        review=allowed.review,
        answer=PurchaseReview.Answer.DOES_NOT_FIT,
        words="It is not for the plan.",
        by=make.staff(Role.PRACTITIONER),
    )
    cards.reverse(authorisation=bought)
    assert declines.asked(card).decline_reason == Reason.PLAN_LINE


def test_the_database_lets_no_second_purchase_stand_beside_the_first(card, allowed):
    declines.asked(card)
    other = declines.asked(card, shop="Otter Swim")
    with pytest.raises(IntegrityError), transaction.atomic():
        AllowanceUse.objects.create(allowed=allowed, authorisation=other, used_at=timezone.now())


@pytest.mark.parametrize("reason", [Reason.UNLAWFUL_GOODS, Reason.STATUTORY_LIMIT, Reason.NOT_ENOUGH, "other"])
def test_the_database_allows_neither_the_law_nor_an_empty_pot_to_be_lifted(allowed, reason):
    with pytest.raises(IntegrityError), transaction.atomic():
        AllowedOnce.objects.filter(pk=allowed.pk).update(covers=reason)


def test_a_delegates_limit_is_lifted_once_by_the_person():
    account, amira = money.card_account(50_000), make.user("Amira Whitfield")
    make.mandate(account.person, amira, Scope.PAY, pay_per_purchase_pence=2_000)
    hers = money.card(account, holder=amira)
    it = declines.asked(hers, 3_000, "Otter Swim")
    assert (it.decline_reason, it.declined.limit_pence) == (Reason.OVER_LIMIT, 2_000)
    declines.review(it, allow=True)
    states = [declines.asked(hers, 3_000, "Otter Swim").state for _ in range(2)]
    assert states == ["approved", "declined"]


def test_a_limit_is_lifted_for_the_card_that_asked_and_no_other():
    account = money.card_account(50_000)
    amira, nia = make.user("Amira Whitfield"), make.user("Nia Hale")
    for delegate in (amira, nia):
        make.mandate(account.person, delegate, Scope.PAY, pay_per_purchase_pence=2_000)
    hers, other = (money.card(account, holder=delegate) for delegate in (amira, nia))
    declines.review(declines.asked(hers, 3_000, "Otter Swim"), allow=True)
    states = [declines.asked(card, 3_000, "Otter Swim").state for card in (other, hers)]
    assert states == ["declined", "approved"]


def test_a_shop_that_only_looks_whether_the_card_works_uses_nothing(card, allowed):
    with transaction.atomic():
        works = cards.look(
            card=cards.ask_for(card.issuer_reference, "look")()[0], reference="look", merchant=declines.PALACE
        )
    allowed.refresh_from_db()
    assert (works, allowed.used_at) == (True, None)
    assert declines.asked(card).state == "approved"
