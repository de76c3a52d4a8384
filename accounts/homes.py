"""Where somebody's own work is: the page they come to after signing in.

A room adds its own: `register("provider", fn)`, `fn(user) -> address or None`.
"""

from collections.abc import Callable

from django.urls import reverse

from accounts.models import Person, User
from accounts.permissions import ended_mandates_of, mandates_of, offers_to, roles_of
from design.registry import Registry

_homes: Registry[Callable[[User], str | None]] = Registry("homes")
register = _homes.register


def council_staff(user: User) -> str | None:
    return reverse("staff-home") if roles_of(user) else None


def person(user: User) -> str | None:
    return reverse("money-home") if Person.objects.filter(user=user).exists() else None


def delegate(user: User) -> str | None:
    return reverse("money-acting") if mandates_of(user) or offers_to(user) else None


def once_delegate(user: User) -> str | None:
    """Where somebody who acts for nobody any more is told so, unless she has a home of her own."""
    return reverse("money-acting") if ended_mandates_of(user) else None


def of(user: User) -> str:
    known = (council_staff, person, delegate, *_homes.values(), once_delegate)
    return next((address for address in (fn(user) for fn in known) if address), "/")
