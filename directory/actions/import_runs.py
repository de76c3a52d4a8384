"""The record of an import: when it ran, and what came of it."""

from datetime import datetime

from django.utils import timezone

from directory.models import Feed, Import
from search.import_run import Outcome

KEPT = 100  # refusals that stay with the run; a report file has them all


def begin(*, source: str, feed: Feed | None = None, at: datetime | None = None) -> Import:
    return Import.objects.create(source=source, feed=feed, started_at=at or timezone.now())


def end(*, run: Import, outcome: Outcome, trouble: str = "", at: datetime | None = None) -> None:
    told = [*outcome.refused, *outcome.left_out]
    run.ended_at, run.trouble = at or timezone.now(), trouble[:300]
    run.rows, run.refused = outcome.total, outcome.total - outcome.good
    run.added, run.changed = outcome.counts["added"], outcome.counts["changed"]
    run.as_before = outcome.counts["as before"]
    run.refusals = [[one.row, one.field, one.reason] for one in told[:KEPT]]
    run.save()


def fail(*, run: Import, trouble: str, at: datetime | None = None) -> None:
    """Nothing, or not all, came in; the sentence says why."""
    run.ended_at, run.trouble = at or timezone.now(), trouble[:300]
    run.save()
