"""Who may do what, as questions: council staff by role, everybody else as a person or for one."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from accounts.models import Mandate, Person, RoleGrant, User
from accounts.roles import ROLE_PERMISSIONS, Permission, Role, Scope

if TYPE_CHECKING:
    from accounts.acting import Acting

View = Callable[..., HttpResponse]


def roles_of(user: User | AnonymousUser) -> frozenset[Role]:
    """The council roles that somebody holds now."""
    if not user.is_authenticated or not user.is_active:
        return frozenset()
    held = RoleGrant.objects.filter(user=user, ended_at=None).values_list("role", flat=True)
    return frozenset(Role(role) for role in held)


def permissions_of(user: User | AnonymousUser) -> frozenset[Permission]:
    return frozenset().union(*(ROLE_PERMISSIONS[role] for role in roles_of(user)))


def may(user: User | AnonymousUser, permission: Permission) -> bool:
    return permission in permissions_of(user)


def holders(permission: Permission) -> QuerySet[User]:
    """Council staff who hold a permission now, by name."""
    roles = [role for role, permissions in ROLE_PERMISSIONS.items() if permission in permissions]
    held = Q(role_grants__role__in=roles, role_grants__ended_at=None)
    return User.objects.filter(held, is_active=True).distinct().order_by("name", "pk")


def mandates_of(user: User, on: date | None = None) -> list[Mandate]:
    """Whom somebody may act for on a day, in the order of their names."""
    day = on or timezone.localdate()
    found = Mandate.objects.filter(delegate=user).select_related("person").order_by("person__name", "pk")
    return [mandate for mandate in found if mandate.holds_on(day)]


def paused_mandates_of(user: User) -> list[Mandate]:
    """Those that rest now, in the order of the persons' names."""
    found = Mandate.objects.filter(delegate=user).exclude(paused_at=None).select_related("person")
    return [mandate for mandate in found.order_by("person__name", "pk") if mandate.is_paused()]


def offers_to(user: User) -> list[Mandate]:
    """Those that wait for her answer, in the order of the persons' names."""
    found = Mandate.objects.filter(delegate=user, accepted_at=None, ended_at=None).select_related("person")
    return [mandate for mandate in found.order_by("person__name", "pk") if mandate.is_open()]


def ended_mandates_of(user: User, on: date | None = None) -> list[Mandate]:
    """Those that no longer hold on a day, the last of each person for whom no other holds or rests; the last ended
    first."""
    day = on or timezone.localdate()
    still = {mandate.person_id for mandate in [*mandates_of(user, day), *paused_mandates_of(user)]}
    held = Mandate.objects.filter(delegate=user, starts_on__lte=day, accepted_at__isnull=False)
    found = held.exclude(person__in=still)
    last = {mandate.person_id: mandate for mandate in found.select_related("person").order_by("pk")}
    return sorted(last.values(), key=lambda mandate: mandate.last_day, reverse=True)


def may_for(user: User, person: Person, scope: Scope, on: date | None = None) -> bool:
    """The person herself, or somebody whose mandate holds that day and has the scope."""
    if not user.is_active:
        return False
    if person.user_id == user.pk:
        return True
    return any(m.person_id == person.pk and scope in m.scopes for m in mandates_of(user, on))


def has_part_in(user: User, person: Person) -> bool:
    """She is the person, or acts for her, though that may rest: then she decides nothing about her for the council."""
    return person.user_id == user.pk or person.pk in Mandate.acted_for(user)


def needs(permission: Permission) -> Callable[[View], View]:
    """Council staff only: others are led to sign in, or told that this is not theirs."""

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not may(request.user, permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return checked

    return decorate


def for_person(*scopes: Scope) -> Callable[[View], View]:
    """A page about one person's affairs: her own, or hers for whom somebody acts, with one of these scopes.

    Load what it shows by `person=request.acting.person`: then a stranger's is not found.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            acting: Acting = request.acting  # type: ignore[attr-defined]
            if acting.first:
                return redirect(acting.first)
            if acting.person is None and acting.knows_somebody:
                return redirect("money-acting")
            if not any(acting.may(scope) for scope in scopes):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return checked

    return decorate
