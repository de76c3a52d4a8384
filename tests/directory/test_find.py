"""Find support, and the list of personal assistants, through the real search index."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from directory.actions import approvals, capacity, personal_assistants, services
from directory.models import Approval, Phone
from search.documents import Kind
from tests.factories import directory as make

pytestmark = pytest.mark.django_db
QUERIES = 6  # a page of results, filters with their names, what can be booked, who has room


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def find(client, **query):
    return text(client.get(reverse("directory-find"), query))


def people(client, **query):
    return text(client.get(reverse("directory-assistants"), query))


def approved(name="Ben Okafor", ends_in=100, **fields):
    """Checked and published through the real actions, with insurance for so many days."""
    profile, by = make.assistant(name, **fields), make.decider()
    approval = approvals.open(scheme=make.scheme(), subject=profile, by=by)
    today = timezone.localdate()
    for kind in ("identity", "insurance"):
        ends = today + timedelta(days=ends_in)
        approvals.record_check(approval=approval, kind=kind, outcome="passed", checked_on=today, expires_on=ends, by=by)
    make.approve(approval=approval, by=by)
    personal_assistants.publish(profile=profile, by=by)
    return profile


def published(name="Lunch club", **fields):
    service = make.service(name, **fields)
    services.publish(service=service, by=None)
    return service


def test_services_and_assistants_are_found_with_price_and_approval_in_words(client, search_index):
    profile = approved()
    capacity.say(of=profile, lines=[capacity.Line(2, "morning"), capacity.Line(4, "morning")], by=None)
    service = make.service("Sunrise Home Care", cqc_location_id="1-1", gives_personal_care=True)
    make.cost(service, 2400, "hour")
    services.publish(service=service, by=None)
    search_index()
    words = find(client)
    assert "£16.50 an hour" in words
    assert "Checked " in words
    assert "Self-employed" in words
    assert "Has time Tuesday and Thursday mornings, said today." in words
    assert "£24.00 an hour" in words
    assert "CQC registered" in words


def test_distance_is_shown_and_carried_on_to_the_page(client, search_index):
    approved()
    make.gazetteer("AM3 2QT", 52.02, -1.02)
    search_index()
    answer = client.get(reverse("directory-find"), {"near": "AM3 2QT"})
    assert "0.7 miles from AM3 2QT" in text(answer)
    assert "/?near=AM3%202QT" in answer.content.decode()


def test_an_unknown_place_says_so_and_keeps_the_question(client, search_index):
    published()
    search_index()
    answer = client.get(reverse("directory-find"), {"q": "lunch", "near": "ZZ9 9ZZ"})
    assert "We do not know" in text(answer)
    assert 'value="lunch"' in answer.content.decode()
    assert 'value="ZZ9 9ZZ"' in answer.content.decode()


def test_filters_by_kind_need_day_group_access_and_approval(client, search_index):
    lunch = make.service("Lunch club")
    make.opening(lunch, "MO")
    lunch.terms.add(make.term("topic", "meals"), make.term("need", "company"), make.term("for", "older-people"))
    services.publish(service=lunch, by=None)
    published("Quiz night")
    approved()
    search_index()
    for query in ({"topic": "meals"}, {"need": "company"}, {"day": "mon"}, {"for": "older-people"}):
        words = find(client, **query)
        assert ("Lunch club" in words, "Quiz night" in words) == (True, False)
    words = find(client, approved="approved")
    assert ("Ben Okafor" in words, "Lunch club" in words) == (True, False)
    words = find(client, kind="service")
    assert ("Ben Okafor" in words, "Lunch club" in words) == (False, True)


def test_a_draft_is_not_found(client, search_index):
    make.service("Secret plan")
    search_index()
    assert "Secret plan" not in find(client)


def test_what_lapses_at_midnight_is_gone_from_approved_at_midnight(client, search_index, monkeypatch):
    """Nothing runs at midnight: no job, no indexing. Only the day changes."""
    approved(ends_in=0)
    search_index()
    assert "Ben Okafor" in people(client)
    assert "Ben Okafor" in find(client, approved="approved")
    tomorrow = timezone.localdate() + timedelta(days=1)
    midnight = datetime(tomorrow.year, tomorrow.month, tomorrow.day, tzinfo=ZoneInfo("Europe/London"))
    monkeypatch.setattr(timezone, "now", lambda: midnight)
    assert Approval.objects.get().state == "approved"
    assert "Ben Okafor" not in people(client)
    assert "Ben Okafor" not in find(client, approved="approved")
    assert "Ben Okafor" not in find(client)


def test_suspension_is_gone_from_every_list_at_once(client, search_index):
    profile = approved()
    search_index()
    approvals.suspend(approval=profile.approvals.get(), by=make.decider(), reason="A complaint")
    assert "Ben Okafor" not in find(client)
    assert "Ben Okafor" not in people(client)


def test_a_list_costs_the_same_for_one_and_three(client, search_index, django_assert_num_queries):
    approved("One")
    search_index()
    find(client)
    with django_assert_num_queries(QUERIES):
        find(client)
    approved("Two")
    approved("Three")
    search_index()
    with django_assert_num_queries(QUERIES):
        find(client)


def test_the_kinds_of_the_directory_are_registered_with_their_words():
    from search import documents

    assert isinstance(documents.kind("service"), Kind)
    assert documents.kind("personal_assistant").label == "Personal assistants"


def test_hostile_questions_are_answered(client, search_index):
    published()
    search_index()
    for asked in ('"', "a" * 5000, "\x00", "') OR 1=1", "*", "near:~", "🙂"):
        assert client.get(reverse("directory-find"), {"q": asked, "near": asked}).status_code in (200, 400)


def test_what_has_no_place_says_how_it_is_had_and_no_distance_loses_it(client, search_index):
    make.gazetteer("AM3 2QT", 52.02, -1.02)
    far = make.service("Far lunch club")
    make.place(far, lat=53.9)
    services.publish(service=far, by=None)
    for name, fields in {
        "Telephone friends": {"anywhere": True},
        "Web forum": {"anywhere": True, "url": "https://forum.example/"},
        "Listening line": {"anywhere": True},
        "County transport": {},
    }.items():
        service = make.service(name, **fields)
        if name == "Listening line":
            Phone.objects.create(service=service, number="01632 960 111")
        if name == "County transport":
            service.areas.create(name="Aldermere")
        services.publish(service=service, by=None)
    search_index()
    words = find(client, near="AM3 2QT", distance="1")
    assert "4 results within 1 mile." in words
    for said in ("Telephone friends By phone or online", "Web forum Online", "Listening line By phone"):
        assert said in words
    assert "County transport Across Aldermere" in words
