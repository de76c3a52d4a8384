"""The manners of the JSON API, and its documentation as an ordinary page."""

import re
from html import unescape

import pytest
from django.core.cache import cache

from config import api_manners
from design import limits
from tests import sessions
from tests.factories import accounts as people
from tests.factories import directory as make

pytestmark = pytest.mark.django_db
OPENAPI = "/api/v1/openapi.json"


@pytest.fixture(autouse=True)
def nobody_asked_before():
    cache.clear()


def test_open_to_other_sites_and_without_cookies(client):
    response = client.get(OPENAPI)
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Cache-Control"] == "public, max-age=60"
    assert not response.cookies
    assert "Vary" not in response


def test_the_same_for_whoever_asks(client):
    anybody = client.get(OPENAPI)
    member = people.staff("editor")
    assert sessions.enter(client, member, second_step=False).get(OPENAPI).content == anybody.content


def test_what_is_known_is_not_sent_again(client):
    first = client.get(OPENAPI)
    again = client.get(OPENAPI, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert again["Access-Control-Allow-Origin"] == "*"
    assert client.get(OPENAPI, headers={"If-None-Match": '"another"'}).status_code == 200


def test_the_head_alone(client):
    whole, head = client.get(OPENAPI), client.head(OPENAPI)
    assert (head.status_code, head.content) == (200, b"")
    assert (head["ETag"], head["Content-Length"]) == (whole["ETag"], str(len(whole.content)))


def test_what_may_be_asked(client):
    response = client.options(OPENAPI)
    assert (response.status_code, response["Allow"]) == (204, "GET, HEAD, OPTIONS")
    assert response["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW"])
def test_nothing_can_be_changed(client, method):
    client.handler.enforce_csrf_checks = True
    response = client.generic(method, "/api/v1/search", b"{}", content_type="application/json")
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert response.json()["title"] == "This address can only be read"


@pytest.mark.parametrize(
    "path", ["", "nothing", "search/", "v2/search", "docs/", "openapi.yaml", "a/b/c", "%00", "a%0Ab", "a%0A"]
)
def test_everything_else_is_a_problem_body(client, path):
    response = client.get(f"/api/v1/{path}")
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")
    assert response.json()["type"] == "http://testserver/api/v1/docs#not-found"


def test_too_many_questions_are_told_when_to_come_back(client, monkeypatch):
    monkeypatch.setattr(api_manners, "TIMES", 3)
    monkeypatch.setattr(limits.time, "time", lambda: 1_000_000_010.0)
    assert [client.get(OPENAPI).status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = client.get(OPENAPI)
    assert (refused["Retry-After"], refused["Content-Type"]) == ("10", "application/problem+json")
    assert client.get(OPENAPI, REMOTE_ADDR="198.51.100.7").status_code == 200
    monkeypatch.setattr(limits.time, "time", lambda: 1_000_000_021.0)
    assert client.get(OPENAPI).status_code == 200


def test_behind_a_proxy_each_visitor_is_counted_alone(client, monkeypatch, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    monkeypatch.setattr(api_manners, "TIMES", 1)
    for visitor in ("198.51.100.7", "198.51.100.8"):
        assert client.get(OPENAPI, headers={"X-Forwarded-For": f"10.0.0.1, {visitor}"}).status_code == 200
    assert client.get(OPENAPI, headers={"X-Forwarded-For": "10.9.9.9, 198.51.100.8"}).status_code == 429


def test_the_document_describes_every_address(client):
    schema = client.get(OPENAPI).json()
    assert sorted(schema["paths"]) == [
        "/api/v1/personal-assistants",
        "/api/v1/personal-assistants/{slug}",
        "/api/v1/search",
        "/api/v1/services",
        "/api/v1/services/{slug}",
    ]
    search = schema["paths"]["/api/v1/search"]["get"]
    names = [one["name"] for one in search["parameters"]]
    assert names[:3] == ["q", "near", "distance"]
    assert {"kind", "topic", "day", "sort", "exact", "anywhere", "page"} <= set(names)
    [exact] = [one for one in search["parameters"] if one["name"] == "exact"]
    assert exact["schema"] == {"type": "boolean", "default": False}
    answer = schema["components"]["schemas"]["PageOut"]["properties"]
    assert {"looked_for", "correction", "near", "suggestions"} <= set(answer)
    assert list(search["responses"]["422"]["content"]) == ["application/problem+json"]


def test_the_documentation_is_a_page_with_nothing_from_elsewhere(client):
    service = make.service("Lunch club", slug="lunch-club", status="published")
    page = client.get("/api/v1/docs").content.decode()
    assert f'href="/api/v1/services/{service.slug}"' in page
    assert page.count("<h1") == 1
    assert (
        re.findall(
            r'(?:src|href)="(?:https?:)?//(?!www\.rfc-editor)[^"]*', page.partition("<main")[2].partition("</main")[0]
        )
        == []
    )
    assert '"title": "Alderford lunch club"' in unescape(page)
    assert '"exact_url": "https://care.example/api/v1/search?q=freee+lunch+am3&exact=1"' in unescape(page)
    for name in ("q", "near", "topic", "sort", "exact"):
        assert f'data-label="Parameter">{name}<' in page


def test_every_anchor_leads_somewhere(client):
    page = client.get("/api/v1/docs").content.decode()
    ids = set(re.findall(r'id="([^"]+)"', page))
    assert set(re.findall(r'href="#([^"]+)"', page)) - ids == set()
