"""A nudge for the worker. What is due is worked out from the outbox, so a lost or doubled nudge does no harm."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

WORDS_WAIT = timedelta(minutes=5)


@task()
def push_changes() -> int:
    from search import push  # the engines are loaded by the worker, not by everyone who describes a document

    pushed = push.drain()
    if pushed:
        nudge_words()
    return pushed


@task()
def refresh_words() -> int:
    from search import gathering

    return gathering.refresh()


@task()
def rebuild() -> int:
    from search import push

    return push.rebuild()


def nudge() -> None:
    """After this transaction commits, see to it that a push is waiting to run (one is enough)."""
    transaction.on_commit(_enqueue)


def nudge_words() -> None:
    """Some minutes after a change our vocabulary is gathered anew, once for all the changes meanwhile."""
    if not _waits(refresh_words.module_path):
        refresh_words.using(run_after=timezone.now() + WORDS_WAIT).enqueue()


def _enqueue() -> None:
    if not _waits(push_changes.module_path):
        push_changes.enqueue()


def _waits(path: str) -> bool:
    return DBTaskResult.objects.filter(status=TaskResultStatus.READY, task_path=path).exists()
