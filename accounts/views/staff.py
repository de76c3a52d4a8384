"""The first page of council staff: the desks that are theirs."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import desks
from accounts.permissions import roles_of
from accounts.requests import Request
from accounts.wording import ROLES, listed


@login_required
@require_safe
def home(request: Request) -> HttpResponse:
    roles = roles_of(request.user)
    if not roles:
        raise PermissionDenied
    context = {
        "section": "staff",
        "desks": desks.of(request.user),
        "roles": listed([name for role, name in ROLES.items() if role in roles]),
    }
    return render(request, "accounts/staff.html", context)
