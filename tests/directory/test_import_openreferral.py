"""`import_openreferral`: a folder or a paged feed (issue 8 §3); the standard's own examples where ../shared/data is."""

import json
from copy import deepcopy
from datetime import date
from io import StringIO

import pytest
from django.conf import settings as project
from django.core.management import CommandError, call_command

from directory.actions import services
from directory.management.commands import import_openreferral
from directory.models import Eligibility, Import, ImportDifference, Organisation, Service
from tests.factories import accounts
from tests.factories import directory as make
from tests.factories.https_feed import HOST, Feed, serving

pytestmark = pytest.mark.django_db
LUNCH = {
    "id": "s1",
    "name": "Lunch club",
    "description": "A hot meal and company.",
    "url": "https://lunch.example",
    "status": "active",
    "minimum_age": 60,
    "assured_date": "2026-05-01",
    "organization": {
        "id": "o1",
        "name": "Good Neighbours",
        "organization_identifiers": [{"identifier_scheme": "GB-COH", "identifier": "GB-COH-01234567"}],
    },
    "phones": [{"id": "p1", "number": "01632 960210"}],
    "schedules": [{"id": "t1", "freq": "WEEKLY", "byday": "MO,WE", "opens_at": "12:00", "closes_at": "14:00:00"}],
    "cost_options": [{"id": "c1", "option": "Meal", "amount": 5, "currency": "GBP", "amount_description": "a meal"}],
    "service_at_locations": [
        {
            "id": "sal1",
            "location": {
                "id": "l1",
                "location_type": "physical",
                "name": "Village hall",
                "latitude": 52.1,
                "longitude": -1.2,
                "addresses": [{"address_1": "1 High Street", "city": "Alderford", "postal_code": "AM3 2QT"}],
            },
        },
        {"id": "sal2", "location": {"id": "l2", "name": "Chapel", "addresses": [{"postal_code": "AM3 2QU"}]}},
    ],
    "eligibility_description": "People who live alone\nNobody who smokes",
    "service_areas": [{"id": "r1", "name": "Alderford", "service_area": "Alderford, and up to 3 miles around"}],
    "languages": [{"id": "n1", "code": "bfi"}, {"id": "n2", "name": "Polish"}],
    "attributes": [{"id": "a1", "taxonomy_term": {"name": "Older people"}}],
}


def another(key, **changed):
    return deepcopy(LUNCH) | {"id": key, "name": f"Club {key}", "service_at_locations": []} | changed


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "feed"
    place.mkdir()

    def write(*found, name="services.json"):
        (place / name).write_text(json.dumps(list(found)), encoding="utf-8")
        return place

    return write


def run(place, **options):
    said = StringIO()
    try:
        call_command("import_openreferral", str(place), stdout=said, **options)
    except SystemExit as end:
        return said.getvalue(), end.code
    return said.getvalue(), 0


def lunch():
    return Service.objects.get(name="Lunch club")


def test_a_service_comes_in_with_all_that_it_says(folder):
    make.term("for", "older-people", "Older people")
    said, code = run(folder(LUNCH), source="county", name="The county", publish=True)
    service = lunch()
    assert (code, "1 service imported: 1 added." in said) == (0, True)
    assert (service.source, service.source_id, service.status, service.minimum_age) == (
        "county",
        "s1",
        "published",
        60,
    )
    assert (service.confirmed_on, service.confirmed_as) == (date(2026, 5, 1), "The county")
    assert (service.organisation.name, service.organisation.company_number) == ("Good Neighbours", "01234567")
    assert service.fees == "Meal: £5.00 a meal"
    assert {at.location.name for at in service.at_locations.all()} == {"Village hall", "Chapel"}
    hall = service.at_locations.get(location__name="Village hall").location
    assert (hall.address_lines, hall.latitude) == (["1 High Street", "Alderford", "AM3 2QT"], 52.1)
    assert [one.number for one in service.phones.all()] == ["01632 960210"]
    assert [(one.byday, one.opens_at.hour, one.closes_at.hour) for one in service.schedules.all()] == [
        ("MO,WE", 12, 14)
    ]
    assert [str(term) for term in service.terms.all()] == ["Older people"]
    assert [str(rule) for rule in service.eligibilities.all()] == ["People who live alone", "Nobody who smokes"]
    assert [area.name for area in service.areas.all()] == ["Alderford"]
    assert [str(language) for language in service.languages.all()] == ["British Sign Language", "Polish"]


