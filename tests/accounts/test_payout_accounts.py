"""A provider opens an account at Stripe; what Stripe says of it is known here, in any order and any number of times."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts import outside, webhooks
from accounts.actions import payout_accounts
from accounts.actions.payout_accounts import PayoutAccountRefused
from accounts.models import AuditLine, Intent, Notice, OutsideEvent, PayoutAccount
from accounts.payee_records import Record
from accounts.queries import payables
from tests.factories import accounts as make
from tests.factories import money, stripe
from tests.fake_stripe.fixtures import by_client

pytestmark = pytest.mark.django_db
State = PayoutAccount.State


@pytest.fixture
def grace():
    return make.user("Grace Hollis")


@pytest.fixture
def hollybank(monkeypatch, grace):
    """Whom a higher room knows, with Grace to write to."""
    from accounts import payee_records
    from design.registry import Registry

    payee = money.payee("Hollybank")
    registry = Registry("payee records")
    registry.register("sellers", lambda asked: Record([], [grace]) if asked == payee else None)
    monkeypatch.setattr(payee_records, "_records", registry)
    return payee


def told(to):
    return list(Notice.objects.filter(to=to).order_by("pk").values_list("subject", flat=True))


def test_stripe_opens_one_account_however_often_it_is_asked(fake_stripe, hollybank, grace):
    first = stripe.asked(hollybank, grace)
    assert (payout_accounts.ask(payee=hollybank, by=grace), stripe.carry_out()) == (first, "0 of 0 done")
    (made,) = fake_stripe.store.all("account")
    assert (first.stripe_account, first.state) == (made["id"], State.SETTING_UP)
    assert made["metadata"] == {"reference": f"payee:{hollybank.reference}"}
    assert told(grace) == ["Somebody asked for our payments through Stripe"]
    assert AuditLine.objects.filter(action="payout_account.asked", by=str(grace.pk)).count() == 1


def test_a_lost_answer_is_found_again_by_the_same_key(fake_stripe, hollybank, grace):
    fake_stripe.set(drop_next_reply=2)
    account = stripe.asked(hollybank, grace)
    assert (account.state, account.stripe_account) == (State.ASKED, "")
    intent = Intent.objects.get()
    outside.carry_out(intent, at=intent.next_try_at)
    account.refresh_from_db()
    assert [account.stripe_account] == [each["id"] for each in fake_stripe.store.all("account")]


def test_once_the_key_is_forgotten_the_account_is_looked_for(fake_stripe, hollybank, grace):
    fake_stripe.set(drop_next_reply=2)
    account = payout_accounts.ask(payee=hollybank, by=grace)
    outside.carry_out(payout_accounts.intent_of(account))
    fake_stripe.keys.kept.clear()
    outside.carry_out(payout_accounts.intent_of(account), at=timezone.now() + timedelta(hours=48))
    account.refresh_from_db()
    assert (account.stripe_account != "", len(fake_stripe.store.all("account"))) == (True, 1)


def test_without_stripe_nobody_is_asked(settings, hollybank, grace):
    settings.STRIPE_SECRET_KEY = ""
    with pytest.raises(PayoutAccountRefused):
        payout_accounts.ask(payee=hollybank, by=grace)
    assert not PayoutAccount.objects.exists()


def test_when_stripe_would_not_open_it_one_can_ask_again(fake_stripe, hollybank, grace):
    account = payout_accounts.ask(payee=hollybank, by=grace)
    intent = payout_accounts.intent_of(account)
    fake_stripe.keys.claim(f" {intent.key}", "/v1/elsewhere", {})  # the key stands for something else there: refused
    outside.carry_out(intent)
    account.refresh_from_db()
    assert account.state == State.REFUSED
    assert stripe.asked(hollybank, grace).state == State.SETTING_UP


STORY = [
    ("submit", State.NEEDS, ["individual.verification.document"]),
    ("onboard", State.READY, []),
    ("restrict", State.RESTRICTED, ["company.tax_id"]),
]


def test_the_account_is_followed_as_it_is_set_up_and_stopped(fake_stripe, hollybank, grace):
    account = stripe.asked(hollybank, grace)
    for verb, state, needs in STORY:
        getattr(fake_stripe.connect, verb)(account.stripe_account)
        stripe.hear(fake_stripe)
        account.refresh_from_db()
        assert (account.state, account.needs) == (state, needs)
    assert told(grace)[1:] == [
        "Stripe asks you for something",
        "You can now be paid through Stripe",
        "Stripe has stopped your account",
    ]


@pytest.mark.parametrize("habit", [{"shuffle": True}, {"duplicates": 3}])
def test_events_in_any_order_and_any_number_come_to_the_same(fake_stripe, hollybank, grace, habit):
    account = stripe.asked(hollybank, grace)
    fake_stripe.set(**habit)
    for verb, *_ in STORY[:2]:
        getattr(fake_stripe.connect, verb)(account.stripe_account)
    stripe.hear(fake_stripe)
    account.refresh_from_db()
    assert (account.state, len(told(grace))) == (State.READY, 2)


def test_an_older_answer_does_not_undo_a_newer_one(fake_stripe, hollybank, grace):
    account = stripe.asked(hollybank, grace)
    from accounts.stripe import connect

    before, asked_at = connect.account(account.stripe_account), timezone.now()
    fake_stripe.connect.onboard(account.stripe_account)
    stripe.hear(fake_stripe)
    assert payout_accounts.learn(account=account, told=before, asked_at=asked_at) is False
    account.refresh_from_db()
    assert account.state == State.READY


def test_a_payout_that_the_bank_refuses_is_told_and_a_later_one_mends_it(fake_stripe, hollybank, grace):
    account = stripe.connected(fake_stripe, hollybank)
    failed = fake_stripe.connect.fail_payout(account.stripe_account, pence=900)
    for _ in range(2):
        fake_stripe.webhooks.again(fake_stripe.store.all("event")[-1]["id"])
        stripe.hear(fake_stripe)
    account.refresh_from_db()
    assert (account.last_payout_id, account.payout_failed_why) == (failed["id"], "account_closed")
    mail = Notice.objects.filter(template="accounts/emails/payout_failed").get()
    assert mail.subject == "A payment did not reach your bank"
    assert "The bank account is closed. The money is safe" in mail.body
    fake_stripe.connect.pay_out(account.stripe_account, pence=900)
    stripe.hear(fake_stripe)
    account.refresh_from_db()
    assert (account.payout_failed_at, account.payout_failed_why) == (None, "")


def test_an_old_payout_heard_late_changes_nothing(fake_stripe, hollybank):
    account = stripe.connected(fake_stripe, hollybank)
    old = fake_stripe.connect.fail_payout(account.stripe_account, pence=900)
    old["created"] -= 60
    new = fake_stripe.connect.pay_out(account.stripe_account, pence=900)
    fake_stripe.store.get("payout", old["id"])["created"] = old["created"]
    fake_stripe.webhooks.waiting.reverse()
    stripe.hear(fake_stripe)
    account.refresh_from_db()
    assert (account.last_payout_id, account.payout_failed_why) == (new["id"], "")


def test_a_balance_below_nothing_shows(fake_stripe, hollybank):
    account = stripe.connected(fake_stripe, hollybank)
    fake_stripe.connect.owe(account.stripe_account, pence=450)
    fake_stripe.webhooks.tell("connect", "balance.available", {"object": "balance"}, account=account.stripe_account)
    stripe.hear(fake_stripe)
    account.refresh_from_db()
    assert account.negative_pence == 450


def test_our_own_balance_is_nobodys(fake_stripe):
    fake_stripe.webhooks.tell("account", "balance.available", {"object": "balance"})
    stripe.hear(fake_stripe)
    assert OutsideEvent.objects.get().state == OutsideEvent.State.DONE


def test_an_account_that_is_not_in_our_books_stays_on_the_list(fake_stripe, hollybank):
    from accounts.stripe import connect

    made = connect.open_account(key="other", reference="other").id
    fake_stripe.connect.onboard(made)
    fake_stripe.webhooks.deliver(by_client(Client()))
    assert webhooks.do_due(timezone.now()) == "0 of 1 booked"
    assert OutsideEvent.objects.get().state == OutsideEvent.State.WAITING


def route(payee):
    (owed,) = [one for one in payables.standing().owed if one.payee == payee]
    return owed.why_not or owed.route


def test_the_route_follows_the_account_and_what_was_chosen(fake_stripe, hollybank, grace):
    money.earned(hollybank, 1200)
    assert route(hollybank) == "bank"
    account = stripe.connected(fake_stripe, hollybank)
    assert route(hollybank) == "stripe"
    assert (payout_accounts.by_bank(account=account, by=grace), route(hollybank)) == (True, "bank")
    assert payout_accounts.by_bank(account=account, by=grace) is False
    assert (payout_accounts.through_stripe(account=account, by=grace), route(hollybank)) == (True, "stripe")
    fake_stripe.connect.restrict(account.stripe_account)
    stripe.hear(fake_stripe)
    assert route(hollybank) == "bank"
    type(hollybank).objects.filter(pk=hollybank.pk).update(sort_code="", account_number="")
    assert route(hollybank) == ("Their Stripe account is not ready, and we do not have their bank details.")


def test_without_a_key_nobody_is_paid_through_stripe(fake_stripe, settings, hollybank):
    money.earned(hollybank, 1200)
    stripe.connected(fake_stripe, hollybank)
    settings.STRIPE_SECRET_KEY = ""
    assert route(hollybank) == "bank"
