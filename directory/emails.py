"""What providers are told of their pages: that something happened. The reasons are behind the sign-in."""

from datetime import datetime

from django.urls import reverse

from accounts import notices
from directory.models import ChangeProposal

FOLDER = "directory/emails"


def to_proposer(proposal: ChangeProposal, template: str, *, at: datetime) -> None:
    """Whoever sent it. A member of the public left no sign-in to write to."""
    if proposal.proposed_by is None or not proposal.proposed_by.is_active:
        return
    context = {"page": str(proposal.subject), "link": reverse("provider-page-change", args=[proposal.pk])}
    notices.queue(to=proposal.proposed_by, template=f"{FOLDER}/{template}", context=context, at=at)
