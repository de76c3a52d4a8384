"""Tom pays for a booking with his own card on the card page, and has it back when Ben says no."""

import pytest
from django.conf import settings
from django.test import override_settings
from playwright.sync_api import Page, expect

from accounts.models import OwnPayment, OwnRefund
from marketplace.models import Order
from tests.browser import telling
from tests.browser.telling import follow, headed, look, press, says
from tests.fake_stripe.fake import SECRETS
from tests.fake_stripe.server import running


@pytest.fixture
def stripe(site):
    """A fake that tells the served site by itself."""
    with running(webhooks=f"{site}/webhooks/stripe/") as fake:
        told = {f"STRIPE_WEBHOOK_SECRET_{name.upper()}": [secret] for name, secret in SECRETS.items()}
        with override_settings(STRIPE_API_BASE=fake.address, STRIPE_SECRET_KEY="sk_test_fake", SITE_URL=site, **told):
            yield fake


def test_tom_pays_with_his_own_card_and_has_it_back(visit, worker, stripe):
    page = visit("tom", "/personal-assistants/ben-okafor/")
    asks_for_an_hour(page)
    order = Order.objects.latest("pk")
    card_is_refused_at_first(page)
    press(page, "Pay")
    headed(page, "We are waiting for the bank")
    says(page, "You do not need to pay again.")
    assert stripe.webhooks.settled()
    worker()
    follow(page, "Look again")
    says(page, "You have paid £33.00 with your own card.", "has until", "£33.00 paid by card on")
    look(page, "Order paid by card")
    follow(page, "Receipt")
    headed(page, "Receipt")
    ben_says_no(visit("ben", f"/provider/orders/{order.reference}/"))
    stripe.set(slow_refunds=True)
    worker()
    money_is_on_its_way(page, order)
    stripe.checkout.complete_refund(OwnRefund.objects.get(payment__reference=order.reference).refund_id)
    assert stripe.webhooks.settled()
    worker()
    page.goto(order.get_absolute_url())
    says(page, "£33.00 was sent back.")
    page.goto("/money/own-card/")
    headed(page, "Paid with your own card")
    telling.row(page, f"Order {order.reference}").get_by_role("link").click()
    headed(page, "Receipt")


def asks_for_an_hour(page: Page) -> None:
    follow(page, "Book Ben")
    telling.answer_when(page, telling.next_friday(), "11am")
    page.get_by_label("How long?").select_option("2 hours")
    page.get_by_label("Just once").check()
    press(page, "Continue")
    headed(page, "Which money will you use?")
    page.get_by_label("Pay with your own card").check()
    press(page, "Continue")
    telling.agree(page)
    headed(page, "Check your answers")
    says(page, "You pay £33.00 with your own card on the next page.")
    press(page, "Agree, and go on to pay")
    headed(page, "Pay £33.00 by card")


def card_is_refused_at_first(page: Page) -> None:
    """Cancel comes back to the same page; a refused card can be tried again on the card page."""
    follow(page, "Go to the card page")
    says(page, "Payment to Aldermere Council: £33.00")
    press(page, "Cancel")
    headed(page, "Pay £33.00 by card")
    follow(page, "Go to the card page")
    press(page, "Pay with a card that is refused")
    says(page, "Payment to Aldermere Council: £33.00")
    assert OwnPayment.objects.latest("pk").state == "open"


def ben_says_no(page: Page) -> None:
    follow(page, "Turn down")
    page.get_by_label("Why can you not take it?").fill("I am on holiday that week.")
    press(page, "Turn it down")
    says(page, "You have turned the request down.")


def money_is_on_its_way(page: Page, order: Order) -> None:
    page.goto(order.get_absolute_url())
    says(page, "I am on holiday that week.", "All of the money goes back to the card.", "£33.00 is on its way back")
    look(page, "Order on its way back")
    page.goto("/money/")
    expect(page.get_by_label("Paid with your own card")).to_contain_text("is on its way back to your card")
    look(page, "Money with own card")
    assert settings.OWN_MONEY
