"""`import_cqc`: the care directory as published (issue 8 §3), on made-up rows of its form."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from directory import cqc
from directory.actions import services
from directory.models import ImportDifference, Organisation, PublicationEvent, RegistrationEvent, Service
from tests.factories import accounts
from tests.factories import cqc as made
from tests.factories import directory as make

pytestmark = pytest.mark.django_db
MAY = date(2026, 5, 1)


@pytest.fixture
def run(tmp_path):
    def running(*rows, updated="Updated 01 May 2026", **options):
        said = StringIO()
        path = made.write(tmp_path / "cqc.csv", *rows, updated=updated)
        try:
            call_command("import_cqc", str(path), stdout=said, **options)
        except SystemExit as end:
            return said.getvalue(), end.code
        return said.getvalue(), 0

    return running


def oak():
    return Service.objects.get(name="Oak House")


def test_a_location_becomes_a_service_of_its_provider(run):
    said, code = run(made.row())
    service = oak()
    assert (code, "1 service imported: 1 added." in said) == (0, True)
    assert (service.source, service.source_id, service.cqc_location_id) == ("cqc", "1-100", "1-100")
    assert (service.status, service.gives_personal_care, service.cqc_checked_on) == (
        "published",
        True,
        date(2022, 5, 19),
    )
    assert (service.confirmed_as, service.confirmed_on) == ("The register of the Care Quality Commission", MAY)
    assert (service.organisation.name, service.organisation.cqc_provider_id) == ("Acorn Care Limited", "1-900")
    assert service.at_locations.get().location.address_lines == ["1 High Street", "Alderford", "Aldermere", "AM3 2QT"]
    assert {str(term) for term in service.terms.all()} == {
        "Care homes",
        "Care homes with nursing",
        "Older people",
        "People with dementia",
    }


def test_a_second_run_changes_nothing(run):
    rows = [made.row(), made.row("Elm House", "1-101"), made.row("Ash House", "", postcode="AM3 2QU")]
    run(*rows)
    before = list(Service.objects.order_by("pk").values())
    said, _ = run(*rows)
    assert "3 services imported: 3 as before." in said
    assert list(Service.objects.order_by("pk").values()) == before
    assert RegistrationEvent.objects.count() == 0


def test_what_is_no_adult_social_care_gives_no_personal_care(run):
    run(made.row(types="Dentist"))
    assert oak().gives_personal_care is False
    assert {str(term) for term in oak().terms.all()} == {"Health services", "Older people", "People with dementia"}


def test_providers_are_one_by_their_id_whatever_they_are_called(run):
    there = make.organisation("Acorn", cqc_provider_id="1-900")
    run(made.row(), made.row("Elm House", "1-101", provider="Acorn Care Ltd"))
    assert set(Service.objects.values_list("organisation", flat=True)) == {there.pk}
    there.refresh_from_db()
    assert there.name == "Acorn"


def test_a_row_without_its_id_takes_it_from_the_address_of_its_page_or_waits_as_a_draft(run):
    url = "https://www.cqc.org.uk/location/1-555"
    run(made.row("Elm House", "", url=url), made.row("Ash House", "", postcode="AM3 2QU"))
    assert Service.objects.get(name="Elm House").cqc_location_id == "1-555"
    ash = Service.objects.get(name="Ash House")
    assert (ash.cqc_location_id, ash.status, ash.gives_personal_care) == ("", "draft", True)


def test_a_row_that_lost_its_id_is_still_the_same_service(run):
    run(made.row())
    said, _ = run(made.row(location=""))
    assert "1 as before" in said
    assert (oak().cqc_location_id, oak().cqc_ended_on, Service.objects.count()) == ("1-100", None, 1)


def test_a_service_that_is_there_by_name_and_place_gets_its_id_and_keeps_its_words(run):
    there = make.service("Oak house", summary="Our own words")
    make.place(there, postcode="AM3 2QT")
    run(made.row())
    there.refresh_from_db()
    assert (there.cqc_location_id, there.gives_personal_care, there.summary) == ("1-100", True, "Our own words")
    assert Service.objects.count() == 1
    assert RegistrationEvent.objects.get().to_location_id == "1-100"


def test_a_registration_that_is_gone_takes_the_service_down_the_same_day(run):
    run(made.row(), made.row("Elm House", "1-101"))
    said, code = run(made.row("Elm House", "1-101"), updated="Updated 02 June 2026")
    assert (code, "1 registrations have ended" in said) == (0, True)
    assert (oak().status, oak().cqc_ended_on) == ("withdrawn", date(2026, 6, 2))
    assert PublicationEvent.objects.filter(service=oak()).last().reason == "Its registration with CQC has ended"
    assert RegistrationEvent.objects.get().to_location_id == ""
    assert Service.objects.get(name="Elm House").status == "published"


def test_what_is_registered_again_goes_up_again_but_not_what_somebody_took_down(run):
    elm, oaks = made.row("Elm House", "1-101"), made.row()
    run(oaks, elm, made.row("Ash House", "1-102"))
    services.withdraw(service=Service.objects.get(name="Ash House"), by=None, reason="Closed")
    run(elm)
    run(oaks, elm, made.row("Ash House", "1-102"))
    assert (oak().status, oak().cqc_ended_on) == ("published", None)
    assert Service.objects.get(name="Ash House").status == "withdrawn"


@pytest.mark.parametrize("gone_first", [False, True])
def test_a_successor_at_the_same_place_takes_over_the_page(run, gone_first):
    """domain: a location that is deactivated has often only changed its legal entity."""
    elm = made.row("Elm House", "1-101")
    run(made.row(), elm)
    uuid, slug = oak().uuid, oak().slug
    if gone_first:
        run(elm)
    run(made.row(location="1-200", provider="Oak Homes Limited", provider_id="1-901"), elm)
    after = oak()
    assert (after.uuid, after.slug, after.status) == (uuid, slug, "published")
    assert (after.cqc_location_id, after.source_id, after.cqc_ended_on) == ("1-200", "1-200", None)
    assert after.organisation.cqc_provider_id == "1-901"
    assert RegistrationEvent.objects.filter(from_location_id="1-100", to_location_id="1-200").count() == 1
    assert (Service.objects.count(), after.at_locations.count()) == (2, 1)


def test_two_locations_of_one_name_at_one_place_stay_two(run):
    run(made.row(), made.row(location="1-101", types="Homecare agencies"))
    assert Service.objects.count() == 2


def test_a_part_of_the_directory_ends_nothing(run):
    rows = [made.numbered(number) for number in range(30)]
    run(*rows)
    said, code = run(*rows[:15])
    assert (code, "15 of 30 locations that we know are not in this file" in said) == (2, True)
    assert Service.objects.exclude(cqc_ended_on=None).count() == 0
    run(*rows[:28], part=True)
    assert Service.objects.exclude(cqc_ended_on=None).count() == 0
    run(*rows[:15], end_many=True)
    assert Service.objects.exclude(cqc_ended_on=None).count() == 15


def test_only_an_authoritys_locations_go_in_and_the_others_still_count_as_registered(run):
    run(made.row(), made.row("Elm House", "1-101", authority="Wick"))
    said, _ = run(made.row(), made.row("Elm House", "1-101", authority="Wick"), authority=["aldermere"])
    assert "1 service imported: 1 as before." in said
    assert Service.objects.exclude(cqc_ended_on=None).count() == 0


def test_a_refused_row_is_reported_and_its_registration_does_not_end(run):
    run(made.row(), made.row("Elm House", "1-101"))
    said, code = run(made.row(postcode="nowhere"), made.row("Elm House", "1-101", checked="soon"), made.row("A", "1-1"))
    assert code == 2
    assert "row 6, postcode: “nowhere” is not a postcode" in said
    assert "row 7, date_of_latest_check: Is not a date like 19/May/2022" in said
    assert Service.objects.exclude(cqc_ended_on=None).count() == 0


def test_a_website_that_is_none_is_left_out_and_the_row_goes_in(run):
    said, code = run(made.row(website="not a website"))
    assert (code, oak().url) == (2, "")
    assert (
        "row 6, services_website_if_available: “https://not a website” is not" in said or "is not a web address" in said
    )


def test_what_the_provider_confirmed_stays_and_what_only_cqc_knows_is_taken(run):
    run(made.row())
    services.confirm(service=oak(), by=accounts.user(), confirmed_as="Acorn", at=make.NOON)
    _, code = run(made.row(phone="01632 960299", checked="20/May/2026 - 00:00"))
    assert (code, oak().cqc_checked_on) == (2, date(2026, 5, 20))
    assert oak().phones.get().number == "01632 960210"
    assert [(one.field, one.after) for one in ImportDifference.objects.all()] == [("phone", "01632 960299")]


def test_a_dry_run_saves_nothing_and_ends_nothing(run):
    run(made.row(), made.row("Elm House", "1-101"))
    run(made.row("Ash House", "1-102"), dry_run=True)
    assert set(Service.objects.values_list("name", "cqc_ended_on")) == {("Oak House", None), ("Elm House", None)}


def test_another_table_is_refused_whole(tmp_path):
    path = tmp_path / "other.csv"
    path.write_text("Name,Postcode\nOak,AM3 2QT\n")
    with pytest.raises(CommandError, match="It needs CQC's own columns"):
        call_command("import_cqc", str(path))
    assert Organisation.objects.count() == 0


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("19/May/2022 - 00:00", date(2022, 5, 19)),
        ("Updated 1 June 2026", date(2026, 6, 1)),
        ("31/Feb/2022", None),
        ("1/Foo/2022", None),
        ("", None),
    ],
)
def test_days_as_cqc_writes_them(text, day):
    assert cqc.day_in(text) == day


def test_five_hundred_rows_cost_few_statements(run, django_assert_max_num_queries):
    rows = [made.numbered(number) for number in range(500)]
    with django_assert_max_num_queries(250):
        run(*rows)
    with django_assert_max_num_queries(60):
        run(*rows)
    assert (Service.objects.count(), Organisation.objects.count()) == (500, 50)
