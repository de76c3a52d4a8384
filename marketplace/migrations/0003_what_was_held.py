"""For what each hold was made, written down for orders older than the record of it.

A first hold is for the visit as it was asked for; a later one was made in the moment in which a new time or more time
was agreed, so the proposal of that moment says it. A hold that can be told neither way keeps no words.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import migrations
from django.utils import timezone


def write_down(apps: Any, schema_editor: Any) -> None:
    visit_model = apps.get_model("marketplace", "Visit")
    hold_model = apps.get_model("marketplace", "VisitHold")
    payments = apps.get_model("accounts", "Payment").objects.filter(purpose="visit", visit_hold=None)
    visits = {}
    for visit in visit_model.objects.select_related("order").prefetch_related("proposals", "events").iterator(500):
        visits[f"{visit.order.reference}-{visit.number}"] = visit
    made = (_hold(hold_model, visits, payment) for payment in payments.order_by("pk").iterator(500))
    hold_model.objects.bulk_create([hold for hold in made if hold], batch_size=500)


def _hold(model: Any, visits: dict[str, Any], payment: Any) -> Any:
    first, again = payment.reference.split("-")[:2], payment.reference.count("-") > 1
    visit = visits.get("-".join(first))
    times = None
    if visit is not None:
        agreed = [one for one in visit.proposals.all() if one.state == "accepted"]
        times = _agreed_at(agreed, payment.held_at) if again else _as_asked_for(visit, agreed)
    return model(payment=payment, visit=visit, starts_at=times[0], minutes=times[1]) if times else None


def _agreed_at(agreed: Iterable[Any], held_at: datetime) -> tuple[datetime, int] | None:
    found = [one for one in agreed if one.answered_at == held_at]
    return (found[0].starts_at, found[0].minutes) if found else None


def _as_asked_for(visit: Any, agreed: list[Any]) -> tuple[datetime, int]:
    """Its first move says from when; how long it was then follows from the price by the hour."""
    moved = sorted((event for event in visit.events.all() if event.name == "reschedule"), key=lambda event: event.at)
    starts_at = datetime.fromisoformat(moved[0].detail["from"]) if moved else visit.starts_at
    asked = [event for event in visit.events.all() if event.name == "request"]
    if not agreed or not asked or visit.order.unit != "hour":
        return starts_at, visit.minutes
    weekend = timezone.localdate(starts_at).weekday() >= 5 and visit.order.weekend_price_pence
    price = visit.order.weekend_price_pence if weekend else visit.order.price_pence
    return starts_at, round(asked[0].detail["pence"] * 60 / price)


class Migration(migrations.Migration):
    dependencies = [("marketplace", "0002_holds_sides_and_stops")]
    operations = [migrations.RunPython(write_down, migrations.RunPython.noop)]
