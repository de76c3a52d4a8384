"""A shortlist without a sign-in: kept in a signed cookie that says nothing of who keeps it."""

import re
from datetime import time

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directory import shortlist
from directory.actions import personal_assistants, services
from directory.opening import Hours
from directory.shortlist import Kept
from directory.views.side_by_side import opening_in_words
from tests.factories import directory as make
from tests.factories.marketplace import assistant as approved

pytestmark = pytest.mark.django_db
PAGE, ADD, REMOVE, EMPTY = (reverse(f"directory-shortlist{end}") for end in ("", "-add", "-remove", "-empty"))
NAME = settings.SHORTLIST_COOKIE_NAME
QUERIES = 28


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def published(name="Lunch club", **fields):
    service = make.service(name, **fields)
    services.publish(service=service, by=None)
    return service


def add(client, kind, thing, **more):
    return client.post(ADD, {"thing": f"{kind}-{thing.pk}", **more})


def test_kept_from_its_page_shown_counted_and_taken_off(client):
    service, ben = published(), approved("Ben Okafor")
    at = reverse("directory-service", args=[service.slug])
    answer = add(client, "service", service, back=f"{at}?near=AM3")
    assert (answer.status_code, answer.url) == (302, f"{at}?near=AM3#keep-service-{service.pk}")
    seen = text(client.get(at))
    assert ("Lunch club is on your shortlist." in seen, "Your shortlist (1)" in seen) == (True, True)
    assert "Take it off Lunch club" in seen
    add(client, "personal_assistant", ben)
    listed = text(client.get(PAGE))
    assert listed.rindex("Lunch club") < listed.rindex("Ben Okafor")
    assert "Your shortlist (2)" in listed
    client.post(REMOVE, {"thing": f"service-{service.pk}", "back": PAGE})
    listed = text(client.get(PAGE))
    assert "Lunch club is off your shortlist." in listed
    assert "Your shortlist (1)" in listed


def test_the_same_twice_is_one(client):
    service = published()
    for _ in range(2):
        add(client, "service", service)
    assert "Your shortlist (1)" in text(client.get(PAGE))


def test_reading_sets_no_cookie_and_the_cookie_holds_ids_alone(client):
    service = published()
    for address in (PAGE, reverse("directory-service", args=[service.slug]), reverse("directory-find")):
        assert client.get(address).cookies == {}
    cookie = add(client, "service", service).cookies[NAME]
    assert cookie.value.split(":")[0].strip('"') == f"service-{service.pk}"
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 90 * 24 * 3600)


def test_a_cookie_that_is_not_ours_is_an_empty_list(client):
    add(client, "service", published())
    client.cookies[NAME] = client.cookies[NAME].value.replace("service-", "service-9")
    assert "There is nothing on your shortlist" in text(client.get(PAGE))


def test_what_has_come_down_is_said_once_and_drops_out(client):
    service, ben = published(), approved("Ben Okafor")
    add(client, "service", service)
    add(client, "personal_assistant", ben)
    services.withdraw(service=service, by=None, reason="Closed")
    personal_assistants.withdraw(profile=ben, by=None, reason="Moved away")
    words = text(client.get(PAGE))
    assert "Lunch club is no longer in the directory, so we took it off your list." in words
    assert "Ben Okafor is no longer in the directory" in words
    assert "There is nothing on your shortlist" in words
    assert "no longer in the directory" not in text(client.get(PAGE))
    assert NAME not in client.cookies or not client.cookies[NAME].value


def test_no_more_than_twenty(client):
    kept = [published(f"Club {number}") for number in range(shortlist.MOST + 1)]
    for service in kept:
        add(client, "service", service)
    words = text(client.get(PAGE))
    assert "Your shortlist is full: it holds 20." in words
    assert ("Club 19" in words, "Club 20" in words) == (True, False)


def test_emptied_nothing_is_left_on_the_device(client):
    add(client, "service", published())
    assert client.post(EMPTY).url == PAGE
    assert client.cookies[NAME].value == ""


