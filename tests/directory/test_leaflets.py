"""A shortlist on paper: how to get in touch, how to get there, what it costs, what was checked and what was not."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.directory.test_shortlist import add, text
from tests.factories import feed
from tests.factories.marketplace import assistant as approved

pytestmark = pytest.mark.django_db
PAGE = reverse("directory-leaflets")


def test_a_leaflet_says_all_that_is_needed(client):
    service = feed.rich()
    add(client, "service", service)
    seen = text(client.get(PAGE))
    for words in (
        "Lunch club",
        "01632 960 103",
        "lunch@agewell.example",
        "Hall 0 1 High Street Alderford Aldermere AM3 2QT",
        "Monday, 9am to midday",
        "Step-free",
        "Lunch 0: £4.50 a visit. Tea included",
        "Help 0: Ask for the price",
        "Registered with the Care Quality Commission",
        "Who they are: checked by",
        "What was not checked",
        "Approval is not a recommendation.",
        "Age Well confirmed these details on 1 October 2026.",
    ):
        assert words in seen, seen


def test_what_nobody_checked_says_so(client):
    add(client, "service", feed.bare())
    seen = text(client.get(PAGE))
    assert "The council has not checked this." in seen
    assert "We do not have a price." in seen
    assert "Nobody has confirmed these details." in seen


def test_of_a_personal_assistant_only_the_area_and_the_councils_number(client):
    ben = approved("Ben Okafor")
    add(client, "personal_assistant", ben)
    page = client.get(PAGE)
    seen = text(page)
    assert "Alderford" in seen
    assert "Through our website, or call the council" in seen
    assert "you must check the right to work yourself" in seen
    assert "52.01" not in page.content.decode()
    assert "E-mail" not in seen


def test_an_approval_that_ended_is_none(client):
    service = feed.rich(gives_personal_care=False, cqc_location_id="")
    service.approvals.update(
        approved_on=timezone.localdate() - timedelta(days=9), until=timezone.localdate() - timedelta(days=1)
    )
    add(client, "service", service)
    assert "Not approved at the moment." in text(client.get(PAGE))


def test_large_print_is_one_link_away(client):
    add(client, "service", feed.bare())
    normal, large = client.get(PAGE).content.decode(), client.get(f"{PAGE}?size=large").content.decode()
    assert ('href="?size=large"' in normal, "wm-leaflet--large" in normal) == (True, False)
    assert ('href="?size=normal"' in large, "wm-leaflet--large" in large) == (True, True)
    assert "wm-leaflet--large" not in client.get(f"{PAGE}?size=huge").content.decode()


def test_one_for_each_in_the_order_of_the_list_and_none_that_came_down(client):
    for thing in (feed.bare("Chess"), feed.bare("Draughts"), gone := feed.bare("Gone")):
        add(client, "service", thing)
    type(gone).objects.filter(pk=gone.pk).update(status="withdrawn")
    page = client.get(PAGE).content.decode()
    assert re.findall(r'wm-leaflet__name" id="[^"]+">([^<]+)<', page) == ["Chess", "Draughts"]


def test_an_empty_shortlist_says_what_to_do(client):
    assert "There is nothing on your shortlist" in text(client.get(PAGE))


def test_it_costs_the_same_for_little_and_much(client, django_assert_max_num_queries):
    counts = []
    for number in (1, 3):
        for each in range(number):
            add(client, "service", feed.rich(f"Club {number} {each}"))
        client.get(PAGE)
        with django_assert_max_num_queries(30) as made:
            client.get(PAGE)
        counts.append(len(made))
    assert counts[0] == counts[1]
