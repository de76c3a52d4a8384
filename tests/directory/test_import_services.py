"""`import_services`: a made-up table by a made-up mapping; the real ones where ../shared/data is."""

import csv
from datetime import date
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from directory.actions import services
from directory.models import (
    Import,
    ImportDifference,
    Organisation,
    PublicationEvent,
    Service,
    TaxonomyTerm,
)
from search.models import IndexedDocument
from tests.factories import accounts
from tests.factories import directory as make

pytestmark = pytest.mark.django_db
MAPPING = """
source = "clubs"
source_id = ["Ref"]
confirmed_as = "The clubs' own list"
confirmed_on = 2026-05-01
publish = true
empty = ["NA"]

[columns]
"organisation.name" = "Run by"
"service.name" = "Club"
"service.url" = "Web"
"location.address" = "Address"
"location.postcode" = "Postcode"
"location.latitude" = "Lat"
"location.longitude" = "Lon"
"phone.number" = "Tel"

[fixed]
"service.summary" = "A club run by {run_by}."

[hours]
MO = "Monday"
TU = "Tuesday"

[[terms]]
taxonomy = "topic"
slug = "clubs"
name = "Clubs"

[[terms]]
taxonomy = "for"
slug = "older-people"
name = "Older people"
column = "Group"
contains = "over 60"
"""
HEADING = "Ref,Club,Run by,Web,Address,Postcode,Lat,Lon,Tel,Monday,Tuesday,Group"
CHESS = (
    'c1,Chess club,Mind Games,www.chess.example,"Chess club, 1 High Street, Alderford",am32qt,52.1,-1.2,'
    '1632960210,"09:00-12:30,13:30-17:00",CLOSED,For over 60s'
)
DARTS = "c2,Darts club,Mind Games,NA,2 High Street,AM3 2QU,,,NA,,,"
KNITTING = "c3,Knitting,,,,,,,,,18:00-20:00,"


@pytest.fixture
def files(tmp_path):
    def write(*rows, heading=HEADING, mapping=MAPPING):
        table, how = tmp_path / "clubs.csv", tmp_path / "clubs.toml"
        table.write_text("\n".join([heading, *rows, ""]), encoding="utf-8")
        how.write_text(mapping, encoding="utf-8")
        return {"file": str(table), "mapping": str(how)}

    return write


def run(files, **options):
    """What was said, and the exit code."""
    said = StringIO()
    try:
        call_command("import_services", files["file"], "--mapping", files["mapping"], stdout=said, **options)
    except SystemExit as end:
        return said.getvalue(), end.code
    return said.getvalue(), 0


def chess():
    return Service.objects.get(source_id="c1")


def test_a_row_becomes_a_service_with_all_that_it_says(files):
    said, code = run(files(CHESS))
    service = chess()
    assert (code, "1 service imported: 1 added." in said) == (0, True)
    assert (service.name, service.slug, service.status) == ("Chess club", "chess-club", "published")
    assert (service.organisation.name, service.url) == ("Mind Games", "https://www.chess.example")
    assert service.summary == "A club run by Mind Games."
    assert (service.confirmed_as, service.confirmed_on) == ("The clubs' own list", date(2026, 5, 1))
    place = service.at_locations.get().location
    assert place.address_lines == ["1 High Street", "Alderford", "AM3 2QT"]
    assert (place.latitude, place.longitude) == (52.1, -1.2)
    assert [phone.number for phone in service.phones.all()] == ["01632 960210"]
    assert [(one.byday, f"{one.opens_at:%H:%M}", f"{one.closes_at:%H:%M}") for one in service.schedules.all()] == [
        ("MO", "09:00", "12:30"),
        ("MO", "13:30", "17:00"),
    ]
    assert {str(term) for term in service.terms.all()} == {"Clubs", "Older people"}
    assert PublicationEvent.objects.get().reason == "Imported from clubs"
    assert IndexedDocument.objects.get(kind="service").title == "Chess club"


def test_terms_are_filed_only_where_the_column_says_so(files):
    run(files(DARTS))
    assert [str(term) for term in Service.objects.get().terms.all()] == ["Clubs"]
    assert TaxonomyTerm.objects.count() == 2


