"""Doors to whether all is well: on the staff page, beside the person's own money, and under her details."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from accounts import desks
from accounts.models import Person, User
from accounts.permissions import permissions_of
from accounts.queries import welfare
from accounts.roles import Permission
from design.formats import counted


def is_all_well(user: User) -> desks.Desk | None:
    permissions = permissions_of(user)
    if Permission.TRIAGE_WELFARE in permissions:
        to_look, late, asked = welfare.counts(user, timezone.localdate())
        line = f"{to_look} to look at" + (f", {late} late" if late else "")
        return desks.Desk("If all is well", f"{line}. {counted(asked, 'answer')} to come.", "/staff/welfare/", "heart")
    if Permission.COUNT_WELFARE in permissions:
        return desks.Desk("If all is well", "How often we asked, in counts.", "/staff/welfare/counts/", "heart")
    return None


def question(request: HttpRequest, person: Person) -> dict[str, Any] | None:
    """Only for the person herself, and only while she is asked."""
    if person.user_id != request.user.pk or welfare.waiting_of(person) is None:
        return None
    return {"template": "accounts/_all_well.html"}


def link(user: User) -> tuple[str, str] | None:
    person = Person.objects.filter(user=user).first()
    asked = person is not None and bool(welfare.told(person))
    return ("If all is well with you", reverse("money-all-well")) if asked else None
