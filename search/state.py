"""How search is: each engine's copy, how far behind it is, and whether it is being made anew."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Min
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from search import tasks, truth
from search.engines.choice import reader, writers
from search.engines.protocol import Engine
from search.models import IndexCopy, OutboxRow

GIVEN_UP = timedelta(hours=2)  # a rebuild that took longer was killed

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class CopyState:
    """`serves`: there is a sound build that this software can read. `behind_since`: the oldest change it lacks."""

    name: str
    answers: bool  # searches are answered from this one
    serves: bool
    build: str
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
    answering = reader().name
    return [_copy(engine, answering) for engine in writers()]


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


def _copy(engine: Engine, answering: str) -> CopyState:
    built = IndexCopy.objects.filter(name=engine.name).first()
    rows = OutboxRow.objects.filter(copy=engine.name)
    behind = rows.filter(truth.waiting(engine.name))
    return CopyState(
        name=engine.name,
        answers=engine.name == answering,
        serves=built is not None and _serving(engine) == built.build,
        build=built.build if built else "",
        built_at=built.built_at if built else None,
        documents=rows.filter(pushed=F("change"), document__removed=False).count(),
        waiting=behind.count(),
        behind_since=behind.aggregate(oldest=Min("document__changed_at"))["oldest"],
    )


def _serving(engine: Engine) -> str | None:
    """None too where the engine cannot be asked: this page must show that, not fail with it."""
    try:
        return engine.serving()
    except Exception:
        log.warning("The engine %s cannot be asked what it serves", engine.name, exc_info=True)
        return None
