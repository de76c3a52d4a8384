"""What goes when its time is over (directory/retention_rules.py). What waits for the council stays until it answers."""

from datetime import datetime

from django.db.models import Q

from directory.claim_rules import NewState, State, Way
from directory.feedback_rules import State as Feedback
from directory.models import (
    ChangeProposal,
    MemberInvitation,
    NewOrganisation,
    OrganisationClaim,
    OrganisationFeedback,
    Referee,
)

GONE = "Deleted when its time was over."
FOR_THE_COUNCIL = Q(state=State.OPEN.value, way=Way.COUNCIL.value)


def claims(before: datetime) -> int:
    """Those that are over, and codes that nobody typed."""
    asked = OrganisationClaim.objects.filter(asked_at__lt=before).exclude(FOR_THE_COUNCIL)
    new = NewOrganisation.objects.filter(asked_at__lt=before).exclude(state=NewState.WAITING.value)
    return asked.delete()[0] + new.delete()[0]


def invitations(before: datetime) -> int:
    """By then all have been used, taken back or too late."""
    return MemberInvitation.objects.filter(made_at__lt=before, expires_at__lt=before).delete()[0]


def suggestions(before: datetime) -> int:
    found = ChangeProposal.objects.filter(came_from=ChangeProposal.Came.PUBLIC, decided_at__lt=before).exclude(words="")
    return found.update(words="")


def references(before: datetime) -> int:
    """What they wrote and where we wrote to. That somebody was asked, and gave a reference, stays with the case."""
    old = Referee.objects.filter(asked_at__lt=before).exclude(email="", words__in=["", GONE])
    count = old.count()
    Referee.objects.filter(asked_at__lt=before, given_at__isnull=False).update(words=GONE, trusts="", known_for="")
    Referee.objects.filter(asked_at__lt=before).update(email="", token_hash="")
    return count


def feedback(before: datetime) -> int:
    """Shown or not, with its reply; what is over has a shorter time."""
    found = OrganisationFeedback.objects.filter(sent_at__lt=before, ended_at=None).exclude(state=Feedback.WAITING)
    return found.delete()[1].get("directory.OrganisationFeedback", 0)


def feedback_over(before: datetime) -> int:
    found = OrganisationFeedback.objects.filter(ended_at__lt=before)
    return found.delete()[1].get("directory.OrganisationFeedback", 0)
