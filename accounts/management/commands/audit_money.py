"""`manage.py audit_money [--json]`: exit 1 and the rows named on any difference."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from accounts import audits
from accounts.audits import Finding


class Command(BaseCommand):
    help = "Recompute every rule of the books from their rows. Exit 1 and the rows named on any difference."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        findings = audits.all_findings()
        found = audits.as_json(findings)
        if options["json"]:
            self.stdout.write(json.dumps(found, indent=2))
        else:
            self.tell(findings, found)
        if not found["clean"]:
            sys.exit(1)

    def tell(self, findings: list[Finding], found: dict[str, Any]) -> None:
        for finding in findings:
            self.stdout.write(f"{'DIFFERENCE' if finding.faults else 'ok':10} {finding.words}.")
            for fault in finding.faults:
                self.stdout.write(f"           {fault.row}: {fault.words}")
        verdict = "The books are clean" if found["clean"] else "The books are not clean"
        of = f"{found['transactions']} transactions, {found['postings']} postings, {found['accounts']} accounts"
        self.stdout.write(f"{verdict}: {of}.")
