"""Payees with an account at the fake Stripe, and what Stripe says of it, heard and booked."""

from django.test import Client
from django.utils import timezone

from accounts import outside, webhooks
from accounts.actions import payment_files, payout_accounts
from accounts.models import Payee, PaymentFile, PayoutAccount, User
from tests.factories import accounts as make
from tests.fake_stripe.fake import Fake
from tests.fake_stripe.fixtures import by_client


def asked(payee: Payee, by: User | None = None) -> PayoutAccount:
    """An account that Stripe has opened, and nobody has filled in."""
    account = payout_accounts.ask(payee=payee, by=by or make.user("Grace Hollis"))
    carry_out()
    account.refresh_from_db()
    return account


def connected(fake: Fake, payee: Payee) -> PayoutAccount:
    """Ready to be paid into."""
    account = asked(payee)
    fake.connect.onboard(account.stripe_account)
    hear(fake)
    account.refresh_from_db()
    return account


def carry_out() -> str:
    """What the worker does with what is planned."""
    return outside.do_due(timezone.now())


def hear(fake: Fake) -> None:
    """All that Stripe says comes to the site, and is booked."""
    fake.webhooks.deliver(by_client(Client()))
    webhooks.do_due(timezone.now())


def released(ann: User | None = None, bo: User | None = None, **more) -> PaymentFile:
    """Everybody who is owed, in a file that two people signed. Nothing is sent yet."""
    file = payment_files.prepare(by=ann or make.user("Ann Lee"), **more)
    return payment_files.release(file=file, by=bo or make.user("Bo Day"))
