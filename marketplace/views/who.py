"""Who comes to a visit, for whoever may see the order: a name, a photo, and what the seller says it checked."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.permissions import for_person
from accounts.requests import Request
from accounts.roles import Scope
from accounts.views import attachment
from directory.models import StaffMember
from marketplace import words
from marketplace.queries.visits import checks_of, who_comes
from marketplace.states import VisitState
from marketplace.views.orders import load
from marketplace.views.visits import find

SHOWN = (VisitState.PLANNED, VisitState.DELIVERED)


def visit_of(request: Request, reference: str, number: int) -> Any:
    """A visit for which an organisation has said whom it sends, while that matters."""
    visit = find(load(request, reference), number)
    if visit.staff_member is None or visit.state not in SHOWN:
        raise Http404
    return visit


@require_safe
@for_person(Scope.SEE_LINES)
def who(request: Request, reference: str, number: int) -> HttpResponse:
    visit = visit_of(request, reference, number)
    context = {
        "visit": visit,
        "order": visit.order,
        "who": who_comes(visit),
        "when": words.when(visit.starts_at, visit.ends_at),
        "checks": checks_of(visit.staff_member),
        "back": reverse("marketplace-order", args=[reference]),
        "section": "money",
    }
    return render(request, "marketplace/visit_who.html", context)


@require_safe
@for_person(Scope.SEE_LINES)
def photo(request: Request, reference: str, number: int) -> HttpResponse:
    return picture(visit_of(request, reference, number).staff_member)


def picture(member: StaffMember) -> HttpResponse:
    """Through us and never by an address of its own: a face is only for those whom somebody visits."""
    return attachment.photo(member.photo, keep="private, max-age=3600")
