"""What somebody buys, and why, is told to nobody who need not know: not by the subject of an e-mail, not to Stripe, not
in our log (domain.md §3, Privacy: "no personal or health data in URLs, e-mail subjects, logs or payment descriptions").

WHAT marks what was bought and why: a shop, an offer, an outcome, a pot, a reason. WHO marks whose it is.
"""

import json
import logging
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.template.base import Lexer, TokenType
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions import cards, transfers
from accounts.models import Notice, PaymentFileLine
from accounts.roles import Role
from config.logs import CleanFormatter
from marketplace.actions import orders
from tests import own_cards, sessions
from tests.accounts.screens import send
from tests.factories import accounts as people
from tests.factories import marketplace as market
from tests.factories import money, stripe
from tests.fake_stripe.fixtures import by_client
from tests.marketplace.own_card.stories import paid, payment_of, placed

WHO, WHAT = "Quokka", "Zebrafish"
ROOMS = ("accounts", "marketplace", "directory", "cms", "search", "design", "config")
TEXTS = [path for room in ROOMS for path in sorted((settings.BASE_DIR / room / "templates").rglob("*.txt"))]
FOLDERS = {"emails", "letters"}  # of ours; an e-mail's subject is its first line
AMOUNTS = {"pence", "decided_pence", "due_pence"}
TELLS_NOTHING = {"reference", *AMOUNTS, "count", "full_name", "council_name"}  # our numbers, amounts, and who we are


def subjects() -> dict[str, str]:
    """Each e-mail's subject as it stands in its template."""
    ours = [path for path in TEXTS if FOLDERS & set(path.parts) and not path.name.startswith("_")]
    library = [path for path in TEXTS if path.name.endswith("_subject.txt")]  # allauth's, in our words
    return {str(path.relative_to(settings.BASE_DIR)): first_line(path) for path in (*ours, *library)}


def first_line(path: Path) -> str:
    return path.read_text().strip().partition("\n")[0]


@pytest.mark.parametrize(("name", "subject"), subjects().items(), ids=subjects())
def test_the_subject_of_an_e_mail_says_nothing(name, subject):
    """What is put into it is a number of ours, an amount or the council's name; nothing else is included."""
    tokens = Lexer(subject).tokenize()
    said = {each.contents.partition("|")[0].rpartition(".")[2] for each in tokens if each.token_type == TokenType.VAR}
    tags = {each.contents.split()[0] for each in tokens if each.token_type == TokenType.BLOCK}
    assert said <= TELLS_NOTHING
    assert tags <= {"autoescape", "endautoescape", "if", "elif", "else", "endif"}


def test_every_room_that_writes_e_mails_is_looked_at():
    assert {name.split("/")[0] for name in subjects()} == {"accounts", "marketplace", "directory", "cms"}
    assert len(subjects()) > 100


class World:
    """Somebody who pays by card at a shop and on Stripe's page, and a seller who is paid: all of it marked."""

    def __init__(self, fake) -> None:
        self.fake = fake
        fake.purchases.post = by_client(Client())
        self.person = people.person(f"{WHO} Alvarez", address="8 Weir Cottages, Aldermere", postcode="AM3 2QT")

    def work(self) -> None:
        for _ in range(2):
            stripe.hear(self.fake)
            stripe.carry_out()

    def order(self):
        offer = market.listing(title=f"{WHAT} massage", included=f"{WHAT} oil")
        return placed(self.person, offer)


@pytest.fixture
def world(fake_stripe, settings, monkeypatch) -> World:
    settings.CARD_ISSUER = "stripe"
    monkeypatch.setattr(money, "LABELS", (f"{WHAT} and well",))
    return World(fake_stripe)


@pytest.fixture
def logged(caplog):
    """Every line that an operator could read, as it is written, of those loggers too that keep theirs to themselves."""
    caplog.set_level(logging.INFO)
    apart = [logging.getLogger(name) for name in settings.LOGGING["loggers"]]
    for each in apart:
        each.addHandler(caplog.handler)
    yield lambda: "\n".join(CleanFormatter().format(record) for record in caplog.records)
    for each in apart:
        each.removeHandler(caplog.handler)


