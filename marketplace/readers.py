"""Who reads what is written to a seller: messages, and e-mails about orders. Asked before a page offers to write."""

from accounts.models import User
from directory.models import Organisation, OrganisationMember, PersonalAssistantProfile
from directory.models.organisations import MemberRole

KEEPS_THE_DIARY = frozenset({MemberRole.MANAGER, MemberRole.SCHEDULER})


def seller_readers(seller: PersonalAssistantProfile | Organisation) -> list[User]:
    """The assistant, or those who keep the organisation's diary: none whose sign-in is closed."""
    if isinstance(seller, PersonalAssistantProfile):
        return [seller.user] if seller.user and seller.user.is_active else []
    members = OrganisationMember.objects.filter(
        organisation=seller, ended_at=None, role__in=KEEPS_THE_DIARY, user__is_active=True
    )
    return list({member.user_id: member.user for member in members.select_related("user").order_by("pk")}.values())
