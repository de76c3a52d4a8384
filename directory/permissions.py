"""What somebody may do to an organisation's pages, and who may answer a proposal."""

from collections.abc import Iterable

from accounts.models import User
from accounts.permissions import may
from accounts.roles import Permission
from directory.change_rules import FOR_SCHEDULERS
from directory.models import (
    ChangeProposal,
    MemberRole,
    Organisation,
    OrganisationFeedback,
    OrganisationMember,
    PersonalAssistantProfile,
)

Owner = Organisation | PersonalAssistantProfile
WRITERS = frozenset({MemberRole.MANAGER, MemberRole.SCHEDULER})


def roles_in(user: User, whose: Owner) -> frozenset[str]:
    """A personal assistant is the manager of her own page."""
    if not user.is_active:
        return frozenset()
    if isinstance(whose, PersonalAssistantProfile):
        return frozenset({MemberRole.MANAGER} if whose.user_id == user.pk else ())
    held = OrganisationMember.objects.filter(user=user, organisation=whose, ended_at=None)
    return frozenset(held.values_list("role", flat=True))


def has_part(user: User, whose: Owner) -> bool:
    """Nobody decides for the council about herself, nor about an organisation that she works for."""
    return bool(roles_in(user, whose))


def may_write(user: User, whose: Owner, fields: Iterable[str]) -> bool:
    """A manager writes all of a page, whoever keeps the diary hours and telephone numbers, finance nothing."""
    held = roles_in(user, whose)
    return MemberRole.MANAGER in held or (MemberRole.SCHEDULER in held and set(fields) <= FOR_SCHEDULERS)


def may_answer(user: User, proposal: ChangeProposal) -> bool:
    """Never whoever wrote any of it, nor anybody whose page it is."""
    if not may(user, Permission.MODERATE_LISTINGS) or proposal.proposed_by_id == user.pk:
        return False
    wrote = any(change.written_by_id == user.pk for change in proposal.changes.all())
    return not wrote and not roles_in(user, proposal.whose)


def may_decide(user: User, feedback: OrganisationFeedback) -> bool:
    """Never whoever wrote any of it: the piece, the reply, or that we should look again; nor anybody who is there."""
    more = (feedback.answered, feedback.looked_at_again)
    wrote = {feedback.written_by_id, *(one.written_by_id for one in more if one)}
    return (
        may(user, Permission.MODERATE_LISTINGS) and user.pk not in wrote and not has_part(user, feedback.organisation)
    )


def may_reply(user: User, organisation: Organisation) -> bool:
    """Managers: it is said in the organisation's name."""
    return MemberRole.MANAGER in roles_in(user, organisation)
