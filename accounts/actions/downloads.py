"""Somebody asks for all that is held about her; the worker makes it; she is told; after some days it goes."""

from datetime import datetime, timedelta
from functools import partial

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django_tasks import task

from accounts import notices, packing, retention
from accounts.audit import audit
from accounts.held import Who
from accounts.models import DataDownload, Person, User

LATE = timedelta(minutes=10)  # by then a nudge that was lost is not coming any more
KEY = "downloads"  # its rule in accounts.retention


@transaction.atomic
def ask(*, by: User, at: datetime | None = None) -> DataDownload:
    """Always of herself. While one is being made, asking again is that one."""
    now = at or timezone.now()
    User.objects.select_for_update().get(pk=by.pk)
    waiting = DataDownload.objects.filter(user=by, made_at=None).first()
    if waiting:
        return waiting
    asked = DataDownload.objects.create(user=by, asked_at=now)
    audit(action="download.asked", by=by, subject=subject(asked), at=now)
    transaction.on_commit(lambda: make.enqueue(asked.pk))
    return asked


@task()
def make(pk: int) -> None:
    """A nudge for one. If it is lost, `run_day` finds it again."""
    made = DataDownload.objects.filter(pk=pk, made_at=None).select_related("user").first()
    if made:
        _make(made, timezone.now())


def make_due(at: datetime) -> str:
    waiting = DataDownload.objects.filter(made_at=None, asked_at__lte=at - LATE).select_related("user").order_by("pk")
    return f"{sum(_make(each, at) for each in waiting)} downloads made"


def _make(download: DataDownload, at: datetime) -> bool:
    """What is in it is gathered first; whoever is first to keep it tells. Older ones go: one is enough."""
    person = Person.objects.filter(user=download.user).first()
    content = packing.pack(Who(download.user, person))
    with transaction.atomic():
        mine = DataDownload.objects.select_for_update().filter(pk=download.pk, made_at=None).first()
        if mine is None:
            return False
        _remove(DataDownload.objects.filter(user=download.user, made_at__isnull=False))
        mine.made_at, mine.size = at, len(content)
        mine.expires_at = at + retention.lasts(KEY)
        mine.file.save("all.zip", ContentFile(content), save=False)
        try:
            mine.save()
            audit(action="download.made", by=None, subject=subject(mine), detail={"bytes": len(content)}, at=at)
            notices.queue(to=download.user, template="accounts/emails/download_ready", context={}, at=at)
        except BaseException:
            mine.file.storage.delete(mine.file.name)  # no row names it
            raise
    return True


def taken(*, download: DataDownload, by: User, at: datetime | None = None) -> None:
    audit(action="download.taken", by=by, subject=subject(download), at=at)


def clear(before: datetime) -> int:
    return _remove(DataDownload.objects.filter(made_at__lt=before))


def _remove(downloads: QuerySet[DataDownload]) -> int:
    """The rows, and after commit the files."""
    files = [each.file for each in downloads]
    gone = downloads.delete()[0]
    for file in files:
        transaction.on_commit(partial(file.storage.delete, file.name))
    return gone


def subject(download: DataDownload) -> str:
    return f"download:{download.pk}"
