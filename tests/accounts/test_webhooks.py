"""The three doors for Stripe: what is not signed by it changes nothing, what is comes in once."""

import time
from datetime import timedelta

import pytest
from django.db import InterfaceError
from django.test import Client
from django.utils import timezone

from accounts import ledger, webhooks
from accounts.actions import answers, cards
from accounts.models import CardAuthorisation, Declined, OutsideEvent
from accounts.outside import GONE_AFTER
from accounts.patience import TooLate
from accounts.stripe.client import Rejected, Unreachable
from accounts.webhooks import Booker
from design.registry import Registry
from tests.factories import money, outside

pytestmark = pytest.mark.django_db
SECRETS = {"account": ["whsec_a"], "connect": ["whsec_c_old", "whsec_c"], "issuing": ["whsec_i"]}


@pytest.fixture(autouse=True)
def _secrets(settings):
    for endpoint, secrets in SECRETS.items():
        setattr(settings, f"STRIPE_WEBHOOK_SECRET_{endpoint.upper()}", secrets)


@pytest.fixture
def booked(monkeypatch) -> list[str]:
    """Events of the type `thing.happened` are booked here."""
    found: list[str] = []
    registry = Registry("events")
    monkeypatch.setattr(webhooks, "_bookers", registry)
    registry.register("thing.happened", Booker(lambda event: event.object_id, lambda event, truth: found.append(truth)))
    return found


def send(body: bytes, secret: str, endpoint: str = "account", *, at: float | None = None, sign: str = ""):
    signed = sign or outside.signature(body, secret, at=at)
    return Client(enforce_csrf_checks=True).post(
        f"/webhooks/stripe/{endpoint}/", body, content_type="application/json", headers={"Stripe-Signature": signed}
    )


def question_of(card: str, **words):
    """Asks for so much, and says what was answered."""

    def ask(pence: int, promised: int = 0) -> bool:
        asked = outside.question(card, pence, promised=promised, **words)
        return send(outside.event("issuing_authorization.request", asked), "whsec_i", "issuing").json()["approved"]

    return ask


def rows() -> list[tuple[int, str, str]]:
    return list(CardAuthorisation.objects.order_by("pk").values_list("pence", "state", "decline_reason"))


def too_late(*_, **__):
    raise TooLate


def thing(**words) -> bytes:
    return outside.event("thing.happened", {"id": "obj_1"}, **words)


@pytest.mark.parametrize("endpoint", SECRETS)
def test_each_address_takes_what_is_signed_with_any_secret_of_its_own(endpoint, booked):
    for secret in SECRETS[endpoint]:
        assert send(thing(), secret, endpoint).status_code == 200
    assert OutsideEvent.objects.filter(endpoint=endpoint, state="waiting").count() == len(SECRETS[endpoint])


FORGERIES = {
    "with another address's secret": lambda body: {"body": body, "secret": "whsec_i"},
    "without a signature": lambda body: {"body": body, "secret": "", "sign": "nonsense"},
    "stale": lambda body: {"body": body, "secret": "whsec_a", "at": time.time() - 301},
    "from the future": lambda body: {"body": body, "secret": "whsec_a", "at": time.time() + 301},
    "cut short": lambda body: {"body": body[:-10], "secret": "", "sign": outside.signature(body, "whsec_a")},
    "not an event": lambda body: {"body": b"[]", "secret": "whsec_a"},
    "of live mode": lambda body: {"body": thing(livemode=True), "secret": "whsec_a"},
}


@pytest.mark.parametrize("how", FORGERIES)
def test_what_is_forged_stale_or_damaged_is_refused_and_nothing_changes(how, booked):
    answer = send(**FORGERIES[how](thing()))
    assert (answer.status_code, answer["Content-Type"], answer.json()["status"]) == (
        400,
        "application/problem+json",
        400,
    )
    assert (OutsideEvent.objects.count(), booked) == (0, [])


def test_what_is_too_large_is_refused_before_it_is_read():
    body = thing() + b" " * (256 * 1024)
    assert (send(body, "whsec_a").status_code, OutsideEvent.objects.count()) == (413, 0)


def test_without_a_secret_nothing_is_believed(settings):
    settings.STRIPE_WEBHOOK_SECRET_ACCOUNT = []
    assert send(thing(), "").status_code == 400


