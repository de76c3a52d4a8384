"""`manage.py import_services FILE --mapping MAPPING.toml`: any spreadsheet of services."""

from argparse import ArgumentParser
from collections.abc import Hashable, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from directory import mapping, offered
from directory.import_command import ServicesCommand
from directory.offered import Offered
from search.import_command import ImportCommand
from search.table_import import Row


class Command(ServicesCommand[Row], ImportCommand[Offered]):
    help = "Import services from a CSV file. The mapping says which column is what; directory/mappings/ has examples."
    source: mapping.Mapping

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--mapping", type=Path, required=True, help="TOML: columns, fixed values, terms")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.source = mapping.read(options["mapping"])
        except mapping.WrongMapping as error:
            raise CommandError(f"{error} Nothing was imported.") from None
        self.columns = self.source.needs
        self.expected = f"The mapping needs the columns {', '.join(self.source.needs)}."
        super().handle(*args, **options)

    def recognise(self, heading: Sequence[str]) -> bool:
        return set(self.source.needs) <= set(heading)

    def parse(self, row: Row) -> Offered:
        return offered.of(row, self.source)

    def name_of(self, item: Offered) -> Hashable:
        return item.source_id
