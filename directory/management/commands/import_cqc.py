"""`manage.py import_cqc FILE`: the care directory of the Care Quality Commission, as published."""

from argparse import ArgumentParser
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from directory import cqc
from directory.actions import imports_cqc
from directory.import_command import ServicesCommand
from directory.offered import Offered
from search.import_command import ImportCommand
from search.import_run import ImportRun, Outcome
from search.table_import import NotThisTableError, Row


class Command(ServicesCommand[Row], ImportCommand[Offered]):
    help = "Import CQC's care directory from its CSV file."
    expected = "It needs CQC's own columns: Name, Postcode, Service types, Provider name, the CQC ids and the others."
    source: cqc.Register

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--authority", action="append", default=[], help="Only this local authority's locations")
        parser.add_argument("--drafts", action="store_true", help="New services wait as drafts")
        parser.add_argument("--part", action="store_true", help="Only a part of the directory: end no registration")
        parser.add_argument("--end-many", action="store_true", help="End registrations even when very many are gone")

    def recognise(self, heading: Sequence[str]) -> bool:
        return set(heading) >= cqc.HEADING

    def opened(self, options: dict[str, Any]) -> ImportRun[Row, Offered]:
        run = super().opened(options)
        self.options = options
        self.authorities = {name.casefold() for name in options["authority"]}
        published = cqc.day_of(self.table.preamble())
        written = datetime.fromtimestamp(self.table.path.stat().st_mtime).date()  # noqa: DTZ006 (the day here)
        self.source = cqc.Register(published or written, timezone.localdate(), publish=not options["drafts"])
        self.check_that_it_is_the_newest()
        self.listed = imports_cqc.Listed()
        run.rows = self.rows
        return run

    def check_that_it_is_the_newest(self) -> None:
        """What an old directory does not list has not ended."""
        name, day = self.table.path.name, f"{self.source.on:%-d %B %Y}"
        if self.source.on > self.source.today:
            raise NotThisTableError(f"{name} says that it is of {day}. That day is still to come.")
        last = imports_cqc.day_of_last(self.source)
        if last and last > self.source.on:
            raise NotThisTableError(f"{name} is of {day}, and a directory of {last:%-d %B %Y} is in already.")

    def rows(self) -> Iterator[Row]:
        """Every id counts as listed, also of rows that nobody asked for or that are refused. What half a directory does
        not list has not ended."""
        is_short = False
        for row in self.table.rows():
            self.listed.see(row)
            is_short = row.is_short
            if not self.authorities or row.get("local_authority").casefold() in self.authorities:
                yield row
        if is_short and self.table.is_cut():
            name = self.table.path.name
            raise NotThisTableError(f"{name} stops in the middle of a line, so its end is missing. Fetch it again.")

    def parse(self, row: Row) -> Offered:
        return cqc.of(row, self.source)

    def name_of(self, item: Offered) -> Hashable:
        return item.source_id

    def put(self, batch: Sequence[Offered], outcome: Outcome) -> Counter[str]:
        done = imports_cqc.put(offered=batch, register=self.source, listed=self.listed, run=self.run)
        outcome.left_out += done.left_out
        return done.counts

    def finish(self) -> None:
        super().finish()
        if self.options["part"]:
            return
        try:
            gone = imports_cqc.end_those_gone(
                listed=self.listed, register=self.source, even_many=self.options["end_many"]
            )
        except imports_cqc.TooManyGone as error:
            self.trouble = str(error)
            return
        if gone:
            self.stdout.write(f"{gone:,} registrations have ended: their services that give care are down.")