def test_what_a_feed_no_longer_says_is_taken_out(folder):
    run(folder(LUNCH))
    assert lunch().languages.count() == 2
    run(folder({**LUNCH, "eligibility_description": "Anyone", "service_areas": [], "languages": []}))
    assert [str(rule) for rule in lunch().eligibilities.all()] == ["Anyone"]
    assert (lunch().areas.count(), lunch().languages.count()) == (0, 0)


def test_a_second_run_changes_nothing_and_a_place_that_is_gone_is_left(folder):
    run(folder(LUNCH, another("s2")))
    before = list(Service.objects.order_by("pk").values())
    said, _ = run(folder(LUNCH, another("s2")))
    assert "2 services imported: 2 as before." in said
    assert list(Service.objects.order_by("pk").values()) == before
    run(folder(LUNCH | {"service_at_locations": LUNCH["service_at_locations"][:1]}, another("s2")))
    assert [at.location.name for at in lunch().at_locations.all()] == ["Village hall"]


def test_organisations_are_merged_by_their_number_across_sources(folder):
    there = make.organisation("Good Neighbours CIC", company_number="01234567")
    run(folder(LUNCH, another("s2", organization={"name": "Neighbours", **LUNCH["organization"]})))
    assert set(Service.objects.values_list("organisation", flat=True)) == {there.pk}


def test_plain_hsds_names_its_organisation_by_id(folder):
    plain = {name: value for name, value in LUNCH.items() if name != "organization"} | {"organization_id": "o1"}
    folder({"id": "o1", "name": "Good Neighbours", "website": "https://good.example"}, name="organizations.json")
    run(folder(plain))
    assert lunch().organisation.name == "Good Neighbours"


def test_the_fuller_of_two_documents_of_a_service_is_taken(folder):
    folder({"id": "s1", "name": "Lunch club", "organization": LUNCH["organization"]}, name="a-list.json")
    said, code = run(folder(LUNCH))
    assert (code, lunch().minimum_age) == (0, 60)
    assert "1 service imported" in said


def test_what_cannot_be_read_is_reported_by_row_and_field(folder):
    odd = deepcopy(LUNCH)
    odd["service_at_locations"][0]["location"] |= {"latitude": 100, "longitude": 10}
    odd["url"] = "not a url"
    odd["languages"] = [{"id": "n3", "code": "tlh"}]
    bad = another("", name=None)
    said, code = run(folder(odd, bad, another("s3", status="defunct"), another("s4")))
    assert code == 2
    assert "row 2, id: Missing" in said
    assert "row 2, name: Missing" in said
    assert "row 3, status: Is not active" in said
    assert "row 1, url: “not a url” is not a web address" in said
    assert "row 1, languages: Not a language that we know" in said
    assert "row 1, latitude: “100” is not on the globe" in said
    assert set(Service.objects.values_list("name", flat=True)) == {"Lunch club", "Club s4"}


def test_a_stranger_document_never_breaks_the_import(folder):
    strange = another("s9") | {"schedules": "always", "phones": [7], "organization": [], "attributes": {}, "fees": {}}
    assert run(folder(strange, another("s4", cost_options=[{"amount": "free"}])))[1] == 0


def test_what_the_provider_confirmed_stays(folder):
    run(folder(LUNCH))
    services.confirm(service=lunch(), by=accounts.user(), confirmed_as="Us", at=make.NOON)
    said, code = run(folder(LUNCH | {"description": "Closed on Mondays."}))
    assert (code, lunch().description) == (2, "A hot meal and company.")
    assert "row 1, description: Confirmed by the provider since; a moderator should look" in said


