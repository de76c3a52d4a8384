"""What named staff do with a resident's card: freeze with a reason, open again with a word, stop for a caller."""

import pytest

from accounts.actions import cards
from accounts.models import AuditLine, Card
from accounts.roles import Role, Scope
from tests.accounts.screens import at, words
from tests.factories import money
from tests.factories.accounts import mandate, person, sign_in, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def card():
    return money.card(money.card_account(5_000, person=person(address="8 Weir Cottages", postcode="AM3 2QT")))


def page(card, what):
    return f"/staff/cards/{card.pk}/{what}/"


def test_a_practitioner_freezes_with_a_reason_from_the_persons_page(practitioner, card):
    shown = practitioner.get(at(card.account.person))
    assert (page(card, "freeze") in shown.content.decode(), "Freeze it" in words(shown)) == (True, True)
    assert "Choose why you freeze it" in words(practitioner.post(page(card, "freeze"), {}))
    assert Card.objects.get().state == "active"
    done = practitioner.post(page(card, "freeze"), {"reason": "odd"}, follow=True)
    assert ("is frozen. We tell Rosa Alvarez" in words(done), Card.objects.get().state) == (True, "frozen")
    assert "by the council" in words(done)


def test_and_opens_it_again_with_a_word(practitioner, card, samuel):
    cards.freeze(card=card, by=samuel, reason="odd")
    shown = words(practitioner.get(page(card, "unfreeze")))
    assert "A payment did not look right to us" in shown
    practitioner.post(page(card, "unfreeze"), {"reason": "checked"})
    assert Card.objects.get().state == "active"
    assert AuditLine.objects.get(action="card.unfrozen").detail == {"reason": "checked", "council": "yes"}


def test_what_she_froze_herself_is_not_theirs_to_open_and_theirs_to_hold(practitioner, card):
    cards.freeze(card=card, by=card.holder)
    assert "Somebody else froze this card" in words(practitioner.post(page(card, "unfreeze"), {"reason": "asked"}))
    assert "Freeze it ourselves, too" in words(practitioner.get(at(card.account.person)))
    practitioner.post(page(card, "freeze"), {"reason": "misused"})
    with pytest.raises(cards.CardRefused):
        cards.unfreeze(card=card, by=card.holder)


def test_finance_comes_to_it_from_the_lines_after_a_reason(finance, card):
    account = card.pot.available
    lines = f"/staff/finance/accounts/{account.kind}/{account.pk}/"
    reason = finance.get(lines, follow=True)
    finance.post(reason.request["PATH_INFO"], {"reason": "fraud"})
    assert page(card, "freeze") in finance.get(lines).content.decode()
    assert finance.post(page(card, "freeze"), {"reason": "odd"}).url == lines
    assert Card.objects.get().state == "frozen"


def test_for_a_caller_who_was_checked_it_is_stopped_and_made_anew(practitioner, card):
    answers = {"ended": "lost", "then": "physical"}
    assert "Check who is calling first" in words(practitioner.post(page(card, "stop"), answers))
    asked = words(practitioner.post(page(card, "stop"), {**answers, "checked": "on"}))
    assert ("Check your answers" in asked, "8 Weir Cottages, AM3 2QT" in asked) == (True, True)
    assert Card.objects.count() == 1
    done = practitioner.post(page(card, "stop"), {**answers, "checked": "on", "confirm": "1"}, follow=True)
    assert "is stopped for good. A new one is made in its place" in words(done)
    assert list(Card.objects.order_by("pk").values_list("state", "kind")) == [
        ("closed", "virtual"),
        ("posted", "physical"),
    ]
    assert practitioner.post(page(card, "stop"), {**answers, "checked": "on", "confirm": "1"}).status_code == 302
    assert Card.objects.count() == 2


@pytest.mark.parametrize("what", ["freeze", "unfreeze", "stop"])
def test_nobody_does_so_for_herself_or_for_somebody_she_acts_for(client, card, what):
    hers = staff(Role.PRACTITIONER, name="Paula Alvarez")
    mandate(card.account.person, hers, Scope.SEE_BALANCE)
    assert sign_in(client, hers).get(page(card, what)).status_code == 404


def test_the_person_can_read_who_opened_it(practitioner, card):
    practitioner.get(page(card, "freeze"))
    line = AuditLine.objects.get(action="person.seen")
    assert line.detail == {"where": "A card: freeze, unfreeze or stop"}


def test_the_first_card_has_the_persons_mobile_and_no_landline(practitioner):
    mobile = money.card_account(5_000, person=person("Rosa Alvarez", phone="07700 900123")).person
    landline = money.card_account(5_000, person=person("Edith Marlow", phone="01632 960701")).person
    practitioner.post(at(mobile, "card/"))
    told = practitioner.post(at(landline, "card/"), follow=True)
    assert list(Card.objects.order_by("pk").values_list("phone", flat=True)) == ["+447700900123", ""]
    assert "We have no mobile number of theirs" in words(told)
