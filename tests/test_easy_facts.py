"""Easy Read has the same facts as the usual words: amounts, days, times, numbers and names. Neither can drift.

Accessible Information Standard (DCB1605): information in another format is the same information.
"""

import re
from html import unescape

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.roles import Scope
from tests.accounts.own_payments.stories import ask
from tests.cms import test_tell_us_pages as telling
from tests.factories import accounts as people
from tests.factories import marketplace as market
from tests.factories import money
from tests.factories import surplus as unspent
from tests.marketplace.test_booking import WEEKLY, address, fill

pytestmark = pytest.mark.django_db
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
FACTS = re.compile(
    rf"£[\d,]+(?:\.\d\d)?|\d{{1,2}} (?:{MONTHS})(?: \d{{4}})?|\b\d{{1,2}}(?::\d\d)?[ap]m\b|midday|midnight"
    r"|\b0\d{4} \d{3} \d{3}\b|\b[A-Z]{2}-[A-Z0-9]{4}\b|\d+%|\d+ (?:hours?|days?|weeks?|visits?|months?)"
)


def main(page):
    html = page.content.decode().partition("<main")[2].partition("</main")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def facts(text):
    return set(FACTS.findall(text))


def both(client, at):
    """The page in the usual words and in Easy Read."""
    usual, easy = client.get(at, {"easy": "0"}), client.get(at, {"easy": "1"})
    assert usual.status_code == easy.status_code == 200
    assert "wm-easy__line" in easy.content.decode() and "wm-easy__line" not in usual.content.decode()
    assert "Read this page in Easy Read" in main(usual) and "Read this page in the usual words" in main(easy)
    return main(usual), main(easy)


def same(client, at, *names):
    usual, easy = both(client, at)
    assert facts(usual) == facts(easy)
    assert [name for name in names if name not in usual or name not in easy] == []


@pytest.fixture
def pot():
    return market.pot(people.person())


@pytest.fixture
def rosa(pot):
    client = Client()
    client.force_login(pot.person.user)
    return client


@pytest.mark.parametrize("step", ["when", "length", "money", "seller", "check"])
def test_each_step_of_booking(rosa, pot, step):
    listing = market.listing()
    rosa.get(reverse("marketplace-book", args=[listing.slug]))
    if step != "when":
        fill(rosa, listing, pot, until=step)
    names = {"seller": [listing.seller_name], "check": [listing.seller, pot.label]}.get(step, [])
    same(rosa, address(step, listing), *names)


def test_too_little_money(rosa, pot):
    listing = market.listing()
    fill(rosa, listing, pot, length={**WEEKLY, "minutes": 480, "weeks": 12}, until="money")
    same(rosa, address("money", listing), "There is not enough money for this yet")


def test_the_listing_and_the_order(rosa, pot):
    order = market.coming(pot=pot, weeks=3)
    same(rosa, reverse("marketplace-listing", args=[order.listing.slug]), order.listing.seller_name)
    same(rosa, reverse("marketplace-order-done", args=[order.reference]), order.seller_name, order.reference)
    same(rosa, order.get_absolute_url(), order.seller_name, order.pot.label)


@pytest.mark.parametrize("do", ["withdraw", "cancel"])
def test_ending_an_order(rosa, pot, do):
    order = market.order(pot=pot) if do == "withdraw" else market.coming(pot=pot, weeks=3)
    same(rosa, reverse(f"marketplace-order-{do}", args=[order.reference]), order.seller_name)


@pytest.mark.parametrize(("make", "do"), [(market.recorded, "confirm"), (market.started, "missed")])
def test_a_visit_before_it_is_paid(rosa, pot, make, do):
    visit = make(pot=pot)
    at = reverse(f"marketplace-visit-{do}", args=[visit.order.reference, visit.number])
    same(rosa, at, visit.order.seller_name)


def test_the_money(client):
    account = money.card_account(20_000, 3_000)
    client.force_login(account.person.user)
    same(client, reverse("money-home"))


@pytest.mark.parametrize("do", ["say", "appeal"])
def test_what_she_says_of_money_that_was_not_spent(client, do):
    made = unspent.proposed(unspent.rich().person)
    if do == "appeal":
        made = unspent.decided(made)
    client.force_login(made.person.user)
    usual, easy = both(client, reverse(f"money-surplus-{do}", args=[made.pk]))
    assert facts(usual) <= facts(easy)  # Easy Read also says until when
    assert "£150.00" in usual
    checked = main(client.post(reverse(f"money-surplus-{do}", args=[made.pk]), {"words": "I save for a wheelchair"}))
    assert "Read what you told us." in checked and "I save for a wheelchair" in checked


def test_paying_with_her_own_card(client, fake_stripe):
    payment = ask(money.own_money().pots.get())
    client.force_login(payment.person.user)
    same(client, reverse("money-own-payment", args=[payment.pk]), "Stripe", "£50.00")
    same(client, reverse("money-own-payment-back", args=[payment.pk]))


@pytest.mark.parametrize("do", ["end", "pause"])
def test_who_acts_for_her(client, do):
    given = people.mandate(people.person("Rosa Alvarez"), people.user("Amira Whitfield"), Scope.SEE_BALANCE)
    client.force_login(given.person.user)
    same(client, reverse("accounts-details"), "Amira Whitfield")
    same(client, reverse(f"accounts-mandate-{do}", args=[given.pk]), "Amira Whitfield")


def test_complaining(client):
    assert facts(main(telling.go(client))) == facts(main(client.get(reverse("cms-tell-us-check"), {"easy": "1"})))
    for step in ("subject", "words", "put-right", "answer"):
        both(client, reverse("cms-tell-us-step", args=[step]))
    client.get(reverse("cms-tell-us"), {"easy": "0"})
    telling.send(client)
    same(client, reverse("cms-tell-us-sent"), "Ombudsman")


def test_the_choice_stays_through_links_forms_and_redirects(client):
    """Also signed out: chosen once, each step is in Easy Read, until she chooses the usual words."""
    client.get(reverse("cms-tell-us"), {"easy": "1"})
    assert "wm-easy__line" in telling.go(client).content.decode()
    assert "wm-easy__line" in telling.send(client).content.decode()
    kept = client.cookies[settings.EASY_READ_COOKIE_NAME]
    assert (kept.value, kept["max-age"], kept["httponly"], kept["samesite"]) == ("1", "", True, "Lax")
    client.get(reverse("cms-tell-us"), {"easy": "0"})
    assert "wm-easy__line" not in client.get(reverse("cms-tell-us")).content.decode()


def test_it_ends_where_she_signs_out():
    """The next one at a computer that is shared reads as she likes."""
    client = Client()
    client.force_login(people.person().user)
    client.get(reverse("cms-tell-us"), {"easy": "1"})
    client.post(reverse("account_logout"))
    assert client.cookies[settings.EASY_READ_COOKIE_NAME].value == ""


def test_reading_alone_sets_no_cookie_and_a_shared_copy_knows_of_it(client):
    page = client.get(reverse("cms-tell-us"))
    assert settings.EASY_READ_COOKIE_NAME not in client.cookies
    assert "Cookie" in page.headers["Vary"]
