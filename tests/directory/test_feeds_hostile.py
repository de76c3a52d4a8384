"""A feed that lies, changes while it is read, or never ends (issue 8 §3): what it does not say is not believed."""

import json
from copy import deepcopy
from datetime import timedelta

import pytest

from directory.actions import feeds
from directory.models import Feed, Service
from tests.directory.test_feeds import added
from tests.directory.test_feeds_ended import read, served, up  # noqa: F401
from tests.directory.test_import_openreferral import LUNCH, another, folder, run  # noqa: F401
from tests.factories import directory as make

pytestmark = pytest.mark.django_db
MANY = [f"s{number}" for number in range(1, 9)]


def paged(feed, **changed):
    """The pages of this feed say something else of themselves; None leaves a word out."""
    whole = feed.page

    def page(number):
        said = whole(number) | changed
        return {name: value for name, value in said.items() if value is not None}

    feed.page = page


def test_a_feed_that_does_not_name_its_last_page_is_read_to_its_end(served):  # noqa: F811
    served.services = [another(key) for key in MANY]
    added(served.fetcher())
    paged(served, last_page=None)
    read(served)
    assert up() == set(MANY)


@pytest.mark.parametrize("total", ["many", [], {"a": 1}, -1, 1e999, None])
def test_an_odd_number_of_pages_is_no_number(served, total):  # noqa: F811
    """Then the last page is the one that says so, or the one with nothing on it."""
    feed = added(served.fetcher())
    paged(served, total_pages=total)
    read(served)
    assert (feed.imports.first().trouble, up()) == ("", {"s1", "s2", "s3"})


def test_a_list_that_changed_while_it_was_read_takes_down_nothing_that_is_there(served):  # noqa: F811
    """What slips from the second page to the first is on neither: it has not ended."""
    served.services = [another(key) for key in MANY]
    added(served.fetcher())
    read(served)
    whole, asked = served.page, []

    def page(number):
        if asked:
            served.services = [one for one in served.services if one["id"] != "s1"]
        asked.append(number)
        return whole(number)

    served.page = page
    read(served, 7)
    assert up() == set(MANY)
    read(served, 14)
    assert up() == set(MANY) - {"s1"}


def test_pages_of_another_day_are_asked_again(served):  # noqa: F811
    """A feed was stopped in its middle, and goes on a month later: what ended meanwhile does not come back."""
    feed = added(served.fetcher())
    served.answers["/services/s3"] = (500, {}, b"")
    read(served)
    del served.answers["/services/s3"]
    served.services[0]["description"] = "Another day."
    folder_of = feeds.settings.VAR / "feeds" / f"feed-{feed.pk}"
    make.older(folder_of, days=30)
    read(served, 30)
    assert Service.objects.get(source_id="s1").description == "Another day."


@pytest.mark.parametrize("answer", [(200, {}, b'{"error": "busy"}'), (404, {}, b"{}")])
def test_a_service_that_cannot_be_read_whole_stays_as_it_was(served, answer):  # noqa: F811
    """The list alone says so little that its place, times and telephone would be lost."""
    served.services[0] = deepcopy(LUNCH)
    added(served.fetcher())
    read(served)
    served.services[0]["description"] = "News."
    served.answers["/services/s1"] = answer
    read(served, 7)
    one = Service.objects.get(source_id="s1")
    assert (one.at_locations.count(), one.phones.count(), one.minimum_age) == (2, 1, 60)


def test_a_feed_without_end_is_stopped_for_the_day(served, monkeypatch):  # noqa: F811
    """Everything else that is due by the clock waits behind it. What came is kept, and tomorrow it goes on."""
    monkeypatch.setattr(feeds, "LONGEST", 0)
    feed = added(served.fetcher())
    assert feeds.read_due(at=make.NOON, fetcher=served.fetcher()) == (1, 1)
    assert "goes on tomorrow" in feed.imports.first().trouble


def test_a_feed_that_is_being_read_is_not_read_twice_at_once(served):  # noqa: F811
    """The hourly run comes round while yesterday's is still at it."""
    added(served.fetcher())
    whole, inner = served.page, []

    def page(number):
        if not inner:
            inner.append(None)
            inner[0] = feeds.read_due(at=make.NOON, fetcher=served.fetcher())
        return whole(number)

    served.page = page
    assert feeds.read_due(at=make.NOON, fetcher=served.fetcher()) == (1, 0)
    assert inner == [(0, 0)]
    assert Feed.objects.get().imports.count() == 1


