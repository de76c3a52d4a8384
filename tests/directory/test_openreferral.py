"""The open feed: Open Referral UK 3.0 of what is public, page by page and one by one."""

import json
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from config import api_manners
from tests import openreferral
from tests.directory.test_find import approved
from tests.factories import accounts as people
from tests.factories import directory as make
from tests.factories import feed

pytestmark = pytest.mark.django_db
FEED = openreferral.FEED


@pytest.fixture(autouse=True)
def nobody_asked_before():
    cache.clear()


def get(client, path, **query):
    return client.get(f"{FEED}/{path}", query)


def ids(client, path="services", **query):
    response = get(client, path, **query)
    assert response.status_code == 200, response.content
    return [one["id"] for one in response.json()["contents"]]


def test_it_says_what_it_is(client):
    body = client.get(f"{FEED}/").json()
    assert (body["version"], body["openapi_url"]) == ("3.0", f"http://testserver{FEED}/openapi.json")
    assert body["licence"] == "Open Government Licence v3.0"


def test_pages_hold_everything_once_in_a_steady_order(client):
    made = [str(make.service(f"Club {number}", status="published").uuid) for number in range(7)]
    person = str(approved().uuid)
    found = [one for page in range(1, 6) for one in ids(client, page=page, per_page=3)]
    assert found == [*made, person]
    body = get(client, "services", page=3, per_page=3).json()
    assert {name: body[name] for name in body if name != "contents"} == {
        "total_items": 8,
        "total_pages": 3,
        "page_number": 3,
        "size": 2,
        "first_page": False,
        "last_page": True,
        "empty": False,
    }
    assert ids(client, page=2, perPage=3) == made[3:6]
    assert get(client, "services", page=9).json()["empty"] is True


@pytest.mark.parametrize(
    ("path", "queries"), [("services", 3), ("service_at_locations", 2), ("taxonomy_terms", 2), ("taxonomies", 2)]
)
def test_a_page_costs_the_same_for_little_and_much(client, django_assert_num_queries, path, queries):
    for number in range(4):
        feed.rich(f"Club {number}")
    for per_page in (1, 3, 100):
        with django_assert_num_queries(queries):
            assert get(client, path, per_page=per_page).status_code == 200
    approved()
    with django_assert_num_queries(queries + (path == "services")):
        assert get(client, path).status_code == 200


def test_one_costs_the_same_for_little_and_much(client, django_assert_max_num_queries):
    counts = []
    for times in (1, 3):
        service = feed.rich(times=times)
        for path in (f"services/{service.uuid}", f"service_at_locations/{service.at_locations.first().uuid}"):
            with django_assert_max_num_queries(10) as made:
                assert get(client, path).status_code == 200
            counts.append(len(made))
    assert counts[:2] == counts[2:]


@openreferral.needs_schemas
def test_every_document_is_as_open_referral_uk_says(client):
    """Profile 3.0: level 1 (services) and 2 (taxonomies, terms, places), with everything filled in and with nothing."""
    feed.rich(times=2)
    feed.bare()
    make.place(feed.bare("Draughts"), lat=None, lon=None, address_1="", city="", postcode="", name="Online")
    approved(about="I cook.")
    assert openreferral.walk_and_hold(client) == {
        "services": 4,
        "service_at_locations": 3,
        "taxonomies": 2,
        "taxonomy_terms": 2,
    }


@openreferral.needs_schemas
def test_what_is_wrong_is_seen():
    """The check of the checks: a missing id, null, an address that is none, and a moment without a zone."""
    wrong = {"name": "Chess", "status": "open", "email": None, "url": "chess", "last_modified": "2026-03-31T12:00:00"}
    assert len(openreferral.faults("compiled/service.json", wrong)) == 5


def test_a_service_is_told_whole(client):
    service = feed.rich()
    body = get(client, f"services/{service.uuid}").json()
    assert (body["name"], body["status"], body["assured_date"]) == ("Lunch club", "active", "2026-10-01")
    assert body["organization"]["organization_identifiers"][0]["identifier"] == "07654321"
    assert [(one["option"], one.get("amount")) for one in body["cost_options"]] == [("Lunch 0", 4.5), ("Help 0", None)]
    assert body["service_at_locations"][0]["location"]["addresses"][0]["postal_code"] == "AM3 2QT"
    assert [one["byday"] for one in body["schedules"]] == ["TU,WE"]
    assert [one["taxonomy_term"]["term"] for one in body["attributes"]] == ["company", "meals"]
    assert "Not checked" not in body["accreditations"]
    assert "Approval is not a recommendation." in body["accreditations"]
    assert "null" not in json.dumps(body)


