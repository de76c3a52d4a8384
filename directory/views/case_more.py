"""What belongs to a case beside its checks, in a fixed number of queries."""

from typing import Any

from django.db.models import Prefetch

from directory.forms.applications import in_words
from directory.models import Application, Approval, PaperLook


def renewal(sent: Application) -> dict[str, Any]:
    """What the holder filled in again."""
    told = [line for step in sent.only for line in in_words(step, sent.answers[step])]
    return {"sent_at": sent.sent_at, "rows": [{"key": key, "value": value} for key, value in told]}


def more(approval: Approval) -> dict[str, Any]:
    looks = Prefetch("looks", PaperLook.objects.select_related("by"))
    return {
        "renewals": [renewal(one) for one in approval.applications.filter(only__isnull=False, sent_at__isnull=False)],
        "referees": list(approval.referees.all()),
        "papers": list(approval.papers.prefetch_related(looks)),
        "notes": list(approval.notes.select_related("by")),
        "appeals": list(approval.appeals.select_related("made_by", "answered_by")),
        "complaints": list(approval.complaints.select_related("complaint")),
        "feedback": list(approval.feedback.select_related("by")),
        "dbs_number": getattr(approval, "dbs_number", None),
    }
