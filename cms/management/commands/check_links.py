"""`manage.py check_links`: each link of a live page that does not lead where it should; exit 1 where there is one."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from cms.links import broken


class Command(BaseCommand):
    help = (
        "List links that are broken: pages that are gone, headings that are not there, addresses that cannot be right."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        found = broken()
        for link in found:
            self.stdout.write(f"{link.page.title}: “{link.words}” ({link.to}). {link.why}.")
        self.stdout.write(f"{len(found)} broken." if found else "No link is broken.")
        if found:
            sys.exit(1)
