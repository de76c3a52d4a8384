"""What readers say about a page."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.audit import audit
from cms.models import AdvicePage, PageFeedback


@transaction.atomic
def give(*, page: AdvicePage, useful: bool, comment: str = "", at: datetime | None = None) -> PageFeedback:
    """Keep one answer. Who gave it is not asked, so the audit line names nobody."""
    at = at or timezone.now()
    feedback = PageFeedback.objects.create(page=page, useful=useful, comment=comment.strip(), given_at=at)
    audit(action="page_feedback.given", by=None, subject=f"page:{page.pk}", detail={"useful": useful}, at=at)
    return feedback


def clear_comments(before: datetime) -> int:
    """That a page was useful or not stays; the words go."""
    return PageFeedback.objects.filter(given_at__lt=before).exclude(comment="").update(comment="")
