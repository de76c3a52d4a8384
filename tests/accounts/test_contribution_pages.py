"""Finance's screens of contributions: recorded after a check, a bank's file once, late ones said and none stopped."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts import contributions as references
from accounts.actions import contributions, loads
from accounts.models import (
    Contribution,
    ContributionReceipt,
)
from tests.accounts.screens import boxes, page_of, rows, send, words
from tests.factories import budgets

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def test_a_contribution_is_recorded_after_a_check_and_taken_out(finance, budget):
    start = budget.starts_on + timedelta(days=28)
    data = {"weekly": "18.50", **boxes("starts_on", start), "assessment_reference": "FA-1"}
    address = page_of("contribution-new", budget.pk)
    assert "£18.50" in words(send(finance, address, **data))
    send(finance, address, sure=True, **data)
    held = Contribution.objects.get()
    assert (held.weekly_pence, held.starts_on) == (1_850, start)
    assert "Taken out" in words(send(finance, page_of("contribution", held.pk)))
    assert Contribution.objects.count() == 0
    early = {**data, **boxes("starts_on", TODAY)}
    assert "Payments are worked out up to" in words(send(finance, address, sure=True, **early))


def test_a_payment_in_is_recorded_once_however_often_it_is_sent(finance, budget):
    data = {
        "whose": references.reference(budget.pk),
        "pounds": "20",
        **boxes("received_on", TODAY),
        "token": "abc",
    }
    address = page_of("receipt-new")
    assert f"Budget {budget.pk}, Rosa Alvarez" in words(send(finance, address, **data))
    for _ in range(2):
        send(finance, address, sure=True, **data)
    receipt = ContributionReceipt.objects.get()
    assert (receipt.pence, receipt.budget) == (2_000, budget)
    wrong = words(
        send(finance, address, **{**data, "whose": "WC99X", **boxes("received_on", TODAY + timedelta(days=2))})
    )
    assert "There is no budget with this reference" in wrong
    assert "The day must be today or earlier" in wrong


def bank_file(text):
    return SimpleUploadedFile("bank.csv", text.encode(), content_type="text/csv")


def test_a_bank_file_is_read_whole_matched_by_reference_and_once(finance, budget):
    day = TODAY.strftime("%d/%m/%Y")
    text = (
        "Date,Reference,Amount\r\n"
        f"{day},FPS ROSA {references.reference(budget.pk)},18.50\r\n"
        f"{day},FPS ROSA {references.reference(budget.pk)},18.50\r\n"
        f"{day},SOMEBODY,7\r\n"
        f"{day},CARE HOME LTD,-900.00\r\n"
    )
    said = words(send(finance, page_of("receipts-file"), file=bank_file(text)))
    assert "3 payments recorded: 2 matched, 1 to match." in said
    again = words(send(finance, page_of("receipts-file"), file=bank_file(text)))
    assert "0 payments recorded: 0 matched, 0 to match. 3 payments had been recorded before." in again
    assert sorted(ContributionReceipt.objects.values_list("pence", flat=True)) == [700, 1_850, 1_850]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "Choose the bank’s file"),
        ("a,b\n1,2\n", "The first line has no column “Date” or “Amount” or “Reference”"),
        ("Date,Amount,Reference\n1/1/2026,x,y\n30/2/2026,5,y\n", "Line 3: The date must be like 27/03/2027"),
        ("Date,Amount,Reference\n1/1/2026,x,y\n", "Line 2: Enter an amount of money in numbers"),
        ("Date,Amount,Reference\n1/1/2999,5,y\n", "Line 2: The day must be today or earlier"),
        ("Date,Amount,Reference\n1/1/2026,-5,y\n", "There are no payments in, in this file"),
        ('Date,Amount,Reference\n1/1/2026,5,"y\n', None),
    ],
)
def test_a_file_with_one_bad_line_records_nothing(finance, text, why):
    upload = {"file": bank_file(text)} if text else {}
    page = words(send(finance, page_of("receipts-file"), **upload))
    assert why is None or why in page
    assert ContributionReceipt.objects.count() == (1 if why is None else 0)


def test_what_is_no_text_is_refused(finance):
    upload = SimpleUploadedFile("bank.csv", b"\xff\xfe\x00PK")
    assert "This is not a CSV file" in words(send(finance, page_of("receipts-file"), file=upload))


def test_an_unmatched_payment_is_matched_or_taken_out(finance, ann, budget):
    first = contributions.receive(pence=500, received_on=TODAY, key="1", bank_words="SOMEBODY", by=ann)
    other = contributions.receive(pence=900, received_on=TODAY, key="2", bank_words="RENT", by=ann)
    assert "Contributions to match 2 payments in" in words(finance.get("/staff/finance/"))
    send(finance, page_of("receipt", first.pk), sure=True, whose=str(budget.pk))
    send(finance, page_of("receipt", other.pk) + "?take-out=1", why="The rent of somebody else")
    first.refresh_from_db(), other.refresh_from_db()
    assert (first.budget, other.undone_why) == (budget, "The rent of somebody else")
    assert "Contributions to match" not in words(finance.get("/staff/finance/"))


def test_the_contributions_page_says_who_is_late_and_that_nothing_stops(finance, ann):
    start = TODAY - timedelta(days=40)
    made = budgets.budget(starts_on=start, load_calendar=start, is_gross=True)
    given = {"weekly_pence": 1_000, "starts_on": start, "assessment_reference": "FA"}
    contributions.record(budget=made, by=ann, **given)
    loads.run_due(timezone.now())
    page = words(finance.get("/staff/finance/contributions/"))
    assert "£40.00 is late, of 1 budget." in page
    assert "Support never stops for this." in page
    assert rows(finance.get("/staff/finance/contributions.csv"))[1][3:] == ["10.00", "80.00", "0.00", "40.00"]
