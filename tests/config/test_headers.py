"""The public site lets nothing in but itself; only Wagtail's admin may have inline style and script."""

import pytest

from tests import sessions
from tests.factories import accounts as people

STRICT = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}


def policy(answer) -> set[str]:
    return {part.strip() for part in answer.headers["Content-Security-Policy"].split(";") if part.strip()}


@pytest.mark.parametrize("path", ["/health/live", "/accounts/login/", "/nothing-here/", "/administrator/"])
def test_public_pages_are_strict(client, db, path):
    assert policy(client.get(path)) == STRICT


def test_the_admin_is_relaxed(admin_client, admin_user):
    found = policy(sessions.enter(admin_client, admin_user).get("/admin/"))
    assert {"script-src 'self' 'unsafe-inline'", "frame-ancestors 'self'", "default-src 'none'"} <= found


def test_other_headers(client, db):
    headers = client.get("/accounts/login/").headers
    assert (headers["Referrer-Policy"], headers["X-Content-Type-Options"], headers["X-Frame-Options"]) == (
        "same-origin",
        "nosniff",
        "DENY",
    )
    assert "geolocation=()" in headers["Permissions-Policy"]


def test_what_is_made_for_one_person_is_kept_by_no_browser(client, db):
    sessions.enter(client, people.person().user)
    for path in ("/your-searches/", "/search/", "/accounts/email/"):
        assert client.get(path).headers["Cache-Control"] == "private, no-store"
    assert client.get("/api/v1/search", {"q": 1}).headers["Cache-Control"] != "private, no-store"


def test_what_is_the_same_for_everybody_may_be_kept(client, db):
    assert "Cache-Control" not in client.get("/search/").headers
