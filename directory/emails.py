"""What providers are told of their pages: that something happened. The reasons are behind the sign-in."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse

from accounts import notices
from accounts.models import User
from directory import ages, page_fields
from directory.approval_rules import State
from directory.claim_rules import domain
from directory.models import (
    Appeal,
    Approval,
    ChangeProposal,
    ConfirmationAsk,
    FreshnessSettings,
    MemberInvitation,
    NewOrganisation,
    Organisation,
    OrganisationClaim,
    OrganisationMember,
    PersonalAssistantProfile,
)

FOLDER = "directory/emails"


def to_proposer(proposal: ChangeProposal, template: str, *, at: datetime) -> None:
    """Whoever sent it. A member of the public left no sign-in to write to."""
    if proposal.proposed_by is None or not proposal.proposed_by.is_active:
        return
    context = {"page": str(proposal.subject), "link": reverse("provider-page-change", args=[proposal.pk])}
    notices.queue(to=proposal.proposed_by, template=f"{FOLDER}/{template}", context=context, at=at)


def still_right(
    asks: Sequence[ConfirmationAsk],
    *,
    of: Organisation | PersonalAssistantProfile,
    to: User | None,
    address: str,
    at: datetime,
) -> None:
    """One e-mail for all pages that are as old, with a link for each."""
    template = f"{FOLDER}/still_right_{asks[0].kind}"
    context = {
        "about": of.name if isinstance(of, Organisation) else "you",
        "lines": [(ask.subject.name, reverse("directory-still-right", args=[ages.token(ask)])) for ask in asks],
        "days": FreshnessSettings.current().warning_days,
    }
    if to:
        notices.queue(to=to, template=template, context=context, at=at)
    elif address:
        notices.queue_to_address(address=address, name=of.name, template=template, context=context, at=at)


def told(proposal: ChangeProposal, *, at: datetime) -> None:
    """A reader says that something is not right: to those who may change all of the page."""
    link = reverse("provider-page", args=[page_fields.kind_of(proposal.subject), proposal.subject.pk])
    context = {"page": str(proposal.subject), "link": link}
    for user in keepers(proposal.whose):
        notices.queue(to=user, template=f"{FOLDER}/told", context=context, at=at)


def approval_moved(approval: Approval, *, by: User | None, at: datetime) -> None:
    """Approved, suspended, withdrawn, or lapsed by the clock: whoever holds it hears of it, but for what she did
    herself. Why stays behind the sign-in."""
    page = "approvals-renew" if approval.state == State.LAPSED else "approvals-apply"
    link = reverse(page, args=[approval.pk] if approval.state == State.LAPSED else [])
    for user in holders(approval):
        if by is None or user.pk != by.pk:
            context = {"approval": approval, "link": link}
            notices.queue(to=user, template=f"{FOLDER}/approval_{approval.state}", context=context, at=at)


def appeal_answered(appeal: Appeal, *, at: datetime) -> None:
    """Whoever appealed. What was answered stays behind the sign-in."""
    if appeal.made_by.is_active:
        context = {"approval": appeal.approval, "link": reverse("approvals-apply")}
        notices.queue(to=appeal.made_by, template=f"{FOLDER}/appeal_answered", context=context, at=at)


def holders(approval: Approval) -> list[User]:
    return keepers(approval.held_by)


def keepers(whose: Organisation | PersonalAssistantProfile) -> list[User]:
    """The assistant, or the managers of the organisation, whose sign-in is open."""
    if isinstance(whose, Organisation):
        return [member.user for member in whose.managers()]
    return [whose.user] if whose.user and whose.user.is_active else []


def claim_code(claim: OrganisationClaim, code: str, *, address: str, at: datetime) -> None:
    """To the address at the organisation's own domain, whoever reads it there."""
    context = {
        "organisation": claim.organisation.name,
        "code": code,
        "link": reverse("provider-claim-code", args=[claim.pk]),
    }
    name, template = claim.organisation.name, f"{FOLDER}/claim_code"
    notices.queue_to_address(address=address, name=name, template=template, context=context, at=at)


def claim_answered(claim: OrganisationClaim, template: str, *, at: datetime) -> None:
    if claim.user.is_active:
        link = reverse("provider-claim-code", args=[claim.pk])  # says how it ended, and leads on
        context = {"organisation": claim.organisation.name, "link": link}
        notices.queue(to=claim.user, template=f"{FOLDER}/{template}", context=context, at=at)


def member_invited(invitation: MemberInvitation, token: str, *, at: datetime) -> None:
    """To an address that may have no sign-in yet."""
    context = {
        "organisation": invitation.organisation.name,
        "by": invitation.made_by.name,
        "role": invitation.get_role_display().lower(),
        "until": invitation.expires_at,
        "link": reverse("provider-join", args=[token]),
    }
    template = f"{FOLDER}/member_invited"
    notices.queue_to_address(address=invitation.email, name="", template=template, context=context, at=at)


def member_told(member: OrganisationMember, template: str, *, at: datetime) -> None:
    """Whose role it is, or was."""
    if member.user.is_active:
        context = {"organisation": member.organisation.name, "role": member.get_role_display().lower()}
        context["link"] = reverse("provider-home")
        notices.queue(to=member.user, template=f"{FOLDER}/{template}", context=context, at=at)


def member_left(roles: Sequence[OrganisationMember], *, at: datetime) -> None:
    """Whoever left, in case it was not she; and those who manage it now."""
    organisation, who = roles[0].organisation, roles[0].user
    context = {"organisation": organisation.name, "who": who.name, "link": reverse("provider-people")}
    context["role"] = " and ".join(member.get_role_display().lower() for member in roles)
    notices.queue(to=who, template=f"{FOLDER}/member_ended", context=context, at=at)
    for one in organisation.managers():
        notices.queue(to=one.user, template=f"{FOLDER}/member_left", context=context, at=at)


def member_joined(member: OrganisationMember, *, at: datetime) -> None:
    """Every other manager hears that somebody came in."""
    context = {"organisation": member.organisation.name, "who": member.user.name}
    context |= {"role": member.get_role_display().lower(), "link": reverse("provider-people")}
    for one in member.organisation.managers().exclude(user=member.user):
        notices.queue(to=one.user, template=f"{FOLDER}/member_joined", context=context, at=at)


def new_organisation_code(new: NewOrganisation, code: str, *, address: str, at: datetime) -> None:
    """To the address at the website that she named, whoever reads it there. Nothing else that she typed goes along: it
    would be sent to anybody in the council's name."""
    context = {"website": domain(new.website), "code": code, "link": reverse("provider-new-one", args=[new.pk])}
    template = f"{FOLDER}/new_organisation_code"
    notices.queue_to_address(address=address, name="", template=template, context=context, at=at)


def new_organisation_answered(new: NewOrganisation, template: str, *, at: datetime) -> None:
    if new.user.is_active:
        context = {"organisation": new.name, "link": reverse("provider-new-one", args=[new.pk])}
        notices.queue(to=new.user, template=f"{FOLDER}/{template}", context=context, at=at)
