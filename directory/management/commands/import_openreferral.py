"""`manage.py import_openreferral FOLDER_OR_URL`: an Open Referral 3.0 feed, or a folder of its JSON."""

from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.text import slugify

from directory import cqc, openreferral_folder
from directory.actions.imports_openreferral import Importing, source_of
from directory.fetching import Fetcher, NotFetched
from directory.import_command import ServicesCommand
from directory.models import Import
from directory.offered import Offered
from directory.openreferral_in import Document
from search.import_run import ImportRun, Outcome
from search.table_import import NotThisTableError


class Command(ServicesCommand[Document]):
    help = "Import services from an Open Referral feed over https, or from a folder of its JSON."
    fetcher = Fetcher()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("place", metavar="FOLDER_OR_URL")
        parser.add_argument("--source", help="A short name: with their id it finds a service again")
        parser.add_argument("--name", help="Who knew this, as people read it")
        parser.add_argument("--publish", action="store_true", help="New services go up at once")
        super().add_arguments(parser)

    def opened(self, options: dict[str, Any]) -> ImportRun[Document, Offered]:
        place = options["place"]
        self.from_address = "://" in place
        named = (urlsplit(place).hostname if self.from_address else Path(place).resolve().name) or place
        source = slugify(options["source"] or named.replace(".", "-"))[:60]
        if source == cqc.SOURCE:
            raise NotThisTableError(f"“{source}” is the short name of the register of CQC. Choose another one.")
        self.folder = settings.VAR / "feeds" / source if self.from_address else Path(place)
        if self.from_address:
            self.download(place)
        self.source = source_of(source=source, confirmed_as=options["name"] or named, publish=options["publish"])
        self.importing = Importing(self.folder, self.source, self.is_there(place) if self.from_address else None)
        return self.importing.steps()

    def is_there(self, address: str) -> Callable[[str], bool]:
        return lambda key: openreferral_folder.is_there(address, key, self.fetcher)

    def download(self, address: str) -> None:
        try:
            openreferral_folder.download(address, self.folder, self.fetcher)
        except NotFetched as error:
            raise NotThisTableError(f"{error} What came so far is kept: run it again to go on.") from None

    def finish(self) -> None:
        super().finish()
        done = self.importing.finish()
        for what in ("taken down", "put up again"):
            if done.counts[what]:
                self.stdout.write(f"{self.count(done.counts[what])} {what}, as the feed says.")
        self.trouble = done.trouble

    def begin(self, run: Import) -> None:
        self.run = self.importing.run = run

    def apply(self, run: ImportRun[Document, Offered], outcome: Outcome, report: Path | None) -> None:
        super().apply(run, outcome, report)
        if self.from_address:
            openreferral_folder.forget(self.folder)
