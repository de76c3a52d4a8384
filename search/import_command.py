"""The manners of every import command, so that all of them behave alike.

The whole file is checked first, then applied in batches, each in a transaction of its own. Stopped halfway, it is run
again: rows that are in already are put in again and change nothing. Exit 0 when all rows are in, 2 when some were
refused, 1 when nothing was done.
"""

from __future__ import annotations

import csv
from abc import abstractmethod
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Generic, TypeVar

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from search.table_import import NotThisTableError, Refusal, Row, RowRefusedError, Table, open_table

Item = TypeVar("Item")

BATCH = 500
PROGRESS = 5_000  # rows between two lines of progress
SHOWN = 10  # refusals on the screen; all of them are in the report


class ImportCommand(BaseCommand, Generic[Item]):
    """A subclass says what it expects, how a row becomes an item, what names an item, and how a batch goes in."""

    expected = ""  # a sentence: which columns the heading must have
    nouns = ("row", "rows")

    @abstractmethod
    def recognise(self, heading: Sequence[str]) -> bool: ...

    @abstractmethod
    def parse(self, row: Row) -> Item:
        """RowRefusedError with every field that is wrong."""

    @abstractmethod
    def name_of(self, item: Item) -> Hashable:
        """Two rows with the same name are one thing: the second is refused."""

    @abstractmethod
    def apply(self, batch: Sequence[Item]) -> Counter[str]:
        """Put these in; answers how many were "added", "changed" and "as before"."""

    def finish(self) -> None:
        """What is worked out once all batches are in."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="Check the file and save nothing")
        parser.add_argument("--report", type=Path, help="Write the refused rows to this CSV file")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            table = open_table(options["file"], self.recognise, expected=self.expected)
            total, refused = self.check_all(table)
        except NotThisTableError as error:
            raise CommandError(f"{error} Nothing was imported.") from None
        self.report(refused, options["report"])
        good = total - len({refusal.row for refusal in refused})
        if not good:
            raise CommandError("No row can be imported. Nothing was imported.")
        if options["dry_run"]:
            self.stdout.write(f"{self.count(good)} can be imported. Nothing was saved: this was a dry run.")
        else:
            self.apply_all(table, refused, good)
        if refused:
            raise SystemExit(2)

    def check_all(self, table: Table) -> tuple[int, list[Refusal]]:
        """How many rows there are, and what is wrong with which."""
        total = 0
        refused: list[Refusal] = []
        first: dict[Hashable, int] = {}
        for total, row in enumerate(table.rows(), 1):  # noqa: B007 - used below
            try:
                name = self.name_of(self.checked(row))
                if name in first:
                    raise RowRefusedError(("", f"The same as row {first[name]}"))
                first[name] = row.number
            except RowRefusedError as error:
                refused += [Refusal(row.number, field, reason) for field, reason in error.problems]
        if not total:
            raise NotThisTableError(f"{table.path.name} has a heading and no rows.")
        return total, refused

    def checked(self, row: Row) -> Item:
        if row.get(""):
            raise RowRefusedError(("", "More cells than the heading has"))
        return self.parse(row)

    def apply_all(self, table: Table, refused: Sequence[Refusal], good: int) -> None:
        leave_out = {refusal.row for refusal in refused}
        items = (self.parse(row) for row in table.rows() if row.number not in leave_out)
        done, counts = 0, Counter[str]()
        try:
            for batch in batches(items):
                with transaction.atomic():
                    counts += self.apply(batch)
                done += len(batch)
                if done % PROGRESS < BATCH <= done:
                    self.stdout.write(f"{done:,} of {good:,} …")
        except KeyboardInterrupt:
            raise CommandError(f"Stopped: {done:,} of {good:,} are in. Run it again to go on.") from None
        self.finish()
        said = ", ".join(f"{counts[what]:,} {what}" for what in ("added", "changed", "as before") if counts[what])
        self.stdout.write(f"{self.count(good)} imported: {said}.")

    def report(self, refused: Sequence[Refusal], path: Path | None) -> None:
        if path:
            self.write_report(refused, path)
        if not refused:
            return
        self.stdout.write(f"{self.count(len({refusal.row for refusal in refused}))} refused:")
        for refusal in refused[:SHOWN]:
            self.stdout.write(f"  row {refusal.row}, {refusal.field or 'whole row'}: {refusal.reason}")
        if len(refused) > SHOWN:
            self.stdout.write(
                f"  and {len(refused) - SHOWN:,} more{'' if path else ' (all of them with --report FILE)'}"
            )

    def write_report(self, refused: Sequence[Refusal], path: Path) -> None:
        try:
            with path.open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file)
                writer.writerow(["row", "field", "reason"])
                writer.writerows([refusal.row, refusal.field, refusal.reason] for refusal in refused)
        except OSError as error:
            raise CommandError(
                f"The report {path} cannot be written: {error.strerror}. Nothing was imported."
            ) from None

    def count(self, number: int) -> str:
        return f"{number:,} {self.nouns[number != 1]}"


def batches(items: Iterator[Item]) -> Iterator[list[Item]]:
    while batch := list(islice(items, BATCH)):
        yield batch
