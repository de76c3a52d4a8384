"""How imports are: the last run of each feed, the runs by hand, and what waits for a moderator."""

from dataclasses import dataclass

from directory.models import Feed, Import, ImportDifference

SHOWN = 20


@dataclass(frozen=True)
class FeedNow:
    feed: Feed
    last: Import | None


def feeds() -> list[FeedNow]:
    found = list(Feed.objects.all())
    runs = Import.objects.filter(feed__in=found).order_by("started_at", "pk")
    last = {run.feed_id: run for run in runs.defer("refusals")}
    return [FeedNow(feed, last.get(feed.pk)) for feed in found]


def other_runs() -> list[Import]:
    return list(Import.objects.filter(feed=None).defer("refusals")[:SHOWN])


def came_in(run: Import) -> int:
    return run.added + run.changed + run.as_before


def differences_waiting() -> int:
    return ImportDifference.objects.filter(settled_at=None).count()