def test_what_a_feed_never_spoke_of_asks_no_moderator(folder):
    silent = {name: value for name, value in LUNCH.items() if name not in ("eligibility_description", "service_areas")}
    run(folder(silent))
    Eligibility.objects.create(service=lunch(), words="Anyone")
    services.confirm(service=lunch(), by=accounts.user(), confirmed_as="Us", at=make.NOON)
    run(folder(silent | {"eligibility_description": "Members"}))
    assert list(ImportDifference.objects.values_list("field", "after")) == [("rules", "Members")]
    run(folder(silent | {"description": "Closed on Mondays."}))
    assert list(ImportDifference.objects.values_list("field", flat=True)) == ["description"]
    assert [str(rule) for rule in lunch().eligibilities.all()] == ["Anyone"]


@pytest.mark.parametrize("content", [b"no json", b"\xff\xfe", b"[" * 100_000])
def test_a_folder_that_is_no_feed_is_refused_whole(folder, tmp_path, content):
    place = folder(LUNCH)
    (place / "broken.json").write_bytes(content)
    with pytest.raises(CommandError, match=r"broken.json is not JSON. Nothing was imported."):
        run(place)
    with pytest.raises(CommandError, match="There is no folder"):
        run(tmp_path / "missing")
    assert Service.objects.count() == 0


def test_an_empty_folder_and_one_without_services(folder, tmp_path):
    with pytest.raises(CommandError, match="holds no JSON file"):
        run(tmp_path)
    with pytest.raises(CommandError, match="holds no services"):
        run(folder({"id": "t1", "name": "A taxonomy"}))


@pytest.fixture
def feed(tmp_path, settings, monkeypatch):
    settings.VAR = tmp_path / "var"
    with serving(Feed([LUNCH, *(another(f"s{number}") for number in range(2, 6))]), tmp_path) as served:
        monkeypatch.setattr(import_openreferral.Command, "fetcher", served.fetcher())
        yield served


def test_a_paged_feed_is_read_to_its_end_and_each_service_whole(feed, tmp_path):
    said, code = run(f"https://{HOST}")
    assert (code, "5 services imported: 5 added." in said) == (0, True)
    assert [path for path in feed.asked if "page" in path] == [
        f"/services?page={number}&per_page=100" for number in (1, 2, 3)
    ]
    assert (lunch().at_locations.count(), lunch().source) == (2, "feed-example")
    assert not list((tmp_path / "var" / "feeds").iterdir())


def test_a_stopped_download_goes_on_where_it_stopped(feed):
    feed.answers["/services/s3"] = (500, {}, b"")
    with pytest.raises(CommandError, match=r"answered with 500\. What came so far is kept"):
        run(f"https://{HOST}")
    assert Service.objects.count() == 0
    del feed.answers["/services/s3"]
    feed.asked.clear()
    run(f"https://{HOST}")
    assert Service.objects.count() == 5
    assert "/services/s1" not in feed.asked
    assert "/services?page=1&per_page=100" not in feed.asked


def test_an_address_inside_is_refused(monkeypatch, tmp_path, settings):
    settings.VAR = tmp_path
    for address in ("https://127.0.0.1/feed", "http://feed.example/", "https://169.254.169.254/latest"):
        with pytest.raises(CommandError, match="Nothing was imported"):
            run(address)
    assert Import.objects.count() == 0


EXAMPLES = project.BASE_DIR.parent / "shared" / "data" / "openreferral" / "examples"


@pytest.mark.shared_data
@pytest.mark.skipif(not EXAMPLES.is_dir(), reason="../shared/data/openreferral is not here: its examples were not read")
def test_the_standards_own_examples():
    said, code = run(EXAMPLES)
    service = Service.objects.get(source_id="ac148810-d857-441c-9679-408f346de14b")
    assert (service.name, service.minimum_age, service.maximum_age) == ("Community Counselling", 12, 100)
    assert service.organisation.company_number == "1234567"
    assert service.fees.splitlines()[-1] == "Under 18s and Over 60s: £35.00 per 1 hour session"
    assert code == 2  # the example's place is not on the globe
    assert "latitude" in said
    assert Organisation.objects.count() == Service.objects.count() == 1
