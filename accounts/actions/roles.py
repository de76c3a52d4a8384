"""Give and end council roles. Rooms that keep something in step with them register: `on_change("cms", fn)`."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.audit import audit
from accounts.models import RoleGrant, User
from accounts.permissions import roles_of
from accounts.roles import Role
from design.registry import Registry

_listeners: Registry[Callable[[User, frozenset[Role]], None]] = Registry("roles")
on_change = _listeners.register


class NotYourOwn(Exception):
    """Nobody gives a role to herself, or takes one of her own away."""


@transaction.atomic
def grant(*, user: User, role: Role, by: User | None, at: datetime | None = None) -> RoleGrant:
    """`by` is None only for the first administrator, set up from the command line."""
    _refuse_own(user, by)
    now = at or timezone.now()
    held, made = RoleGrant.objects.get_or_create(
        user=user, role=role, ended_at=None, defaults={"granted_by": by, "granted_at": now}
    )
    if made:
        audit(action="role.granted", by=by, subject=f"user:{user.pk}", detail={"role": role}, at=now)
        _tell(user)
    return held


@transaction.atomic
def end(*, user: User, role: Role, by: User, at: datetime | None = None) -> bool:
    """Whether there was such a role to end."""
    _refuse_own(user, by)
    now = at or timezone.now()
    ended = RoleGrant.objects.filter(user=user, role=role, ended_at=None).update(ended_at=now, ended_by=by)
    if ended:
        audit(action="role.ended", by=by, subject=f"user:{user.pk}", detail={"role": role}, at=now)
        _tell(user)
    return bool(ended)


def _refuse_own(user: User, by: User | None) -> None:
    if by is not None and by.pk == user.pk:
        raise NotYourOwn


def _tell(user: User) -> None:
    roles = roles_of(user)
    for listener in _listeners.values():
        listener(user, roles)
