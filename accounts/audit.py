"""The record of who did what. Written in the transaction that did it; ids only, never a name."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from accounts.models import AuditLine, Person, User


def audit(
    *,
    action: str,
    by: User | None,
    subject: str,
    on_behalf_of: Person | None = None,
    detail: dict[str, Any] | None = None,
    at: datetime | None = None,
) -> AuditLine:
    """`by` is None when the clock did it. `on_behalf_of` is the person somebody else acted for."""
    return AuditLine.objects.create(
        at=at or timezone.now(),
        action=action,
        by=str(by.pk) if by else "",
        on_behalf_of=str(on_behalf_of.pk) if on_behalf_of else "",
        subject=subject,
        detail=detail or {},
    )


def behalf(person: Person, by: User | None) -> Person | None:
    """The person, where somebody other than herself acts."""
    return person if by is not None and by.pk != person.user_id else None
