"""A sheet that comes back: which cells say something new, and which we do not understand. Nothing is written here."""

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from directory import opening, page_sheet
from directory.actions.sheets import CHANGED, DRAFT, WAITS
from directory.cells import Wrong
from directory.change_rules import TO_WRITE
from directory.forms.pages import AgesForm, HoursForm, PageForm, ServiceAboutForm, Value, WebForm
from directory.models import ChangeProposal, Service
from directory.page_sheet import OLDEST, PAGE, PHONES, PRICES, TEXTS, VERSION, YOUNGEST
from directory.queries.sheets import MOST
from search.table_import import NotThisTableError, Refusal, Row, column_name, open_table, what_is_odd

LARGEST = 1_000_000
EXPECTED = f"The first line must have “{PAGE}” and “{VERSION}”, as in the sheet that you downloaded."
COLUMNS = {column_name(name): name for name in page_sheet.HEADING}
DAYS = {name: f"day_{number}" for number, name in enumerate(opening.NAMES, 1)}
BOXES: tuple[tuple[type[PageForm], dict[str, str]], ...] = (
    (ServiceAboutForm, {TEXTS[key]: key for key in ("name", "summary", "description", "how_to_apply")}),
    (WebForm, {TEXTS[key]: key for key in ("email", "url")}),
    (AgesForm, {YOUNGEST: "youngest", OLDEST: "oldest"}),
    (HoursForm, DAYS),
)
LISTS: dict[str, tuple[str, Callable[[str, list[Value]], list[Value]]]] = {
    PHONES: ("phones", page_sheet.phones),
    PRICES: ("prices", page_sheet.prices),
}


class SheetForm(forms.Form):
    file = forms.FileField(
        label="The sheet that you changed",
        help_text="A CSV file, up to 1MB. In a spreadsheet program, choose “CSV UTF-8” when you save it.",
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        error_messages={"required": "Choose the sheet that you changed", "empty": "The file is empty"},
    )

    def clean_file(self) -> list[Row]:
        sent = self.cleaned_data["file"]
        if sent.size > LARGEST:
            raise forms.ValidationError("The file must be smaller than 1MB")
        try:
            return read(sent)
        except NotThisTableError as why:
            raise forms.ValidationError(str(why)) from None


