"""The directory for programs: lists, everything about one, and never where a personal assistant lives."""

import json
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from directory import documents
from directory.actions import approvals, services
from directory.models import Contact, Eligibility, Language, Phone, Schedule
from search import vocabulary
from tests.directory.test_find import approved, published
from tests.factories import directory as make

pytestmark = pytest.mark.django_db
QUERIES_OF_A_SERVICE = 20


@pytest.fixture(autouse=True)
def nobody_asked_before():
    cache.clear()


def get(client, path, **query):
    return client.get(f"/api/v1/{path}", query)


def a_full_service(name="Lunch club", times=1):
    service = make.service(name, summary="A hot lunch.", cqc_location_id="1-1", gives_personal_care=True)
    Phone.objects.create(organisation=service.organisation, number="01632 960 100")
    service.terms.add(make.term("topic", "meals"), make.term("need", "company"), make.term("for", "older-people"))
    for number in range(times):
        at = make.place(service, name=f"Hall {number}")
        Phone.objects.create(location=at.location, number="01632 960 101")
        Schedule.objects.create(service_at_location=at, byday="MO", opens_at="09:00", closes_at="12:00")
        make.cost(service, 450, "visit", option=f"Lunch {number}")
        Eligibility.objects.create(service=service, words=f"Rule {number}")
        Phone.objects.create(contact=Contact.objects.create(service=service, name="Ann"), number="1")
        service.languages.add(Language.objects.get_or_create(code=f"l{number}", name=f"Language {number}")[0])
    services.publish(service=service, by=None)
    return service


def approve(service):
    by, today = make.decider(), timezone.localdate()
    approval = approvals.open(scheme=make.scheme(), subject=service, by=by)
    for kind in ("identity", "insurance"):
        ends = today + timedelta(days=100)
        approvals.record_check(approval=approval, kind=kind, outcome="passed", checked_on=today, expires_on=ends, by=by)
    make.approve(approval=approval, by=by)


def test_a_service_is_told_whole(client):
    service = a_full_service()
    body = get(client, f"services/{service.slug}").json()
    assert (body["name"], body["summary"], body["url"]) == (
        "Lunch club",
        "A hot lunch.",
        f"http://testserver/directory/{service.slug}/",
    )
    assert body["topics"] == [{"value": "meals", "name": "Meals"}]
    assert body["costs"] == [
        {
            "what": "Lunch 0",
            "pence": 450,
            "unit": "a visit",
            "note": "",
            "shortest_visit_minutes": None,
            "travel": "",
            "until": None,
        }
    ]
    assert body["places"][0]["address"] == ["1 High Street", "Alderford", "AM3 2QT"]
    assert body["places"][0]["opening"] == [{"weekday": 1, "opens": "09:00", "closes": "12:00"}]
    assert body["organisation"]["phones"] == [{"number": "01632 960 100", "note": ""}]
    assert body["care_quality_commission"]["location_id"] == "1-1"
    assert body["approval"] is None


def test_an_assistant_is_told_with_the_passport_and_without_a_point(client):
    profile = approved(about="I cook.")
    response = get(client, f"personal-assistants/{profile.slug}")
    body = response.json()
    assert (body["name"], body["weekday_pence"]) == ("Ben Okafor", 1650)
    assert body["areas"] == [{"name": "Alderford", "miles": 5}]
    assert (body["approval"]["holds"], body["approval"]["checks"][0]["standing"]) == (True, "held")


def test_no_answer_has_a_point_or_an_address_of_an_assistant(client, search_index):
    profile = approved()
    make.gazetteer("AM3 2QT", 52.02, -1.02)
    search_index()
    near = {"near": "AM3 2QT"}
    answers = [
        get(client, f"personal-assistants/{profile.slug}"),
        get(client, "personal-assistants", **near),
        get(client, "search", **near),
    ]
    for words in (json.dumps(answer.json()) for answer in answers):
        assert "52.01" not in words
        assert "latitude" not in words
        assert "address" not in words
    assert [answer.json()["results"][0]["distance_miles"] for answer in answers[1:]] == [1.0, 1.0]


def test_lists_hold_their_kind_alone(client, search_index):
    service, profile = published(), approved()
    lapsed = approved("Ada Quill")
    lapsed.approvals.update(
        approved_on=timezone.localdate() - timedelta(days=9), until=timezone.localdate() - timedelta(days=1)
    )
    documents.refresh_assistants(lapsed.pk)
    search_index()
    found = get(client, "services").json()["results"]
    assert [(one["title"], one["api"]) for one in found] == [
        ("Lunch club", f"http://testserver/api/v1/services/{service.slug}")
    ]
    found = get(client, "personal-assistants").json()["results"]
    assert [(one["title"], one["api"]) for one in found] == [
        ("Ben Okafor", f"http://testserver/api/v1/personal-assistants/{profile.slug}")
    ]
    assert get(client, "services", kind="service").status_code == 422
    assert get(client, "personal-assistants", approved="approved").status_code == 422


@pytest.mark.parametrize("path", ["services", "personal-assistants"])
@pytest.mark.parametrize("slug", ["nobody", "a" * 5_000, "draft"])
def test_what_is_not_there_is_a_problem(client, path, slug):
    make.service("Draft", slug="draft")
    make.assistant("Draft", slug="draft")
    response = get(client, f"{path}/{slug}")
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")


@pytest.mark.parametrize("slug", ["%00", "a b", "..%2f..", "é", "a/b"])
def test_what_is_no_slug_is_a_problem(client, slug):
    response = client.get(f"/api/v1/services/{slug}")
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")


def test_it_costs_the_same_for_little_and_much(client, django_assert_max_num_queries):
    counts = []
    for times in (1, 3):
        service = a_full_service(f"Club {times}", times)
        approve(service)
        with django_assert_max_num_queries(QUERIES_OF_A_SERVICE) as made:
            assert get(client, f"services/{service.slug}").status_code == 200
        counts.append(len(made))
    assert counts[0] == counts[1]


def test_a_list_says_what_it_understood_and_stays_at_its_own_address(client, search_index):
    make.gazetteer("AM3 2QT", 52.02, -1.02)
    make.place(published())
    search_index()
    vocabulary.refresh()
    body = get(client, "services", q="lunhc near AM3 2QT", distance="any").json()
    assert (body["looked_for"], body["correction"]["meant"]) == ("lunch", "lunch near AM3 2QT")
    assert (body["near"]["name"], body["near"]["from_words"]) == ("AM3 2QT", "AM3 2QT")
    here = "http://testserver/api/v1/services?q=lunhc+near+AM3+2QT&distance=any"
    assert (body["links"]["this"], body["correction"]["exact_url"]) == (here, f"{here}&exact=1")
    assert client.get(body["near"]["anywhere_url"]).status_code == 200
