"""Many pages changed by one spreadsheet: download, change, upload, a row-by-row difference, confirm (issue 8, §1)."""

import csv
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from directory import page_sheet
from directory.actions import proposals, sheets
from directory.models import ChangeProposal, Service
from directory.refusals import Moved, Refused
from tests.factories import accounts, pages
from tests.factories import directory as make

pytestmark = pytest.mark.django_db
BOM = b"\xef\xbb\xbf"


@pytest.fixture
def of():
    return make.organisation("Hollybank")


@pytest.fixture
def club(of):
    made = pages.page("Lunch club", organisation=of, summary="A meal with others", email="lunch@hollybank.example")
    make.opening(made, "MO,TU", 9, 12), make.cost(made, 900, option="Usual price")
    return made


@pytest.fixture
def walk(of):
    return pages.page("Walking group", organisation=of, minimum_age=18)


@pytest.fixture
def grace(client, of, club, walk):
    who = pages.writer(of)
    accounts.sign_in(client, who)
    return who


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def where(of, name="provider-sheet"):
    return reverse(name, args=[of.pk])


def downloaded(client, of):
    raw = client.get(where(of, "provider-sheet-download")).content
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))


def file(rows, delimiter=",", encoding="utf-8"):
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), delimiter=delimiter)
    writer.writeheader(), writer.writerows(rows)
    return out.getvalue().encode(encoding)


def upload(client, of, content):
    return client.post(where(of), {"file": SimpleUploadedFile("pages.csv", content)})


def changed(client, of, page, **cells):
    """The answer to a sheet in which one page says something else."""
    rows = downloaded(client, of)
    next(row for row in rows if row["Page"] == str(page.pk)).update(cells)
    return upload(client, of, file(rows))


def confirm(client, of, answer):
    return client.post(where(of), {"carried": answer.context["carried"]}, follow=True)


def reasons(answer):
    table = answer.context["refused"]
    return [(int(row.removeprefix("Row ")), *rest) for row, *rest in table.rows] if table else []


def test_the_sheet_has_a_row_for_each_page_and_says_that_it_is_utf_8(client, of, club, walk, grace):
    raw = client.get(where(of, "provider-sheet-download"))
    assert (raw.content.startswith(BOM), raw["Content-Disposition"]) == (
        True,
        'attachment; filename="pages-hollybank.csv"',
    )
    rows = downloaded(client, of)
    assert [(row["Name"], row["Monday"], row["Prices"], row["From age"]) for row in rows] == [
        ("Lunch club", "9am to midday", "Usual price: £9.00 a session", ""),
        ("Walking group", "", "", "18"),
    ]


def test_a_sheet_that_comes_back_as_it_went_changes_nothing(client, of, club, walk, grace):
    Service.objects.filter(pk=club.pk).update(summary="=SUM(A1)", description="One\n\nTwo", how_to_apply="- ring us")
    make.cost(club, None, option="Odd", amount_description="a; b")
    answer = upload(client, of, file(downloaded(client, of)))
    assert (answer.context["shown"], reasons(answer)) == ([], [])
    assert "Nothing would change" in text(answer)


def test_nothing_is_written_before_she_confirms(client, of, club, walk, grace):
    answer = changed(client, of, club, Name="Dinner club", Telephone="01632 960 001, office")
    words = text(answer)
    assert ("Row 2: Lunch club" in words, "Lunch" in words, "Dinner" in words) == (True, True, True)
    assert not ChangeProposal.objects.exists()


def test_what_is_harmless_goes_live_and_what_matters_waits(client, of, club, walk, grace):
    answer = changed(client, of, club, Name="Dinner club", Telephone="01632 960 001, office", Friday="1pm to 3pm")
    done = confirm(client, of, answer)
    club.refresh_from_db()
    assert "Sent for 1 page" in text(done)
    assert (club.name, [phone.number for phone in club.phones.all()], club.schedules.count()) == (
        "Lunch club",
        ["01632 960001"],
        2,
    )
    states = {one.state: sorted(change.field for change in one.changes.all()) for one in ChangeProposal.objects.all()}
    assert states == {"live": ["hours", "phones"], "waiting": ["name"]}


