"""`manage.py rebuild_search [--from-owners]`: a new index beside the one that serves, swapped in when it is whole."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search import index, push


class Command(BaseCommand):
    help = "Build the search index anew and swap it in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--from-owners", action="store_true", help="First ask every room to describe its documents again"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.perf_counter()
        if options["from_owners"]:
            self.stdout.write(f"Described {index.rebuild():,} documents afresh.")
        try:
            count = push.rebuild()
        except push.WriterBusyError:
            raise CommandError(
                "Another process is writing the search index. Wait until it has finished, then try again."
            ) from None
        self.stdout.write(f"Built with {count:,} documents in {time.perf_counter() - started:.1f} seconds.")
