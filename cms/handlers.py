"""Who handles what people tell us, and pages that are not there for anybody else."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse

from accounts.models import User
from accounts.permissions import holders, may
from accounts.roles import Permission
from cms import about
from cms.models import Complaint

View = Callable[..., HttpResponse]


def found_with(permission: Permission) -> Callable[[View], View]:
    """As `needs`, but others are told that there is no such page: that there is a concern is itself private."""

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not may(request.user, permission):
                raise Http404
            return view(request, *args, **kwargs)

        return checked

    return decorate


def may_handle(user: User, complaint: Complaint) -> bool:
    """Holds the permission and is not in it: did not make it, is not who it is about, nor whose thing it is about."""
    return may(user, Permission.HANDLE_COMPLAINTS) and not is_in(user, complaint)


def is_in(user: User, complaint: Complaint) -> bool:
    if user.pk == complaint.made_by_id or complaint.subjects.filter(user=user).exists():
        return True
    return any(one.pk == user.pk for one in about.belongs(complaint.about_kind, complaint.about_ref))


def who_may_handle(complaint: Complaint) -> list[User]:
    """Everybody at the council who could: for "give it to somebody else"."""
    left_out = {complaint.made_by_id, *complaint.subjects.values_list("user_id", flat=True)}
    left_out |= {user.pk for user in about.belongs(complaint.about_kind, complaint.about_ref)}
    return [user for user in holders(Permission.HANDLE_COMPLAINTS) if user.pk not in left_out]
