"""How imports are: the last run of each feed, the runs by hand, and what waits for a moderator."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from directory.models import Feed, Import, ImportDifference

SHOWN = 20
LONGEST = timedelta(hours=6)  # no import runs longer
RUNS = "It is still running, or it stopped before its end."
STOPPED = "It stopped before its end."


@dataclass(frozen=True)
class FeedNow:
    feed: Feed
    last: Import | None

    def trouble(self, now: datetime) -> str:
        return trouble(self.last, now) if self.last else ""


def feeds() -> list[FeedNow]:
    found = list(Feed.objects.all())
    runs = Import.objects.filter(feed__in=found).order_by("started_at", "pk")
    last = {run.feed_id: run for run in runs.defer("refusals")}
    return [FeedNow(feed, last.get(feed.pk)) for feed in found]


def other_runs() -> list[Import]:
    return list(Import.objects.filter(feed=None).defer("refusals")[:SHOWN])


def trouble(run: Import, now: datetime) -> str:
    """In words. Whoever was killed could not say so."""
    if run.trouble or run.ended_at:
        return run.trouble
    return STOPPED if now - run.started_at > LONGEST else RUNS


def made_good(runs: list[Import]) -> set[int]:
    """Those that did not end, and whose source was put in whole since. The newest run is first."""
    whole: set[str] = set()
    good: set[int] = set()
    for run in runs:
        if run.ended_at:
            whole |= set() if run.trouble else {run.source}
        elif run.source in whole:
            good.add(run.pk)
    return good


def came_in(run: Import) -> int:
    return run.added + run.changed + run.as_before


def differences_waiting() -> int:
    return ImportDifference.objects.filter(settled_at=None).count()
