"""Whom an approval has for referees, and who cannot be one."""

from django.db.models import QuerySet

from accounts.models import User
from directory.models import Approval, Organisation, Referee, Service
from directory.referee_rules import mailbox


def own(approval: Approval, *also: User) -> frozenset[str]:
    """The mailboxes of whoever applies, of those who work there, and of who asks."""
    held = approval.held_by
    addresses = [one.email for one in also]
    if isinstance(held, Organisation):
        members = held.members.filter(ended_at=None).values_list("user__email", flat=True)
        service = approval.subject.email if isinstance(approval.subject, Service) else ""
        addresses += [*members, held.email, service]
    elif held.user:
        addresses.append(held.user.email)
    return frozenset(mailbox(one) for one in addresses if one)


def asked(approval: Approval) -> QuerySet[Referee]:
    """Since the approval was last given: for a renewal the same people may be asked again."""
    found = Referee.objects.filter(approval=approval)
    return found.filter(asked_at__date__gt=approval.approved_on) if approval.approved_on else found


def same(approval: Approval, email: str) -> Referee | None:
    return next((one for one in asked(approval) if mailbox(one.email) == mailbox(email)), None)
