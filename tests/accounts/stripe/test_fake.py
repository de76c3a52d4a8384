"""The fake does what tests, drills and demonstrations rely on: it checks, tells, repeats, falls silent, and obeys."""

import json
import subprocess
import sys
from http.client import HTTPConnection, HTTPResponse
from time import monotonic
from urllib.parse import urlencode, urlsplit

import pytest
from django.conf import settings as site_settings

from accounts.stripe import checkout, connect, issuing
from accounts.stripe.client import VERSION, Unreachable
from tests.accounts.stripe.site import Site, listening
from tests.accounts.stripe.test_checkout import opened
from tests.accounts.stripe.test_connect import ready
from tests.accounts.stripe.test_issuing import order
from tests.fake_stripe.fake import SECRETS
from tests.fake_stripe.server import running

GOOD = {"Authorization": "Bearer sk_test_1", "Stripe-Version": VERSION, "Idempotency-Key": "k"}


@pytest.fixture
def site():
    with listening() as heard:
        yield heard


@pytest.fixture
def told(site, settings):
    """A fake that sends its webhooks to `site` by itself."""
    with running(webhooks=site.address) as fake:
        settings.STRIPE_API_BASE, settings.STRIPE_SECRET_KEY = fake.address, "sk_test_1"
        yield fake


def ask(
    address: str, method: str, path: str, body: str = "", headers: dict | None = None
) -> tuple[HTTPResponse, bytes]:
    door = HTTPConnection(urlsplit(address).netloc, timeout=10)
    try:
        door.request(method, path, body, headers or {})
        answer = door.getresponse()
        return answer, answer.read()
    finally:
        door.close()


def say(fake, path: str, **words):
    answer, body = ask(fake.address, "POST", f"/_fake/{path}", json.dumps(words))
    return answer.status, json.loads(body)


@pytest.mark.parametrize(
    ("changed", "body", "status", "words"),
    [
        ({"Authorization": ""}, {}, 401, "Invalid API Key"),
        ({"Authorization": "Bearer sk_live_1"}, {}, 401, "Invalid API Key"),
        ({"Stripe-Version": ""}, {}, 400, "Stripe-Version is missing"),
        ({"Idempotency-Key": ""}, {}, 400, "Idempotency-Key is missing"),
        ({}, {"country": "GB", "colour": "red"}, 400, "Received unknown parameter: colour"),
        (
            {},
            {"country": "GB", "controller[fees][colour]": "red"},
            400,
            "Received unknown parameter: controller[fees][colour]",
        ),
        ({}, {"default_currency": "gbp"}, 400, "Missing required param: country."),
        ({}, {"country": "FR"}, 400, "Invalid country: must be one of GB"),
        ({}, {"country": "GB", "capabilities[transfers][requested]": "yes"}, 400, "Invalid boolean: yes"),
    ],
)
def test_it_checks_what_it_is_sent(fake_stripe, changed, body, status, words):
    answer, said = ask(fake_stripe.address, "POST", "/v1/accounts", urlencode(body), GOOD | changed)
    assert (answer.status, json.loads(said)["error"]["message"][: len(words)]) == (status, words)
    assert fake_stripe.store.all("account") == []


def test_an_address_it_does_not_know(fake_stripe):
    assert ask(fake_stripe.address, "GET", "/v1/charges", headers=GOOD)[0].status == 404
    assert ask(fake_stripe.address, "GET", "/favicon.ico")[0].status == 404


def test_webhooks_come_signed_to_their_endpoints(told, site):
    opened_session = opened()
    told.checkout.pay(opened_session.id)
    account = ready(told)
    issuing.StripeIssuer().issue(order())
    assert told.webhooks.settled()
    assert [(endpoint, event.type, event.account) for endpoint, event in site.heard] == [
        ("account", "payment_intent.succeeded", ""),
        ("account", "checkout.session.completed", ""),
        ("connect", "account.updated", account),
        ("issuing", "issuing_cardholder.created", ""),
        ("issuing", "issuing_card.created", ""),
    ]


