"""Spreadsheets to download, safe to open: words that a spreadsheet would take for a formula are told apart."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from django.http import HttpResponse

from accounts import money
from design.sheets import safe


class _Echo:
    """A file that hands back each line written to it."""

    def write(self, line: str) -> str:
        return line


class Pounds:
    """A cell that is an amount: it may begin with a minus."""

    def __init__(self, pence: int) -> None:
        self.pence = pence


def lines(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    for row in chain([header], rows):
        yield writer.writerow([money.text(cell.pence) if isinstance(cell, Pounds) else safe(cell) for cell in row])


def answer(filename: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """A CSV file as a download, never kept by a browser or proxy."""
    response = HttpResponse("".join(lines(header, rows)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    response["Cache-Control"] = "no-store"
    return response
