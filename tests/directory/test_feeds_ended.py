"""A feed that fails as nobody foresaw, and services that end at their source (issue 8 §3)."""

from datetime import timedelta

import pytest

from directory.actions import feeds, imports_openreferral, services
from directory.models import Feed, ImportDifference, PublicationEvent, Service
from search.models import IndexedDocument
from tests.directory.test_feeds import added
from tests.directory.test_import_openreferral import another
from tests.factories import accounts
from tests.factories import directory as make
from tests.factories.https_feed import HOST, serving
from tests.factories.https_feed import Feed as Served

pytestmark = pytest.mark.django_db
MANY = [f"s{number}" for number in range(1, 9)]


@pytest.fixture
def served(tmp_path, settings):
    settings.VAR = tmp_path / "var"
    with serving(Served([another(key) for key in MANY[:3]]), tmp_path) as feed:
        yield feed


def read(served, days=0):
    at = make.NOON + timedelta(days=days)
    Feed.objects.update(due_on=at.date())
    return feeds.read_due(at=at, fetcher=served.fetcher())


def up():
    return set(Service.objects.filter(status="published").values_list("source_id", flat=True))


def test_one_that_fails_unexpectedly_does_not_stop_the_others(served, monkeypatch, caplog):
    bad, good = added(served.fetcher(), name="A first"), added(served.fetcher(), source="b", address=f"https://{HOST}/")
    real = imports_openreferral.source_of

    def fails(*, source, **given):
        if source == bad.source:
            raise ZeroDivisionError("nobody foresaw this")
        return real(source=source, **given)

    monkeypatch.setattr(feeds, "source_of", fails)
    served.services = [another(key) for key in MANY[:3]]
    assert feeds.read_due(at=make.NOON, fetcher=served.fetcher()) == (2, 1)
    assert Service.objects.filter(source=good.source).count() == 3
    run = bad.imports.get()
    assert (run.trouble, run.ended_at) == (feeds.OURS, make.NOON)
    assert "nobody foresaw this" in caplog.text
    monkeypatch.setattr(feeds, "source_of", real)
    assert feeds.read_due(at=make.NOON + timedelta(days=1), fetcher=served.fetcher()) == (1, 0)
    assert Service.objects.filter(source=bad.source).count() == 3


@pytest.mark.parametrize("status", ["inactive", "defunct"])
def test_what_has_ended_leaves_public_view_and_search(served, status):
    added(served.fetcher())
    read(served)
    assert up() == {"s1", "s2", "s3"}
    served.services[1]["status"] = status
    read(served, 7)
    assert up() == {"s1", "s3"}
    gone = Service.objects.get(source_id="s2")
    assert (gone.status, PublicationEvent.objects.filter(service=gone).last().reason) == (
        "withdrawn",
        "Its source says that it has ended",
    )
    assert IndexedDocument.objects.get(ref=str(gone.pk)).removed


def test_what_is_not_listed_any_more_comes_down_and_comes_back(served):
    added(served.fetcher())
    read(served)
    kept = served.services.pop()
    read(served, 7)
    assert up() == {"s1", "s2"}
    served.services.append(kept)
    read(served, 14)
    assert up() == {"s1", "s2", "s3"}


def test_what_staff_took_down_stays_down(served):
    added(served.fetcher())
    read(served)
    services.withdraw(service=Service.objects.get(source_id="s1"), by=accounts.user(), reason="Closed")
    read(served, 7)
    assert up() == {"s2", "s3"}


def test_closed_for_a_while_is_left_as_it_is(served):
    added(served.fetcher())
    read(served)
    served.services[1]["status"] = "temporarily closed"
    read(served, 7)
    assert up() == {"s1", "s2", "s3"}


def test_what_a_provider_confirmed_since_waits_for_a_moderator(served):
    added(served.fetcher())
    read(served)
    for key in ("s1", "s2"):
        one = Service.objects.get(source_id=key)
        services.confirm(service=one, by=accounts.user(), confirmed_as="Good Neighbours", at=make.NOON)
    served.services[0]["status"] = "inactive"
    served.services.pop(1)
    read(served, 7)
    assert up() == {"s1", "s2", "s3"}
    assert set(ImportDifference.objects.values_list("service__source_id", "field", "after")) == {
        ("s1", "status", "withdrawn"),
        ("s2", "status", "withdrawn"),
    }
    read(served, 14)
    assert ImportDifference.objects.count() == 2
    served.services[0]["status"] = "active"
    read(served, 21)
    assert ImportDifference.objects.get().service.source_id == "s2"


def test_a_feed_that_lost_more_than_half_takes_nothing_down(served):
    served.services = [another(key) for key in MANY]
    feed = added(served.fetcher())
    read(served)
    served.services = served.services[:1]
    read(served, 7)
    assert up() == set(MANY)
    assert "7 of 8 services are not in the feed any more" in feed.imports.first().trouble


def test_a_feed_that_could_not_be_read_to_its_end_takes_nothing_down(served):
    added(served.fetcher())
    read(served)
    served.services.pop()
    served.answers["/services?page=1&per_page=100"] = (500, {}, b"")
    read(served, 7)
    assert up() == {"s1", "s2", "s3"}