@pytest.mark.parametrize(
    ("delimiter", "encoding"), [(";", "utf-8"), ("\t", "utf-16"), (",", "utf-8-sig"), (";", "utf-16")]
)
def test_files_as_spreadsheet_programs_save_them_are_read(client, of, club, walk, grace, delimiter, encoding):
    rows = downloaded(client, of)
    rows[0]["In one sentence"] = "Café and a meal"
    answer = upload(client, of, file(rows, delimiter, encoding))
    assert [one.rows[0].label for one in answer.context["shown"]] == ["In one sentence"]
    confirm(client, of, answer)
    assert ChangeProposal.objects.get().changes.get().after == "Café and a meal"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"PK\x03\x04rest", "a spreadsheet or a ZIP file"),
        (b"Name,Price\nA,1\n", "no heading that we know"),
        (b'Page,Version\n1,"open\n', "stops being a CSV file"),
        (b"Page,Version\n" + b"1,v\n" * 501, "more than 500 rows"),
        (b"Page,Version\n" + b"x" * 1_000_000, "smaller than 1MB"),
    ],
)
def test_a_file_that_is_no_such_sheet_is_refused_whole(client, of, club, walk, grace, content, sentence):
    answer = upload(client, of, content)
    assert (answer.status_code, sentence in text(answer)) == (200, True)


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"Name": ""}, ("Name", "Enter the name")),
        ({"E-mail": "nobody"}, ("E-mail", "Enter an e-mail address, like name@example.com")),
        ({"Web page": "=HYPERLINK(1)"}, ("Web page", "“=HYPERLINK(1)” is a formula")),
        ({"In one sentence": "x" * 251}, ("In one sentence", "Write at most 250 letters")),
        ({"Telephone": "ring me"}, ("Telephone", "“ring me” is not a telephone number")),
        ({"Tuesday": "nine to five"}, ("Tuesday", "Tuesday: Enter times like “9am to 5pm”, or leave it empty")),
        (
            {"From age": "60", "To age": "18"},
            ("To age", "The oldest must be the same age as the youngest, or older"),
        ),
        (
            {"Prices": "cheap"},
            ("Prices", "“cheap” is not a price like “Weekday: £21.50 an hour”. Change it on its page"),
        ),
    ],
)
def test_a_cell_that_is_not_understood_is_listed_by_row_column_and_reason(client, of, club, walk, grace, cells, reason):
    answer = changed(client, of, club, **cells)
    assert (reasons(answer), answer.context["shown"]) == ([(2, *reason)], [])


def test_a_page_that_somebody_changed_since_is_reported_and_not_written_over(client, of, club, walk, grace):
    rows = downloaded(client, of)
    Service.objects.filter(pk=club.pk).update(summary="Changed by the council")
    rows[0]["In one sentence"], rows[1]["In one sentence"] = "Mine", "A walk"
    answer = upload(client, of, file(rows))
    assert [(row, field) for row, field, _ in reasons(answer)] == [(2, "The whole row")]
    assert "Somebody changed this page since you downloaded the sheet" in text(answer)
    assert [one.caption for one in answer.context["shown"]] == ["Row 3: Walking group"]


def test_a_page_that_somebody_changes_while_she_looks_is_left_out_too(client, of, club, walk, grace):
    answer = changed(client, of, club, Telephone="01632 960 001")
    Service.objects.filter(pk=club.pk).update(summary="Changed by the council")
    done = confirm(client, of, answer)
    assert "Row 2 was left out. Somebody changed this page" in text(done)
    assert (club.phones.count(), ChangeProposal.objects.count()) == (0, 0)


def test_a_draft_of_a_page_is_not_sent_along(client, of, club, walk, grace):
    proposals.write(subject=club, of=of, values={"name": "Half a thought"}, by=grace)
    answer = changed(client, of, club, Telephone="01632 960 001")
    assert "This page has a draft" in reasons(answer)[0][2]


def test_what_waits_already_is_not_sent_twice(client, of, club, walk, grace):
    first = changed(client, of, club, Name="Dinner club")
    confirm(client, of, first)
    again = changed(client, of, club, Name="Dinner club")
    assert "You sent this already" in reasons(again)[0][2]
    confirm(client, of, first)
    assert ChangeProposal.objects.count() == 1


def test_a_page_of_somebody_else_and_one_named_twice_are_left_out(client, of, club, walk, grace):
    other = pages.page("Other")
    rows = downloaded(client, of)
    theirs = rows[0] | {"Page": str(other.pk), "Name": "Taken over"}
    answer = upload(client, of, file([*rows, rows[0], theirs]))
    assert [(row, why) for row, _, why in reasons(answer)] == [
        (4, "The same page as in row 2"),
        (5, "This is no page of yours"),
    ]


