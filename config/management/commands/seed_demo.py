"""Make the fictional council of Aldermere. A second run changes nothing."""

import logging
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.demo import seed


class Command(BaseCommand):
    help = "Make the fictional council of Aldermere (for demonstrations and tests). A second run changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        if seed.is_seeded():
            self.stdout.write("Aldermere is here already: nothing was changed.")
            return
        if seed.holds_somebody_else():
            raise CommandError("This database holds real people. Aldermere goes into an empty one only.")
        logging.getLogger("wagtail").setLevel(logging.WARNING)  # a line for each page would hide ours
        for step, seconds in seed.run():
            self.stdout.write(f"{seconds:6.1f} s  {step}")
