"""What somebody may do to an organisation's pages, and who may answer a proposal."""

from collections.abc import Iterable

from accounts.models import User
from accounts.permissions import may
from accounts.roles import Permission
from directory.change_rules import FOR_SCHEDULERS
from directory.models import ChangeProposal, MemberRole, Organisation, OrganisationMember

WRITERS = frozenset({MemberRole.MANAGER, MemberRole.SCHEDULER})


def roles_in(user: User, organisation: Organisation) -> frozenset[str]:
    if not user.is_active:
        return frozenset()
    held = OrganisationMember.objects.filter(user=user, organisation=organisation, ended_at=None)
    return frozenset(held.values_list("role", flat=True))


def may_write(user: User, organisation: Organisation, fields: Iterable[str]) -> bool:
    """A manager writes all of a page, whoever keeps the diary hours and telephone numbers, finance nothing."""
    held = roles_in(user, organisation)
    return MemberRole.MANAGER in held or (MemberRole.SCHEDULER in held and set(fields) <= FOR_SCHEDULERS)


def may_answer(user: User, proposal: ChangeProposal) -> bool:
    """Never whoever wrote any of it, nor anybody of the organisation whose page it is."""
    if not may(user, Permission.MODERATE_LISTINGS) or proposal.proposed_by_id == user.pk:
        return False
    wrote = any(change.written_by_id == user.pk for change in proposal.changes.all())
    return not wrote and not roles_in(user, proposal.of)
