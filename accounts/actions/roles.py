"""Give and end council roles. Rooms that keep something in step with them register: `on_change("cms", fn)`."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.actions import invitations, people
from accounts.actions.invitations import Told
from accounts.audit import audit
from accounts.models import RoleGrant, User
from accounts.permissions import roles_of
from accounts.roles import Role
from design.registry import Registry

_listeners: Registry[Callable[[User, frozenset[Role]], None]] = Registry("roles")
on_change = _listeners.register


class NotYourOwn(Exception):
    """Nobody gives a role to herself, or takes one of her own away."""


class LastAdministrator(Exception):
    """Without one, nobody could give a role any more."""


@transaction.atomic
def grant(*, user: User, role: Role, by: User | None, reason: str = "", at: datetime | None = None) -> RoleGrant:
    """`by` is None only for the first administrator, set up from the command line."""
    _refuse_own(user, by)
    now = at or timezone.now()
    held, made = RoleGrant.objects.get_or_create(
        user=user, role=role, ended_at=None, defaults={"granted_by": by, "granted_at": now, "reason": reason}
    )
    if made:
        audit(action="role.granted", by=by, subject=f"user:{user.pk}", detail={"role": role}, at=now)
        _tell(user)
    return held


@transaction.atomic
def add_staff(*, name: str, email: str, role: Role, by: User, reason: str, at: datetime | None = None) -> Told:
    """A new member of staff: a locked sign-in, a role, and an invitation. Answers the number to tell them."""
    user = people.create_locked(email=email, name=name, by=by, at=at)
    grant(user=user, role=role, by=by, reason=reason, at=at)
    return invite_staff(user=user, by=by, at=at)


def invite_staff(*, user: User, by: User, at: datetime | None = None) -> Told:
    return invitations.of_sign_in(user=user, by=by, template="accounts/emails/staff_invited", at=at)


@transaction.atomic
def end(*, user: User, role: Role, by: User, reason: str = "", at: datetime | None = None) -> bool:
    """Whether there was such a role to end."""
    _refuse_own(user, by)
    if role == Role.ADMINISTRATOR:
        _refuse_last(user)
    now = at or timezone.now()
    held = RoleGrant.objects.filter(user=user, role=role, ended_at=None)
    ended = held.update(ended_at=now, ended_by=by, end_reason=reason)
    if ended:
        audit(action="role.ended", by=by, subject=f"user:{user.pk}", detail={"role": role}, at=now)
        _tell(user)
    return bool(ended)


def _refuse_own(user: User, by: User | None) -> None:
    if by is not None and by.pk == user.pk:
        raise NotYourOwn


def _refuse_last(user: User) -> None:
    """Two who end each other's at the same moment wait for one another."""
    holders = RoleGrant.objects.select_for_update(of=("self",)).filter(role=Role.ADMINISTRATOR, ended_at=None)
    held = holders.select_related("user").order_by("pk")
    if not any(grant.user.is_active and grant.user_id != user.pk for grant in held):
        raise LastAdministrator


def _tell(user: User) -> None:
    roles = roles_of(user)
    for listener in _listeners.values():
        listener(user, roles)
