"""What makes the bill, and when it is closed, for programs too (issue 8: today's directories have "no price, no opening
times a program can read"; §1: "minimum visit; travel; valid from and to", "recurring, holidays")."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from directory import open_data
from directory.models import ClosedDay
from tests import openreferral
from tests.directory.test_find import approved
from tests.factories import directory as make

pytestmark = pytest.mark.django_db
CHRISTMAS = date(2036, 12, 25)


@pytest.fixture(autouse=True)
def nobody_asked_before():
    cache.clear()


@pytest.fixture
def club():
    made = make.service("Lunch club", status="published", alert="Ring the bell.")
    given = {"minimum_minutes": 30, "travel": "45p a mile", "amount_description": "Tea included"}
    make.cost(made, 2150, "hour", option="Weekday", valid_to=date(2036, 3, 31), **given)
    ClosedDay.objects.create(service=made, first_on=CHRISTMAS, last_on=CHRISTMAS, words="Christmas")
    gone = timezone.localdate() - timedelta(days=1)
    ClosedDay.objects.create(service=made, first_on=gone, last_on=gone, words="Painting")
    return made


def test_a_price_has_its_shortest_visit_travel_and_last_day(client, club):
    [cost] = client.get(f"/api/v1/services/{club.slug}").json()["costs"]
    assert (cost["shortest_visit_minutes"], cost["travel"], cost["until"]) == (30, "45p a mile", "2036-03-31")


def test_days_of_closing_that_are_to_come_are_told(client, club):
    assert client.get(f"/api/v1/services/{club.slug}").json()["closed"] == [
        {"first": "2036-12-25", "last": "2036-12-25", "why": "Christmas"}
    ]


def test_the_feed_says_both_in_the_words_that_it_has(client, club):
    told = openreferral.read(client, f"services/{club.uuid}")
    [cost] = told["cost_options"]
    assert cost["amount_description"] == "an hour. Shortest visit 30 minutes. Travel: 45p a mile. Tea included"
    assert told["alert"] == "Ring the bell. Closed on 25 December 2036: Christmas."


def test_of_a_personal_assistant_too(client):
    profile = approved(weekday_pence=1600, minimum_minutes=45, travel_included_miles=5)
    cost = openreferral.read(client, f"services/{profile.uuid}")["cost_options"][0]
    assert cost["amount_description"] == "an hour. Shortest visit 45 minutes. Travel is included within 5 miles"


def test_the_files_of_the_night_say_it_as_well(club):
    [line] = (open_data.row(one) for one in open_data.records(timezone.localdate()))
    assert (
        "Weekday: £21.50, an hour. Shortest visit 30 minutes. Travel: 45p a mile"
        in line[list(open_data.HEADING).index("costs")]
    )
