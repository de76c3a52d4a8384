"""`manage.py load_advice`: puts in the pages that come with Waymark, each once; editors' changes stay."""

from typing import Any

from django.core.management.base import BaseCommand

from cms.content import load


class Command(BaseCommand):
    help = "Put in the home page, the ten pages of advice and the pages about the site that are not there yet."

    def handle(self, *args: Any, **options: Any) -> None:
        made = load()
        self.stdout.write(f"{made} pages put in." if made else "All pages were there already. Nothing was changed.")
