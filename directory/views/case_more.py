"""What belongs to a case beside its checks, in a fixed number of queries."""

from typing import Any

from django.db.models import Prefetch

from directory.models import Approval, PaperLook


def more(approval: Approval) -> dict[str, Any]:
    looks = Prefetch("looks", PaperLook.objects.select_related("by"))
    return {
        "referees": list(approval.referees.all()),
        "papers": list(approval.papers.prefetch_related(looks)),
        "notes": list(approval.notes.select_related("by")),
        "appeals": list(approval.appeals.select_related("made_by", "answered_by")),
        "complaints": list(approval.complaints.select_related("complaint")),
        "feedback": list(approval.feedback.select_related("by")),
        "dbs_number": getattr(approval, "dbs_number", None),
    }
