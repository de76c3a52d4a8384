"""The pages of paying with one's own card: each state in words, the list, the receipt, adding money, finance's page."""

import pytest
from django.test import Client

from accounts.actions import own_payments
from accounts.models import OwnPayment, OwnRefund
from accounts.roles import Role, Scope
from tests import own_cards, sessions
from tests.factories import accounts as make
from tests.factories import money

pytestmark = pytest.mark.django_db


@pytest.fixture
def tom():
    return make.person("Tom Brennan")


@pytest.fixture
def toms(tom):
    return sessions.enter(Client(), tom.user)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("open", ("Pay £33.00 by card", 'href="https://pay.example/"', "We never see the number of the card")),
        ("bank", ("We are waiting for the bank", "You do not need to pay again")),
        ("failed", ("The payment did not go through", "Nothing was taken", "/again/")),
        ("expired", ("The time to pay is over", "Nothing was taken", "/again/")),
    ],
)
def test_each_state_in_words(toms, tom, state, words):
    payment = money.own_payment(tom, state)
    text = toms.get(f"/money/own-card/{payment.pk}/").content.decode()
    assert [each in text for each in words] == [True] * len(words)


def test_somebody_without_an_account_finds_it_on_the_money_page(toms, tom):
    money.own_payment(tom, "bank")
    text = toms.get("/money/").content.decode()
    assert "£33.00, waiting for your bank" in text
    assert "you do not need one to pay by card" in text


def test_what_the_bank_did_not_take_back_is_not_on_its_way(toms, tom):
    money.failed_refund(tom)
    text = toms.get("/money/").content.decode()
    assert ("£33.00 could not go back to the card." in text, "on its way back" in text) == (True, False)


def test_the_list_and_the_receipt(toms, tom):
    payment = money.failed_refund(tom).payment
    text = toms.get("/money/own-card/").content.decode()
    assert "£33.00 could not go back to the card. We are looking for another way" in text
    text = toms.get(f"/money/own-card/{payment.pk}/receipt/").content.decode()
    assert f"{payment.reference}, payment 1" in text
    assert ("For whom" in text, tom.name in text, "Print this page" in text) == (True, True, True)
    assert "We do not have the number of the card" in text


def test_a_receipt_only_of_what_came(toms, tom):
    payment = money.own_payment(tom)
    assert toms.get(f"/money/own-card/{payment.pk}/receipt/").url == "/money/own-card/"


def test_an_empty_list(toms):
    assert "Nothing yet" in toms.get("/money/own-card/").content.decode()


def test_a_delegate_who_looks_is_on_the_list_of_who_looked(tom):
    mandate = make.mandate(tom, make.user("Amira"), Scope.SEE_BALANCE, Scope.SEE_LINES)
    amira = sessions.enter(Client(), mandate.delegate, acting=mandate)
    payment = money.own_payment(tom, "paid")
    assert amira.get("/money/own-card/").status_code == 200
    assert amira.get(f"/money/own-card/{payment.pk}/").status_code == 403  # she may not pay
    looked = sessions.enter(Client(), tom.user).get("/accounts/who-looked/").content.decode()
    assert "Paid with your own card" in looked


def test_adding_money_goes_by_card(fake_stripe):
    account = money.own_money()
    tom = sessions.enter(Client(), account.person.user)
    assert "pretend" not in tom.get("/money/add/").content.decode()
    first = tom.post("/money/add/", {"pounds": "50", "reference": "a1"})
    assert tom.post("/money/add/", {"pounds": "50", "reference": "a1"}).url == first.url
    assert "Pay £50.00 by card" in tom.get(first.url).content.decode()
    own_cards.pay(fake_stripe, OwnPayment.objects.get())
    assert own_cards.figures(account.pots.get()) == (5_000, 0, 0)
    page = tom.get(first.url, follow=True)
    assert "You have paid £50.00 with your own card." in page.content.decode()
    statement = tom.get("/money/statement/").content.decode()
    assert "You paid in" in statement
    again = tom.post("/money/add/", {"pounds": "60", "reference": "a1"}, follow=True)
    assert "begun this payment with another amount" in again.content.decode()


def test_finance_says_how_a_refund_was_paid_instead(fake_stripe):
    account = money.own_money()
    tom = sessions.enter(Client(), account.person.user)
    tom.post("/money/add/", {"pounds": "50", "reference": "a1"})
    payment = own_cards.opened(OwnPayment.objects.get())
    pot = account.pots.get()
    pot.closed_at = account.opened_at
    pot.save()
    own_cards.pay(fake_stripe, payment)
    own_cards.hear(fake_stripe)
    fake_stripe.checkout.fail_refund(OwnRefund.objects.get().refund_id)
    own_cards.hear(fake_stripe)
    ann = sessions.enter(Client(), make.staff(Role.FINANCE, name="Ann Lee"))
    assert "Refunds that a bank did not take" in ann.get("/staff/finance/own-cards/").content.decode()
    at = f"/staff/finance/own-cards/refunds/{OwnRefund.objects.get().pk}/"
    assert "Enter how it was paid back" in ann.post(at, {"how": ""}).content.decode()
    assert ann.post(at, {"how": "Bank transfer on 3 December"}).url == "/staff/finance/own-cards/"
    refund = OwnRefund.objects.get()
    assert (refund.state, refund.by_hand_how) == ("by_hand", "Bank transfer on 3 December")
    assert ann.get(at).status_code == 404
    assert own_cards.faults() == {}


@pytest.mark.parametrize(
    ("theirs", "said"),
    [
        ("expired_or_canceled_card", "The card is out of date, or was cancelled"),
        ("unknown", "The bank did not say"),
        ("a_word_of_tomorrow", "a_word_of_tomorrow"),
    ],
)
def test_finance_reads_why_a_bank_did_not_take_a_refund(tom, theirs, said):
    refund = money.failed_refund(tom)
    OwnRefund.objects.update(why=theirs)
    ann = sessions.enter(Client(), make.staff(Role.FINANCE, name="Ann Lee"))
    for page in ("/staff/finance/own-cards/", f"/staff/finance/own-cards/refunds/{refund.pk}/"):
        assert said in ann.get(page).content.decode()


def test_finance_looks_at_what_is_odd(fake_stripe):
    account = money.own_money()
    payment = own_payments.ask(
        purpose="top_up",
        reference="x1",
        pot=account.pots.get(),
        pence=5_000,
        until=account.opened_at,
        by=account.person.user,
    )
    fake_stripe.store.get("checkout.session", own_cards.opened(payment).session_id)["amount_total"] = 4_000
    own_cards.pay(fake_stripe, payment)
    ann = sessions.enter(Client(), make.staff(Role.FINANCE, name="Ann Lee"))
    text = ann.get("/staff/finance/own-cards/").content.decode()
    assert "asked for £50.00, £40.00 came" in text
    assert "Card payments to look at" in ann.get("/staff/finance/").content.decode()
    ann.post(f"/staff/finance/own-cards/{payment.pk}/looked/")
    assert "Nothing to look at" in ann.get("/staff/finance/own-cards/").content.decode()