def test_a_second_run_changes_nothing(files):
    there = files(CHESS, DARTS)
    run(there)
    before = list(Service.objects.order_by("pk").values())
    said, code = run(there)
    assert (code, "2 services imported: 2 as before." in said) == (0, True)
    assert list(Service.objects.order_by("pk").values()) == before


def test_what_changed_is_changed_and_what_is_gone_from_a_row_is_taken_out(files):
    run(files(CHESS))
    uuid = chess().uuid
    changed = CHESS.replace("Chess club,Mind", "Chess and draughts,Mind").replace("www.chess.example", "NA")
    said, _ = run(files(changed.replace("CLOSED", "10:00-11:00")))
    service = chess()
    assert "1 service imported: 1 changed." in said
    assert (service.name, service.url, service.slug, service.uuid) == ("Chess and draughts", "", "chess-club", uuid)
    assert service.schedules.count() == 3
    assert IndexedDocument.objects.get(kind="service").title == "Chess and draughts"


def test_one_organisation_for_all_its_rows_and_the_service_is_its_own_where_none_is_named(files):
    run(files(CHESS, DARTS, KNITTING))
    assert set(Organisation.objects.values_list("name", flat=True)) == {"Mind Games", "Knitting"}


def test_two_of_one_name_have_addresses_of_their_own(files):
    make.service("Chess club", slug="chess-club")
    run(files(CHESS, CHESS.replace("c1", "c9")))
    slugs = set(Service.objects.values_list("slug", flat=True))
    assert len(slugs) == 3
    assert {"chess-club", "chess-club-c1", "chess-club-c9"} == slugs


def test_wrong_rows_are_left_out_and_reported_and_the_others_go_in(files, tmp_path):
    report = tmp_path / "report.csv"
    wrong = CHESS.replace("c1", "c4").replace("am32qt", "nowhere").replace("13:30-17:00", "13:30-17:00:18:00-19:00")
    said, code = run(files(CHESS, wrong, CHESS), report=report)
    assert code == 2
    assert Service.objects.count() == 1
    assert [tuple(row) for row in csv.reader(report.open(encoding="utf-8"))] == [
        ("row", "field", "reason"),
        ("3", "postcode", "“nowhere” is not a postcode"),
        (
            "3",
            "monday",
            "“09:00-12:30,13:30-17:00:18:00-19:00” is not opening times like 09:00-12:30,13:30-17:00",
        ),
        ("4", "", "The same as row 2"),
    ]
    assert "2 services refused:" in said


def test_a_dry_run_saves_nothing(files):
    said, code = run(files(CHESS), dry_run=True)
    assert (code, Service.objects.count()) == (0, 0)
    assert "1 service can be imported. Nothing was saved" in said


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("Name,Colour\nOak,green\n", "The mapping needs the columns ref, run_by, club"),
        (HEADING + "\n", "has a heading and no rows"),
        ("", "is empty"),
        ("PK\x03\x04 something", "is a spreadsheet or a ZIP file"),
        (HEADING + '\nc1,"never closed\n', "stops being a CSV file"),
        (HEADING + "\nc1,Chess,,,,,,,,99:99-17:00,,\n", "No row can be imported"),
    ],
)
def test_a_file_that_is_not_what_it_should_be_is_refused_whole(files, tmp_path, content, sentence):
    there = files(CHESS)
    (tmp_path / "clubs.csv").write_text(content, encoding="utf-8")
    with pytest.raises(CommandError) as refusal:
        run(there)
    assert sentence in str(refusal.value)
    assert refusal.value.returncode == 1
    assert Service.objects.count() == 0


@pytest.mark.parametrize(
    ("mapping", "sentence"),
    [
        ("not toml", "is not TOML"),
        ('source = "x"', "The mapping lacks source_id"),
        (MAPPING + '\n[colours]\nred = "x"', "which we do not know"),
        (MAPPING.replace('"service.url"', '"service.colour"'), "fields that we do not have: service.colour"),
        (MAPPING.replace('"service.name"', '"service.fees"'), "must say where “service.name” comes from"),
        (MAPPING.replace('TU = "Tuesday"', 'XX = "Tuesday"'), "[hours] has XX"),
        (MAPPING.replace('taxonomy = "topic"', 'taxonomy = "colour"'), "There is no taxonomy “colour”"),
        (MAPPING.replace("publish = true", 'publish = "yes"'), "“publish” in the mapping must be a bool"),
    ],
)
def test_a_wrong_mapping_is_refused_with_a_sentence(files, mapping, sentence):
    with pytest.raises(CommandError) as refusal:
        run(files(CHESS, mapping=mapping))
    assert sentence in str(refusal.value)
    assert Service.objects.count() == 0


