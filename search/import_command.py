"""The manners of every import command, so that all of them behave alike (`search/import_run.py` does the work).

Exit 0 when all rows are in, 2 when some were refused or left out, 1 when nothing was done.
"""

from __future__ import annotations

import csv
from abc import abstractmethod
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Collection, Hashable, Sequence
from pathlib import Path
from typing import Any, Generic, TypeVar

from django.core.management.base import BaseCommand, CommandError

from design.sheets import safe
from search.import_run import HasNumber, ImportRun, Outcome
from search.table_import import (
    LARGEST,
    NotThisTableError,
    Refusal,
    Row,
    RowRefusedError,
    open_table,
    what_is_odd,
)

Item = TypeVar("Item")
Numbered = TypeVar("Numbered", bound=HasNumber)

SHOWN = 10  # refusals on the screen; all of them are in the report


class RunCommand(BaseCommand, Generic[Numbered, Item]):
    """A subclass opens the run; here it is checked, put in and told."""

    nouns = ("row", "rows")
    trouble = ""  # a sentence: what was not done though the rows are in

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Check the file and save nothing")
        parser.add_argument("--report", type=Path, help="Write the refused rows to this CSV file")

    @abstractmethod
    def opened(self, options: dict[str, Any]) -> ImportRun[Numbered, Item]:
        """NotThisTableError where there is nothing to read."""

    def finish(self) -> None:
        """What is worked out once all batches are in."""

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            run = self.opened(options)
            outcome = run.check()
        except NotThisTableError as error:
            raise CommandError(f"{error} Nothing was imported.") from None
        self.report(outcome.refused, options["report"])
        if not outcome.good:
            raise CommandError("No row can be imported. Nothing was imported.")
        if options["dry_run"]:
            self.stdout.write(f"{self.count(outcome.good)} can be imported. Nothing was saved: this was a dry run.")
        else:
            self.apply(run, outcome, options["report"])
        if outcome.refused or outcome.left_out or self.trouble:
            raise SystemExit(2)

    def apply(self, run: ImportRun[Numbered, Item], outcome: Outcome, report: Path | None) -> None:
        def told(done: int) -> None:
            self.stdout.write(f"{done:,} of {outcome.good:,} …")

        try:
            run.apply(outcome, told)
        except KeyboardInterrupt:
            done, good = outcome.done, outcome.good
            raise CommandError(f"Stopped: {done:,} of {good:,} are in. Run it again to go on.") from None
        self.finish()
        self.tell(outcome, report)

    def tell(self, outcome: Outcome, report: Path | None) -> None:
        counts = outcome.counts
        said = ", ".join(f"{counts[what]:,} {what}" for what in ("added", "changed", "as before") if counts[what])
        self.stdout.write(f"{self.count(outcome.done)} imported: {said}.")
        if outcome.left_out:
            self.stdout.write("Left out of rows that went in:")
            self.list(outcome.left_out, report)
        if self.trouble:
            self.stdout.write(self.trouble)
        if report:
            self.write_report([*outcome.refused, *outcome.left_out], report)

    def report(self, refused: Sequence[Refusal], path: Path | None) -> None:
        if path:
            self.write_report(refused, path)
        if refused:
            self.stdout.write(f"{self.count(len({refusal.row for refusal in refused}))} refused:")
            self.list(refused, path)

    def list(self, refused: Sequence[Refusal], path: Path | None) -> None:
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
                writer.writerows([refusal.row, refusal.field, safe(refusal.reason)] for refusal in refused)
        except OSError as error:
            raise CommandError(
                f"The report {path} cannot be written: {error.strerror}. Nothing was imported."
            ) from None

    def count(self, number: int) -> str:
        return f"{number:,} {self.nouns[number != 1]}"


class ImportCommand(RunCommand[Row, Item], Generic[Item]):
    """A table. A subclass says what it expects, how a row becomes an item, what names it, and how a batch goes in."""

    expected = ""  # a sentence: which columns the heading must have
    largest = LARGEST  # megabytes
    columns: Collection[str] | None = None  # those that are read; None: all

    @abstractmethod
    def recognise(self, heading: Sequence[str]) -> bool: ...

    @abstractmethod
    def parse(self, row: Row) -> Item:
        """RowRefusedError with every field that is wrong."""

    @abstractmethod
    def name_of(self, item: Item) -> Hashable:
        """Two rows with the same name are one thing: the second is refused."""

    @abstractmethod
    def put(self, batch: Sequence[Item], outcome: Outcome) -> Counter[str]:
        """Put these in; answers how many were "added", "changed" and "as before"."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        super().add_arguments(parser)

    def opened(self, options: dict[str, Any]) -> ImportRun[Row, Item]:
        self.table = open_table(options["file"], self.recognise, expected=self.expected, largest=self.largest)
        read = Counter(name for name in self.table.heading if name and self.is_read(name))
        if twice := [name for name, times in read.items() if times > 1]:
            raise NotThisTableError(f"{self.table.path.name} has the column {twice[0]} twice. Leave one of them.")
        return ImportRun(self.table.path.name, self.table.rows, self.checked, self.name_of, self.put)

    def is_read(self, name: str) -> bool:
        return self.columns is None or name in self.columns

    def tell(self, outcome: Outcome, report: Path | None) -> None:
        super().tell(outcome, report)
        if self.table.is_cut():
            self.stdout.write("The last line of the file has no end. If the file was cut off, fetch it again.")

    def checked(self, row: Row) -> Item:
        if row.get(""):
            raise RowRefusedError(("", "More cells than the heading has"))
        if row.is_short and any(self.is_read(name) and name not in row.values for name in self.table.heading):
            raise RowRefusedError(("", "Fewer cells than the heading has"))
        if odd := what_is_odd(row, self.columns):
            raise RowRefusedError(*odd)
        return self.parse(row)
