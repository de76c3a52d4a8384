"""Who works in an organisation, and as what: its manager asks somebody, who accepts; roles change and end, and whoever
wants to leave does so by herself.

An organisation keeps a manager whose sign-in is open: the last one neither goes nor becomes something else.
"""

from datetime import datetime

from django.core import signing
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from accounts.audit import audit
from accounts.models import User
from directory import emails
from directory.member_rules import LASTS
from directory.models import MemberInvitation, MemberRole, Organisation, OrganisationMember
from directory.permissions import roles_in
from directory.refusals import Moved, Refused

SALT = "directory.member_invitation"
LAST = "This is the only manager. Make somebody else a manager first."


@transaction.atomic
def invite(
    *, organisation: Organisation, email: str, role: MemberRole, by: User, at: datetime | None = None
) -> MemberInvitation:
    """A link by e-mail. Whatever went to the same address before is over."""
    now, address = at or timezone.now(), email.strip().lower()
    _lock(organisation, by)
    if holding(organisation).filter(user__email__iexact=address, role=role).exists():
        raise Refused("They have this role already.")
    open_ones().filter(organisation=organisation, email=address).update(ended_at=now)
    made = MemberInvitation.objects.create(
        organisation=organisation, email=address, role=role, made_at=now, made_by=by, expires_at=now + LASTS
    )
    emails.member_invited(made, token(made), at=now)
    _audit("member.invited", by, f"member-invitation:{made.pk}", now, role=role)
    return made


@transaction.atomic
def take_back(*, invitation: MemberInvitation, by: User, at: datetime | None = None) -> None:
    now = at or timezone.now()
    _lock(invitation.organisation, by)
    if not open_ones().filter(pk=invitation.pk).update(ended_at=now):
        raise Moved("This invitation is over already.")
    _audit("member.invitation_taken_back", by, f"member-invitation:{invitation.pk}", now)


@transaction.atomic
def accept(*, invitation: MemberInvitation, by: User, at: datetime | None = None) -> OrganisationMember:
    """By whoever signs in with the address that it went to: a link that was passed on lets nobody in."""
    now = at or timezone.now()
    Organisation.objects.select_for_update().get(pk=invitation.organisation_id)
    if by.email.lower() != invitation.email:
        raise Refused("This invitation went to another address than the one you sign in with.")
    if not good(now).filter(pk=invitation.pk).update(used_at=now, used_by=by):
        raise Moved("This invitation does not work any more.")
    if holding(invitation.organisation).filter(user=by, role=invitation.role).exists():
        raise Moved("You have this role already.")
    made = OrganisationMember.objects.create(
        organisation=invitation.organisation,
        user=by,
        role=invitation.role,
        added_at=now,
        added_by=invitation.made_by,
    )
    emails.member_joined(made, at=now)
    _audit("member.joined", by, f"member:{made.pk}", now, role=made.role)
    return made


@transaction.atomic
def change_role(*, member: OrganisationMember, role: MemberRole, by: User, at: datetime | None = None) -> None:
    """The old part ends and the new one begins: who was what, and when, stays to be read."""
    now = at or timezone.now()
    _lock(member.organisation, by)
    if holding(member.organisation).filter(user=member.user_id, role=role).exists():
        raise Refused("They have this role already.")
    _end(member, by, now)
    made = OrganisationMember.objects.create(
        organisation=member.organisation, user=member.user, role=role, added_at=now, added_by=by
    )
    emails.member_told(made, "member_role", at=now)
    _audit("member.role_changed", by, f"member:{made.pk}", now, frm=member.role, to=role)


@transaction.atomic
def end(*, member: OrganisationMember, by: User, at: datetime | None = None) -> None:
    now = at or timezone.now()
    _lock(member.organisation, by)
    _end(member, by, now)
    emails.member_told(member, "member_ended", at=now)
    _audit("member.ended", by, f"member:{member.pk}", now, role=member.role)


@transaction.atomic
def leave(*, organisation: Organisation, by: User, at: datetime | None = None) -> None:
    """By herself, out of every role that she has there."""
    now = at or timezone.now()
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    hers = list(holding(organisation).filter(user=by).select_related("organisation", "user").order_by("pk"))
    if not hers:
        raise Moved("You have left already.")
    for member in hers:
        _end(member, by, now)
        _audit("member.left", by, f"member:{member.pk}", now, role=member.role)
    emails.member_left(hers, at=now)


def _end(member: OrganisationMember, by: User, now: datetime) -> None:
    if is_last_manager(member):
        raise Refused(LAST)
    if not OrganisationMember.objects.filter(pk=member.pk, ended_at=None).update(ended_at=now, ended_by=by):
        raise Moved("Somebody else changed this just now.")


def is_last_manager(member: OrganisationMember) -> bool:
    if member.role != MemberRole.MANAGER:
        return False
    return not member.organisation.managers().exclude(pk=member.pk).exists()


def holding(organisation: Organisation) -> QuerySet[OrganisationMember]:
    return OrganisationMember.objects.filter(organisation=organisation, ended_at=None)


def open_ones() -> QuerySet[MemberInvitation]:
    return MemberInvitation.objects.filter(used_at=None, ended_at=None)


def good(now: datetime) -> QuerySet[MemberInvitation]:
    """Open and in time, and whoever asked still manages the organisation."""
    still = OrganisationMember.objects.filter(role=MemberRole.MANAGER, ended_at=None, user__is_active=True)
    found = open_ones().filter(expires_at__gt=now)
    return found.filter(Exists(still.filter(organisation=OuterRef("organisation"), user=OuterRef("made_by"))))


def token(invitation: MemberInvitation) -> str:
    """Signed: nobody makes one up. It works once."""
    return signing.Signer(salt=SALT).sign(str(invitation.pk))


def opened_by(text: str, *, at: datetime | None = None) -> MemberInvitation | None:
    try:
        pk = int(signing.Signer(salt=SALT).unsign(text))
    except (signing.BadSignature, ValueError):
        return None
    return good(at or timezone.now()).filter(pk=pk).select_related("organisation", "made_by").first()


def _lock(organisation: Organisation, by: User) -> None:
    """One change after the other, so that two managers do not end each other at once."""
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    if MemberRole.MANAGER not in roles_in(by, organisation):
        raise Refused("Only a manager can do this.")


def _audit(action: str, by: User, subject: str, at: datetime, **detail: str) -> None:
    audit(action=action, by=by, subject=subject, detail={key: str(value) for key, value in detail.items()}, at=at)