def test_personal_care_without_a_cqc_location_is_refused(files):
    care = MAPPING.replace("[hours]", '"service.gives_personal_care" = true\n[hours]')
    with pytest.raises(CommandError):
        run(files(CHESS, mapping=care))
    assert Service.objects.count() == 0


def test_a_point_comes_from_the_gazetteer_and_later_when_it_was_not_there_yet(files):
    there = files(DARTS)
    said, _ = run(there)
    assert "1 have no point on the map" in said
    make.gazetteer("AM3 2QU", 52.3, -1.4)
    said, _ = run(there)
    assert "1 service imported: 1 changed." in said
    assert Service.objects.get().at_locations.get().location.latitude == 52.3
    assert "as before" in run(there)[0]


def test_what_somebody_confirmed_since_and_what_was_taken_down_stay_theirs(files):
    run(files(CHESS, DARTS))
    services.confirm(service=chess(), by=accounts.user(), confirmed_as="Mind Games", at=make.NOON)
    services.withdraw(service=Service.objects.get(source_id="c2"), by=None, reason="Closed")
    run(files(CHESS.replace("1 High", "9 High"), DARTS.replace("2 High", "9 High")))
    assert chess().at_locations.get().location.address_1 == "1 High Street"
    darts = Service.objects.get(source_id="c2")
    assert (darts.status, darts.at_locations.get().location.address_1) == ("withdrawn", "9 High Street")


def differences():
    return list(ImportDifference.objects.values_list("field", "before", "after"))


def test_what_a_provider_confirmed_since_is_left_out_reported_and_kept_for_a_moderator(files, tmp_path):
    """Issue 8 §3: an import never overwrites what a provider confirmed later without a moderator."""
    run(files(CHESS, DARTS))
    services.confirm(service=chess(), by=accounts.user(), confirmed_as="Mind Games", at=make.NOON)
    changed = files(
        CHESS.replace("1 High", "9 High").replace("1632960210", "1632960211").replace("09:00", "10:00"), DARTS
    )
    report = tmp_path / "report.csv"
    said, code = run(changed, report=report)
    assert code == 2
    assert "row 2, address_1: Confirmed by the provider since; a moderator should look" in said
    assert [row[:2] for row in csv.reader(report.open())] == [
        ["row", "field"],
        ["2", "address_1"],
        ["2", "phone"],
        ["2", "hours"],
    ]
    kept = [
        ("address_1", "1 High Street", "9 High Street"),
        ("hours", "MO 09:00 to 12:30; MO 13:30 to 17:00", "MO 10:00 to 12:30; MO 13:30 to 17:00"),
        ("phone", "01632 960210", "01632 960211"),
    ]
    assert differences() == kept
    assert chess().at_locations.get().location.address_1 == "1 High Street"
    run(changed)
    assert differences() == kept


def test_a_difference_that_the_import_does_not_say_any_more_is_not_asked(files):
    run(files(CHESS))
    services.confirm(service=chess(), by=accounts.user(), confirmed_as="Mind Games", at=make.NOON)
    changed = CHESS.replace("1 High", "9 High")
    run(files(changed.replace("1632960210", "1632960211")))
    assert [field for field, *_ in differences()] == ["address_1", "phone"]
    run(files(changed))
    assert [field for field, *_ in differences()] == ["address_1"]
    run(files(CHESS))
    assert differences() == []


def test_a_difference_that_a_moderator_settled_is_not_asked_again(files):
    run(files(CHESS))
    services.confirm(service=chess(), by=accounts.user(), confirmed_as="Mind Games", at=make.NOON)
    changed = files(CHESS.replace("1 High", "9 High"))
    run(changed)
    ImportDifference.objects.update(settled_at=make.NOON, settled_by=accounts.user())
    assert run(changed)[1] == 0
    assert run(files(CHESS.replace("1 High", "7 High")))[1] == 2
    assert ImportDifference.objects.filter(settled_at=None).get().after == "7 High Street"