def read(sent: UploadedFile) -> list[Row]:
    """The rows of a sheet, as every import reads a table. What somebody called the file is not used."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "The file"
        path.write_bytes(sent.read())
        wanted = {column_name(PAGE), column_name(VERSION)}
        found = list(open_table(path, lambda heading: wanted <= set(heading), expected=EXPECTED).rows())
    if len(found) > MOST:
        raise NotThisTableError(f"The file has more than {MOST} rows.")
    return found


@dataclass(frozen=True)
class Planned:
    """A row that would change something of a page."""

    row: Row
    service: Service
    said: Value
    values: Value

    @property
    def version(self) -> str:
        return self.row.get(column_name(VERSION))


@dataclass
class Plan:
    planned: list[Planned] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    same: int = 0

    def carried(self) -> str:
        """For the hidden box of the page that asks: only the rows that would change something."""
        return json.dumps([[one.row.number, dict(one.row.values)] for one in self.planned])


def from_carried(text: str) -> list[Row]:
    """Raises ValueError where somebody made it up."""
    try:
        return [
            Row(int(number), {str(name): str(cell) for name, cell in cells.items()})
            for number, cells in json.loads(text)[:MOST]
        ]
    except (TypeError, AttributeError, KeyError, OverflowError, RecursionError) as wrong:
        raise ValueError(text[:40]) from wrong


def plan(rows: Iterable[Row], services: Iterable[Service], proposed: Iterable[ChangeProposal]) -> Plan:
    made, known = Plan(), {str(one.pk): one for one in services}
    changes: dict[int | None, list[ChangeProposal]] = {}
    for proposal in proposed:
        changes.setdefault(proposal.service_id, []).append(proposal)
    first: dict[str, int] = {}
    for row in rows:
        page = row.get(column_name(PAGE))
        if page not in known:
            made.refused.append(Refusal(row.number, PAGE, "This is no page of yours"))
        elif page in first:
            made.refused.append(Refusal(row.number, PAGE, f"The same page as in row {first[page]}"))
        else:
            first[page] = row.number
            _one(made, row, known[page], changes.get(known[page].pk, []))
    return made


def _one(made: Plan, row: Row, service: Service, proposed: Collection[ChangeProposal]) -> None:
    said = page_sheet.said(service)
    changed = _changed(row, page_sheet.written(said))
    if not changed:
        made.same += 1
        return
    values, problems = _values(row, changed, said)
    stop = _stop(row, said, values, proposed)
    if stop and not problems:
        problems = [("", stop)]
    if problems:
        made.refused += [Refusal(row.number, field, reason) for field, reason in problems]
    elif values:
        made.planned.append(Planned(row, service, said, values))
    else:
        made.same += 1


def _changed(row: Row, was: Mapping[str, str]) -> dict[str, str]:
    """The cells that say something else than the page, by the names of their columns."""
    found = {COLUMNS[name]: cell for name, cell in row.values.items() if name in COLUMNS}
    return {
        name: page_sheet.plain(cell)
        for name, cell in found.items()
        if name in was and not page_sheet.is_same(cell, was[name])
    }


def _stop(row: Row, said: Value, values: Value, proposed: Collection[ChangeProposal]) -> str:
    """Why this page is not changed by a sheet at this moment."""
    waits = {change.field: change.after for one in proposed for change in one.changes.all()}
    if values and all(waits.get(key, ...) == value for key, value in values.items()):
        return DRAFT if any(one.state in TO_WRITE for one in proposed) else WAITS
    if row.get(column_name(VERSION)) != page_sheet.version(said):
        return CHANGED
    return DRAFT if any(one.state in TO_WRITE for one in proposed) else ""


def _values(row: Row, changed: dict[str, str], said: Value) -> tuple[Value, list[tuple[str, str]]]:
    """The fields that would change, and what is wrong with which cell."""
    odd = what_is_odd(Row(row.number, changed))
    if extra := row.values.get(""):
        odd.append(("", f"“{extra[:40]}” stands beyond the last column"))
    values, problems = _typed(changed, said)
    seen = {name for name, _ in odd}
    return values, odd + [one for one in problems if one[0] not in seen]


def _typed(changed: dict[str, str], said: Value) -> tuple[Value, list[tuple[str, str]]]:
    values: Value = {}
    problems: list[tuple[str, str]] = []
    for kind, boxes in BOXES:
        if boxes.keys() & changed.keys():
            _ask(kind, boxes, changed, said, values, problems)
    for name, (key, reader) in LISTS.items():
        if name in changed:
            try:
                values[key] = reader(changed[name], said[key])
            except Wrong as why:
                problems.append((name, str(why)))
    return {key: value for key, value in values.items() if value != said[key]}, problems


def _ask(
    kind: type[PageForm],
    boxes: dict[str, str],
    changed: dict[str, str],
    said: Value,
    values: Value,
    problems: list[tuple[str, str]],
) -> None:
    """The very form of the page: what it refuses there, it refuses here in the same words."""
    new = {box: _typed_as(name, changed[name]) for name, box in boxes.items() if name in changed}
    form = kind(dict(kind(said=said).initial) | new, said=said)
    if form.is_valid():
        kept = form.values()
        values.update({key: value for key, value in kept.items() if key in new or key not in boxes.values()})
        return
    labels = {box: name for name, box in boxes.items()}
    problems += [(labels.get(box, ""), str(words)) for box, told in form.errors.items() for words in told]


def _typed_as(name: str, cell: str) -> Any:
    """ "Closed" is how people write a day without times."""
    return "" if name in DAYS and cell.casefold() == "closed" else cell
