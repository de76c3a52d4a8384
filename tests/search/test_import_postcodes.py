"""`import_postcodes`: the whole file first, then batches; what is wrong is said by row, field and reason."""

import csv
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from search import import_run, places
from search.models import GazetteerPlace

pytestmark = pytest.mark.django_db
GOOD = "Postcode,Latitude,Longitude,Ward\nAM3 2QT,52.89,-2.34,Alder\nam32qu,52.91,-2.36,\n"


@pytest.fixture
def table(tmp_path):
    def write(text, name="postcodes.csv"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def run(path, **options):
    """The exit code, as a shell would see it."""
    try:
        call_command("import_postcodes", str(path), **options)
    except SystemExit as stop:
        return stop.code
    return 0


def rows():
    return list(GazetteerPlace.objects.order_by("kind", "key").values_list("kind", "name", "lat", "lon", "ward"))


def test_postcodes_and_the_centre_of_their_district(table, capsys):
    assert run(table(GOOD)) == 0
    assert rows() == [
        ("outward", "AM3", pytest.approx(52.90), pytest.approx(-2.35), ""),
        ("postcode", "AM3 2QT", 52.89, -2.34, "Alder"),
        ("postcode", "AM3 2QU", 52.91, -2.36, ""),
    ]
    assert capsys.readouterr().out.splitlines()[-1] == "2 postcodes imported: 2 added."


def test_again_changes_nothing_and_a_move_is_taken_over(table, capsys):
    run(table(GOOD))
    assert run(table(GOOD)) == 0
    assert "2 postcodes imported: 2 as before." in capsys.readouterr().out
    assert run(table(GOOD.replace("52.89", "52.99"))) == 0
    assert "2 postcodes imported: 1 changed, 1 as before." in capsys.readouterr().out
    assert places.find("AM3 2QT").lat == 52.99
    assert places.find("AM3").lat == pytest.approx(52.95)


@pytest.mark.parametrize(
    "heading",
    ["postcode,lat,lon", "pcds;lat;long", "\ufeffPostcode\tLATITUDE\tLongitude", "pcd|lng|lat", "x,lon,postcode,lat,x"],
)
def test_columns_are_found_by_their_heading(table, heading):
    delimiter = next(one for one in "|;\t," if one in heading)
    names = [name.strip("\ufeff").casefold() for name in heading.split(delimiter)]
    cells = {
        "x": "?",
        "lat": "52.9",
        "latitude": "52.9",
        "lon": "-2.3",
        "long": "-2.3",
        "lng": "-2.3",
        "longitude": "-2.3",
    }
    line = delimiter.join(cells.get(name, "AM1 1AA") for name in names)
    assert run(table(f"Made by somebody\n\n{heading}\n{line}\n")) == 0
    assert places.find("AM1 1AA") == places.Near("AM1 1AA", 52.9, -2.3, "postcode")


def test_towns_from_a_column_and_from_a_table_of_their_own(table):
    assert run(table("postcode,lat,lon,town\nAM1 1AA,52,-2,Alderford\nAM1 1AB,53,-3,Alderford\nAM1 1AD,54,-3,\n")) == 0
    assert places.find("alderford") == places.Near("Alderford", 52.5, -2.5, "town")
    assert run(table("kind,name,lat,lon\ntown,Alderford,52.1,-2.1\noutward,AM9,52,-2\ntown,Wick,53,-2\n")) == 0
    assert places.find("alderford") == places.Near("Alderford", 52.1, -2.1, "town")
    assert places.find("am9") == places.Near("AM9", 52, -2, "outward")
    assert run(table("postcode,lat,lon,town\nAM1 1AA,52.5,-2,Alderford\n")) == 0
    assert places.find("alderford").lat == 52.1  # what somebody gave is not measured over


def test_another_column_can_name_the_town(table):
    path = table("postcode,lat,lon,Area Name\nAM1 1AA,52,-2,Wick\n")
    assert run(path, towns="Area Name") == 0
    assert places.find("wick").lat == 52
    with pytest.raises(CommandError, match="no column parish for towns"):
        run(path, towns="parish")


BAD = """postcode,lat,lon
AM3 2QT,52.89,-2.34
,52.89,-2.34
NOT A CODE,52.89,-2.34
AM3 2QU,north,
AM3 2QW,99.999999,-2.34
AM3 2QX,nan,-2.34
am3  2qt,52.89,-2.34
AM3 2QY,52.89,-2.34,and more
AM3 2QZ
"""
REFUSED = [
    ["3", "postcode", "Missing"],
    ["4", "postcode", "“NOT A CODE” is not a postcode"],
    ["5", "lat", "“north” is not a number"],
    ["5", "lon", "Missing"],
    ["6", "lat", "99.999999 is outside the United Kingdom"],
    ["7", "lat", "nan is outside the United Kingdom"],
    ["8", "", "The same as row 2"],
    ["9", "", "More cells than the heading has"],
    ["10", "", "Fewer cells than the heading has"],
]


def test_each_refused_row_has_its_number_field_and_reason(table, tmp_path, capsys):
    report = tmp_path / "refused.csv"
    assert run(table(BAD), report=report) == 2
    with report.open(newline="") as file:
        assert list(csv.reader(file)) == [["row", "field", "reason"], *REFUSED]
    said = capsys.readouterr().out
    assert "8 postcodes refused:" in said
    assert "1 postcode imported: 1 added." in said
    assert [name for _, name, *_ in rows()] == ["AM3", "AM3 2QT"]


def test_a_dry_run_saves_nothing(table, capsys):
    assert run(table(BAD), dry_run=True) == 2
    assert run(table(GOOD), dry_run=True) == 0
    assert rows() == []
    assert "Nothing was saved: this was a dry run." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "postcodes.csv is empty."),
        ("postcode,lat,lon\n", "has a heading and no rows."),
        ("name,height\nx,1\n", "has no heading that we know. It needs the columns postcode"),
        (b"PK\x03\x04rest", "is a spreadsheet or a ZIP file. Save it as “CSV UTF-8”"),
        (GOOD.encode("utf-16") + b"x", "is not in UTF-16."),
        (GOOD.encode("utf-16-le"), "is not a text file."),
        (b"postcode,lat,lon\n\x00\x01", "is not a text file."),
        (b"postcode,lat,lon,ward\nAM1 1AA,52,-2,Caf\xe9\n", "is not in UTF-8."),
        ('postcode,lat,lon\nAM1 1AA,52,-2\n"AM1 1AB,52,-2\n', "stops being a CSV file after row 2"),
        ("postcode,lat,lon\nnonsense,1,2\n", "No row can be imported."),
    ],
)
def test_what_is_not_such_a_table_is_refused_whole(table, text, sentence):
    with pytest.raises(CommandError) as refused:
        run(table(text))
    assert sentence in str(refused.value)
    assert str(refused.value).endswith("Nothing was imported.")
    assert refused.value.returncode == 1
    assert rows() == []


