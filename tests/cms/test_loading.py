"""Our pages are put in by somebody, on a day."""

from datetime import UTC, datetime, timedelta

from accounts.models import User
from cms.content import load
from cms.models import AdvicePage


def test_loading_takes_its_clock_and_its_author(db):
    at, editor = datetime(2026, 3, 2, 9, tzinfo=UTC), User.objects.create_user("editor@aldermere.example")
    load(at=at, by=editor)
    page = AdvicePage.objects.get(slug="staying-safe")
    assert (page.first_published_at, page.last_published_at, page.owner) == (at, at, editor)
    assert (page.reviewed_on, page.next_review_on) == (
        at.date() - timedelta(days=9),
        at.date() - timedelta(days=9) + timedelta(days=365),
    )
