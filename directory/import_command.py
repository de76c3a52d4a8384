"""What import commands of services share: the run is recorded, and what stayed a provider's is told by row."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Generic, TypeVar

from directory.actions import import_runs, imports
from directory.actions.import_records import Source
from directory.models import Import, Service
from directory.offered import Offered
from search.import_command import RunCommand
from search.import_run import HasNumber, ImportRun, Outcome

Numbered = TypeVar("Numbered", bound=HasNumber)


class ServicesCommand(RunCommand[Numbered, Offered], Generic[Numbered]):
    nouns = ("service", "services")
    source: Source

    def apply(self, run: ImportRun[Numbered, Offered], outcome: Outcome, report: Path | None) -> None:
        self.begin(import_runs.begin(source=self.source.source))
        super().apply(run, outcome, report)
        import_runs.end(run=self.run, outcome=outcome, trouble=self.trouble)

    def begin(self, run: Import) -> None:
        self.run = run

    def put(self, batch: Sequence[Offered], outcome: Outcome) -> Counter[str]:
        done = imports.put(offered=batch, source=self.source, run=self.run)
        outcome.left_out += done.left_out
        return done.counts

    def finish(self) -> None:
        """Say what cannot be found by distance."""
        mine = Service.objects.filter(source=self.source.source, anywhere=False)
        lost = mine.exclude(at_locations__location__latitude__isnull=False).count()
        if lost:
            self.stdout.write(
                f"{lost:,} have no point on the map: their postcode is not in the gazetteer. "
                "Import postcodes, then services again."
            )
