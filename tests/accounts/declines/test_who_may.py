"""Who opens the page of a decline, and who does not."""

import pytest

from accounts.models import PurchaseReview
from accounts.queries import looks
from accounts.roles import Scope
from tests.accounts.declines.screens import WHY, acting, page
from tests.accounts.screens import words
from tests.factories import accounts as make
from tests.factories import declines, money
from tests.factories.accounts import sign_in

pytestmark = pytest.mark.django_db


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


def test_a_delegate_who_sees_only_the_balance_does_not_read_the_plan(client, card):
    declines.line(card.account.person)
    viewer, _ = acting(client, card, Scope.SEE_BALANCE)
    answer = viewer.get("/money/cards/")
    assert ("Golden Palace" in words(answer), "not said that you can see the plan" in words(answer)) == (False, True)
    assert "/money/declines/" not in answer.content.decode()
