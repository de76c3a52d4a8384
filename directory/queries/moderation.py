"""The moderator's lists: what waits, the oldest first."""

from django.db.models import Count, F, Min, Q, QuerySet

from directory.change_rules import State
from directory.models import ChangeProposal, FeedbackSettings, ImportDifference, Service
from directory.queries import feedback

IMPORTS = "imports"
FEEDBACK, FEEDBACK_DONE = "feedback", "feedback-done"
SHOWS = {
    "waiting": "Waiting",
    "live": "Live, to look at",
    IMPORTS: "From imports",
    "sent-back": "Sent back",
    "done": "Answered",
    FEEDBACK: "What people say",
    FEEDBACK_DONE: "What people say, answered",
}
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
    """How many there are in each list that the council has."""
    states = list(ChangeProposal.objects.filter(Q(sent_at__isnull=False)).values_list("state", flat=True))
    found = {show: sum(state in of for state in states) for show, of in STATES.items()}
    of_feedback = {FEEDBACK: feedback.to_answer().count(), FEEDBACK_DONE: feedback.answered().count()}
    if not any(of_feedback.values()) and not FeedbackSettings.current().is_on:
        of_feedback = {}  # the council does not have it
    return {**found, IMPORTS: from_imports().count(), **of_feedback}


def from_imports() -> QuerySet[Service]:
    """Pages of which an import says something else than their provider, who confirmed them since."""
    differing = ImportDifference.objects.filter(settled_at=None)
    found = Service.objects.filter(pk__in=differing.values("service")).select_related("organisation")
    waits = Q(import_differences__settled_at=None)
    return found.annotate(
        many=Count("import_differences", filter=waits), since=Min("import_differences__at", filter=waits)
    ).order_by("since", "pk")


def whole() -> QuerySet[ChangeProposal]:
    found = ChangeProposal.objects.filter(sent_at__isnull=False)
    return found.select_related(
        "service__organisation", "organisation", "location", "personal_assistant", "of", "proposed_by", "decided_by"
    ).prefetch_related("changes")