@pytest.mark.parametrize(
    "odd",
    [
        {"cost_options": [{"amount": 10**400, "currency": "GBP"}]},
        {"name": "Club \ud800"},
        {"name": "Club\x00"},
        {"description": "A \udfff"},
        {"email": f"{'a' * 290}@good.example"},
        {"id": "s\ud800"},
        {"id": "s\x00"},
        {"organization": {"name": "Org \ud800", "email": f"{'a' * 290}@good.example"}},
        {"phones": [{"number": 10**30}]},
        {"minimum_age": 1e308},
    ],
    ids=["amount", "name-surrogate", "name-nul", "surrogate", "email", "id-surrogate", "id-nul", "org", "phone", "age"],
)
def test_one_row_that_no_database_takes_does_not_stop_the_others(folder, odd):  # noqa: F811
    run(folder(another("s1") | odd, another("s2")), publish=True)
    assert Service.objects.filter(source_id="s2").exists()
    for one in Service.objects.all():
        json.dumps([one.name, one.description, one.organisation.name]).encode()
        assert len(one.email) <= 254
        assert "\x00" not in one.name + one.source_id


def test_a_number_of_noughts_names_nobody(folder):  # noqa: F811
    """A spreadsheet writes 0 where there is none: then everybody without a number were one charity."""

    def of(name, number):
        said = [{"identifier_scheme": "GB-CHC", "identifier": number}]
        return {"name": name, "organization_identifiers": said}

    one = another("s1", organization=of("One", "0"))
    run(folder(one))
    run(folder(one, another("s2", organization=of("Two", "0"))))
    assert set(Service.objects.values_list("organisation__name", flat=True)) == {"One", "Two"}


def test_a_day_to_come_confirms_nothing(folder):  # noqa: F811
    """Else a page would stay fresh for ever."""
    said, _ = run(folder(another("s1", assured_date="2999-01-01")), publish=True)
    assert Service.objects.get().confirmed_on is None
    assert "row 1, assured_date: Is a day to come" in said


def test_what_was_hidden_for_its_age_comes_back_with_a_newer_day(folder):  # noqa: F811
    run(folder(another("s1", assured_date="2025-01-01")), publish=True)
    Service.objects.update(hidden_at=make.NOON)
    run(folder(another("s1", assured_date="2025-01-01", description="News.")), publish=True)
    assert Service.objects.get().hidden_at is not None
    run(folder(another("s1", assured_date="2026-11-01")), publish=True)
    assert Service.objects.get().hidden_at is None


def test_an_age_may_be_written_with_a_point(folder):  # noqa: F811
    """HSDS 3.0: minimum_age is a number."""
    run(folder(another("s1", minimum_age=60.0)))
    assert Service.objects.get().minimum_age == 60


def test_the_short_name_of_the_register_is_nobody_elses(served):  # noqa: F811
    """What the feed does not list would come down: the whole of the register."""
    with pytest.raises(feeds.Refused, match="short name"):
        added(served.fetcher(), source="cqc")


@pytest.mark.parametrize("address", ["HTTPS://feed.example/a", "ht\ttps://feed.example/a"])
def test_an_address_is_kept_as_the_database_wants_it(served, address):  # noqa: F811
    try:
        feed = added(served.fetcher(), address=address)
    except feeds.Refused:
        return
    assert feed.address.startswith("https://feed.example")
    assert timedelta(days=7) == feed.every


def test_a_point_whose_halves_changed_places_is_told_and_not_taken(folder):  # noqa: F811
    """Else the service is in the sea off Africa, and nobody finds it."""
    place = {"id": "l1", "latitude": -1.2, "longitude": 52.1, "addresses": [{"postal_code": "AM3 2QT"}]}
    said, _ = run(folder(another("s1", service_at_locations=[{"id": "a1", "location": place}])))
    assert Service.objects.get().at_locations.get().location.latitude is None
    assert "row 1, latitude: “-1.2” is not in the United Kingdom" in said
