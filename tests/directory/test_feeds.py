"""Feeds on a schedule (issue 8 §3): added by staff, read when due, and their trouble in words."""

from datetime import timedelta

import pytest

from accounts.actions.refused import Refused
from directory.actions import feeds
from directory.fetching import Fetcher
from directory.models import Feed, Service
from tests.directory.test_import_openreferral import LUNCH, another
from tests.factories import accounts
from tests.factories import directory as make
from tests.factories.https_feed import HOST, serving
from tests.factories.https_feed import Feed as Served

pytestmark = pytest.mark.django_db


@pytest.fixture
def served(tmp_path, settings):
    settings.VAR = tmp_path / "var"
    with serving(Served([LUNCH, another("s2")]), tmp_path) as feed:
        yield feed


def added(fetcher, **changed):
    given = {"name": "The county", "source": "county", "address": f"https://{HOST}", "every_days": 7, "publish": True}
    return feeds.add(**(given | changed), by=accounts.user(), fetcher=fetcher, at=make.NOON)


def test_a_feed_is_read_when_it_is_due_and_not_before(served):
    added(served.fetcher())
    assert feeds.read_due(at=make.NOON, fetcher=served.fetcher()) == (1, 0)
    assert Service.objects.filter(source="county", status="published").count() == 2
    run = Feed.objects.get().imports.get()
    assert (run.rows, run.added, run.refused, run.trouble) == (2, 2, 0, "")
    assert feeds.read_due(at=make.NOON + timedelta(days=6), fetcher=served.fetcher()) == (0, 0)
    assert feeds.read_due(at=make.NOON + timedelta(days=7), fetcher=served.fetcher()) == (1, 0)
    assert Feed.objects.get().imports.first().as_before == 2


def test_trouble_is_said_in_words_and_tried_again_the_next_day(served):
    feed = added(served.fetcher())
    served.answers["/services?page=1&per_page=100"] = (500, {}, b"")
    assert feeds.read_due(at=make.NOON, fetcher=served.fetcher()) == (1, 1)
    assert feed.imports.get().trouble == "feed.example answered with 500."
    served.answers.clear()
    assert feeds.read_due(at=make.NOON + timedelta(days=1), fetcher=served.fetcher()) == (1, 0)


def test_a_stopped_feed_is_not_read_and_goes_on_when_somebody_says_so(served):
    feed, by = added(served.fetcher()), accounts.user()
    feeds.stop(feed=feed, by=by)
    assert feeds.read_due(at=make.NOON, fetcher=served.fetcher()) == (0, 0)
    with pytest.raises(Refused):
        feeds.stop(feed=feed, by=by)
    feeds.go_on(feed=feed, by=by, at=make.NOON)
    assert feeds.read_due(at=make.NOON, fetcher=served.fetcher()) == (1, 0)
    with pytest.raises(Refused):
        feeds.go_on(feed=feed, by=by)


@pytest.mark.parametrize("address", ["http://feed.example", "https://127.0.0.1/", "https://10.1.2.3/feed"])
def test_an_address_that_is_not_public_or_not_https_is_not_taken(address):
    with pytest.raises(Refused):
        added(Fetcher(), address=address)
    assert Feed.objects.count() == 0


def test_one_feed_is_there_once(served):
    added(served.fetcher())
    with pytest.raises(Refused, match="already"):
        added(served.fetcher(), source="other")
