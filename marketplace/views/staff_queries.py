"""Visits that somebody says were not right, for those at the council who decide."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts import flags
from accounts.desks import STAFF
from accounts.models import Person
from accounts.permissions import needs
from accounts.queries import looks
from accounts.requests import Request
from accounts.roles import Permission
from design.components import Cell, Column, Table
from design.formats import moment, pounds
from marketplace import words
from marketplace.actions import queries
from marketplace.actions.moves import Refused
from marketplace.forms.visits import DecisionForm
from marketplace.models import Query, Visit
from marketplace.permissions import seller_side, visit_side
from marketplace.queries import desk
from marketplace.queries.orders import with_visits
from marketplace.queries.timelines import order_story
from marketplace.states import Party
from marketplace.views import staff_decision
from marketplace.views.asking import ASKS, typed

PER_PAGE = 25
LOADED = (
    "visit__order__person",
    "visit__order__listing__personal_assistant__user",
    "visit__order__listing__service__organisation",
    "visit__payment",
    "raised_by",
)


@require_safe
@needs(Permission.DECIDE_QUERIES)
def index(request: Request) -> HttpResponse:
    page = Paginator(desk.open_queries(), PER_PAGE).get_page(request.GET.get("page"))
    columns = [
        Column("Visit", header=True, phone="main"),
        Column("Raised", phone="over"),
        Column("By", phone="over-right"),
        Column("In question", numeric=True, phone="amount"),
    ]
    table = Table("Queries, the oldest first", columns, [_row(query) for query in page], hide_caption=True)
    return render(
        request,
        "marketplace/staff_queries.html",
        {"page": page, "table": table, "section": "staff", "breadcrumbs": STAFF},
    )


def _row(query: Query) -> list[Any]:
    visit = query.visit
    where = reverse("staff-query", args=[query.pk])
    raised = "The seller" if query.party == "provider" else "The person"
    what = Cell(f"{visit.order.reference}, {words.weekday(visit.starts_at)}", sub=visit.order.seller_name, href=where)
    return [what, moment(query.raised_at), raised, pounds(queries.in_question(visit))]


def crumbs() -> list[tuple[str, str]]:
    return [*STAFF, ("Queries", reverse("staff-queries"))]


@ASKS
@needs(Permission.DECIDE_QUERIES)
def query(request: Request, pk: int) -> HttpResponse:
    found = get_object_or_404(Query.objects.select_related(*LOADED), pk=pk)
    visit = found.visit
    if seller_side(request.user, visit.order.listing) or visit_side(request.user, visit):
        raise PermissionDenied  # what the person wrote is not for the seller, on whatever chair they sit
    most = queries.in_question(visit)
    form = DecisionForm(typed(request), most=most)
    sent = request.method == "POST" and not found.decision and form.is_valid()
    if sent and staff_decision.not_yet_sure(request):
        return staff_decision.check(request, found, form, crumbs())
    if sent and staff_decision.is_sure(request):
        try:
            queries.decide(
                query=found,
                decision=Query.Decision(form.cleaned_data["decision"]),
                part_pence=form.part_pence,
                explanation=form.cleaned_data["explanation"],
                by=request.user,
            )
            messages.success(request, "Decided. Both sides have been told.")
            return redirect("staff-queries")
        except Refused as refused:
            form.add_error("decision", refused.words)
    order = with_visits(type(visit.order).objects.filter(pk=visit.order_id)).get()
    if request.method == "GET":
        flags.raise_for(request, visit.order.person)
        looks.record(person=visit.order.person, by=request.user, where=f"Query about order {visit.order.reference}")
    context = {
        "query": found,
        "visit": visit,
        "order": order,
        "rows": _facts(found),
        "form": form,
        "story": order_story(order, reader=Party.STAFF, only=visit),
        "section": "staff",
        "breadcrumbs": crumbs(),
    }
    return render(request, "marketplace/staff_query.html", context)


def _facts(query: Query) -> list[dict[str, Any]]:
    visit = query.visit
    person = visit.order.person
    rows = [
        {"key": "Visit", "value": words.when(visit.starts_at, visit.ends_at)},
        {"key": "Person", "value": person.name},
        {"key": f"Telephone of {person.first_name}", "value": person.phone or "No number held"},
        {"key": "Seller", "value": visit.order.seller_name},
        {"key": f"Telephone of {visit.order.listing.called}", "value": _seller_phone(visit)},
        {"key": "Agreed", "value": f"{words.length(visit.minutes)} for {pounds(visit.price_pence)}"},
        {"key": "Recorded by the seller", "value": _recorded(query)},
        {
            "key": "Already paid",
            "value": pounds(visit.paid_pence) if visit.settled_at else "No, the money is set aside",
        },
        *_sides(query),
    ]
    if query.decision:
        rows.append({"key": "Decision", "value": f"{query.get_decision_display()}. {query.explanation}"})
    return rows


def _sides(query: Query) -> list[dict[str, Any]]:
    """What each side says, the one who raised it first."""
    order = query.visit.order
    if query.party == Party.PROVIDER:
        first, other = order.seller_name, order.person.name
    else:
        first, other = query.raised_by.name, order.seller_name
    told = f"{query.answer} ({moment(query.answered_at)})" if query.answer else "Nothing so far. Call them."
    return [
        {"key": "Raised by", "value": f"{first}, {moment(query.raised_at)}"},
        {"key": f"What {first} says", "value": query.reason},
        {"key": f"What {other} says", "value": told},
    ]


def _seller_phone(visit: Visit) -> str:
    """An organisation's number. An assistant's is held where they are a person of ours themselves."""
    listing = visit.order.listing
    if listing.service:
        return listing.service.organisation.phone or "No number held"
    user = listing.personal_assistant.user if listing.personal_assistant else None
    if user is None:
        return "No number held"
    person = Person.objects.filter(user=user).first()
    return person.phone if person and person.phone else f"No number held. E-mail: {user.email}"


def _recorded(query: Query) -> str:
    visit = query.visit
    if visit.delivered_minutes is None or visit.delivered_at is None:
        return "Not recorded"
    return f"{words.length(visit.delivered_minutes)}, on {moment(visit.delivered_at)}"
