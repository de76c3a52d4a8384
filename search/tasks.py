"""A nudge for the worker. What is due is worked out from the outbox, so a lost or doubled nudge does no harm."""

from __future__ import annotations

from django.db import transaction
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult


@task()
def push_changes() -> int:
    from search import push  # the engines are loaded by the worker, not by everyone who describes a document

    return push.drain()


@task()
def rebuild() -> int:
    from search import push

    return push.rebuild()


def nudge() -> None:
    """After this transaction commits, see to it that a push is waiting to run (one is enough)."""
    transaction.on_commit(_enqueue)


def _enqueue() -> None:
    waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY, task_path=push_changes.module_path)
    if not waiting.exists():
        push_changes.enqueue()
