"""How pages look to somebody who signs in, on every device."""

from datetime import datetime

from django.db import transaction

from accounts.audit import audit
from accounts.models import User
from design.display import Display


@transaction.atomic
def keep(*, by: User, display: Display, at: datetime | None = None) -> None:
    """What was chosen stays out of the audit line: it may say what somebody cannot see."""
    by.display = str(display)
    by.save(update_fields=["display"])
    audit(action="user.display_kept", by=by, subject=f"user:{by.pk}", at=at)
