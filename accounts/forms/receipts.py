"""Contributions that came in: one by one, or a bank's file; whose they are; and those that were a mistake."""

import csv
import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from io import StringIO
from typing import Any

from django import forms
from django.utils import timezone

from accounts import contributions, money
from accounts.forms.fields import MoneyField
from accounts.models import PersonalBudget
from design.fields import DateField

LARGEST = 1_000_000  # bytes
MOST_LINES = 5_000
SHOWN = 10  # what is wrong with a file, at most
COLUMNS = {
    "date": ("date", "transaction date", "posted", "value date"),
    "amount": ("amount", "credit", "paid in", "money in"),
    "words": ("reference", "description", "details", "narrative"),
}
DATES = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d %b %Y", "%d %B %Y", "%d/%m/%y")


class WhoseField(forms.CharField):
    """A budget by the reference on a person's letters, or by its number: cleans to the budget."""

    default_error_messages = {"required": "Enter the reference or the budget’s number"}

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        number = contributions.number_of(text) or 0
        budget = PersonalBudget.objects.filter(pk=number).select_related("person").first()
        if budget is None:
            raise forms.ValidationError("There is no budget with this reference. Check each letter and number")
        return budget


class ReceiptForm(forms.Form):
    whose = WhoseField(
        label="Reference or budget number",
        help_text="Like WC12K. Leave it empty if you do not know whose it is.",
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "spellcheck": "false"}),
    )
    pounds = MoneyField(label="How much came in?")
    received_on = DateField(label="When did it come in?", help_text="The day on the bank statement.")
    bank_words = forms.CharField(
        label="What does the bank say? (optional)",
        help_text="The words beside the payment on the bank statement.",
        required=False,
        max_length=80,
    )
    token = forms.CharField(widget=forms.HiddenInput(), max_length=40)

    def clean_received_on(self) -> date:
        return not_to_come(self.cleaned_data["received_on"])


class MatchForm(forms.Form):
    whose = WhoseField(
        label="Whose contribution is it?",
        help_text="The reference on their letters, like WC12K, or the number of their budget.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "spellcheck": "false"}),
    )


class UndoForm(forms.Form):
    why = forms.CharField(
        label="Why do you take it out?",
        max_length=250,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter why you take it out"},
    )


@dataclass(frozen=True)
class BankLine:
    """One payment in of a bank's file. `key` is the same whenever the same file is read."""

    received_on: date
    pence: int
    words: str
    key: str


class BankFileForm(forms.Form):
    """The whole file is read before anything is recorded; `lines` are the payments in."""

    file = forms.FileField(
        label="The bank’s file (CSV)",
        help_text="With a date, an amount and a reference in each line. Payments out are left alone.",
        error_messages={"required": "Choose the bank’s file", "empty": "This file is empty"},
    )
    lines: list[BankLine]

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if upload.size > LARGEST:
            raise forms.ValidationError("The file must be smaller than 1 MB. Send fewer days at once")
        try:
            text = upload.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise forms.ValidationError("This is not a CSV file. Save it from the bank as CSV (UTF-8)") from None
        self.lines = read_file(text)
        return upload


def read_file(text: str) -> list[BankLine]:
    """Raises ValidationError with a sentence for each line that cannot be read: then nothing of it is."""
    try:
        rows = list(csv.reader(StringIO(text, newline="")))
    except csv.Error:
        raise forms.ValidationError("This is not a CSV file. Save it from the bank as CSV (UTF-8)") from None
    if len(rows) > MOST_LINES:
        raise forms.ValidationError(f"The file must have {MOST_LINES:,} lines or fewer. Send fewer days at once")
    columns = found_columns(rows[0] if rows else [])
    wrong: list[str] = []
    found = list(read_rows(rows[1:], columns, wrong))
    if wrong:
        raise forms.ValidationError([*wrong[:SHOWN], *([f"{len(wrong) - SHOWN} more"] if len(wrong) > SHOWN else [])])
    if not found:
        raise forms.ValidationError("There are no payments in, in this file")
    return keyed(found)


def found_columns(header: list[str]) -> dict[str, int]:
    names = [name.strip().lower() for name in header]
    places = {key: next((names.index(n) for n in known if n in names), None) for key, known in COLUMNS.items()}
    if missing := [key for key, place in places.items() if place is None]:
        wanted = {"date": "“Date”", "amount": "“Amount”", "words": "“Reference”"}
        raise forms.ValidationError(f"The first line has no column {' or '.join(wanted[key] for key in missing)}")
    return {key: place for key, place in places.items() if place is not None}


def read_rows(rows: list[list[str]], columns: dict[str, int], wrong: list[str]) -> Iterator[tuple[date, int, str]]:
    for number, row in enumerate(rows, start=2):
        cell = {key: row[place].strip() if place < len(row) else "" for key, place in columns.items()}
        if not any(row) or not cell["amount"] or cell["amount"].startswith("-"):
            continue
        try:
            on, pence = not_to_come(read_date(cell["date"])), money.parse(cell["amount"])
        except (money.NotMoney, forms.ValidationError) as why:
            wrong.append(f"Line {number}: {why.messages[0] if isinstance(why, forms.ValidationError) else why}")
            continue
        if pence:
            yield on, pence, cell["words"][:80]


def read_date(text: str) -> date:
    for pattern in DATES:
        try:
            return datetime.strptime(text, pattern).date()  # noqa: DTZ007 (a day, not a moment)
        except ValueError:
            continue
    raise forms.ValidationError("The date must be like 27/03/2027")


def not_to_come(on: date) -> date:
    if on > timezone.localdate():
        raise forms.ValidationError("The day must be today or earlier")
    if on.year < 2000:
        raise forms.ValidationError("The year must be 2000 or later")
    return on


def keyed(rows: list[tuple[date, int, str]]) -> list[BankLine]:
    """Two payments that look the same on one day are two; the same file read again is the same payments."""
    times: Counter[tuple[date, int, str]] = Counter()
    found = []
    for row in rows:
        times[row] += 1
        digest = hashlib.sha256(repr((*row, times[row])).encode()).hexdigest()[:40]
        found.append(BankLine(*row, key=f"file:{digest}"))
    return found
