from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from icalendar import Calendar

from marketplace import calendars
from marketplace.actions import visits
from marketplace.models import Order
from marketplace.states import Party
from tests.factories import marketplace as market
from tests.factories.marketplace import NOW, TUESDAY

pytestmark = pytest.mark.django_db
MADE = datetime(2026, 11, 22, 13, tzinfo=UTC)


def events(order):
    text = calendars.calendar(Order.objects.get(pk=order.pk), "Visit: Ben Okafor", "https://example.org/x", MADE)
    return list(Calendar.from_ical(text).walk("VEVENT")), text.decode()


def test_each_visit_is_an_event_with_nothing_of_what_it_is_for():
    order = market.accepted(weeks=2)
    found, text = events(order)
    assert [event["DTSTART"].dt for event in found] == [TUESDAY, TUESDAY + timedelta(weeks=1)]
    assert [event["DTEND"].dt - event["DTSTART"].dt for event in found] == [timedelta(hours=2)] * 2
    assert {str(event["SUMMARY"]) for event in found} == {"Visit: Ben Okafor"}
    assert [word for word in ("clean", "Rosa", "Mill", order.outcome.name) if word in text] == []


def test_a_cancelled_visit_is_taken_out_again():
    order = market.accepted()
    first, _ = events(order)
    visit = order.visits.get()
    visits.cancel(visit=visit, by=order.person.user, party=Party.PERSON, at=NOW + timedelta(hours=2))
    second, _ = events(order)
    assert [str(event["STATUS"]) for event in (*first, *second)] == ["CONFIRMED", "CANCELLED"]
    assert first[0]["UID"] == second[0]["UID"]
    assert second[0]["SEQUENCE"] > first[0]["SEQUENCE"]


def test_it_comes_as_a_file():
    order = market.coming()
    client = Client()
    client.force_login(order.person.user)
    answer = client.get(f"/marketplace/orders/{order.reference}/visits.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert order.reference in answer["Content-Disposition"]
