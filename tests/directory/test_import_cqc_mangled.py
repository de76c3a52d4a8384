"""`import_cqc` with files that somebody or something has spoilt: whole, by row, or with nothing ended."""

import csv
import io
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from directory.models import Organisation, RegistrationEvent, Service
from tests.factories import cqc as made

pytestmark = pytest.mark.django_db


def text(*rows, heading=made.HEADING, preamble=made.PREAMBLE, delimiter=","):
    file = io.StringIO()
    writer = csv.writer(file, delimiter=delimiter)
    writer.writerows([*preamble, heading, *rows])
    return file.getvalue()


@pytest.fixture
def run(tmp_path):
    def running(content, **options):
        said, path = StringIO(), tmp_path / "cqc.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        try:
            call_command("import_cqc", str(path), stdout=said, **options)
        except SystemExit as end:
            return said.getvalue(), end.code
        except CommandError as error:
            return said.getvalue() + str(error), error.returncode
        return said.getvalue(), 0

    return running


def live():
    return set(Service.objects.exclude(Service.unregistered()).values_list("name", flat=True))


OAK, ELM = made.row(), made.row("Elm House", "1-101")


@pytest.mark.parametrize(
    "content",
    [
        text(OAK, ELM).encode("utf-8-sig"),
        text(OAK, ELM).encode("utf-16"),
        text(OAK, ELM, delimiter=";"),
        text(OAK, ELM, delimiter="\t"),
        text(OAK, ELM, preamble=[]),
        text(OAK[::-1], ELM[::-1], heading=made.HEADING[::-1]),
        text([*OAK, "x"], [*ELM, "y"], heading=[*made.HEADING, "New in 2027"]),
    ],
    ids=["bom", "utf-16", "semicolons", "tabs", "no preamble", "columns turned round", "a column more"],
)
def test_other_ways_to_write_the_same_go_in(run, content):
    said, code = run(content)
    assert (code, live()) == (0, {"Oak House", "Elm House"}), said


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (text(), "has a heading and no rows"),
        (text(OAK).encode("utf-16")[2:], "is not a text file"),
        (text(made.row(address="1 High\x00 Street")), "is not a text file"),
        (text(OAK).encode("utf-16")[:-1], "is not in UTF-16"),
        (text(made.row("Caf\xe9")).encode("cp1252"), "is not in UTF-8"),
        (text(OAK) + '"Elm House,1-101\n', "stops being a CSV file after row 6"),
        (b"PK\x03\x04rest", "is a spreadsheet or a ZIP file"),
        (text(OAK) + "x" * 1_500_000 + "\n", "longer than any"),
        (text(OAK, heading=["Name", "Name", *made.HEADING[2:]]), "twice"),
        (text(OAK, heading=[*made.HEADING[:-2], made.HEADING[-1], made.HEADING[-1]]), "CQC's own columns"),
    ],
)
def test_a_file_that_is_none_is_refused_whole(run, content, sentence):
    said, code = run(content)
    assert (code, sentence in said, Service.objects.count()) == (1, True, 0), said


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": "=cmd|' /C calc'!A0"}, "name"),
        ({"address": "1 High\x01 Street"}, "address"),
        ({"checked": "31/Feb/2022 - 00:00"}, "date_of_latest_check"),
        ({"checked": "19/May/2099 - 00:00"}, "date_of_latest_check"),
        ({"location": "<script>"}, "cqc_location_id_for_office_use_only"),
        ({"provider_id": "x" * 31}, "cqc_provider_id_for_office_use_only"),
        ({"url": "https://www.cqc.org.uk/location/1-999"}, "cqc_location_id_for_office_use_only"),
    ],
)
def test_a_spoilt_row_is_refused_by_its_reason_and_ends_no_registration(run, changed, field):
    run(text(OAK, ELM))
    said, code = run(text(made.row(**changed), ELM))
    assert (code, f"row 6, {field}" in said, live()) == (2, True, {"Oak House", "Elm House"}), said


def test_lists_with_blanks_are_read(run):
    said, code = run(text(made.row(types="| | Nursing homes ||", specialisms="|")))
    assert (code, {str(term) for term in Service.objects.get().terms.all()}) == (0, {"Care homes with nursing"}), said


def test_an_id_twice_is_one_service_and_the_second_is_told(run):
    said, code = run(text(OAK, made.row("Elm House", "1-100")))
    assert (code, "row 7, whole row: The same as row 6" in said, live()) == (2, True, {"Oak House"})


def test_a_comma_too_many_or_too_few_ends_nothing(run):
    run(text(OAK, ELM))
    shifted = [OAK[0], OAK[1], "1 High Street", "Alderford", *OAK[3:]]
    for row, reason in ((shifted, "More"), ([OAK[0], *OAK[2:]], "Fewer")):
        said, code = run(text(row, ELM))
        assert (code, f"row 6, whole row: {reason} cells than" in said) == (2, True), said
        assert live() == {"Oak House", "Elm House"}


@pytest.mark.parametrize("none", ["N/A", "0", "-", "none", "#N/A"])
def test_a_word_for_no_id_is_no_id(run, none):
    rows = [
        made.row("Oak House", none, url="", provider="Acorn", provider_id=none),
        made.row("Elm House", none, url="", provider="Beech", provider_id=none),
    ]
    said, _ = run(text(*rows))
    assert live() == set(), said
    assert {one.name for one in Organisation.objects.filter(name__in=["Acorn", "Beech"])} == {"Acorn", "Beech"}, said


def test_a_file_whose_end_is_missing_ends_nothing(run):
    rows = [made.numbered(number) for number in range(30)]
    run(text(*rows))
    whole = text(*rows)
    for options in ({}, {"dry_run": True}):
        said, code = run(whole[: whole.index("House 28") + 60], **options)
        assert (code, "its end is missing" in said, len(live())) == (1, True, 30), said


def test_a_whole_file_without_its_last_line_end_goes_in(run):
    said, code = run(text(OAK, ELM).rstrip())
    assert (code, live()) == (0, {"Oak House", "Elm House"}), said


@pytest.mark.parametrize("updated", ["Updated 01 April 2026", "Updated 01 May 2099"])
def test_a_directory_of_before_or_of_days_to_come_ends_nothing(run, updated):
    run(text(OAK, ELM))
    preamble = [made.PREAMBLE[0], [updated], *made.PREAMBLE[2:]]
    said, code = run(text(OAK, preamble=preamble))
    assert (code != 0, live()) == (True, {"Oak House", "Elm House"}), said
    assert Service.objects.get(name="Oak House").confirmed_on == date(2026, 5, 1)


def test_two_locations_that_could_follow_one_are_asked_of_nobody(run):
    run(text(OAK, ELM))
    heirs = [
        made.row(location=f"1-20{number}", provider=f"Heir {number}", provider_id=f"1-90{number}") for number in (1, 2)
    ]
    said, _ = run(text(*heirs, ELM))
    assert Service.objects.count() == 4, said
    assert Service.objects.get(cqc_location_id="1-100").cqc_ended_on is not None, said
    assert RegistrationEvent.objects.filter(from_location_id="1-100", to_location_id__startswith="1-20").count() == 0


def test_a_location_that_goes_and_comes_back_is_one_record(run):
    other = made.row(location="1-200", provider="Oak Homes Limited", provider_id="1-901")
    for row in (OAK, other, OAK, other):
        said, code = run(text(row, ELM))
        assert (code, Service.objects.count(), live()) == (0, 2, {"Oak House", "Elm House"}), said
