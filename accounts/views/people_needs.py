"""Whose communication needs are to be asked, or asked again: the practitioner's people, and those of nobody."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import CommunicationSettings, Person
from accounts.permissions import needs
from accounts.queries import communication
from accounts.requests import Request
from accounts.roles import Permission
from accounts.views.opened import PEOPLE
from design.components import Cell, Column, Table
from design.formats import day

PER_PAGE = 25


@require_safe
@needs(Permission.AGREE_BUDGETS)
def listed(request: Request) -> HttpResponse:
    due = communication.due(request.user, timezone.localdate())
    page = Paginator(due, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "section": "staff",
        "breadcrumbs": PEOPLE,
        "page": page,
        "months": CommunicationSettings.current().review_months,
        "table": table(list(page)) if page.paginator.count else None,
    }
    return render(request, "accounts/people_needs.html", context)


def table(people: list[Person]) -> Table:
    columns = [
        Column("Name", header=True, phone="main"),
        Column("Told by", phone="over"),
        Column("Last asked", phone="over-right"),
    ]
    rows = [
        [
            Cell(person.name, href=reverse("staff-person-needs", args=[person.pk])),
            person.get_contact_format_display(),
            day(person.needs_asked_on) or "Never",
        ]
        for person in people
    ]
    return Table("People to ask", columns, rows, hide_caption=True)
