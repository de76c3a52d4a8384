"""`manage.py rebuild_search`: a new index beside the one that serves, swapped in when it is whole."""

import time
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search import gathering, index, push


class Command(BaseCommand):
    help = "Build the search index anew and swap it in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--from-owners", action="store_true", help="First ask every room to describe its documents again"
        )
        parser.add_argument("--back", action="store_true", help="Let the index that served before serve again")
        parser.add_argument("--forget", metavar="COPY", help="Stop keeping notes for a copy that is no more")

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.perf_counter()
        if options["forget"]:
            self.stdout.write(f"Forgot {push.forget(options['forget']):,} notes for {options['forget']}.")
            return
        if options["back"]:
            count = self.tried(push.go_back)
            self.stdout.write(f"Went back, and brought {count:,} documents up to date.")
            return
        if options["from_owners"]:
            self.stdout.write(f"Described {index.rebuild():,} documents afresh.")
        count = self.tried(push.rebuild)
        self.stdout.write(f"Built with {count:,} documents in {time.perf_counter() - started:.1f} seconds.")
        self.stdout.write(f"{gathering.refresh():,} words to spell by.")

    def tried(self, work: Callable[[], int]) -> int:
        try:
            return work()
        except push.WriterBusyError:
            raise CommandError(
                "Another process is writing the search index. Wait until it has finished, then try again."
            ) from None
        except push.NotReadyError as error:
            raise CommandError(f"Nothing was changed: {error}.") from None
