"""Who has room at a time and near a place: on the lists, their cards, the API and the feed (issue 8, section 5)."""

from datetime import time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from directory.actions import capacity, services
from directory.actions.capacity import Line
from directory.models import ServiceArea
from tests.directory.test_find import approved, text
from tests.factories import directory as make
from tests.factories.search import HERE, MILE

pytestmark = pytest.mark.django_db
TUESDAY_8 = {"free_on": "tue", "free_from": "08:00", "free_to": "09:00"}


def home_care(name="Sunrise Home Care", *areas, places=2, said=timedelta(0), hours=(None, None)):
    """Public, and it said in the first of its areas that there is room on Tuesday mornings."""
    made = make.service(name)
    for area, lat, lon in areas:
        ServiceArea.objects.create(service=made, name=area, latitude=lat, longitude=lon)
    services.publish(service=made, by=None)
    line = Line(2, "morning", places, *hours)
    capacity.say(of=made, lines=[line], area=areas[0][0] if areas else "", by=None, at=timezone.now() - said)
    return made


def names(client, page="directory-find", **query):
    return [hit.document.title for hit in client.get(reverse(page), TUESDAY_8 | query).context["results"].hits]


def test_only_who_has_room_then_is_found(client, search_index):
    home_care("Has room")
    home_care("Full", places=0)
    home_care("Said long ago", said=timedelta(days=14))
    home_care("Begins at 9", hours=(time(9), time(12)))
    services.publish(service=make.service("Said nothing"), by=None)
    search_index()
    assert names(client) == ["Has room"]
    assert names(client, free_from="07:00", free_to="09:00") == ["Has room"]
    assert names(client, free_on="wed") == []


def test_a_day_alone_is_any_time_of_it(client, search_index):
    home_care("Has room", hours=(time(9), time(10)))
    search_index()
    assert names(client, free_from="", free_to="") == ["Has room"]
    assert names(client, free_on="wed", free_from="", free_to="") == []


def test_the_last_place_is_out_of_the_results_without_the_index_hearing_of_it(client, search_index):
    made = home_care(places=1)
    search_index()
    assert names(client) == ["Sunrise Home Care"]
    when = timezone.localtime().replace(hour=8, minute=0, second=0, microsecond=0)
    when += timedelta(days=(2 - when.isoweekday()) % 7)
    capacity.take(of=made, visits=[(when, 60)], reference="ORDER2")
    assert names(client) == []


def test_the_distance_is_to_the_area_that_has_room(client, search_index):
    """It also goes to an area where the person lives, but has no room there."""
    lat, lon = HERE.lat, HERE.lon
    make.gazetteer("AM3 2QT", lat, lon)
    home_care("Far room", ("Far", lat + 10 * MILE, lon), ("Near", lat, lon))
    home_care("Near room", ("Near", lat + 2 * MILE, lon), ("Far", lat + 10 * MILE, lon))
    search_index()
    assert names(client, near="AM3 2QT", distance="3") == ["Near room"]
    assert sorted(names(client, near="AM3 2QT", distance="20")) == ["Far room", "Near room"]


def test_personal_assistants_are_found_by_the_same_question(client, search_index):
    ben, cara = approved("Ben Okafor"), approved("Cara Lund")
    capacity.say(of=ben, lines=[Line(2, "morning")], by=None)
    capacity.say(of=cara, lines=[Line(2, "evening")], by=None)
    search_index()
    assert names(client, "directory-assistants") == ["Ben Okafor"]


def test_a_card_says_when_there_is_room_and_how_long_ago_they_said_so(client, search_index):
    home_care(said=timedelta(days=3))
    search_index()
    assert "Has time Tuesday 8 to 9am, said 3 days ago." in text(client.get(reverse("directory-find"), TUESDAY_8))
    assert "Has time Tuesday mornings, said 3 days ago." in text(client.get(reverse("directory-find")))


def test_a_card_says_nothing_of_what_is_too_old_or_full(client, search_index):
    home_care("Old", said=timedelta(days=14))
    home_care("Full", places=0)
    search_index()
    page = text(client.get(reverse("directory-find")))
    assert "Old" in page
    assert "said " not in page


def test_the_time_is_a_filter_that_can_be_taken_off(client, search_index):
    home_care()
    search_index()
    page = client.get(reverse("directory-find"), TUESDAY_8 | {"q": "care"})
    assert ("Has time Tuesday 8 to 9am", "?q=care") in [(one.text, one.address) for one in page.context["taken"]]
    nobody = client.get(reverse("directory-find"), TUESDAY_8 | {"free_on": "wed"})
    assert "1 result without “Has time Wednesday 8 to 9am”" in text(nobody)


def test_the_other_filters_keep_the_time(client, search_index):
    home_care()
    search_index()
    page = client.get(reverse("directory-find"), TUESDAY_8).content.decode()
    assert page.count('type="hidden" name="free_on" value="tue"') == 2  # the question above, and the other filters


def test_a_page_costs_the_same_whoever_has_room(client, search_index):
    def cost():
        search_index()
        client.get(reverse("directory-find"), TUESDAY_8)  # names of filters are kept for some seconds
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("directory-find"), TUESDAY_8)
        return len(asked)

    home_care("One")
    approved("Ben Okafor")
    first = cost()
    for name in ("Two", "Three"):
        home_care(name)
    assert cost() == first


def test_a_program_asks_the_same(client, search_index):
    home_care("Has room")
    home_care("Full", places=0)
    search_index()
    found = client.get("/api/v1/services", TUESDAY_8).json()
    assert [one["title"] for one in found["results"]] == ["Has room"]
    assert client.get("/api/v1/services", {"free_on": "someday"}).status_code == 422


def test_the_feed_tells_what_counts(client):
    """HSDS 3.1's `service_capacity`; what was said 14 days ago is left out, as what was never said."""
    made = home_care("Sunrise", ("Alderford", 52.01, -1.02), places=3)
    old = home_care("Old", said=timedelta(days=14))
    ben = approved()
    capacity.say(of=ben, lines=[Line(4, "evening", 1)], by=None)

    def told(of):
        return client.get(f"/api/openreferral/services/{of.uuid}").json()

    assert "service_capacity" not in told(old)
    [row] = told(made)["service_capacity"]
    assert row["service_id"] == str(made.uuid)
    assert (row["unit"]["name"], row["available"], row["maximum"]) == ("People on Tuesday mornings in Alderford", 3, 3)
    [row] = told(ben)["service_capacity"]
    assert (row["unit"]["name"], row["available"]) == ("People on Thursday evenings", 1)
    assert told(ben)["service_capacity"][0]["id"] == row["id"]


def test_a_page_says_when_there_is_room_while_it_counts(client):
    made, old, full = home_care("Sunrise"), home_care("Old", said=timedelta(days=14)), home_care("Full", places=0)
    read = [text(client.get(reverse("directory-service", args=[one.slug]))) for one in (made, old, full)]
    assert "Room for new people Tuesday mornings. They told us today." in read[0]
    assert "Room for new people" not in read[1] + read[2]
