"""How search is: each engine's copy, how far behind it is, and whether it is being made anew."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, F, Min
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from search import copies as engine_copies
from search import tasks, truth
from search.engines import choice
from search.engines.choice import writers
from search.engines.circuit import Outage
from search.engines.protocol import Engine, NotReadyError
from search.models import IndexCopy, OutboxRow

GIVEN_UP = timedelta(hours=2)  # a rebuild that took longer was killed

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class CopyState:
    """`serves`: there is a sound build that this software can read; None where another server knows.

    `behind_since`: the oldest change it lacks.
    """

    name: str
    answers: bool  # searches here are answered from this one
    serves: bool | None
    built_at: datetime | None
    documents: int
    waiting: int
    behind_since: datetime | None

    @property
    def seconds_behind(self) -> int:
        return max(0, round((timezone.now() - self.behind_since).total_seconds())) if self.behind_since else 0


@dataclass(frozen=True)
class Rebuild:
    """The last time somebody asked for a new index. Times are the worker's: it has not started while `started_at` is
    None."""

    asked_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    failed: bool

    @property
    def is_going_on(self) -> bool:
        return self.ended_at is None and self.asked_at > timezone.now() - GIVEN_UP


def copies() -> list[CopyState]:
    """Those of this server first."""
    ours = {engine.name: engine for engine in writers()}
    built = {copy.name: copy for copy in IndexCopy.objects.order_by("name")}
    return [_copy(name, built.get(name), ours.get(name)) for name in dict.fromkeys([*ours, *built])]


def outage() -> Outage | None:
    """Since when another server does not answer, and the built-in engine does."""
    return choice.circuit().outage() if settings.SEARCH_URL else None


def is_well() -> bool:
    """In a moment, for a line on a page: the built-in engine could answer, and nothing is known to be down."""
    return choice.embedded().serving() is not None and outage() is None


def last_rebuild() -> Rebuild | None:
    """What was asked for by a button; a command on the server tells nobody here."""
    last = DBTaskResult.objects.filter(task_path=tasks.rebuild.module_path).order_by("-enqueued_at").first()
    if last is None:
        return None
    return Rebuild(last.enqueued_at, last.started_at, last.finished_at, last.status == TaskResultStatus.FAILED)


def begin_rebuild() -> bool:
    """Ask the worker for a new index; False while one is being made."""
    last = last_rebuild()
    if last and last.is_going_on:
        return False
    tasks.rebuild.enqueue()
    return True


def _copy(name: str, built: IndexCopy | None, engine: Engine | None) -> CopyState:
    rows = OutboxRow.objects.filter(copy=name)
    behind = rows.filter(truth.waiting(name)).aggregate(all=Count("pk"), oldest=Min("document__changed_at"))
    return CopyState(
        name=name,
        answers=name == _answering(),
        serves=None if engine is None else built is not None and _serving(engine) == built.build,
        built_at=built.built_at if built and built.build else None,
        documents=rows.filter(pushed=F("change"), document__removed=False).count(),
        waiting=behind["all"],
        behind_since=behind["oldest"],
    )


def _answering() -> str:
    return engine_copies.ELASTICSEARCH if settings.SEARCH_URL and not outage() else engine_copies.own()[0]


def _serving(engine: Engine) -> str | None:
    """None too where the engine cannot be asked: a page must show that, not fail with it."""
    try:
        return engine.serving()
    except NotReadyError as error:
        log.warning("The engine %s cannot be asked what it serves: %s", engine.name, error)
        return None
