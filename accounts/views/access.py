"""The administrator's desk: who signs in, who holds which council role and why; new staff."""

from collections.abc import Iterable
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actions import roles
from accounts.actions.invitations import Told
from accounts.desks import STAFF
from accounts.forms.access import RoleForm, StaffForm, WhyForm
from accounts.forms.people import SearchForm
from accounts.models import RoleGrant, User
from accounts.permissions import needs, roles_of
from accounts.requests import Request
from accounts.roles import Permission, Role
from accounts.wording import ROLES, listed
from design.components import Cell, Column, Table
from design.formats import day

ACCESS = [*STAFF, ("Access", "/staff/access/")]
ASKS = require_http_methods(["GET", "HEAD", "POST"])
PER_PAGE = 25
KEY = "sign_ins_looked_for"


@ASKS
@needs(Permission.MANAGE_ACCESS)
def overview(request: Request) -> HttpResponse:
    """Everybody with a council role; anybody who signs in by name or address."""
    form = SearchForm(request.POST if request.method == "POST" else None, initial={"q": request.session.get(KEY)})
    form.fields["q"].label = "Name or email address"
    if request.method == "POST":
        if request.POST.get("clear"):
            request.session.pop(KEY, None)
            return redirect("staff-access")
        if form.is_valid():
            request.session[KEY] = form.cleaned_data["q"]
            return redirect("staff-access")
    looked_for = request.session.get(KEY, "")
    page = Paginator(sign_ins(looked_for), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "section": "staff",
        "breadcrumbs": STAFF,
        "form": form,
        "looked_for": looked_for,
        "page": page,
        "table": table(page) if page.paginator.count else None,
    }
    return render(request, "accounts/access.html", context)


def sign_ins(text: str) -> QuerySet[User]:
    held = RoleGrant.objects.filter(ended_at=None)
    found = User.objects.prefetch_related(Prefetch("role_grants", held, to_attr="held")).order_by("name", "pk")
    if not text:
        return found.filter(Exists(held.filter(user=OuterRef("pk"))))
    words = Q()
    for word in text.split():
        words &= Q(name__icontains=word)
    return found.filter(words | Q(email__istartswith=text.strip()))


def table(users: Iterable[Any]) -> Table:
    columns = [Column("Name", header=True, phone="main"), Column("Roles", phone="over")]
    rows = [
        [Cell(user.name, user.email, reverse("staff-access-user", args=[user.pk])), in_words(user)] for user in users
    ]
    return Table("People who sign in", columns, rows, hide_caption=True)


def in_words(user: Any) -> str:
    names = listed([ROLES[role] for role in Role if role in {grant.role for grant in user.held}]) or "None"
    return names if user.is_active else f"{names}. Invited, not in yet"


@require_safe
@needs(Permission.MANAGE_ACCESS)
def sign_in(request: Request, pk: int) -> HttpResponse:
    user = get_object_or_404(User, pk=pk)
    grants = user.role_grants.select_related("granted_by", "ended_by").order_by("-granted_at", "-pk")
    context = {
        "section": "staff",
        "breadcrumbs": ACCESS,
        "who": user,
        "rows": rows(user),
        "held": [grant for grant in grants if grant.ended_at is None],
        "ended": [described(grant) for grant in grants if grant.ended_at is not None],
        "names": ROLES,
        "own": user.pk == request.user.pk,
    }
    return render(request, "accounts/access_user.html", context)


def rows(user: User) -> list[dict[str, Any]]:
    second = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()
    return [
        {"key": "Email address", "value": user.email},
        {"key": "Signs in", "value": "Yes" if user.is_active else "Not yet: invited"},
        {"key": "Second step", "value": "Set up" if second else "Not set up yet"},
        {"key": "Since", "value": day(user.created_at)},
    ]


def described(grant: RoleGrant) -> dict[str, Any]:
    given = f"Given {day(grant.granted_at)}{by(grant.granted_by)}. {grant.reason}".strip()
    ended = f"Ended {day(grant.ended_at)}{by(grant.ended_by)}. {grant.end_reason}".strip()
    return {"title": ROLES[grant.role], "given": given, "ended": ended}


def by(user: User | None) -> str:
    return f" by {user.name}" if user else ""


@ASKS
@needs(Permission.MANAGE_ACCESS)
def grant(request: Request, pk: int) -> HttpResponse:
    user = get_object_or_404(User, pk=pk)
    form = RoleForm(request.POST if request.method == "POST" else None, held=roles_of(user))
    if request.method == "POST" and form.is_valid():
        role = Role(form.cleaned_data["role"])
        try:
            roles.grant(user=user, role=role, by=request.user, reason=form.cleaned_data["reason"])
            messages.success(request, f"{user.name} has the role {ROLES[role]}. They need a second step at sign-in.")
            return redirect("staff-access-user", pk=pk)
        except roles.NotYourOwn:
            form.add_error(None, "Nobody gives a role to themselves. Ask another administrator")
    crumbs = [*ACCESS, (user.name, reverse("staff-access-user", args=[pk]))]
    return render(
        request, "accounts/access_grant.html", {"section": "staff", "breadcrumbs": crumbs, "form": form, "who": user}
    )


@ASKS
@needs(Permission.MANAGE_ACCESS)
def end(request: Request, pk: int, grant: int) -> HttpResponse:
    user = get_object_or_404(User, pk=pk)
    found = get_object_or_404(RoleGrant, pk=grant, user=user, ended_at=None)
    form = WhyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if why := refused(request, user, Role(found.role), form.cleaned_data["reason"]):
            form.add_error(None, why)
        else:
            messages.success(request, f"{user.name} no longer has the role {ROLES[found.role]}.")
            return redirect("staff-access-user", pk=pk)
    crumbs = [*ACCESS, (user.name, reverse("staff-access-user", args=[pk]))]
    context = {"section": "staff", "breadcrumbs": crumbs, "form": form, "who": user, "role": ROLES[found.role]}
    return render(request, "accounts/access_end.html", context)


def refused(request: Request, user: User, role: Role, reason: str) -> str:
    try:
        roles.end(user=user, role=role, by=request.user, reason=reason)
    except roles.NotYourOwn:
        return "Nobody ends a role of their own. Ask another administrator"
    except roles.LastAdministrator:
        return "This is the last administrator. Give the role to somebody else first"
    return ""


@ASKS
@needs(Permission.MANAGE_ACCESS)
def add(request: Request) -> HttpResponse:
    """A new member of staff: a locked sign-in, a role, a link by e-mail and a number by word of mouth."""
    form = StaffForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = {**form.cleaned_data, "role": Role(form.cleaned_data["role"])}
        return number(request, given["name"], roles.add_staff(by=request.user, **given))
    context = {"section": "staff", "breadcrumbs": ACCESS, "form": form}
    return render(request, "accounts/access_add.html", context)


@require_POST
@needs(Permission.MANAGE_ACCESS)
def invite(request: Request, pk: int) -> HttpResponse:
    """Again, for a member of staff who has not come in yet. Delegates are invited by those who named them."""
    user = get_object_or_404(sign_ins(""), pk=pk, is_active=False)
    return number(request, user.name, roles.invite_staff(user=user, by=request.user))


def number(request: Request, name: str, told: Told) -> HttpResponse:
    """On this one answer and nowhere else."""
    context = {"section": "staff", "breadcrumbs": ACCESS, "person": None, "name": name, "number": told.number}
    return render(request, "accounts/told_number.html", {**context, "email": told.invitation.email})
