"""Card pages, the pretended till and adding own money."""

from urllib.parse import urlencode

import pytest

from accounts import ledger
from accounts.actions import cards
from accounts.models import Card, CardAuthorisation
from accounts.roles import Scope
from tests.factories import money
from tests.factories.accounts import mandate, person, sign_in, user

pytestmark = pytest.mark.django_db


@pytest.fixture
def card():
    return money.card(money.card_account(5_000, 1_000))


@pytest.fixture
def rosa(client, card):
    return sign_in(client, card.holder)


def test_she_freezes_her_card_after_being_asked_and_unfreezes_it(rosa, card):
    address = f"/money/cards/{card.pk}/freeze/"
    assert "Freeze the card ending" in rosa.get(address).content.decode()
    assert rosa.post(address, {"to": "frozen"}).url == f"/money/cards/{card.pk}/"
    assert Card.objects.get().state == "frozen"
    assert "Unfreeze the card ending" in rosa.get(address).content.decode()
    rosa.post(address, {"to": "frozen"})  # the back button
    assert Card.objects.get().state == "frozen"
    rosa.post(address, {"to": "active"})
    assert Card.objects.get().state == "active"
    assert rosa.post(address, {"to": "nonsense"}).status_code == 302


def test_a_closed_card_stays_closed(rosa, card):
    Card.objects.update(state="closed")
    assert rosa.post(f"/money/cards/{card.pk}/freeze/", {"to": "active"}).status_code == 403


def test_a_delegate_who_may_pay_freezes_it_in_her_own_name(client, card):
    amira = user("Amira Whitfield")
    given = mandate(card.account.person, amira, Scope.PAY)
    sign_in(client, amira, acting_for=given).post(f"/money/cards/{card.pk}/freeze/", {"to": "frozen"})
    assert Card.objects.get().state == "frozen"


@pytest.mark.parametrize("address", ["", "freeze/", "shop/"])
def test_a_stranger_does_not_find_it(client, card, address):
    stranger = sign_in(client, person("Joan Whitfield").user)
    assert stranger.get(f"/money/cards/{card.pk}/{address}").status_code == 404
    assert stranger.post(f"/money/cards/{card.pk}/{address}", {"to": "frozen"}).status_code in {404, 405}
    assert Card.objects.get().state == "active"


def test_a_decline_is_explained_rule_before_balance(rosa, card):
    cards.freeze(card=card, by=card.holder)
    cards.authorise(card=card, reference="r1", merchant="Swim", pence=99_999)
    cards.unfreeze(card=card, by=card.holder)
    cards.authorise(card=card, reference="r2", merchant="Boats", pence=99_999)
    shown = rosa.get(f"/money/cards/{card.pk}/").content.decode()
    for words in ("Your card is frozen", "There was not enough money left to spend", "A person will look at it"):
        assert words in shown


def buy(client, card, **fields):
    given = {"merchant": "Aldermere Swim", "pounds": "6.40", "category": "", "reference": "till_1", **fields}
    return client.post(f"/money/cards/{card.pk}/shop/", given)


def test_paying_in_a_shop_taking_it_and_giving_some_back(rosa, card):
    till = buy(rosa, card).url
    assert "Approved" in rosa.get(till).content.decode()
    rosa.post(till, {"do": "capture"})
    rosa.post(till, {"do": "refund", "pounds": "1.40", "reference": "back_1"})
    rosa.post(till, {"do": "refund", "pounds": "1.40", "reference": "back_1"})  # a double click
    asked = CardAuthorisation.objects.get()
    assert (asked.state, asked.captured_pence, asked.refunded_pence) == ("captured", 640, 140)
    assert "It gave back £1.40" in rosa.get(till).content.decode()
    over = rosa.post(till, {"do": "refund", "pounds": "9.99", "reference": "back_2"})
    assert (over.status_code, "Enter £5.00 or less" in over.content.decode()) == (200, True)


def test_a_double_click_at_the_till_is_one_purchase(rosa, card):
    assert buy(rosa, card).url == buy(rosa, card).url
    assert CardAuthorisation.objects.count() == 1


def test_the_shop_cancels(rosa, card):
    till = buy(rosa, card).url
    rosa.post(till, {"do": "reverse"})
    rosa.post(till, {"do": "capture"})
    assert CardAuthorisation.objects.get().state == "reversed"
    assert ledger.balance(card.pot.available) == 5_000


