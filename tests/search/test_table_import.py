"""Tables as people send them: what is read, what is refused by row, what is refused whole (contract, §1)."""

import csv
import tracemalloc

import pytest

from search import table_import
from search.import_run import ImportRun
from search.table_import import NotThisTableError, Row, RowRefusedError, open_table, what_is_odd

GOOD = "Name,Town\nOak House,Wick\nElm House,Ash\n"


def table(path):
    return open_table(path, lambda heading: {"name", "town"} <= set(heading), expected="It needs name and town.")


@pytest.fixture
def write(tmp_path):
    def written(content):
        path = tmp_path / "table.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return written


@pytest.mark.parametrize(
    "content",
    [
        GOOD,
        GOOD.encode("utf-8-sig"),
        GOOD.encode("utf-16"),
        b"\xfe\xff" + GOOD.encode("utf-16-be"),
        GOOD.replace(",", "\t").encode("utf-16"),
        GOOD.replace(",", ";"),
        GOOD.replace("\n", "\r\n"),
        "A list\nof 1 May 2026\n\n" + GOOD,
    ],
)
def test_how_a_table_is_written_makes_no_difference(write, content):
    rows = [(row.get("name"), row.get("town")) for row in table(write(content)).rows()]
    assert rows == [("Oak House", "Wick"), ("Elm House", "Ash")]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"PK\x03\x04", "is a spreadsheet or a ZIP file"),
        (b"\x1f\x8b\x08", "is a compressed file"),
        (b"\xd0\xcf\x11\xe0\xa1", "is an old spreadsheet"),
        (b"%PDF-1.7", "is a PDF"),
        (b"\xef\xbb\xbf <!doctype html>", "is a web page or XML"),
        (b'[{"name": "Oak"}]', "is JSON"),
        (GOOD.encode("utf-16-le"), "is not a text file"),
        (GOOD.encode("utf-16") + b"x", "is not in UTF-16"),
        (GOOD + '"Ash House', "stops being a CSV file after row 3"),
        (GOOD + '"Ash" House,Wick\n', "stops being a CSV file after row 3"),
        (GOOD + '"' + "x" * 200_000 + '",y\n', "stops being a CSV file after row 3"),
        (GOOD + "x" * 1_200_000, "has a line that is longer than any table’s"),
    ],
)
def test_what_is_no_table_is_refused_whole(write, content, sentence):
    with pytest.raises(NotThisTableError, match=sentence):
        list(table(write(content)).rows())


def test_a_file_that_is_too_large_is_not_even_opened(write, monkeypatch):
    monkeypatch.setattr(table_import, "_encoding_of", lambda path, _largest: table_import._start_of(path, 0))
    with pytest.raises(NotThisTableError, match="larger than 0 megabytes"):
        table(write(GOOD))


@pytest.mark.parametrize(
    "cell", ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-cmd|x", "=HYPERLINK(1)", "a\x00b", "\x07"]
)
def test_a_cell_that_a_spreadsheet_would_run_is_named(cell):
    assert [field for field, _ in what_is_odd(Row(2, {"name": cell}))] == ["name"]
    assert what_is_odd(Row(2, {"name": cell}), columns={"town"}) == []


@pytest.mark.parametrize(
    "cell", ["-2.35", "+44 1632 960210", "-1.2e-05", "- Advice", "a=b", "x@y.example", "", "-", "1-2"]
)
def test_numbers_and_words_are_no_formula(cell):
    assert what_is_odd(Row(2, {"name": cell})) == []


def test_fifty_thousand_rows_are_checked_in_steady_memory(tmp_path):
    """Issue 8 §3. Names of rows are kept, to find doubles; the rows themselves are not."""
    path = tmp_path / "large.csv"
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["name", "town"])
        writer.writerows([f"House {number}", "Wick " * 100] for number in range(50_000))
    assert path.stat().st_size > 25_000_000
    opened = table(path)
    run = ImportRun("large", opened.rows, lambda row: row, lambda row: row.get("name"), lambda _batch, _outcome: {})
    tracemalloc.start()
    outcome = run.check()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (outcome.total, outcome.refused) == (50_000, [])
    assert peak < 12_000_000


def test_a_row_is_refused_once_for_all_that_is_wrong():
    def parse(row):
        raise RowRefusedError(("name", "Missing"), ("town", "Missing"))

    outcome = ImportRun("two", lambda: [Row(2, {})], parse, id, lambda _batch, _outcome: {}).check()
    assert (outcome.good, len(outcome.refused)) == (0, 2)
