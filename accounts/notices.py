"""E-mails to people: written in the caller's transaction, sent after commit, tried again by `run_day`.

A template's first line is the subject. No health details and no names of outcomes go into one; the text is thrown
away once it has been sent.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone
from django_tasks import task

from accounts import letters
from accounts.models import ContactFormat, Letter, Notice, Person, User
from design.models import Council

log = logging.getLogger(__name__)
MOST_ATTEMPTS = 8
BETWEEN_ATTEMPTS = timedelta(minutes=10)
_unsent: ContextVar[bool] = ContextVar("unsent", default=False)


@contextmanager
def unsent() -> Iterator[None]:
    """Inside, notices are recorded and none is sent: history is being written, not made."""
    token = _unsent.set(True)
    try:
        yield
    finally:
        _unsent.reset(token)


def are_unsent() -> bool:
    """Whether history is being written."""
    return _unsent.get()


def queue(
    *,
    to: User,
    template: str,
    context: dict[str, Any],
    at: datetime | None = None,
    send: bool = True,
    stop: str = "",
) -> Notice | None:
    """Write `<template>.txt` to somebody. `send=False` keeps the record and sends nothing (history in a demo).

    Nothing is written to somebody who has died: None. `stop` is the address, on this site, that ends e-mails like
    this one by a single POST (RFC 8058).
    """
    if Person.objects.filter(user=to, died_on__isnull=False).exists():
        return None
    send = send and not _unsent.get()
    now = at or timezone.now()
    subject, body = render(template, {**context, "to": to, "site_url": settings.SITE_URL})
    notice = Notice.objects.create(
        to=to,
        template=template,
        subject=subject,
        body=body if send else "",
        stop=stop if send else "",
        queued_at=now,
        sent_at=None if send else now,
    )
    if send:
        transaction.on_commit(lambda: send_notice.enqueue(notice.pk))
    return notice


def queue_to_address(
    *, address: str, name: str, template: str, context: dict[str, Any], at: datetime | None = None
) -> Notice:
    """The same to somebody who has no sign-in yet. The address goes with the text once it has been sent."""
    send, now = not _unsent.get(), at or timezone.now()
    subject, body = render(template, {**context, "name": name, "site_url": settings.SITE_URL})
    notice = Notice.objects.create(
        address=address if send else "",
        template=template,
        subject=subject,
        body=body if send else "",
        queued_at=now,
        sent_at=None if send else now,
    )
    if send:
        transaction.on_commit(lambda: send_notice.enqueue(notice.pk))
    return notice


def tell(
    *,
    person: Person,
    template: str,
    context: dict[str, Any] | None = None,
    at: datetime | None = None,
    send: bool = True,
) -> Notice | Letter | None:
    """Tell a person in the way she asked for: by e-mail where that is her way and she signs in, else on paper or by
    telephone (`accounts.letters`). With `send=False` and inside `unsent()` an e-mail is recorded and not sent, no
    letter is left to post, and to somebody who has died nothing is written: None."""
    council = {"council": Council.current(), "person": person}
    if person.user and person.contact_format == ContactFormat.EMAIL:
        return queue(to=person.user, template=template, context={**council, **(context or {})}, at=at, send=send)
    if not send or _unsent.get():
        return None
    return letters.queue(person=person, template=template, context=context, at=at)


def drop(user: User, *, at: datetime, template: str = "") -> int:
    """E-mails to somebody (of this template alone) that have not gone yet, and shall not go any more."""
    found = Notice.objects.filter(to=user, sent_at=None)
    return (found.filter(template=template) if template else found).update(sent_at=at, body="", stop="")


def render(template: str, context: dict[str, Any]) -> tuple[str, str]:
    subject, _, body = render_to_string(f"{template}.txt", context).strip().partition("\n")
    return subject.strip(), f"{body.strip()}\n\n{signed()}\n"


def signed() -> str:
    """How every e-mail ends: who writes, and how to reach us. What allauth sends ends with the same fragment."""
    return render_to_string("design/emails/_signed.txt", {"council": Council.current()})


@task()
def send_notice(pk: int) -> None:
    """A nudge for one notice. If it is lost, `run_day` finds the notice again."""
    notice = Notice.objects.filter(pk=pk, sent_at=None).select_related("to").first()
    if notice:
        deliver(notice)


def send_due(at: datetime) -> int:
    """Send what was queued a while ago and did not go; each try waits longer than the one before."""
    waiting = Notice.objects.filter(sent_at=None, attempts__lt=MOST_ATTEMPTS).select_related("to").order_by("pk")
    due = [notice for notice in waiting if notice.queued_at + BETWEEN_ATTEMPTS * (notice.attempts + 1) <= at]
    return sum(deliver(notice) for notice in due)


def deliver(notice: Notice) -> bool:
    """One try, by whoever raises the count first: a worker and `run_day` never send the same notice side by side."""
    tried = Notice.objects.filter(pk=notice.pk, sent_at=None, attempts=notice.attempts)
    if not tried.update(attempts=F("attempts") + 1):
        return False
    try:
        to = notice.to.email if notice.to else notice.address
        EmailMessage(notice.subject, notice.body, None, [to], headers=headers(notice)).send()
    except OSError:  # every failure of the mail server, SMTPException included
        log.warning("notice %s was not sent", notice.pk)
        return False
    Notice.objects.filter(pk=notice.pk).update(sent_at=timezone.now(), body="", stop="", address="")
    return True


def headers(notice: Notice) -> dict[str, str]:
    """So that a mail program can offer to stop these e-mails by itself."""
    if not notice.stop:
        return {}
    return {
        "List-Unsubscribe": f"<{settings.SITE_URL}{notice.stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