def test_a_run_is_recorded_with_what_came_of_it(files):
    run(files(CHESS, DARTS.replace("AM3 2QU", "nowhere")))
    one = Import.objects.get()
    assert (one.source, one.rows, one.added, one.refused, one.trouble) == ("clubs", 2, 1, 1, "")
    assert one.refusals == [[3, "postcode", "“nowhere” is not a postcode"]]
    assert one.ended_at is not None


def test_a_formula_is_refused_by_row(files):
    said, code = run(files(CHESS, DARTS.replace("Darts club", "=HYPERLINK(1)")))
    assert (code, Service.objects.count()) == (2, 1)
    assert "row 3, club: “=HYPERLINK(1)” is a formula" in said


NUMBERED = MAPPING.replace("[fixed]", '"organisation.company_number" = "Group"\n[fixed]').split("[[terms]]")[0]


@pytest.mark.parametrize("known_as", ["01234567", "1234567"])
def test_organisations_are_one_by_their_number_and_only_gaps_are_filled(files, known_as):
    """Issue 8 §3: organisations merged by registration number."""
    there = make.organisation("Mind Games Ltd", company_number=known_as)
    run(files(CHESS.replace("For over 60s", "01234567"), mapping=NUMBERED))
    assert chess().organisation == there
    there.refresh_from_db()
    assert (there.name, Organisation.objects.count()) == ("Mind Games Ltd", 1)


def test_many_rows_cost_few_statements(files, django_assert_max_num_queries):
    rows = [CHESS.replace("c1", f"n{number}") for number in range(60)]
    with django_assert_max_num_queries(80):
        run(files(*rows))
    assert Service.objects.count() == 60


TRAFFORD = settings.BASE_DIR.parent / "shared" / "data" / "trafford"


@pytest.mark.shared_data
@pytest.mark.skipif(not TRAFFORD.is_dir(), reason="../shared/data is not here: the real tables were not imported")
@pytest.mark.parametrize(
    ("name", "imported", "refused"),
    [
        ("trafford_care_homes", 56, 0),
        ("gm_pharmacies", 630, 1),
        ("gm_libraries", 141, 0),
        ("gm_food_banks", 168, 3),
        ("trafford_mental_health_services", 59, 1),
        ("trafford_childrens_centres", 2, 0),
        ("charities_operating_in_trafford", 732, 4),
    ],
)
def test_the_real_tables(name, imported, refused):
    mapping = settings.BASE_DIR / "directory" / "mappings" / f"{name}.toml"
    said, code = run({"file": str(TRAFFORD / f"{name}.csv"), "mapping": str(mapping)})
    assert Service.objects.count() == imported
    assert Service.objects.filter(status="published").count() == (0 if name.startswith("charities") else imported)
    assert code == (2 if refused else 0)
    assert (f"{refused} service{'s' * (refused > 1)} refused" in said) == bool(refused)


@pytest.mark.parametrize(
    ("heading", "rows", "told"),
    [
        (HEADING, [DARTS, CHESS[:40]], "row 3, whole row: Fewer cells than the heading has"),
        (HEADING, [DARTS, "c4,Bowls"], "row 3, whole row: Fewer cells than the heading has"),
        (HEADING + ",Club", [DARTS + ",Bowls"], "has the column club twice"),
    ],
)
def test_a_row_that_was_cut_and_a_column_twice_are_told(files, heading, rows, told):
    said, code = told_by(files(*rows, heading=heading))
    assert (code > 0, told in said, Service.objects.filter(source_id="c2").count()) == (True, True, code - 1), said


def told_by(files):
    try:
        return run(files)
    except CommandError as error:
        return str(error), error.returncode


def test_a_cell_too_few_in_a_column_that_nobody_reads_is_nothing(files):
    assert run(files(DARTS, heading=HEADING + ",Notes"))[1] == 0


def test_a_file_that_ends_in_the_middle_of_a_line_says_so(files):
    there = files(CHESS, DARTS)
    with open(there["file"], "rb+") as file:
        file.truncate(len(file.read()) - 1)
    said, code = run(there)
    assert (code, "The last line of the file has no end." in said) == (0, True)