def in_shops(world: World) -> None:
    """A card is ordered, used and declined; frozen, and its code goes to another telephone."""
    account = money.card_account(5_000, person=world.person)
    card = money.card(account, phone="+447700900123", kind="physical")
    world.work()
    card.refresh_from_db()
    cards.arrived(card=card, by=card.holder)
    world.work()
    shop = f"{WHAT} Remedies"
    taken = world.fake.purchases.authorise(card.issuer_reference, 900, merchant=shop)
    world.fake.purchases.capture(taken["id"], 900)
    world.fake.purchases.authorise(card.issuer_reference, 900_000, merchant=shop)
    cards.freeze(card=card, by=card.holder)
    cards.set_phone(card=card, phone="+447700900456", by=card.holder)
    world.work()


def by_own_card(world: World) -> None:
    """One order is paid and declined by the seller, so that the money goes back; another is never paid."""
    order = paid(world.fake, world.order())
    orders.decline(order=order, reason=f"No {WHAT} today", by=market.seller_user(order.listing))
    own_cards.opened(payment_of(world.order()))
    own_cards.work(timezone.now() + timedelta(days=2))


def a_seller_is_paid(world: World) -> None:
    """Through an account of hers, and the payment is taken back."""
    offer = market.listing(title=f"{WHAT} visits", personal_assistant=market.assistant(f"{WHO} Okafor"))
    stripe.connected(world.fake, offer.payee)
    hers = sessions.enter(Client(), market.seller_user(offer))
    assert hers.get(reverse("provider-stripe-go", args=[offer.payee.reference])).status_code == 302
    money.earned(offer.payee, 3_000, from_=money.pot(3_000, person=world.person, label=f"{WHAT} and well"))
    stripe.released()
    stripe.carry_out()
    line = PaymentFileLine.objects.get(payee=offer.payee)
    transfers.take_back(line=line, why=f"{WHAT} never came", by=people.user("Ann Lee"))
    world.work()


def looked_at(world: World) -> None:
    """By finance, for a reason."""
    ann = sessions.enter(Client(), people.staff(Role.FINANCE, name="Ann Lee"))
    send(ann, reverse("staff-purchases-reason", args=[world.person.pk]), reason="wrong")
    assert WHAT in ann.get(reverse("staff-purchases", args=[world.person.pk])).content.decode()
    ann.get(f"/staff/finance/no-such-page/?q={WHAT}")


@pytest.mark.django_db
def test_nothing_that_leaves_us_says_what_was_bought_or_why(world, logged):
    for story in (in_shops, by_own_card, a_seller_is_paid, looked_at):
        story(world)
    every_kind_was_asked(world.fake)
    told = [told_to_stripe(*each) for each in world.fake.asked]
    assert [each for each in told if re.search(f"{WHO}|{WHAT}", each, re.IGNORECASE)] == []
    written = [*Notice.objects.values_list("subject", flat=True), *(each.subject for each in mail.outbox)]
    assert len(written) > 5
    assert [each for each in written if WHO in each or WHAT in each] == []
    lines = logged()
    assert "no-such-page" in lines
    assert (WHO in lines, WHAT in lines) == (False, False)


def every_kind_was_asked(fake) -> None:
    """A new kind of request belongs into a story above."""
    made = {(method, pattern) for method, pattern, _, _ in fake.routes if method == "POST"}
    asked = {
        (verb, pattern)
        for verb, pattern in made
        for method, path, _ in fake.asked
        if method == verb and re.fullmatch(pattern, path)
    }
    assert asked == made


def told_to_stripe(method: str, path: str, params: dict) -> str:
    """All of a request but for the name that is printed on a card, which is what it is made with."""
    said = json.loads(json.dumps(params))
    if path.startswith("/v1/issuing/cardholders"):
        said = {name: value for name, value in said.items() if name not in ("name", "individual")}
    if path.startswith("/v1/issuing/cards") and "shipping" in said:
        said["shipping"].pop("name")
    return f"{method} {path} {said}"
