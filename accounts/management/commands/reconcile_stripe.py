"""`manage.py reconcile_stripe [--json]`: exit 1 on any difference, 2 when something could not be compared."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from accounts import reconciling
from accounts.actions import reconcile
from accounts.models import Difference, ReconcileRun
from design.formats import pounds

NOT_COMPARED = 2


class Command(BaseCommand):
    help = "Compare our rows with Stripe's objects, both ways. Exit 1 on any difference, 2 when Stripe did not answer."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            run = reconcile.run()
        except reconcile.NoKey as why:
            self.stdout.write(json.dumps({"state": "not_compared", "why": str(why)}) if options["json"] else str(why))
            sys.exit(NOT_COMPARED)
        differences = list(run.differences.order_by("kind", "pk"))
        if options["json"]:
            self.stdout.write(json.dumps(as_json(run, differences), indent=2))
        else:
            self.tell(run, differences)
        if run.found:
            sys.exit(1)
        if run.not_compared:
            sys.exit(NOT_COMPARED)

    def tell(self, run: ReconcileRun, differences: list[Difference]) -> None:
        for kind, count in run.counts.items():
            number = sum(one.kind == kind for one in differences)
            said = "DIFFERENCE" if number else "ok"
            here, there = count["ours"], count["theirs"]
            self.stdout.write(f"{said:10} {reconciling.label(kind)}: {here} here, {there} at Stripe.")
        for kind, why in run.not_compared.items():
            self.stdout.write(f"{'unknown':10} {reconciling.label(kind)}: could not be compared. {why}.")
        for one in differences:
            about = f" ({one.about})" if one.about else ""
            self.stdout.write(f"           {one.kind} {one.object_id}{about}: {one.get_what_display()}. {facts(one)}")
            self.stdout.write(f"             {reconciling.TO_DO[Difference.What(one.what)]}")
        self.stdout.write(f"{reconcile.words(run)} since {run.since:%Y-%m-%d}.")


def facts(one: Difference) -> str:
    """Here £10.00 sent, at Stripe £9.00 sent."""
    ours = f"Here {pounds(one.ours_pence)} {one.ours_state}" if one.ours_pence is not None else "Not here"
    theirs = f"at Stripe {pounds(one.theirs_pence)} {one.theirs_state}" if one.theirs_pence is not None else "not there"
    return f"{ours}, {theirs}."


def as_json(run: ReconcileRun, differences: list[Difference]) -> dict[str, Any]:
    return {
        "state": run.state,
        "clean": run.state == ReconcileRun.State.CLEAN,
        "since": run.since.isoformat(),
        "counts": run.counts,
        "not_compared": run.not_compared,
        "differences": [
            {
                "kind": one.kind,
                "object": one.object_id,
                "what": one.what,
                "about": one.about,
                "ours": {"pence": one.ours_pence, "state": one.ours_state},
                "theirs": {"pence": one.theirs_pence, "state": one.theirs_state},
                "explained": one.note,
                "to_do": reconciling.TO_DO[Difference.What(one.what)],
            }
            for one in differences
        ],
    }
