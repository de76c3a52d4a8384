"""Feeds that staff enter: read when they are due, and what came of it is written down for the health page."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.actions.refused import Refused
from accounts.audit import audit
from accounts.models import User
from directory import cqc, openreferral_folder
from directory.actions import import_runs
from directory.actions.imports_openreferral import Importing, source_of
from directory.fetching import Fetcher, Limited, NotFetched
from directory.models import Feed, Import
from search.import_run import Outcome
from search.table_import import NotThisTableError

LONGEST = 30 * 60  # seconds for one feed and day: what else is due by the clock waits behind it
ROOM = 1_000_000_000  # bytes
AGAIN = timedelta(days=1)  # after trouble, whatever the feed's own days are
OURS = "Something went wrong here while we read it, and it was written to the log. What came in before stays."
logger = logging.getLogger(__name__)


@transaction.atomic
def add(
    *,
    name: str,
    source: str,
    address: str,
    every_days: int,
    publish: bool,
    by: User,
    fetcher: Fetcher | None = None,
    at: datetime | None = None,
) -> Feed:
    """Its address is checked now and each time that it is read."""
    now = at or timezone.now()
    try:
        address = (fetcher or Fetcher()).check(address)
    except NotFetched as error:
        raise Refused(str(error)) from None
    if source == cqc.SOURCE:
        raise Refused("Choose another short name. This one is of the register of CQC.")
    if Feed.objects.filter(address=address).exists() or Feed.objects.filter(source=source).exists():
        raise Refused("There is a feed with this address or short name already.")
    feed = Feed.objects.create(
        name=name,
        source=source,
        address=address,
        every_days=every_days,
        publish=publish,
        due_on=timezone.localdate(now),
        added_at=now,
        added_by=by,
    )
    audit(action="feed.added", by=by, subject=f"feed:{feed.pk}", at=now)
    return feed


@transaction.atomic
def stop(*, feed: Feed, by: User, at: datetime | None = None) -> None:
    """What came in stays. It is not read any more."""
    now = at or timezone.now()
    if not Feed.objects.filter(pk=feed.pk, stopped_at=None).update(stopped_at=now, stopped_by=by):
        raise Refused("This feed was stopped already.")
    audit(action="feed.stopped", by=by, subject=f"feed:{feed.pk}", at=now)


@transaction.atomic
def go_on(*, feed: Feed, by: User, at: datetime | None = None) -> None:
    now = at or timezone.now()
    row = {"stopped_at": None, "stopped_by": None, "due_on": timezone.localdate(now)}
    if not Feed.objects.filter(pk=feed.pk).exclude(stopped_at=None).update(**row):
        raise Refused("This feed is being read already.")
    audit(action="feed.goes_on", by=by, subject=f"feed:{feed.pk}", at=now)


def read_due(*, at: datetime, fetcher: Fetcher | None = None) -> tuple[int, int]:
    """All that are due by the clock: how many were read, and how many of them had trouble."""
    due = Feed.objects.filter(stopped_at=None, due_on__lte=timezone.localdate(at))
    found = [feed for feed in due if _is_mine(feed, at)]
    troubled = sum(bool(read(feed=feed, at=at, fetcher=fetcher).trouble) for feed in found)
    return len(found), troubled


def _is_mine(feed: Feed, at: datetime) -> bool:
    """The hourly run comes round while the one before is still at it: a feed is read by one of them."""
    mine = Feed.objects.filter(pk=feed.pk, stopped_at=None, due_on=feed.due_on)
    return bool(mine.update(due_on=timezone.localdate(at) + AGAIN))


def read(*, feed: Feed, at: datetime | None = None, fetcher: Fetcher | None = None) -> Import:
    """One feed, to its end or to its trouble. What came of it so far is kept, and it goes on from there tomorrow.

    What nobody foresaw is this feed's trouble alone: the others of the day are read. Next time it begins anew.
    """
    now = at or timezone.now()
    run = import_runs.begin(source=feed.source, feed=feed, at=now)
    folder = settings.VAR / "feeds" / f"feed-{feed.pk}"
    limited = Limited(fetcher or Fetcher(), LONGEST, ROOM)
    try:
        openreferral_folder.download(feed.address, folder, limited)
        source = source_of(source=feed.source, confirmed_as=feed.name, publish=feed.publish)
        importing = Importing(folder, source, lambda key: openreferral_folder.is_there(feed.address, key, limited))
        importing.run = run
        outcome = _put_in(importing)
        trouble = importing.finish().trouble if outcome.good else "No row could be taken."
    except (NotFetched, NotThisTableError) as error:
        return _troubled(run, feed, str(error), now)
    except Exception:
        logger.exception("Feed %s stopped", feed.pk)
        openreferral_folder.forget(folder)
        return _troubled(run, feed, OURS, now)
    import_runs.end(run=run, outcome=outcome, trouble=trouble, at=now)
    openreferral_folder.forget(folder)
    _due_again(feed, now, feed.every)
    return run


def _put_in(importing: Importing) -> Outcome:
    steps = importing.steps()
    outcome = steps.check()
    steps.apply(outcome)
    return outcome


def _troubled(run: Import, feed: Feed, trouble: str, at: datetime) -> Import:
    import_runs.fail(run=run, trouble=trouble, at=at)
    _due_again(feed, at, AGAIN)
    return run


def _due_again(feed: Feed, at: datetime, later: timedelta) -> None:
    feed.due_on = timezone.localdate(at) + later
    Feed.objects.filter(pk=feed.pk).update(due_on=feed.due_on)
