"""What Tom, Stripe and the seller do in a story of an order that is paid with one's own card."""

from accounts.actions import own_payments, own_pots
from accounts.models import Notice, OwnPayment
from marketplace.actions import orders
from tests import own_cards
from tests.factories import marketplace as market
from tests.marketplace.test_booking import AGREED, ONCE, address, when


def fill(client, listing, length=ONCE, money="card"):
    """To the last page."""
    for step, data in {"when": when(), "length": length, "money": {"pot": money}, "seller": AGREED}.items():
        answer = client.post(address(step, listing), data)
        assert answer.status_code == 302, (step, answer.context["form"].errors)
    return client.get(answer.url)


def placed(tom, listing, **fields):
    asked = market.wish(listing, own_pots.pot_for(tom), first=market.soon(), **fields)
    return orders.place(wish=asked, by=tom.user)


def payment_of(order) -> OwnPayment:
    return own_payments.last_of("order", order.reference)


def paid(fake, order):
    own_cards.pay(fake, payment_of(order))
    order.refresh_from_db()
    return order


def settle(fake):
    """Whatever came free goes back, and the bank has it."""
    own_cards.work()
    own_cards.hear(fake)


def told(template) -> int:
    return Notice.objects.filter(template=f"marketplace/emails/{template}").count()
