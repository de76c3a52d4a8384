"""Somebody who knows says that a page is still right: a service's, or a personal assistant's."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.audit import audit
from accounts.models import User
from directory import documents
from directory.models import Service
from directory.models.freshness import Listed


@transaction.atomic
def confirm(*, page: Listed, by: User | None, confirmed_as: str, at: datetime | None = None) -> None:
    """What was hidden for its age comes back."""
    now = at or timezone.now()
    page.confirmed_on, page.confirmed_as, page.confirmed_by = timezone.localdate(now), confirmed_as, by
    page.hidden_at = None
    page.save(update_fields=["confirmed_on", "confirmed_as", "confirmed_by", "hidden_at", "changed_at"])
    audit(action=f"{word(page)}.confirmed", by=by, subject=subject(page), at=now)
    refresh(page)


def word(page: Listed) -> str:
    return "service" if isinstance(page, Service) else "assistant"


def subject(page: Listed) -> str:
    """As an audit line has it."""
    return f"{word(page)}:{page.pk}"


def refresh(page: Listed) -> None:
    if isinstance(page, Service):
        documents.refresh_services(page.pk)
    else:
        documents.refresh_assistants(page.pk)