def test_a_made_up_answer_is_refused(client, of, club, walk, grace):
    for made_up in ("", "nonsense", '[["a", 1]]', '{"a": 1}'):
        assert client.post(where(of), {"carried": made_up}).status_code == 400


@pytest.mark.parametrize(
    ("cell", "values"),
    [
        ("Weekday: £21.50 an hour", ("Weekday", 2150, "hour", None, "", "", "")),
        ("Weekend: 1,024 a visit, shortest visit 30 minutes", ("Weekend", 102400, "visit", 30, "", "", "")),
        ("Tea: free", ("Tea", 0, "hour", None, "", "", "")),
        (
            "Day: £5 a day, travel: 45p a mile, from 1 April 2027, until 2 May 2027",
            ("Day", 500, "day", None, "45p a mile", "2027-04-01", "2027-05-02"),
        ),
    ],
)
def test_a_price_is_read_as_people_write_it(cell, values):
    names = ("what", "pence", "unit", "minimum", "travel", "from", "to")
    assert [tuple(one[name] for name in names) for one in page_sheet.prices(cell, [])] == [values]


def test_a_price_that_stays_keeps_what_no_cell_holds(client, of, club, walk, grace):
    club.costs.update(amount_description="with pudding")
    line = "Usual price: £9.00 a session, with pudding"
    changed_to = changed(client, of, club, Prices=f"{line}; Weekend: £10 a session")
    confirm(client, of, changed_to)
    after = ChangeProposal.objects.get().changes.get().after
    assert [(one["what"], one["words"]) for one in after] == [("Usual price", "with pudding"), ("Weekend", "")]


def test_only_a_manager_has_a_sheet_and_a_stranger_finds_none(client, of, club, walk):
    for role, code in (("scheduler", 403), ("finance", 404)):
        accounts.sign_in(client, pages.writer(of, role, role))
        assert [client.get(where(of, name)).status_code for name in ("provider-sheet", "provider-sheet-download")] == [
            code,
            code,
        ]
    accounts.sign_in(client, pages.writer(make.organisation("Rival"), name="Rita Rival"))
    assert client.get(where(of, "provider-sheet-download")).status_code == 404
    assert client.post(where(of), {"carried": "[]"}).status_code == 404


def test_the_sheet_costs_the_same_for_two_pages_and_five(client, of, club, walk, grace, django_assert_max_num_queries):
    with django_assert_max_num_queries(14):
        downloaded(client, of)
    with django_assert_max_num_queries(18):
        changed_rows(client, of)
    for name in ("A", "B", "C"):
        pages.page(name, organisation=of)
    with django_assert_max_num_queries(14):
        downloaded(client, of)
    with django_assert_max_num_queries(18):
        changed_rows(client, of)


def changed_rows(client, of):
    rows = [
        {"Page": str(one.pk), "Version": page_sheet.version(page_sheet.said(one)), "Name": f"{one.name} 2"}
        for one in Service.objects.filter(organisation=of).prefetch_related("phones", "costs", "schedules")
    ]
    assert len(upload(client, of, file(rows)).context["shown"]) == len(rows)


def test_the_action_looks_once_more_at_version_draft_and_who_sends(of, club):
    grace, values = pages.writer(of), {"name": "Dinner club"}
    version = page_sheet.version(page_sheet.said(club))
    with pytest.raises(Moved, match="Somebody changed this page"):
        sheets.send(service=club, version="v1", values=values, by=grace)
    with pytest.raises(Refused, match="Only a manager"):
        sheets.send(service=club, version=version, values=values, by=pages.writer(of, "scheduler", "Sid"))
    proposals.write(subject=club, of=of, values={"summary": "Half a thought"}, by=grace)
    with pytest.raises(Refused, match="This page has a draft"):
        sheets.send(service=club, version=version, values=values, by=grace)
    assert not ChangeProposal.objects.filter(sent_at__isnull=False).exists()


def test_the_same_sheet_once_more_says_what_was_sent_and_blames_nobody(client, of, club, walk, grace):
    """As after a sending that broke off: the telephone went live, the name waits, and the sheet is older than both."""
    rows = downloaded(client, of)
    rows[0].update({"Name": "Dinner club", "Telephone": "01632 960 001"})
    confirm(client, of, upload(client, of, file(rows)))
    assert reasons(upload(client, of, file(rows))) == [
        (2, "The whole row", "You sent this already. We are looking at it")
    ]
