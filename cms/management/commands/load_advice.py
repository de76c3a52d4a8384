"""`manage.py load_advice`: puts in the pages and figures that come with Waymark, each once; editors' changes stay."""

from typing import Any

from django.core.management.base import BaseCommand

from cms.content import load, load_figures


class Command(BaseCommand):
    help = "Put in the pages of advice, the pages about the site and the figures that are not there yet."

    def handle(self, *args: Any, **options: Any) -> None:
        figures, pages = load_figures(), load()
        made = f"{pages} pages and {figures} figures put in."
        self.stdout.write(made if pages or figures else "Everything was there already. Nothing was changed.")