@pytest.mark.parametrize("thing", ["", "service", "service-0", "service-x", "organisation-1", "service-9999999999"])
def test_what_cannot_be_kept_is_refused(client, thing):
    assert client.post(ADD, {"thing": thing}).status_code == 400


def test_what_the_public_may_not_see_cannot_be_kept(client):
    draft = make.service("Draft")
    assert add(client, "service", draft).status_code == 404
    assert add(client, "personal_assistant", make.assistant("Nobody checked")).status_code == 404
    assert NAME not in client.cookies


def test_another_site_cannot_change_it_and_is_not_sent_back_to(client):
    service = published()
    from_elsewhere = client.post(
        ADD, {"thing": f"service-{service.pk}"}, headers={"Origin": "https://elsewhere.example"}
    )
    assert from_elsewhere.status_code == 403
    assert client.post(EMPTY, headers={"Origin": "null"}).status_code == 403
    ours = {"Origin": "http://testserver"}
    for evil in ("https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", "/\\elsewhere.example"):
        answer = client.post(ADD, {"thing": f"service-{service.pk}", "back": evil}, headers=ours)
        assert answer.url == PAGE


def test_a_card_of_results_offers_it(client, search_index):
    service = published()
    search_index()
    found = reverse("directory-find") + "?q=lunch"
    answer = client.get(found)
    assert f'id="keep-service-{service.pk}"' in answer.content.decode()
    assert f'name="back" value="{found}"' in answer.content.decode()
    assert answer.cookies == {}


def test_whose_approval_ended_is_named_once_and_gone(client):
    ben = approved("Ben Okafor")
    add(client, "personal_assistant", ben)
    ben.approvals.update(state="lapsed", approved_on="2026-01-01", until="2026-09-30")
    assert "Ben Okafor" in text(client.get(PAGE))
    assert "Ben Okafor" not in text(client.get(PAGE))
    assert add(client, "personal_assistant", ben).status_code == 404


def test_distance_from_where_she_asked(client):
    service = published()
    make.place(service)
    make.gazetteer("AM3 2QT", 52.02, -1.02)
    add(client, "service", service)
    words = text(client.get(PAGE, {"near": "AM3 2QT"}))
    assert "0.7 miles from AM3 2QT" in words


def test_the_page_costs_the_same_for_one_and_three(client, django_assert_num_queries):
    def another(number):
        service = published(f"Club {number}")
        make.place(service)
        make.opening(service)
        make.cost(service)
        add(client, "service", service)
        add(client, "personal_assistant", approved(f"Ben {number}"))

    another(1)
    client.get(PAGE)  # the message of the last change is read
    with django_assert_num_queries(QUERIES):
        client.get(PAGE)
    another(2)
    another(3)
    client.get(PAGE)
    with django_assert_num_queries(QUERIES):
        client.get(PAGE)


def test_the_count_in_the_menu_costs_no_query(client, django_assert_num_queries):
    add(client, "service", published())
    client.get("/marketplace/")
    with CaptureQueriesContext(connection) as with_list:
        client.get("/marketplace/")
    client.cookies.clear()
    with django_assert_num_queries(len(with_list)):
        client.get("/marketplace/")


def test_words_are_read_back_as_they_were_written():
    assert shortlist.all_of(["service-1", "personal_assistant-2", "service-1", "x"]) == [
        Kept("service", 1),
        Kept("personal_assistant", 2),
    ]


def test_hours_are_said_together():
    nine, five, two = time(9), time(17), time(14)
    assert opening_in_words([Hours(day, nine, five) for day in range(1, 6)]) == ["Monday to Friday, 9am to 5pm"]
    assert opening_in_words([Hours(day, nine, five) for day in range(1, 8)]) == ["Every day, 9am to 5pm"]
    assert opening_in_words([Hours(1, nine, two), Hours(3, nine, two), Hours(3, two, five)]) == [
        "Monday, 9am to 2pm",
        "Wednesday, 9am to 2pm and 2pm to 5pm",
    ]
