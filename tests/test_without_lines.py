"""Somebody who may pay and may not see lines never learns one: not by a page, a file, an e-mail, a search or the API.

A line of spending reveals health. What nobody without that leave may read is marked by a word, by sums and by
references that stand nowhere else; then every address of the site is opened with every name that Joan's things have.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import product

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.urls.resolvers import RoutePattern
from django.utils import timezone

from accounts.actions import cards
from accounts.models import Notice, Person, User
from accounts.roles import Scope
from marketplace.models import Order
from tests import addresses, sessions
from tests.factories import accounts as make
from tests.factories import asks, declines, money
from tests.factories import marketplace as market

pytestmark = pytest.mark.django_db

WORD = "Quillfeather"
# Everybody's sign-in, what has no name, and what tests/test_access.py keeps from her: staff's and sellers' pages.
NOT_OPENED = ("demo", "api:unknown", "account_", "mfa_", "staff-", "provider-", "webhooks-", "design-")
SUMS = ("12.34", "23.45", "77.77")
WITHOUT = {"who pays": {Scope.PAY, Scope.SEE_BALANCE}, "all but lines": set(Scope) - {Scope.SEE_LINES}}


@dataclass
class Secret:
    joan: Person
    orders: list[Order]
    keys: list[object]

    def told_in(self, text: str, address: str = "") -> set[str]:
        """What it gives away. A reference that she typed into the address herself is nothing new to her."""
        references = {order.reference for order in self.orders if order.reference not in address}
        return {mark for mark in {WORD, *SUMS, *references} if re.search(rf"\b{re.escape(mark)}\b", text)}


@pytest.fixture
def secret() -> Secret:
    """A purchase, a decline that was asked about, a question, a payment with her own card, and visits."""
    joan = make.person("Joan Whitfield", postcode="AM3 1HX")
    card = money.card(money.card_account(9_000, person=joan))
    bought = [asks.buy(card, pence, f"{WORD} Apothecary") for pence in (1_234, 701)]
    cards.set_limits(card=card, per_purchase_pence=2_000, per_week_pence=None, by=joan.user)
    refused = declines.asked(card, 2_345, f"{WORD} Palace")
    review = declines.review(refused, words=f"It was for {WORD}.")
    question = asks.answered(joan, what=f"A {WORD} pass")
    money.own_money(person=joan)
    paid = [money.own_payment(joan, state, pence=7_777) for state in ("paid", "open")]
    pot = market.pot(joan)
    visit = market.recorded(market.listing(), pot)
    orders = [visit.order, market.coming(market.listing(), pot)]
    keys = [card, *bought, refused, review, question, *paid, visit, *orders]
    return Secret(joan, orders, [*{each.pk for each in keys}, question.reference, *(each.reference for each in orders)])


@pytest.fixture(params=list(WITHOUT))
def amira(secret, request) -> User:
    user = make.user("Amira Whitfield")
    make.mandate(secret.joan, user, *WITHOUT[request.param])
    money.card(secret.joan.card_accounts.get(kind="budget"), holder=user)
    return user


def every_address(keys: list[object]) -> Iterator[str]:
    """Of every page of ours, with each of the keys where its address wants one."""
    for name, pattern in addresses.patterns(get_resolver()):
        if name in addresses.names() and isinstance(pattern.pattern, RoutePattern) and not name.startswith(NOT_OPENED):
            yield from filled(name, pattern, keys)


def filled(name: str, pattern: URLPattern, keys: list[object]) -> Iterator[str]:
    wanted = pattern.pattern.converters
    fits = [
        [1] if part == "number" else [key for key in keys if re.fullmatch(converter.regex, str(key))]
        for part, converter in wanted.items()
    ]
    for values in product(*fits):
        yield reverse(name, kwargs=dict(zip(wanted, values, strict=True)))


def acting(amira: User, secret: Secret) -> Client:
    client = sessions.enter(Client(raise_request_exception=False), amira, acting=amira.mandates.get())
    client.raise_request_exception = True
    return client


def text_of(response) -> str:
    return b"".join(response).decode("utf-8", "replace") if response.streaming else response.content.decode()


def test_what_is_marked_is_there_for_joan_to_read(secret):
    """Or the tests below could not fail."""
    hers, found = sessions.enter(Client(), secret.joan.user), set()
    for name in ("money-statement", "money-declines", "money-own-card", "marketplace-orders"):
        found |= secret.told_in(text_of(hers.get(reverse(name))))
    assert found == {WORD, *SUMS, *(order.reference for order in secret.orders)}


def test_no_address_of_the_site_gives_a_line_away(secret, amira):
    client, told = acting(amira, secret), {}
    for address in every_address(secret.keys):
        if marks := secret.told_in(text_of(client.get(address)), address):
            told[address] = marks
    assert told == {}


def test_no_search_finds_a_line(secret, amira, search_index):
    search_index()
    client = acting(amira, secret)
    for address in ("search-results", "search-suggest", "api:search", "directory-find", "marketplace-home"):
        shown = text_of(client.get(reverse(address), {"q": "apothecary palace pass"}))
        assert secret.told_in(shown) == set(), address


def test_no_email_to_her_tells_a_line(secret, amira):
    """Of her own declined payment, of what others do, and of the day's reminders."""
    hers = amira.cards.get()
    cards.set_limits(card=hers, per_purchase_pence=2_000, per_week_pence=None, by=amira)
    declines.asked(hers, 2_345, f"{WORD} Palace")
    cards.freeze(card=hers, by=secret.joan.user)
    call_command("run_day", date=timezone.localdate() + timedelta(days=1))
    letters = Notice.objects.filter(to=amira)
    assert letters.exists()
    assert [secret.told_in(f"{each.subject} {each.body}") for each in letters] == [set() for _ in letters]