def test_the_same_event_any_number_of_times_is_booked_once(booked):
    body = thing(id="evt_same")
    assert {send(body, "whsec_a").status_code for _ in range(50)} == {200}
    row = OutsideEvent.objects.get()
    for _ in range(3):
        webhooks.book(row)
    assert (row.state, booked) == ("done", ["obj_1"])


def test_a_type_nobody_books_is_stored_and_left(booked):
    send(outside.event("price.created", {"id": "p"}), "whsec_a")
    row = OutsideEvent.objects.get()
    assert (row.type, row.state, row.object_id) == ("price.created", "unknown", "p")


def test_only_ids_are_kept_of_an_event(booked):
    send(outside.event("thing.happened", {"id": "obj_1", "merchant_data": {"name": "Private Clinic"}}), "whsec_a")
    row = OutsideEvent.objects.values().get()
    assert "Clinic" not in str(row)


def test_while_nobody_answers_an_event_waits_and_is_booked_later(booked, monkeypatch):
    registry = Registry("events")
    silent = [True]

    def fetch(event):
        if silent:
            raise Unreachable("silent")
        return event.object_id

    registry.register("thing.happened", Booker(fetch, lambda event, truth: booked.append(truth)))
    monkeypatch.setattr(webhooks, "_bookers", registry)
    send(thing(), "whsec_a")
    row = webhooks.book(OutsideEvent.objects.get())
    assert (row.state, row.attempts, booked) == ("waiting", 1, [])
    assert webhooks.do_due(row.received_at) == "0 of 0 booked"
    silent.clear()
    assert webhooks.do_due(row.next_try_at) == "1 of 1 booked"
    assert booked == ["obj_1"]


def refuses(words: Exception):
    def fetch(event):
        raise words

    return fetch


@pytest.mark.parametrize(("why", "tried"), [(Unreachable("silent"), GONE_AFTER), (Rejected("resource_missing", ""), 5)])
def test_once_they_are_gone_the_clock_does_not_wait_for_each_of_a_long_row(booked, monkeypatch, why, tried):
    """Where they are there and say no to one, the next is tried all the same."""
    registry = Registry("events")
    registry.register("thing.happened", Booker(refuses(why), lambda event, truth: None))
    monkeypatch.setattr(webhooks, "_bookers", registry)
    for number in range(5):
        send(thing(id=f"evt_gone_{number}"), "whsec_a")
    assert webhooks.do_due(timezone.now() + timedelta(hours=1)) == "0 of 5 booked"
    assert OutsideEvent.objects.filter(attempts=1).count() == tried


def test_a_card_question_is_answered_at_once_and_the_same_question_again_alike():
    account = money.card_account(1_000)
    card = money.card(account)
    body = outside.event("issuing_authorization.request", outside.question(card.issuer_reference, 640))
    answers = [send(body, "whsec_i", "issuing").json() for _ in range(5)]
    again = outside.event("issuing_authorization.request", outside.question(card.issuer_reference, 640))
    answers.append(send(again, "whsec_i", "issuing").json())
    asked = CardAuthorisation.objects.get()
    assert (answers, asked.state, asked.merchant_name) == ([{"approved": True}] * 6, "approved", "Aldermere Swim")
    assert ledger.balance(account.pots.get().held) == 640
    assert set(OutsideEvent.objects.values_list("state", flat=True)) == {"done"}


def test_a_card_question_for_more_raises_the_promise():
    card = money.card(money.card_account(1_000))
    first = outside.question(card.issuer_reference, 300)
    send(outside.event("issuing_authorization.request", first), "whsec_i", "issuing")
    more = outside.event("issuing_authorization.request", outside.question(card.issuer_reference, 400, promised=300))
    assert send(more, "whsec_i", "issuing").json() == {"approved": True}
    too_much = outside.question(card.issuer_reference, 400, promised=700)
    answer = send(outside.event("issuing_authorization.request", too_much), "whsec_i", "issuing").json()
    assert answer == {"approved": False}
    assert rows() == [(700, "approved", ""), (400, "declined", "not_enough")]