def test_ids_stay_when_something_is_edited(client):
    service = feed.rich()
    before = get(client, f"services/{service.uuid}").json()
    service.name = "Dinner club"
    service.save()
    after = get(client, f"services/{service.uuid}").json()
    assert after["name"] == "Dinner club"
    assert sorted(_ids(after)) == sorted(_ids(before))
    assert len(set(_ids(after))) == len(_ids(after))


def _ids(told):
    """Every id of every part: no two parts have the same one."""
    if isinstance(told, dict):
        own = [told["id"]] if "id" in told and "term" not in told else []
        return own + [one for part in told.values() for one in _ids(part)]
    return [one for part in told for one in _ids(part)] if isinstance(told, list) else []


def test_what_is_not_public_is_nowhere(client):
    """Drafts, what was taken down, people who are not approved or whose approval has lapsed."""
    draft, gone = make.service("Draft"), make.service("Gone", status="withdrawn")
    places = [make.place(draft), make.place(gone)]
    unchecked, lapsed = make.assistant("Una Okoro", status="published"), approved("Ada Quill")
    lapsed.approvals.update(
        approved_on=timezone.localdate() - timedelta(days=9), until=timezone.localdate() - timedelta(days=1)
    )
    assert ids(client) == ids(client, "service_at_locations") == []
    for hidden in (draft, gone, unchecked, lapsed):
        assert get(client, f"services/{hidden.uuid}").status_code == 404
    for at in places:
        assert get(client, f"service_at_locations/{at.uuid}").status_code == 404


def test_of_a_personal_assistant_only_the_area(client):
    """Care and privacy: where somebody lives cannot be worked out, and nothing leads past us to them."""
    user = people.user("Ben Okafor", "ben.private@home.example")
    profile = approved(about="I cook.", user=user)
    body = get(client, f"services/{profile.uuid}").json()
    assert body["service_areas"] == [
        {
            "id": body["service_areas"][0]["id"],
            "service_id": str(profile.uuid),
            "name": "Alderford",
            "service_area": "Alderford, and up to 5 miles around",
        }
    ]
    assert (body["service_at_locations"], body["phones"], body["contacts"]) == ([], [], [])
    for words in (json.dumps(body), json.dumps(get(client, "services").json())):
        for private in ("latitude", "52.01", "-1.02", "address", "private", 'phone"', "email"):
            assert private not in words
    assert ids(client, "service_at_locations") == []


def test_nothing_of_who_wrote_or_confirmed_is_told(client):
    service = feed.rich(confirmed_by=people.user("Percy Private"))
    for path in ("services", f"services/{service.uuid}", "service_at_locations"):
        assert "Percy" not in get(client, path).content.decode()
        assert "source" not in get(client, path).content.decode()


def test_what_is_known_is_not_sent_again(client):
    service = feed.rich()
    for path in ("services", f"services/{service.uuid}"):
        first = get(client, path)
        assert (first["Access-Control-Allow-Origin"], first["Cache-Control"]) == ("*", "public, max-age=60")
        again = client.get(f"{FEED}/{path}", headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content, again["Access-Control-Allow-Origin"]) == (304, b"", "*")
    service.name = "Dinner club"
    service.save()
    assert client.get(f"{FEED}/{path}", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_any_page_of_another_site_may_ask(client):
    response = client.options(f"{FEED}/services")
    assert (response.status_code, response["Access-Control-Allow-Origin"]) == (204, "*")
    assert response["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert client.post(f"{FEED}/services").status_code == 405


def test_too_many_questions_are_told_when_to_come_back(client, monkeypatch):
    monkeypatch.setattr(api_manners, "TIMES", 1)
    assert get(client, "taxonomies").status_code == 200
    refused = get(client, "services")
    assert (refused.status_code, refused["Content-Type"]) == (429, "application/problem+json")
    assert int(refused["Retry-After"]) > 0
    assert refused["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    "path", ["nothing", "services/", "services/1", "services/x/y", "taxonomies/%00", "organizations"]
)
def test_everything_else_is_a_problem_body(client, path):
    response = get(client, path)
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")


@pytest.mark.parametrize("path", ["services", "service_at_locations", "taxonomies", "taxonomy_terms"])
def test_an_id_that_nobody_has_is_a_problem_body(client, path):
    response = get(client, f"{path}/7b8d4b0e-3c1d-4c55-9f0e-1d2c3b4a5968")
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")
