"""All that is due by the clock: notices, reminders, expiries, releases. Safe to run twice or often."""

from argparse import ArgumentParser
from datetime import date, datetime, time
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts import daily


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--date", type=date.fromisoformat, help="do what is due at the end of this day (2027-03-31)"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        at = end_of(options["date"]) if options["date"] else timezone.now()
        failed = []
        for key, said, well in daily.run(at):
            self.stdout.write(f"{key}: {said if said is not None else 'done'}{'' if well else ' (failed)'}")
            failed += [] if well else [key]
        if failed:
            raise CommandError(
                f"Did not finish: {', '.join(failed)}. The log says why. Run it again when that is mended."
            )


def end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.max))
