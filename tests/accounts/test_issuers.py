"""What every issuer of cards does alike: ours in process, and Stripe's over HTTP (played by our fake)."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.issuers import ISSUERS, Address, CardOrder, named

ON = date(2026, 11, 27)


def order(key: str = "card:1", **words) -> CardOrder:
    given = {
        "reference": key,
        "name": "Rosa Alvarez",
        "phone": "+447700900123",
        "address": Address("1 Mill Lane", "", "Aldermere", "AM1 1AA"),
        "on": ON,
    }
    return CardOrder(key=key, **{**given, **words})


@pytest.fixture(params=sorted(ISSUERS))
def issuer(request, fake_stripe):
    return named(request.param)


def test_it_says_who_it_is_and_whether_it_is_outside(issuer):
    assert ISSUERS[issuer.name]().name == issuer.name
    assert issuer.is_outside == (issuer.name != "sandbox")


def test_a_card_is_made_once_for_each_key(issuer):
    made = issuer.issue(order())
    assert (made.reference != "", len(made.last4), made.last4.isdigit()) == (True, 4, True)
    assert made.expires_on > ON.replace(year=ON.year + 2)
    assert issuer.issue(order()) == made
    assert issuer.issue(order("card:2")).reference != made.reference


def test_a_card_is_found_again_by_its_order(issuer):
    issuer.issue(order("card:2"))
    made = issuer.issue(order())
    issuer.issue(order("card:3"))
    assert issuer.find(order(), timezone.now() - timedelta(hours=1)) == made


def test_a_plastic_card_and_one_in_the_place_of_another(issuer):
    plastic = issuer.issue(order(physical=True))
    issuer.close(plastic.reference, "lost")
    newer = issuer.issue(order("card:3", physical=True, replaces=plastic.reference, why="lost"))
    assert newer.reference != plastic.reference


def test_each_change_may_be_said_again(issuer):
    reference = issuer.issue(order()).reference
    for _ in range(2):
        issuer.freeze(reference)
    for _ in range(2):
        issuer.unfreeze(reference)
    for _ in range(2):
        issuer.set_phone(reference, "+447700900456")
    for why in ("stolen", "stolen", ""):
        issuer.close(reference, why)


def test_two_holders_have_cards_of_their_own(issuer):
    rosa, amira = issuer.issue(order("card:5")), issuer.issue(order("card:6", name="Amira Whitfield"))
    assert rosa.reference != amira.reference
