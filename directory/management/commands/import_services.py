"""`manage.py import_services FILE --mapping MAPPING.toml`: any spreadsheet of services."""

from argparse import ArgumentParser
from collections import Counter
from collections.abc import Hashable, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from directory import mapping, offered
from directory.actions import imports
from directory.models import Service
from directory.offered import Offered
from search.import_command import ImportCommand
from search.table_import import Row


class Command(ImportCommand[Offered]):
    help = "Import services from a CSV file. The mapping says which column is what; directory/mappings/ has examples."
    nouns = ("service", "services")

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--mapping", type=Path, required=True, help="TOML: columns, fixed values, terms")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.mapping = mapping.read(options["mapping"])
        except mapping.WrongMapping as error:
            raise CommandError(f"{error} Nothing was imported.") from None
        self.expected = f"The mapping needs the columns {', '.join(self.mapping.needs)}."
        super().handle(*args, **options)

    def recognise(self, heading: Sequence[str]) -> bool:
        return set(self.mapping.needs) <= set(heading)

    def parse(self, row: Row) -> Offered:
        return offered.of(row, self.mapping)

    def name_of(self, item: Offered) -> Hashable:
        return item.source_id

    def apply(self, batch: Sequence[Offered]) -> Counter[str]:
        return imports.put(offered=batch, mapping=self.mapping)

    def finish(self) -> None:
        """Say what cannot be found by distance."""
        mine = Service.objects.filter(source=self.mapping.source, anywhere=False)
        lost = mine.exclude(at_locations__location__latitude__isnull=False).count()
        if lost:
            self.stdout.write(
                f"{lost:,} have no point on the map: their postcode is not in the gazetteer. "
                "Import postcodes, then services again."
            )
