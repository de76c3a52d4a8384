"""`manage.py push_search [--follow]`: bring the search copies up to date, once or for as long as it runs."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import OperationalError

from search import gathering, push, tasks

PAUSE = 0.5  # seconds between looks: a change is found within a second


class Command(BaseCommand):
    help = "Push what has changed to the search index."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--follow", action="store_true", help="Go on looking until stopped with Ctrl-C")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["follow"]:
            self.once()
            return
        try:
            while True:
                self.look()
                time.sleep(PAUSE)
        except KeyboardInterrupt:
            self.stdout.write("Stopped.")

    def once(self) -> None:
        count = push.drain()
        if count:
            gathering.refresh()
        self.say(count)

    def look(self) -> None:
        try:
            if count := push.drain():
                self.say(count)
                tasks.nudge_words()
        except (push.WriterBusyError, push.NotReadyError, OperationalError) as error:
            self.stderr.write(f"Trying again: {type(error).__name__}")

    def say(self, count: int) -> None:
        self.stdout.write(f"Pushed {count:,} {'document' if count == 1 else 'documents'}.")
