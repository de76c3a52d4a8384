"""Visits as an .ics file. Dates and a seller's name: nothing of what the support is for."""

from datetime import datetime

from django.conf import settings
from django.http import HttpResponse
from icalendar import Calendar, Event

from marketplace.models import Order
from marketplace.states import VisitState

SHOWN = {VisitState.REQUESTED: "TENTATIVE", VisitState.PLANNED: "CONFIRMED", VisitState.CANCELLED: "CANCELLED"}


def calendar(order: Order, summary: str, link: str, now: datetime) -> bytes:
    """Every visit that may still happen, and those cancelled so that a calendar takes them out again."""
    made = Calendar()
    made.add("prodid", "-//Waymark//Visits//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    host = settings.SITE_URL.split("//")[-1]
    for visit in order.visits.all():
        if visit.state not in SHOWN:
            continue
        event = Event()
        event.add("uid", f"{visit.reference}@{host}")
        event.add("dtstamp", now)
        event.add("dtstart", visit.starts_at)
        event.add("dtend", visit.ends_at)
        event.add("sequence", visit.version)
        event.add("summary", summary)
        event.add("status", SHOWN[VisitState(visit.state)])
        event.add("description", f"Reference {order.reference}. {link}")
        made.add_component(event)
    return bytes(made.to_ical())


def response(order: Order, summary: str, link: str, now: datetime) -> HttpResponse:
    made = HttpResponse(calendar(order, summary, link, now), content_type="text/calendar; charset=utf-8")
    made["Content-Disposition"] = f'attachment; filename="visits-{order.reference}.ics"'
    return made
