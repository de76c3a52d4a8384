"""Each state that a shop can bring a purchase into is told in words and with amounts."""

from datetime import timedelta

import pytest
from django.core.paginator import Paginator
from django.utils import timezone

from accounts.actions import cards
from accounts.actions.cards import Taken
from accounts.card_stories import COUNCIL_LOOKS, FORCED, Use
from accounts.models import Card, CardAuthorisation
from accounts.queries import card_uses
from design.formats import day
from tests.factories import money

pytestmark = pytest.mark.django_db


class Shop:
    """A card and a shop, a minute later at each step."""

    def __init__(self, *pence: int) -> None:
        self.card: Card = money.card(money.card_account(*pence))
        self.at = timezone.now() - timedelta(hours=10)
        self.steps = 0

    def later(self):
        self.at += timedelta(minutes=1)
        self.steps += 1
        return self.at

    def ask(self, pence: int, **more) -> CardAuthorisation:
        at = self.later()
        return cards.authorise(card=self.card, reference=f"a{self.steps}", merchant="Hotel", pence=pence, at=at, **more)

    def take(self, pence: int, asked: CardAuthorisation | None = None, *, is_last: bool = True, **more):
        at = self.later()
        taken = Taken(f"t{self.steps}", pence, "Hotel", **more)
        return cards.take(card=self.card, authorisation=asked, taken=taken, is_last=is_last, at=at)

    def back(self, pence: int, asked: CardAuthorisation | None = None, **more):
        at = self.later()
        taken = Taken(f"b{self.steps}", pence, "Hotel", **more)
        return cards.give_back(card=self.card, authorisation=asked, taken=taken, at=at)

    def told(self) -> list[Use]:
        return card_uses.of(self.card, card_uses.rows(self.card))

    def newest(self) -> tuple[str, str, list[str]]:
        use = self.told()[0]
        return use.amount, use.outcome, use.lines


def today() -> str:
    return day(timezone.now() - timedelta(hours=10))


def test_waiting():
    shop = Shop(1_000)
    shop.ask(900)
    assert shop.newest() == (
        "£9.00",
        "Waiting for the shop to take it",
        ["£9.00 is held for the shop. If it never takes it, it is free again."],
    )


def test_partly_taken():
    shop = Shop(1_000)
    shop.take(300, shop.ask(900), is_last=False)
    assert shop.newest() == ("£9.00", "Partly taken", ["The shop has taken £3.00. £6.00 is still held for it."])


def test_taken_in_parts_and_less_in_all():
    shop = Shop(1_000)
    asked = shop.ask(900)
    shop.take(300, asked, is_last=False)
    shop.take(200, asked)
    assert shop.newest() == (
        "£5.00",
        "Paid",
        [
            "The shop asked for £9.00 and took £5.00. The other £4.00 is free again.",
            f"Taken in parts: £3.00 on {today()}, £2.00 on {today()}.",
        ],
    )


def test_paid_has_nothing_to_explain():
    shop = Shop(500, 400)
    shop.take(900, shop.ask(900))
    [use] = shop.told()
    assert (use.amount, use.outcome, use.tone, use.lines) == ("£9.00", "Paid", "good", [])
    assert use.pots == "Keeping clean and well £5.00, Getting out £4.00"


def test_more_than_was_promised():
    shop = Shop(1_500)
    shop.take(1_100, shop.ask(900))
    assert shop.newest() == (
        "£11.00",
        "Paid, more than was agreed",
        ["The shop asked for £9.00 and took £11.00: £2.00 more. If that is wrong, call us."],
    )


def test_more_than_there_was_and_what_came_back_makes_it_good():
    shop = Shop(1_000)
    asked = shop.ask(900)
    shop.take(1_250, asked)
    assert shop.newest()[2][-1] == f"£2.50 of it was more than there was. {COUNCIL_LOOKS}"
    shop.back(100, asked)
    assert f"£1.50 of it was more than there was. {COUNCIL_LOOKS}" in shop.newest()[2]
    shop.back(200, asked)
    amount, outcome, lines = shop.newest()
    assert (amount, outcome, lines[1:]) == (
        "£12.50",
        "Some money back",
        [
            "£2.50 of it was more than there was. The money that came back made that good.",
            f"£1.00 came back on {today()}.",
            f"£2.00 came back on {today()}.",
        ],
    )


def test_taken_without_asking():
    shop = Shop(1_000)
    shop.take(400)
    assert shop.newest() == ("£4.00", "Taken without asking", [FORCED])


def test_increased_and_asked_too_much_on_top():
    shop = Shop(1_000)
    asked = shop.ask(300)
    cards.increase(authorisation=asked, to_pence=500, at=shop.later())
    cards.increase(authorisation=asked, to_pence=700, at=shop.later())
    cards.increase(authorisation=asked, to_pence=1_100, at=shop.later())
    refused, purchase = shop.told()
    assert purchase.lines[0] == "The shop first asked for £3.00, then for more: £7.00 in all."
    assert (refused.amount, refused.outcome, refused.decline is not None, refused.lines) == (
        "£4.00",
        "Declined",
        True,
        ["The shop asked for this on top of £7.00. That first part stays as it was."],
    )


def test_never_taken_and_given_up():
    shop = Shop(1_000)
    cards.expire(authorisation=shop.ask(600))
    assert shop.newest() == (
        "£6.00",
        "Never taken by the shop",
        ["The shop never took it. £6.00 is free again."],
    )
    cards.reverse(authorisation=shop.ask(600))
    assert shop.newest() == (
        "£6.00",
        "Cancelled by the shop",
        ["The shop does not want it any more. Nothing was taken: £6.00 is free again."],
    )


def test_given_back_for_a_purchase_and_for_none():
    shop = Shop(1_000)
    asked = shop.ask(200)
    shop.take(200, asked)
    shop.back(260, asked)
    lone, purchase = shop.told()
    assert (purchase.outcome, purchase.lines) == ("Money back", [f"£2.00 came back on {today()}."])
    assert (lone.amount, lone.outcome, lone.it, lone.lines) == (
        "+£0.60",
        "Money back",
        None,
        ["The shop gave this back. We know of no purchase that it belongs to. It is in “Keeping clean and well”."],
    )


def test_in_another_currency_both_amounts():
    shop = Shop(1_000)
    asked = shop.ask(862, **cards.foreign("eur", 1_000))
    assert shop.newest()[2][0] == "The shop asked for 10.00 euros. That is about £8.62."
    shop.take(871, asked, currency="eur", minor_units=1_000)
    assert shop.newest() == (
        "£8.71",
        "Paid",
        ["The shop took 10.00 euros. On that day it came to £8.71.", "We had held £8.62 for it."],
    )
    shop.back(90, currency="eur", minor_units=100)
    assert shop.newest()[2][0] == "The shop gave back 1.00 euros."


def test_declined_says_why():
    shop = Shop(100)
    shop.ask(500)
    [use] = shop.told()
    assert (use.amount, use.outcome, use.decline.title) == (
        "£5.00",
        "Declined",
        "There was not enough money left to spend",
    )


@pytest.mark.parametrize("number", [1, 3])
def test_it_costs_the_same_however_many(number, django_assert_num_queries):
    shop = Shop(100_000, 100_000)
    for _ in range(number):
        asked = shop.ask(300)
        cards.increase(authorisation=asked, to_pence=500, at=shop.later())
        shop.take(400, asked)
        shop.back(100, asked)
        shop.back(50)
    with django_assert_num_queries(8):
        page = Paginator(card_uses.rows(shop.card), 20).get_page(1)
        assert len(card_uses.of(shop.card, page)) == 2 * number