def test_no_file_and_no_place_for_the_report(table, tmp_path):
    with pytest.raises(CommandError, match="There is no file"):
        run(tmp_path / "missing.csv")
    with pytest.raises(CommandError, match="There is no file"):
        run(tmp_path)
    with pytest.raises(CommandError, match="cannot be written"):
        run(table(GOOD), report=tmp_path / "no" / "such" / "folder.csv")
    assert rows() == []


def test_stopped_halfway_it_goes_on_when_run_again(table, monkeypatch, capsys):
    monkeypatch.setattr(import_run, "BATCH", 10)
    letters = "ABDEFGHJLN"
    codes = [f"AM{n} {m}{a}A" for n in range(1, 4) for m in range(1, 3) for a in letters]
    path = table("postcode,lat,lon\n" + "".join(f"{code},52.9,-2.3\n" for code in codes))
    seen = []

    def stops(batch):
        seen.append(batch)
        if len(seen) == 3:
            raise KeyboardInterrupt
        return real(batch)

    from search import gazetteer

    real = gazetteer.put
    with monkeypatch.context() as patch:
        patch.setattr(gazetteer, "put", stops)
        with pytest.raises(CommandError, match="Stopped: 20 of 60 are in"):
            run(path)
    assert GazetteerPlace.objects.count() == 20
    assert run(path) == 0
    assert "60 postcodes imported: 40 added, 20 as before." in capsys.readouterr().out


@pytest.mark.shared_data
def test_the_real_postcodes_of_a_council(capsys, settings):
    path = Path(settings.BASE_DIR).parent / "shared" / "data" / "trafford" / "trafford_postcodes.csv"
    if not path.exists():
        pytest.skip("../shared/data/trafford/trafford_postcodes.csv is not on this machine")
    assert run(path) == 0
    assert "11,264 postcodes imported: 11,264 added." in capsys.readouterr().out
    assert places.find("M33 2AA") is None or places.find("M33 2AA").kind == "postcode"
    assert places.find("M33").kind == "outward"
