"""The moderator's lists: what waits, the oldest first."""

from django.db.models import F, Q, QuerySet

from directory.change_rules import State
from directory.models import ChangeProposal

SHOWS = {"waiting": "Waiting", "live": "Live, to look at", "sent-back": "Sent back", "done": "Answered"}
STATES = {
    "waiting": [State.WAITING],
    "live": [State.LIVE],
    "sent-back": [State.SENT_BACK],
    "done": [State.APPROVED, State.DECLINED],
}


def queue(show: str) -> QuerySet[ChangeProposal]:
    """What was answered last is first among what is done."""
    found = whole().filter(state__in=STATES[show])
    return found.order_by(F("decided_at").desc(), "-pk") if show == "done" else found.order_by("sent_at", "pk")


def counts() -> dict[str, int]:
    states = list(ChangeProposal.objects.filter(Q(sent_at__isnull=False)).values_list("state", flat=True))
    return {show: sum(state in STATES[show] for state in states) for show in SHOWS}


def whole() -> QuerySet[ChangeProposal]:
    found = ChangeProposal.objects.filter(sent_at__isnull=False)
    return found.select_related(
        "service__organisation", "organisation", "location", "personal_assistant", "of", "proposed_by", "decided_by"
    ).prefetch_related("changes")
