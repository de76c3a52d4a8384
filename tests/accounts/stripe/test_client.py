"""What goes wrong on the way: nothing is done twice, and whoever asked learns one of two things."""

import socket
from time import monotonic

import pytest

from accounts.stripe import checkout, connect
from accounts.stripe.client import Rejected, Unreachable
from tests.accounts.stripe.test_checkout import opened
from tests.accounts.stripe.test_connect import ready


@pytest.fixture(autouse=True)
def _impatient(settings):
    settings.STRIPE_TIMEOUTS = (0.2, 0.3)


def test_the_same_key_is_the_same_object(fake_stripe):
    first = connect.open_account(key="payee:1", reference="payee:1")
    assert connect.open_account(key="payee:1", reference="payee:1") == first
    assert len(fake_stripe.store.all("account")) == 1


def test_the_same_key_for_something_else_is_a_mistake(fake_stripe):
    connect.open_account(key="payee:1", reference="payee:1")
    with pytest.raises(Rejected) as why:
        connect.open_account(key="payee:1", reference="payee:2")
    assert why.value.code == "idempotency_error"


def test_a_reply_that_is_lost_is_asked_for_again_by_itself(fake_stripe):
    account = ready(fake_stripe)
    fake_stripe.set(drop_next_reply=1)
    made = connect.transfer(key="t:1", account=account, pence=100, group="g", reference="line:1")
    assert [each["id"] for each in fake_stripe.store.all("transfer")] == [made.id]


def test_a_reply_that_is_lost_for_good_is_found_later_with_the_same_key(fake_stripe):
    account = ready(fake_stripe)
    fake_stripe.set(drop_next_reply=2)
    words = {"key": "t:1", "account": account, "pence": 100, "group": "g", "reference": "line:1"}
    with pytest.raises(Unreachable):
        connect.transfer(**words)
    (kept,) = fake_stripe.store.all("transfer")
    assert connect.transfer(**words).id == kept["id"]
    assert len(fake_stripe.store.all("transfer")) == 1
    assert connect.balance_pence(account) == 100


def test_after_a_day_the_key_is_forgotten_and_the_object_is_still_found(fake_stripe):
    account = ready(fake_stripe)
    fake_stripe.set(drop_next_reply=2)
    words = {"key": "t:1", "account": account, "pence": 100, "group": "PAY-7", "reference": "line:1"}
    with pytest.raises(Unreachable):
        connect.transfer(**words)
    fake_stripe.keys.forget()
    assert [each.reference for each in connect.transfers_in("PAY-7")] == ["line:1"]
    assert list(connect.transfers_in("PAY-8")) == []
    connect.transfer(**words)  # whoever does not look pays twice
    assert connect.balance_pence(account) == 200


def test_a_refusal_is_kept_under_its_key(fake_stripe):
    account = ready(fake_stripe)
    fake_stripe.set(funds=1)
    words = {"key": "t:1", "account": account, "pence": 100, "group": "g", "reference": "line:1"}
    for funds in (1, 1000):
        fake_stripe.set(funds=funds)
        with pytest.raises(Rejected) as why:
            connect.transfer(**words)
        assert why.value.code == "balance_insufficient"


@pytest.mark.parametrize("fault", [{"down": True}, {"hang": 5}, {"slow": 1.0}])
def test_when_stripe_is_gone_we_know_soon(fake_stripe, fault):
    session = opened()
    fake_stripe.set(**fault)
    started = monotonic()
    with pytest.raises(Unreachable):
        checkout.session(session.id)
    assert monotonic() - started < 5  # a limit against hanging, not a measure
    fake_stripe.set(down=False, hang=0, slow=0)
    assert checkout.session(session.id) == session


def test_nobody_listens(settings):
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        settings.STRIPE_API_BASE = f"http://127.0.0.1:{one.getsockname()[1]}"
    settings.STRIPE_SECRET_KEY = "sk_test_1"
    with pytest.raises(Unreachable):
        checkout.session("cs_1")


def test_what_is_not_there_is_a_refusal(fake_stripe):
    with pytest.raises(Rejected) as why:
        checkout.session("cs_test_none")
    assert (why.value.code, "No such checkout.session" in why.value.words) == ("resource_missing", True)


@pytest.mark.parametrize("key", ["sk_live_1", ""])
def test_a_wrong_secret_key_settles_nothing(fake_stripe, settings, key):
    """Nothing was looked at: with the right key the same request can still succeed."""
    settings.STRIPE_SECRET_KEY = key
    with pytest.raises(Unreachable, match="401"):
        opened()
    settings.STRIPE_SECRET_KEY = "sk_test_1"
    assert opened().reference == "own:1"


def test_pages_that_break_off_are_unreachable(fake_stripe):
    made = [opened(number) for number in range(101)]
    found = checkout.sessions(made[0].created)
    first = next(found)
    assert first.reference == "own:100"
    fake_stripe.set(down=True)
    with pytest.raises(Unreachable):
        list(found)
