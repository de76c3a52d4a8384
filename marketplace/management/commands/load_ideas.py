"""`manage.py load_ideas`: puts in the ideas that come with Waymark, each once."""

from typing import Any

from django.core.management.base import BaseCommand

from marketplace.actions import ideas


class Command(BaseCommand):
    help = "Put in the ideas of what a budget can buy that are not there yet."

    def handle(self, *args: Any, **options: Any) -> None:
        made = ideas.load()
        self.stdout.write(f"{made} ideas put in." if made else "All ideas were there already. Nothing was changed.")