def test_a_question_is_asked_and_the_answer_obeyed(told, site):
    card = issuing.StripeIssuer().issue(order()).reference
    yes = told.purchases.authorise(card, 500)
    site.answer = b'{"approved": false}'
    no = told.purchases.authorise(card, 500)
    assert (yes["approved"], no["approved"]) == (True, False)
    assert told.webhooks.settled()
    assert site.types()[-4:].count("issuing_authorization.created") == 2
    assert site.types().count("issuing_authorization.request") == 2


def test_two_seconds_and_no_longer(told, site):
    card = issuing.StripeIssuer().issue(order()).reference
    assert told.webhooks.settled()
    site.slow = 6.0
    started = monotonic()
    made = told.purchases.authorise(card, 500)
    assert (made["approved"], made["request_history"][0]["reason"]) == (False, "webhook_timeout")
    assert monotonic() - started < 6  # it did not wait for the answer


def test_five_copies_at_once(told, site):
    card = issuing.StripeIssuer().issue(order()).reference
    made = told.purchases.authorise(card, 500, copies=5)
    requests = [event.id for _, event in site.heard if event.type == "issuing_authorization.request"]
    assert (len(requests), len(set(requests)), made["amount"]) == (5, 1, 500)


def test_silence_until_it_is_released(told, site):
    told.set(silent=True)
    for number in range(3):
        told.checkout.expire(opened(number).id)
    assert (told.webhooks.settled(patience=0.2), site.heard) == (False, [])
    told.set(silent=False)
    assert told.webhooks.settled()
    assert site.types() == ["checkout.session.expired"] * 3


def test_copies_and_an_event_that_comes_again(told, site):
    told.set(duplicates=2)
    told.checkout.expire(opened().id)
    assert told.webhooks.settled()
    (event,) = {event.id for _, event in site.heard}
    told.set(duplicates=0)
    told.webhooks.again(event)
    assert told.webhooks.settled()
    assert [each.id for _, each in site.heard] == [event] * 4


def test_any_order_and_late(told, site):
    told.set(silent=True, shuffle=True, delay=0.1)
    made = [opened(number).id for number in range(20)]
    for each in made:
        told.checkout.expire(each)
    told.set(silent=False)
    assert told.webhooks.settled()
    came = [event.object_id for _, event in site.heard]
    assert (sorted(came), came != made) == (sorted(made), True)


def test_many_at_once(told, site):
    told.set(duplicates=49, senders=50)
    told.checkout.expire(opened().id)
    assert told.webhooks.settled()
    assert [len(site.heard), len({event.id for _, event in site.heard})] == [50, 1]


def test_it_goes_on_trying(told, site):
    site.status = 500
    told.checkout.expire(opened().id)
    assert not told.webhooks.settled(patience=0.3)
    site.status = 200
    assert told.webhooks.settled()
    assert len({event.id for _, event in site.heard}) == 1 < len(site.heard)


def test_all_of_it_from_another_process(told, site):
    session, account = opened().id, connect.open_account(key="p", reference="payee:1").id
    assert say(told, "checkout/pay", reference=session)[1]["payment_status"] == "paid"
    assert say(told, "connect/onboard", reference=account)[0] == 200
    assert connect.account(account).transfers_active
    card = issuing.StripeIssuer().issue(order()).reference
    status, made = say(told, "purchases/authorise", card=card, pence=700)
    assert (status, made["approved"]) == (200, True)
    assert say(told, "purchases/answers", authorisation=made["id"])[1][0]["reason"] == "webhook_approved"
    assert say(told, "purchases/capture", authorisation=made["id"], pence=650)[1]["amount"] == -650
    assert [each["id"] for each in json.loads(ask(told.address, "GET", "/_fake/objects/issuing.card")[1])] == [card]


def test_faults_from_another_process(fake_stripe):
    session = opened()
    assert say(fake_stripe, "settings", down=True)[1]["down"] is True
    with pytest.raises(Unreachable):
        checkout.session(session.id)
    assert say(fake_stripe, "settings", down=False)[1]["down"] is False
    assert checkout.session(session.id) == session


