"""A personal assistant's page and the approval passport."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from directory.models import AreaServed
from tests.factories import directory as make

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def ben(until=None, state="approved", status="published", **fields):
    profile = make.assistant(slug="ben-okafor", status=status, about="I like cooking.", **fields)
    until = until or TODAY() + timedelta(days=100)
    approval = make.approval(
        profile,
        state=state,
        approved_on=until - timedelta(days=200),
        until=until,
        decided_at=make.NOON,
        decided_by=make.decider(),
    )
    checked = until - timedelta(days=200)
    make.check(approval, "identity", checked_on=checked, expires_on=until + timedelta(days=500))
    make.check(approval, "insurance", checked_on=checked, expires_on=until, evidence="Public liability, £5 million")
    return profile


def page(client, **query):
    return client.get(reverse("directory-assistant", args=["ben-okafor"]), query)


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_it_shows_price_times_and_each_check(client):
    profile = ben(told_us_on=date(2026, 11, 18), travel_included_miles=5)
    make.free(profile, 2)
    make.free(profile, 4)
    words = text(page(client))
    assert "£16.50 an hour on weekdays" in words
    assert "£18.00 at weekends. At least 1 hour a visit. Travel included within 5 miles." in words
    assert "Tuesday and Thursday mornings." in words
    assert "Ben told us on 18 November 2026." in words
    assert "Holds: Who they are Passport seen in person. Trading Standards" in words
    assert "Holds: Insurance Public liability, £5 million. Trading Standards" in words


def test_it_says_what_was_not_checked_and_that_it_recommends_nobody(client):
    profile = ben()
    make.check(profile.approvals.get(), "training", not_covered="Driving with passengers", expires_on=None)
    words = text(page(client))
    assert "What we have not checked Whether Ben is right for you." in words
    assert "Approval is not a recommendation." in words
    assert "you must check the right to work yourself" in words
    assert "Driving with passengers" in words


def test_a_dbs_check_shows_level_and_outcome_only(client):
    profile = ben()
    make.check(profile.approvals.get(), "dbs", checked_on=TODAY())
    assert "Enhanced DBS, nothing recorded that stops this work. Trading Standards" in text(page(client))


def test_on_its_last_day_an_approval_holds_and_the_next_day_it_does_not(client):
    profile = ben(until=TODAY())
    assert "Approved · until" in text(page(client))
    profile.approvals.update(until=TODAY() - timedelta(days=1))
    profile.approvals.get().checks.filter(kind="insurance").update(expires_on=TODAY() - timedelta(days=1))
    words = text(page(client))
    assert "Approved · until" not in words
    assert "Approval ended on" in words
    assert "Ben is not approved at the moment." in words
    assert "Ended: Insurance" in words


@pytest.mark.parametrize("state", ["applied", "in_progress", "suspended", "withdrawn"])
def test_nobody_without_a_standing_approval_has_a_page(client, state):
    ben(state=state)
    assert page(client).status_code == 404


@pytest.mark.parametrize("status", ["draft", "withdrawn"])
def test_what_is_not_published_is_not_found(client, status):
    ben(status=status)
    assert page(client).status_code == 404


def test_post_is_refused(client):
    ben()
    assert client.post(reverse("directory-assistant", args=["ben-okafor"])).status_code == 405


def test_distance_is_in_whole_miles_from_the_middle_of_an_area(client):
    ben()
    make.gazetteer("AM3 2QT", 52.02, -1.02)
    assert "about 1 mile from AM3 2QT" in text(page(client, near="AM3 2QT"))


def test_an_unknown_place_changes_nothing(client):
    ben()
    assert " from " not in text(page(client, near="ZZ99 9ZZ")).split("Ben Okafor Personal assistant")[1][:40]


def test_no_address_and_no_exact_point_is_on_the_page(client):
    profile = ben()
    AreaServed.objects.filter(profile=profile).update(latitude="52.13", longitude="-1.37")
    content = page(client).content.decode()
    assert "52.13" not in content
    assert "1.37" not in content


def test_the_number_of_queries_does_not_grow(client, django_assert_max_num_queries):
    profile = ben()
    with django_assert_max_num_queries(10):
        page(client)
    for kind in ("training", "interview", "references"):
        make.check(profile.approvals.get(), kind)
        make.free(profile, 1 + len(kind) % 5, "evening")
        profile.needs.add(make.term("need", kind.replace("_", "-")))
    with django_assert_max_num_queries(10):
        page(client)