def test_declines_at_the_till(rosa, card):
    assert "There was not enough" in rosa.get(buy(rosa, card, pounds="60.01").url).content.decode()
    second = buy(rosa, card, category="unlawful_drugs", reference="till_2")
    assert "The law does not allow this" in rosa.get(second.url).content.decode()


@pytest.mark.parametrize("fields", [{"merchant": ""}, {"pounds": "free"}, {"pounds": "-3"}, {"category": "zoo"}])
def test_bad_input_at_the_till_is_kept_and_nothing_happens(rosa, card, fields):
    response = buy(rosa, card, **fields)
    assert (response.status_code, CardAuthorisation.objects.count()) == (200, 0)
    assert "There is a problem" in response.content.decode()


def test_the_till_is_shut_outside_the_demo(rosa, card, settings):
    till = buy(rosa, card).url
    settings.SANDBOX_TILL = False
    assert [rosa.get(a).status_code for a in (f"/money/cards/{card.pk}/shop/", till)] == [404, 404]
    assert "Pay in a shop" not in rosa.get(f"/money/cards/{card.pk}/").content.decode()


def test_adding_own_money_once(client):
    account = money.own_money()
    tom = sign_in(client, account.person.user)
    assert tom.get("/money/add/").status_code == 200
    for _ in range(2):
        assert tom.post("/money/add/", {"pounds": "50", "reference": "a1"}).url == "/money/"
    assert tom.post("/money/add/", {"pounds": "60", "reference": "a1"}).url == "/money/"
    assert ledger.balance(account.pots.get().available) == 5_000
    assert "Enter £1.00 or more" in tom.post("/money/add/", {"pounds": "0.50", "reference": "a2"}).content.decode()


@pytest.mark.parametrize(
    ("going", "where"),
    [
        ("/marketplace/book/an-hour/money/", "/marketplace/book/an-hour/money/"),
        ("https://elsewhere.example/", "/money/"),
        ("//elsewhere.example/", "/money/"),
        ("javascript:alert(1)", "/money/"),
        ("", "/money/"),
    ],
)
def test_after_adding_money_one_is_back_where_one_was_and_never_elsewhere(client, going, where):
    tom = sign_in(client, money.own_money().person.user)
    address = f"/money/add/?{urlencode({'next': going})}"
    shown = tom.get(address).content.decode()
    assert ("Go back to your booking" in shown) == (where != "/money/")
    assert "elsewhere" not in shown.split("<form")[-1].replace(urlencode({"next": going}), "")
    assert tom.post(address, {"pounds": "50", "reference": "a1"}).url == where


def test_no_own_money_account_no_page(rosa, client, settings):
    assert rosa.get("/money/add/").status_code == 404
    account = money.own_money()
    settings.OWN_MONEY = False
    assert sign_in(client, account.person.user).get("/money/add/").status_code == 404


def test_a_delegate_pays_with_her_own_card_only_and_sees_only_its_purchases(client, card):
    amira = user("Amira Whitfield")
    given = mandate(card.account.person, amira, Scope.PAY, pay_per_purchase_pence=100)
    hers = money.card(card.account, holder=amira)
    asked = cards.authorise(card=card, reference="r1", merchant="Private Clinic", pence=300)
    sign_in(client, amira, acting_for=given)
    shop, own_shop = (f"/money/cards/{one.pk}/shop/" for one in (card, hers))
    assert [client.get(at).status_code for at in (shop, f"/money/till/{asked.pk}/", own_shop)] == [404, 404, 200]
    assert (buy(client, card, reference="r2").status_code, CardAuthorisation.objects.count()) == (404, 1)


def test_a_delegate_does_not_unfreeze_what_the_person_froze(client, card):
    amira = user("Amira Whitfield")
    sign_in(client, amira, acting_for=mandate(card.account.person, amira, Scope.PAY))
    cards.freeze(card=card, by=card.account.person.user)
    client.post(f"/money/cards/{card.pk}/freeze/", {"to": "active"})
    assert Card.objects.get().state == "frozen"
    cards.unfreeze(card=card, by=card.account.person.user)
    for state in ("frozen", "active"):
        client.post(f"/money/cards/{card.pk}/freeze/", {"to": state})
    assert Card.objects.get().state == "active"


def test_going_back_at_the_till_to_another_amount_is_told(rosa, card):
    buy(rosa, card)
    assert buy(rosa, card, pounds="7").url == f"/money/cards/{card.pk}/shop/"
    assert CardAuthorisation.objects.get().pence == 640


def test_an_endless_amount_is_a_mistake_of_typing(rosa, card):
    assert "Enter a shorter amount" in buy(rosa, card, pounds="9" * 5_000).content.decode()
