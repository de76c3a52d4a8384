"""The open feed of the whole demo: each document against Open Referral UK's schemas, and what must not be in it."""

import json

import pytest
from django.db import connection

from directory import public
from directory.models import AreaServed, PersonalAssistantProfile
from tests import openreferral

pytestmark = [
    pytest.mark.skipif(connection.vendor != "sqlite", reason="The demo is tried on SQLite."),
    pytest.mark.usefixtures("aldermere"),
]


@openreferral.needs_schemas
def test_every_document_is_as_open_referral_uk_says(client):
    found = openreferral.walk_and_hold(client)
    assert found["services"] > 300
    assert found["service_at_locations"] > 100
    assert found["taxonomies"] == 4


def test_the_whole_feed_is_read_in_pages_of_any_size(client):
    """Everything once, in the same order, whatever the size of a page."""
    in_hundreds = [one["id"] for one in openreferral.walk(client, "services")]
    assert [one["id"] for one in openreferral.walk(client, "services", per_page=37)] == in_hundreds
    published = public.shown().order_by("pk").values_list("uuid", flat=True)
    assert in_hundreds[: len(published)] == [str(uuid) for uuid in published]


def test_no_assistant_has_a_place_or_a_way_to_be_reached(client):
    people = {str(profile.uuid): profile for profile in PersonalAssistantProfile.objects.select_related("user")}
    told = [one["id"] for one in openreferral.walk(client, "services") if one["id"] in people]
    assert len(told) > 10
    for one in told:
        words = json.dumps(openreferral.read(client, f"services/{one}"))
        for private in ("latitude", "longitude", "postal_code", "01632", "07700", "@"):
            assert private not in words
        points = AreaServed.objects.filter(profile=people[one]).values_list("latitude", flat=True)
        assert [point for point in points if str(point) in words] == []
