"""Each filter of the open feed against the same worked out in plain Python, and each wrong question refused."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from directory.models import Schedule, Service, ServiceArea
from search.geo import miles_between
from tests.directory.test_find import approved
from tests.directory.test_openreferral import get, ids
from tests.factories import directory as make

pytestmark = pytest.mark.django_db
HERE = (52.0, -1.0)
METRES = 1609.344


@pytest.fixture(autouse=True)
def nobody_asked_before():
    cache.clear()


@pytest.fixture
def some():
    """Twelve services that differ in everything a filter looks at."""
    make.gazetteer("AM3 2QT", *HERE)
    meals, company = make.term("topic", "meals", "Meals"), make.term("need", "company", "Company")
    for number in range(12):
        service = make.service(
            f"Club {number}",
            status="published",
            minimum_age=[None, 18, 55, 60][number % 4],
            maximum_age=[None, 64, 100][number % 3],
            summary="Lunch" if number % 2 else "Chess",
            anywhere=number == 11,
        )
        service.terms.set([meals] if number % 3 == 0 else [company] if number % 3 == 1 else [])
        at = make.place(service, HERE[0] + number * 0.02, HERE[1] - number * 0.01)
        byday, opens = ["MO,TU", "WE", "1MO"][number % 3], 8 + number % 4
        if number % 2:
            make.opening(service, byday, opens, opens + 3)
        else:
            Schedule.objects.create(
                service_at_location=at, byday=byday, opens_at=time(opens), closes_at=time(opens + 4)
            )
        if number in (2, 5, 8):
            ServiceArea.objects.create(service=service, name="A", latitude=52.1, longitude=-1.0, miles=number)
        if number == 9:
            ServiceArea.objects.create(service=service, name="Somewhere")
    return list(Service.objects.order_by("pk"))


def expected(some, holds):
    found = [str(service.uuid) for service in some if holds(service)]
    assert 0 < len(found) < len(some), "the filter leaves some out, and not all"
    return found


def lines(service):
    return [*service.schedules.all(), *(line for at in service.at_locations.all() for line in at.schedules.all())]


def metres(service):
    at = service.at_locations.get().location
    return miles_between(*HERE, at.latitude, at.longitude) * METRES


def covers(area):
    return area.miles is not None and miles_between(*HERE, area.latitude, area.longitude) <= area.miles


def test_by_age(client, some):
    for age in (18, 55.5):
        holds = expected(some, lambda one, age=age: one.minimum_age is not None and one.minimum_age >= age)
        assert ids(client, minimum_age=age) == holds
    for age in (64, 99.5):
        holds = expected(some, lambda one, age=age: one.maximum_age is not None and one.maximum_age <= age)
        assert ids(client, maximum_age=age) == holds


def test_by_time_and_day(client, some):
    def opening(**what):
        return expected(some, lambda one: any(all(fits(line) for fits in what.values()) for line in lines(one)))

    late, early = time(10), time(13)
    assert ids(client, start_time="10:00") == opening(start=lambda line: line.opens_at >= late)
    assert ids(client, end_time="13:00") == opening(end=lambda line: line.closes_at <= early)
    assert ids(client, day="MO") == opening(day=lambda line: "MO" in line.byday)
    assert ids(client, day="we") == opening(day=lambda line: "WE" in line.byday)
    assert ids(client, start_time="09:00", end_time="12:00", day="MO") == opening(
        start=lambda line: line.opens_at >= time(9),
        end=lambda line: line.closes_at <= time(12),
        day=lambda line: "MO" in line.byday,
    )


def test_times_that_have_ended_are_none(client):
    service = make.service(status="published")
    make.opening(service, valid_to=timezone.localdate() - timedelta(days=1))
    assert ids(client, day="MO") == []
    assert get(client, f"services/{service.uuid}").json()["schedules"] == []


def test_by_term_and_taxonomy(client, some):
    for slug in ("meals", "company"):
        term = make.term({"meals": "topic", "company": "need"}[slug], slug)
        holds = expected(some, lambda one, term=term: term in one.terms.all())
        assert ids(client, taxonomy_term_id=term.uuid) == holds
        assert ids(client, taxonomy_id=term.taxonomy.uuid) == holds
    assert ids(client, taxonomy_term_id="7b8d4b0e-3c1d-4c55-9f0e-1d2c3b4a5968") == []


def test_by_words(client, some):
    assert ids(client, search="lunch CLUB") == expected(some, lambda one: one.summary == "Lunch")
    assert ids(client, text="meals") == expected(some, lambda one: "meals" in [term.slug for term in one.terms.all()])
    assert ids(client, search="nothing like it") == []
    assert ids(client, search="100% _ %") == []


def test_by_distance(client, some):
    """ "Only show results within the proximity from the centroid of the postcode"; or what comes to homes there."""
    for reach in (1, 2_500, 10_000):
        assert ids(client, postcode="am3 2qt", proximity=reach) == expected(
            some, lambda one, reach=reach: metres(one) <= reach or any(covers(area) for area in one.areas.all())
        )
        places = [str(one.at_locations.get().uuid) for one in some if metres(one) <= reach]
        assert ids(client, "service_at_locations", postcode="AM32QT", proximity=reach) == places


def test_by_postcode_alone(client, some):
    """ "If service_area is available, only return results where the postcode exists within" it."""
    served = expected(
        some,
        lambda one: (
            one.anywhere
            or not [area for area in one.areas.all() if area.miles]
            or any(covers(area) for area in one.areas.all())
        ),
    )
    assert ids(client, postcode="AM3 2QT") == served


def test_by_when_it_changed(client):
    """Its own record, who offers it, or a place where it is given: whoever keeps a copy hears of all of them."""
    moment = datetime(2026, 5, 1, 12, tzinfo=UTC)
    old = [make.service(f"Club {number}", status="published") for number in range(5)]
    places = [make.place(one).location for one in old]
    for row in [*old, *places, *(one.organisation for one in old)]:
        type(row).objects.filter(pk=row.pk).update(changed_at=moment - timedelta(days=9))
    for row in (old[1], old[2].organisation, places[3]):
        type(row).objects.filter(pk=row.pk).update(changed_at=moment)
    changed = [str(one.uuid) for one in old[1:4]]
    for said in ("2026-05-01T12:00:00Z", "2026-05-01T13:00:00+01:00", "2026-05-01T13:00:00", "2026-05-01"):
        assert ids(client, modified_after=said) == changed
    assert ids(client, modified_after="2026-05-01T12:00:00.000001Z") == []
    assert len(ids(client, "service_at_locations", modified_after="2026-05-01")) == 3
    assert get(client, f"services/{old[2].uuid}").json()["last_modified"] == "2026-05-01T12:00:00Z"


def test_a_personal_assistant_by_words_term_place_and_change(client):
    make.gazetteer("AM3 2QT", 52.02, -1.02)
    make.gazetteer("AM9 9ZZ", 53.5, -1.02)
    term = make.term("need", "cooking", "Cooking")
    profile = approved(about="I bake bread.")
    profile.needs.add(term)
    mine = [str(profile.uuid)]
    for said in (
        {"search": "bread ben"},
        {"search": "cooking"},
        {"taxonomy_term_id": term.uuid},
        {"taxonomy_id": term.taxonomy.uuid},
        {"postcode": "AM3 2QT"},
        {"postcode": "AM3 2QT", "proximity": 10},
        {"modified_after": timezone.localdate().isoformat()},
    ):
        assert ids(client, **said) == mine
    for said in (
        {"search": "fish"},
        {"postcode": "AM9 9ZZ"},
        {"minimum_age": 1},
        {"maximum_age": 99},
        {"day": "MO"},
        {"start_time": "01:00"},
        {"modified_after": "2999-01-01"},
    ):
        assert ids(client, **said) == []


@pytest.mark.parametrize("path", ["services", "service_at_locations"])
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("page", "0"),
        ("page", "one"),
        ("page", "9" * 30),
        ("page", ""),
        ("per_page", "101"),
        ("perPage", "-1"),
        ("search", "a" * 201),
        ("modified_after", "yesterday"),
        ("modified_after", "2026-13-01"),
        ("modified_after", "0001-01-01T00:00:00+23:00"),
        ("taxonomy_term_id", "meals"),
        ("taxonomy_id", "\x00"),
        ("minimum_age", "old"),
        ("minimum_age", "nan"),
        ("maximum_age", "1e300"),
        ("start_time", "25:00"),
        ("end_time", "noon"),
        ("day", "Monday"),
        ("postcode", "ZZ1 1ZZ"),
        ("proximity", "10"),
        ("full", "true"),
        ("\x00", "1"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(client, path, name, value):
    response = get(client, path, **{name: value})
    assert (response.status_code, response["Content-Type"]) == (422, "application/problem+json")
    assert response.json()["errors"]


def test_proximity_is_above_nothing_and_measured_from_somewhere(client):
    make.gazetteer("AM3 2QT", *HERE)
    for wrong in ("0", "-5", "inf", "far"):
        assert get(client, "services", postcode="AM3 2QT", proximity=wrong).status_code == 422
    assert get(client, "services", postcode="AM3 2QT", proximity="100").status_code == 200


def test_a_parameter_is_said_once(client):
    for said in ("per_page=1&perPage=2", "day=MO&day=TU"):
        assert client.get(f"/api/openreferral/services?{said}").status_code == 422


def test_a_single_answer_has_no_parameters(client):
    service = make.service(status="published")
    assert get(client, f"services/{service.uuid}", page=1).status_code == 422
