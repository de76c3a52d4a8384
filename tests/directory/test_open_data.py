"""The whole directory in files that anybody may take: true, whole, safe to open, and without anybody's address."""

import csv
import hashlib
import io
import json
import os
import time
from datetime import timedelta

import pytest
from django.utils import timezone

from directory import open_data
from directory.actions import open_data as writing
from directory.actions import services
from tests import openreferral
from tests.directory.test_find import approved
from tests.factories import directory as make
from tests.factories import feed

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def taken(client, name):
    response = client.get(f"/open-data/{name}")
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def rows(client):
    return list(csv.DictReader(io.StringIO(taken(client, "directory.csv").decode("utf-8-sig"))))


def test_everything_public_and_nothing_else(client):
    lunch, chess, ben = feed.rich(), feed.bare(), approved()
    make.service("Draft")
    make.assistant("Una Okoro", status="published")
    made = writing.write(at=NOW)
    assert [(one["id"], one["kind"]) for one in rows(client)] == [
        (str(lunch.uuid), "service"),
        (str(chess.uuid), "service"),
        (str(ben.uuid), "personal assistant"),
    ]
    told = json.loads(taken(client, "directory.json"))
    assert [one["id"] for one in told["services"]] == [one["id"] for one in rows(client)]
    assert (told["licence"], made.records) == ("Open Government Licence v3.0", 3)


def test_a_line_says_what_the_page_says(client):
    feed.rich()
    writing.write(at=NOW)
    [line] = rows(client)
    assert line["places"] == "1 High Street, Alderford, Aldermere, AM3 2QT"
    assert line["costs"] == "Lunch 0: £4.50, a visit. Tea included; Help 0: price not known, an hour"
    assert line["opening"] == "TU,WE 09:00-17:00; MO 09:00-12:00"
    assert (float(line["latitude"]), float(line["longitude"])) == (52.01, -1.02)
    assert (line["phones"], line["terms"]) == ("01632 960 103", "Company; Meals")
    assert "until" in line["what_was_checked"]


@openreferral.needs_schemas
def test_each_document_is_as_open_referral_uk_says(client):
    feed.rich(times=2)
    feed.bare()
    approved()
    writing.write(at=NOW)
    for one in json.loads(taken(client, "directory.json"))["services"]:
        assert openreferral.faults("compiled/service.json", one) == []


def test_of_a_personal_assistant_only_the_area(client):
    approved(about="I cook.")
    writing.write(at=NOW)
    for words in (taken(client, "directory.csv").decode().partition("\n")[2], taken(client, "directory.json").decode()):
        assert "Alderford" in words
        for private in ("52.01", "-1.02", "latitude", "@"):
            assert private not in words


@pytest.mark.parametrize("words", ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1"])
def test_no_cell_is_run_as_a_formula(client, words):
    make.service(f"{words} club", summary=words, status="published", fees=words)
    writing.write(at=NOW)
    [line] = rows(client)
    for cell in (line["name"], line["description"], line["about_costs"]):
        assert cell.startswith("'")


def test_sizes_and_checksums_are_those_of_the_files(client):
    feed.rich()
    made = writing.write(at=NOW)
    page = client.get("/open-data/").content.decode()
    for file in made.files:
        data = taken(client, file.name)
        assert (len(data), hashlib.sha256(data).hexdigest()) == (file.size, file.sha256)
        assert file.sha256 in page
        assert f"{file.sha256}  {file.name}\n" in client.get("/open-data/checksums.txt").content.decode()


def test_what_is_known_is_not_sent_again_and_other_sites_may_take_it(client):
    writing.write(at=NOW)
    first = client.get("/open-data/directory.csv")
    assert (first["Access-Control-Allow-Origin"], first["Content-Type"]) == ("*", "text/csv; charset=utf-8")
    assert first["Content-Disposition"] == 'attachment; filename="directory.csv"'
    again = client.get("/open-data/directory.csv", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("name", ["latest.json", "nothing.csv", "..", "directory.csv.part"])
def test_nothing_else_of_the_folder_can_be_taken(client, name):
    writing.write(at=NOW)
    assert client.get(f"/open-data/{name}").status_code == 404


def test_before_the_first_night_the_page_says_so(client):
    assert "The first files are made tonight." in client.get("/open-data/").content.decode()
    assert client.get("/open-data/directory.csv").status_code == 404


def test_once_a_day_and_again_when_something_came_down():
    service = feed.rich()
    now = timezone.now()
    assert writing.write_due(now).records == 1
    assert writing.write_due(now) is None
    services.withdraw(service=service, by=None, reason="Closed", at=now + timedelta(seconds=1))
    assert writing.write_due(now + timedelta(seconds=2)).records == 0
    assert writing.write_due(now + timedelta(days=1)) is not None


def grow_old():
    """By two hours."""
    for path in open_data.folder().iterdir():
        os.utime(path, (time.time() - 7200,) * 2)


def test_what_another_process_is_writing_stays():
    """`run_day` may run in several at once."""
    open_data.folder().mkdir(parents=True)
    theirs = open_data.folder() / "making-2-directory.csv"
    theirs.write_text("half of it")
    writing.write(at=NOW)
    assert theirs.exists()


def test_who_is_in_the_middle_of_taking_a_file_gets_all_of_it(client):
    """The files before stay until the next ones but one; what is left of a night that broke off goes."""
    first = writing.write(at=NOW)
    (open_data.folder() / "making-1-directory.csv").write_text("broken off")
    make.service("Chess", status="published")
    grow_old()
    writing.write(at=NOW)
    there = {path.name for path in open_data.folder().iterdir()}
    assert {file.stored for file in first.files} < there
    assert "making-1-directory.csv" not in there
    make.service("Draughts", status="published")
    grow_old()
    writing.write(at=NOW)
    assert not {file.stored for file in first.files} & {path.name for path in open_data.folder().iterdir()}


def test_a_night_that_fails_leaves_the_files_before(client, monkeypatch):
    feed.bare()
    writing.write(at=NOW)
    before = taken(client, "directory.json")
    make.service("Draughts", status="published")
    monkeypatch.setattr(open_data, "row", lambda of: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        writing.write(at=NOW)
    assert taken(client, "directory.json") == before


def test_it_costs_the_same_for_little_and_much(django_assert_num_queries):
    counts = []
    for number in (1, 3):
        for each in range(number):
            feed.rich(f"Club {number} {each}")
        with django_assert_num_queries(24) as made:
            writing.write(at=NOW)
        counts.append(len(made))
    assert counts[0] == counts[1]
