"""How we stand with Stripe, and whether shops took more than there was, for whoever looks after the system."""

from datetime import datetime, timedelta

from django.conf import settings

from accounts.health import Sign
from accounts.models import Intent, OutsideEvent, ReconcileRun
from accounts.queries import shortfalls as found
from design.formats import counted, pounds

RUN_LATE = timedelta(hours=30)
WAITS_LONG = timedelta(hours=1)
PAGE = "/staff/finance/stripe/"


def stripe(now: datetime) -> Sign:
    if not settings.STRIPE_SECRET_KEY:
        return Sign("Stripe", True, "It is not used here.")
    words = [*_waiting(now), _compared(now)]
    return Sign("Stripe", words == [ALL_THE_SAME], " ".join(words), PAGE)


ALL_THE_SAME = "Our books and Stripe say the same."


def _waiting(now: datetime) -> list[str]:
    """What we mean to do there, and what they told us, that has waited for an hour."""
    asks = Intent.objects.filter(state=Intent.State.PLANNED, planned_at__lt=now - WAITS_LONG).count()
    tells = OutsideEvent.objects.filter(state=OutsideEvent.State.WAITING, received_at__lt=now - WAITS_LONG).count()
    return [
        *([f"{counted(asks, 'request')} to Stripe waiting for more than an hour."] if asks else []),
        *([f"{counted(tells, 'event')} from Stripe not booked for more than an hour."] if tells else []),
    ]


def _compared(now: datetime) -> str:
    last = ReconcileRun.objects.order_by("-started_at").first()
    if last is None or now - last.started_at > RUN_LATE:
        return "Nobody has compared our books with Stripe for more than a day."
    if last.state == ReconcileRun.State.NOT_COMPARED:
        return "The last comparison was not answered."
    return f"{counted(last.found, 'difference')} to work through." if last.found else ALL_THE_SAME


def shortfalls(_now: datetime) -> Sign:
    waiting = found.waiting()
    if not waiting:
        return Sign("Card purchases", True, "No shop took more than there was.")
    pence = sum(one.pence for one in waiting)
    words = f"{counted(len(waiting), 'card account')} with {pounds(pence)} more taken than there was. Finance decides."
    return Sign("Card purchases", False, words, "/staff/finance/shortfalls/")