@pytest.mark.parametrize("why", [RuntimeError, LookupError, OverflowError, TypeError, InterfaceError, TooLate])
def test_whatever_fails_a_card_question_is_answered_no_and_written_down(monkeypatch, why):
    def fails(*_, **__):
        raise why

    account = money.card_account(1_000)
    body = outside.event("issuing_authorization.request", outside.question(money.card(account).issuer_reference, 640))
    with monkeypatch.context() as broken:
        broken.setattr(answers, "_decided", fails)
        first = send(body, "whsec_i", "issuing")
    assert (first.status_code, first.json()) == (200, {"approved": False})
    assert send(body, "whsec_i", "issuing").json() == {"approved": False}
    assert rows() == [(640, "declined", "try_again")]
    assert ledger.balance(account.pots.get().held) == 0
    assert Declined.objects.get().told_at is not None


def test_more_that_could_not_be_looked_into_is_written_down_and_the_first_promise_stays(monkeypatch):
    account = money.card_account(1_000)
    ask = question_of(money.card(account).issuer_reference)
    assert ask(300) is True
    with monkeypatch.context() as broken:
        broken.setattr(answers, "_decided", too_late)
        assert ask(400, promised=300) is False
    assert ask(400, promised=300) is False  # the shop was told no
    assert rows() == [(300, "approved", ""), (400, "declined", "try_again")]
    assert CardAuthorisation.objects.last().increases == CardAuthorisation.objects.first()
    assert ledger.balance(account.pots.get().held) == 300


def test_more_that_was_written_a_moment_too_late_is_not_told_as_a_refusal_of_a_penny(monkeypatch):
    """The card company's own word takes the hold back."""
    ask = question_of(money.card(money.card_account(1_000)).issuer_reference)
    assert ask(300) is True

    def late(*words):
        decided(*words)
        raise TooLate

    decided = answers._decided
    with monkeypatch.context() as slow:
        slow.setattr(answers.patience, "in_time", lambda work: work())
        slow.setattr(answers, "_decided", late)
        assert ask(400, promised=300) is False
    assert rows() == [(700, "approved", "")]


def test_more_for_a_purchase_that_is_taken_meanwhile_is_answered_no_and_explained(monkeypatch):
    """The shop asks on the same purchase while what it took is being booked."""
    account = money.card_account(1_000)
    card = money.card(account)
    ask = question_of(card.issuer_reference)
    assert ask(300) is True
    open_one = CardAuthorisation.objects.get()
    cards.take(card=card, authorisation=open_one, taken=cards.Taken("ipi_1", 300, "Aldermere Swim"), is_last=True)
    monkeypatch.setattr(cards, "ask_for", lambda *_: lambda: (card, open_one))  # as it was before
    assert ask(400, promised=300) is False
    assert rows() == [(300, "captured", ""), (400, "declined", "try_again")]
    assert ledger.balance(account.pots.get().held) == 0


def test_a_name_that_no_database_keeps_is_kept_as_far_as_it_can_be():
    card = money.card(money.card_account(1_000))
    ask = question_of(card.issuer_reference, shop="Caf\ud800 \0Rosa")
    assert (ask(300), CardAuthorisation.objects.get().merchant_name) == (True, "Caf? Rosa")


def test_a_card_that_we_do_not_know_is_refused():
    body = outside.event("issuing_authorization.request", outside.question("ic_unknown", 1))
    assert send(body, "whsec_i", "issuing").json() == {"approved": False}
    assert CardAuthorisation.objects.count() == 0


@pytest.mark.parametrize(
    "changed",
    [
        {"card": None},
        {"amount": "12"},
        {"amount": None},
        {"merchant_data": []},
        {"merchant_data": {"name": 7}},
        {"pending_request": 3},
        {"request_history": {"a": 1}},
        {"created": 10**20},
        {"created": "then"},
        {"card": {}},
    ],
    ids=str,
)
def test_what_is_no_card_question_is_refused(changed):
    question = {**outside.question("ic_1", 1), **changed}
    if changed == {"card": None}:
        del question["card"]
    answer = send(outside.event("issuing_authorization.request", question), "whsec_i", "issuing")
    assert (answer.status_code, answer.json()["status"]) == (400, 400)


def test_a_card_question_at_another_door_is_no_question():
    card = money.card(money.card_account(1_000))
    body = outside.event("issuing_authorization.request", outside.question(card.issuer_reference, 1))
    assert send(body, "whsec_a").json() == {"received": True}
    assert CardAuthorisation.objects.count() == 0