@pytest.mark.parametrize(
    ("path", "words", "status"),
    [
        ("checkout/steal", {}, 404),
        ("store/add", {}, 404),
        ("settings", {"colour": "red"}, 404),
        ("checkout/pay", {}, 400),
        ("checkout/pay", {"reference": "cs_test_none"}, 404),
    ],
)
def test_what_cannot_be_said_is_refused_in_words(fake_stripe, path, words, status):
    answered, said = say(fake_stripe, path, **words)
    assert (answered, bool(said["error"]["message"])) == (status, True)


def test_a_person_pays_on_the_page_and_comes_back(fake_stripe):
    session = opened()
    path = urlsplit(session.url).path
    answer, body = ask(fake_stripe.address, "GET", path)
    assert (answer.status, "Payment to Aldermere Council: £12.50" in body.decode()) == (200, True)
    answer, _ = ask(fake_stripe.address, "POST", path, "button=cancel")
    assert (answer.status, answer.headers["Location"]) == (303, "https://care.example/order/")
    answer, _ = ask(fake_stripe.address, "POST", path, "button=pay")
    assert answer.headers["Location"] == f"https://care.example/paid/?session={session.id}"
    assert checkout.session(session.id).paid
    assert "This page is over" in ask(fake_stripe.address, "GET", path)[1].decode()


def test_a_provider_tells_who_it_is_on_the_page_and_comes_back(fake_stripe):
    account = connect.open_account(key="p", reference="payee:1").id
    link = connect.onboarding_link(account, refresh_url="https://care.example/a/", return_url="https://care.example/b/")
    answer, _ = ask(fake_stripe.address, "POST", urlsplit(link).path, "button=onboard")
    assert (answer.status, answer.headers["Location"]) == (303, "https://care.example/b/")
    assert connect.account(account).transfers_active


def test_as_a_program(site: Site):
    words = [sys.executable, "-m", "tests.fake_stripe", "--webhooks", site.address]
    words += [word for name, secret in SECRETS.items() for word in (f"--secret-{name}", secret)]
    with subprocess.Popen(words, cwd=site_settings.BASE_DIR, stdout=subprocess.PIPE, text=True) as program:
        try:
            address = program.stdout.readline().strip()
            answer, body = ask(address, "POST", "/v1/accounts", urlencode({"country": "GB"}), GOOD)
            assert (answer.status, json.loads(body)["country"]) == (200, "GB")
        finally:
            program.terminate()
    assert program.returncode == 0


def test_its_till_asks_takes_and_gives_back(told):
    card = issuing.StripeIssuer().issue(order())
    form = {"Content-Type": "application/x-www-form-urlencoded"}

    def press(**words):
        answer, _ = ask(told.address, "POST", "/till", urlencode(words), form)
        return answer.status, answer.headers["Location"]

    assert press(button="ask", card=card.reference, pence="640", merchant="Aldermere Swim") == (303, "/till")
    asked = told.store.all("issuing.authorization")[0]
    assert (asked["pending_request"], asked["request_history"][0]["amount"]) == (None, 640)
    _, page = ask(told.address, "GET", "/till")
    assert (b"Ask for the money" in page, b"Aldermere Swim" in page) == (True, True)
    assert press(button="ask", card=card.reference, pence="nothing")[0] == 400
    asked.update(approved=True, amount=640)  # nobody answered the question here
    assert press(button="tip", asked=asked["id"]) == (303, "/till")
    assert [(each["type"], each["amount"]) for each in asked["transactions"]] == [("capture", -1140)]


def test_it_remembers_from_one_start_to_the_next(tmp_path, settings):
    memory = tmp_path / "stripe.json"
    for number in (1, 2):
        with running(memory=memory) as fake:
            settings.STRIPE_API_BASE, settings.STRIPE_SECRET_KEY = fake.address, "sk_test_1"
            connect.open_account(key=f"account:{number}", reference=f"payee:{number}")
            assert len(fake.store.all("account")) == number
