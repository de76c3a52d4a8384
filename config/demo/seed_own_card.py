"""Tom pays with his own card: one order that goes on, one whose money is on its way back, one whose money his bank did
not take back, one that waits for his bank.

What Stripe answered is written down as if it had: nobody is called.
"""

from datetime import datetime, timedelta

from django.utils import timezone

from accounts import going_back, outside
from accounts.actions import own_payments, own_pots
from accounts.models import Intent, OwnPayment, OwnRefund
from accounts.stripe.checkout import Refund, Session
from config.demo.seed_marketplace import Scene, seller, starts
from config.demo.seed_money import ago
from marketplace.actions import orders
from marketplace.models import Order


def all_of_it(scene: Scene) -> None:
    goes_on(scene)
    on_its_way_back(scene)
    was_not_taken_back(scene)
    waits_for_the_bank(scene)
    was_not_paid(scene)


def goes_on(scene: Scene) -> None:
    at = ago(scene.now, 3, hour=11)
    order = _pay(scene, "ben-okafor", 13, at)
    orders.accept(order=order, by=seller(order.listing, scene), at=at + timedelta(hours=3), send=False)


def on_its_way_back(scene: Scene) -> None:
    """Hollybank had nobody free; the bank has not shown the refund yet."""
    _turned_down(scene, 14, ago(scene.now, 2, hour=10), "We have nobody free that afternoon.", "pending")


def was_not_taken_back(scene: Scene) -> None:
    """His card of then is closed: finance asks him where the money should go."""
    words = "Our companion for that day is on leave."
    _turned_down(scene, 15, ago(scene.now, 5, hour=9), words, "failed", "expired_or_canceled_card")


def _turned_down(scene: Scene, hour: int, at: datetime, words: str, status: str, failure: str = "") -> None:
    order = _pay(scene, "hollybank-companions", hour, at)
    no = at + timedelta(hours=5)
    orders.decline(order=order, reason=words, by=seller(order.listing, scene), at=no, send=False)
    refund = OwnRefund.objects.get(payment__reference=order.reference)
    going_back.plan(refund.pk, no)
    told = Refund(f"re_demo_{order.reference}", status, refund.pence, refund.name, failure, "", no)
    outside.answered(Intent.objects.get(key=refund.name), told.id, told)


def waits_for_the_bank(scene: Scene) -> None:
    at = scene.now - timedelta(hours=2)
    order = _place(scene, "ben-okafor", 17, at)
    _heard(_opened(order), at + timedelta(minutes=4), payment_status="unpaid")


def was_not_paid(scene: Scene) -> None:
    """Tom closed the card page, and Stripe ended it."""
    at = ago(scene.now, 4, hour=16)
    session = _opened(_place(scene, "ben-okafor", 18, at))
    over = Session(**{**vars(session), "status": "expired"})
    own_payments.heard(over, has_failed=False, at=at + timedelta(hours=23))


def _pay(scene: Scene, slug: str, hour: int, at: datetime) -> Order:
    order = _place(scene, slug, hour, at)
    _heard(_opened(order), at + timedelta(minutes=3), payment_status="paid")
    order.refresh_from_db()
    return order


def _place(scene: Scene, slug: str, hour: int, at: datetime) -> Order:
    """One hour, in six days."""
    tom = scene.persons["tom"]
    weekday = timezone.localdate(scene.now + timedelta(days=6)).weekday()
    wish = orders.Wish(
        listing=scene.sale[slug],
        person=tom,
        pot=own_pots.pot_for(tom),
        starts_at=starts(scene.now + timedelta(days=2), weekday, hour, 1),
        minutes=60,
        token=f"demo-card-{slug}-{hour}",
        start_early=True,
    )
    return orders.place(wish=wish, by=scene.user("tom"), at=at, send=False)


def _opened(order: Order) -> Session:
    payment = OwnPayment.objects.get(reference=order.reference)
    session = Session(
        id=f"cs_demo_{order.reference}",
        url="",
        status="open",
        payment_status="unpaid",
        payment_intent="",
        pence=payment.pence,
        currency="gbp",
        reference=payment.name,
        livemode=False,
        created=payment.asked_at,
    )
    outside.answered(Intent.objects.get(key=f"pay:{payment.name}"), session.id, session)
    return session


def _heard(session: Session, at: datetime, *, payment_status: str) -> None:
    told = Session(
        **{
            **vars(session),
            "status": "complete",
            "payment_status": payment_status,
            "payment_intent": session.id.replace("cs_", "pi_"),
        }
    )
    own_payments.heard(told, has_failed=False, at=at)
