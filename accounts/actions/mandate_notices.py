"""Tell whoever has to know that an offer to act for somebody was answered or taken back, or that she steps down."""

from datetime import datetime

from django.urls import reverse

from accounts import notices
from accounts.actions import invitations
from accounts.models import Mandate, User

LETTERS, EMAILS = "accounts/letters", "accounts/emails"


def answered(mandate: Mandate, template: str, at: datetime) -> None:
    """The person, in her format: `delegate_accepted`, `delegate_declined`, `delegate_lapsed`, `delegate_stopped`."""
    notices.tell(person=mandate.person, template=f"{LETTERS}/{template}", context={"mandate": mandate}, at=at)


def ended(mandate: Mandate, by: User, *, by_council: bool, at: datetime) -> None:
    """Where the delegate did it, the person and the council are told; where an offer is taken back, the delegate."""
    if by.pk == mandate.delegate_id:
        answered(mandate, "delegate_stopped", at)
        if by_council:
            council(mandate, at)
    elif mandate.accepted_at is None:
        taken_back(mandate, by, at)


def council(mandate: Mandate, at: datetime) -> None:
    """Whoever works with the person, or recorded it: somebody else may have to be found."""
    to = mandate.person.practitioner or mandate.recorded_by
    link = reverse("staff-person", args=[mandate.person_id])
    notices.queue(to=to, template=f"{EMAILS}/delegate_needed", context={"link": link}, at=at)


def taken_back(mandate: Mandate, by: User, at: datetime) -> None:
    """Who has no sign-in yet, and is asked by nobody else, has no reason to come in any more."""
    if mandate.delegate.is_active:
        notices.queue(to=mandate.delegate, template=f"{EMAILS}/offer_taken_back", context={}, at=at)
        return
    if not any(one.is_open() for one in mandate.delegate.mandates.select_related("person")):
        for invitation in invitations.open_ones().filter(sign_in=mandate.delegate_id):
            invitations.take_back(invitation=invitation, by=by, at=at)
