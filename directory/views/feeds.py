"""Feeds on a schedule and how they are: last read, rows in, refused, next time, and the trouble there was in words."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.desks import STAFF
from accounts.permissions import needs
from accounts.requests import Request
from accounts.roles import Permission
from accounts.views.desk_form import ASKS, Desk, answer, posted
from design.components import Cell, Column, Table
from design.formats import day
from directory.actions import feeds as actions
from directory.forms.imports import FeedForm, SureForm
from directory.models import Feed, Import
from directory.queries import feeds as found_by

CRUMBS = [*STAFF, ("Feeds and imports", "/staff/directory/feeds/")]
FEEDS = [
    Column("Feed", header=True),
    Column("Last read"),
    Column("In", numeric=True),
    Column("Refused", numeric=True),
    Column("Next"),
]
RUNS = [
    Column("From", header=True),
    Column("When"),
    Column("In", numeric=True),
    Column("Refused", numeric=True),
]


@require_safe
@needs(Permission.KEEP_DIRECTORY)
def feeds(request: Request) -> HttpResponse:
    found = found_by.feeds()
    runs, now = found_by.other_runs(), timezone.now()
    context = {
        "section": "staff",
        "breadcrumbs": STAFF,
        "table": Table("Feeds", FEEDS, [feed_row(one) for one in found], hide_caption=True) if found else None,
        "troubled": [
            {"feed": one.feed, "why": why} for one in found if (why := one.trouble(now)) and not one.feed.stopped_at
        ],
        "runs": Table("Other imports", RUNS, run_rows(runs, now), hide_caption=True) if runs else None,
        "waiting": found_by.differences_waiting(),
    }
    return render(request, "directory/feeds.html", context)


def feed_row(one: found_by.FeedNow) -> list[Any]:
    last = one.last
    next_on = "Stopped" if one.feed.stopped_at else day(one.feed.due_on)
    return [
        Cell(one.feed.name, one.feed.get_every_days_display(), reverse("staff-feed", args=[one.feed.pk])),
        day(last.started_at) if last else "Not yet",
        f"{found_by.came_in(last):,}" if last else "0",
        f"{last.refused:,}" if last else "0",
        next_on,
    ]


def run_rows(runs: list[Import], now: datetime) -> list[list[Any]]:
    good = found_by.made_good(runs)
    return [
        [
            Cell(one.source, how(one, now, is_good=one.pk in good)),
            day(one.started_at),
            f"{found_by.came_in(one):,}" if one.ended_at else "Not known",
            f"{one.refused:,}" if one.ended_at else "Not known",
        ]
        for one in runs
    ]


def how(one: Import, now: datetime, *, is_good: bool) -> str:
    if one.trouble or one.ended_at:
        return one.trouble
    if is_good:
        return f"{found_by.STOPPED} A later import put everything in."
    return f"{found_by.trouble(one, now)} Run it again to go on."


@ASKS
@needs(Permission.KEEP_DIRECTORY)
def add(request: Request) -> HttpResponse:
    form = FeedForm(posted(request))

    def do() -> str:
        feed = actions.add(**form.cleaned_data, by=request.user)
        return f"{feed.name} is read at the next daily run."

    lead = ["Open Referral, over https and on the public internet. We check the address each time that we read it."]
    desk = Desk("Add a feed", form, do, reverse("staff-feeds"), CRUMBS, button="Add the feed", lead=lead)
    return answer(request, desk)


@ASKS
@needs(Permission.KEEP_DIRECTORY)
def feed(request: Request, pk: int) -> HttpResponse:
    """One feed: what came of its last runs, and the way to stop it or to let it go on."""
    found = get_object_or_404(Feed, pk=pk)
    stopped = found.stopped_at is not None

    def do() -> str:
        (actions.go_on if stopped else actions.stop)(feed=found, by=request.user)
        return f"{found.name} is read again." if stopped else f"{found.name} is not read any more."

    desk = Desk(
        "Read this feed again" if stopped else "Stop reading this feed",
        SureForm(posted(request)),
        do,
        reverse("staff-feeds"),
        CRUMBS,
        button="Read it again" if stopped else "Stop reading it",
        caption=found.name,
        lead=["What came in so far stays as it is."],
        rows=facts(found),
        extra={"tables": refused_tables(found)},
    )
    return answer(request, desk)


def facts(found: Feed) -> list[dict[str, Any]]:
    last = found.imports.first()
    return [
        {"key": "Address", "value": found.address},
        {"key": "Short name", "value": found.source},
        {"key": "Read", "value": found.get_every_days_display()},
        {"key": "New services", "value": "Go up at once" if found.publish else "Wait as drafts"},
        {"key": "Trouble", "value": (found_by.trouble(last, timezone.now()) if last else "") or "None"},
    ]


def refused_tables(found: Feed) -> list[Table]:
    last = found.imports.first()
    columns = [Column("Row", header=True), Column("Field"), Column("Why")]
    rows: list[list[Any]] = (
        [[str(row), name or "The whole row", why] for row, name, why in last.refusals] if last else []
    )
    return [Table("What could not be taken, the first 100", columns, rows)] if rows else []
