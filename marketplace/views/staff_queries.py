"""Visits that somebody says were not right, for those at the council who decide."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

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
from marketplace.models import Query
from marketplace.queries import desk
from marketplace.queries.orders import with_visits
from marketplace.queries.stories import order_story
from marketplace.views import staff_decision
from marketplace.views.asking import ASKS, typed

PER_PAGE = 25


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
        {"page": page, "table": table, "section": "staff", "breadcrumbs": crumbs()[:1]},
    )


def _row(query: Query) -> list[Any]:
    visit = query.visit
    where = reverse("staff-query", args=[query.pk])
    raised = "the seller" if query.party == "provider" else "the person"
    what = Cell(f"{visit.order.reference}, {words.weekday(visit.starts_at)}", sub=visit.order.seller_name, href=where)
    return [what, moment(query.raised_at), raised, pounds(queries.in_question(visit))]


def crumbs() -> list[tuple[str, str]]:
    return [("Staff", reverse("staff-home")), ("Queries", reverse("staff-queries"))]


@ASKS
@needs(Permission.DECIDE_QUERIES)
def query(request: Request, pk: int) -> HttpResponse:
    found = get_object_or_404(
        Query.objects.select_related("visit__order__person", "visit__payment", "raised_by"), pk=pk
    )
    visit = found.visit
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
        looks.record(person=visit.order.person, by=request.user, where=f"Query about order {visit.order.reference}")
    context = {
        "query": found,
        "visit": visit,
        "order": order,
        "rows": _facts(found),
        "form": form,
        "story": order_story(order, as_seller=False, only=visit),
        "section": "staff",
        "breadcrumbs": crumbs(),
    }
    return render(request, "marketplace/staff_query.html", context)


def _facts(query: Query) -> list[dict[str, Any]]:
    visit = query.visit
    raised_by = visit.order.seller_name if query.party == "provider" else query.raised_by.name
    rows = [
        {"key": "Visit", "value": words.when(visit.starts_at, visit.ends_at)},
        {"key": "Person", "value": visit.order.person.name},
        {"key": "Seller", "value": visit.order.seller_name},
        {"key": "Agreed", "value": f"{words.length(visit.minutes)} for {pounds(visit.price_pence)}"},
        {"key": "Recorded by the seller", "value": _recorded(query)},
        {
            "key": "Already paid",
            "value": pounds(visit.paid_pence) if visit.settled_at else "No, the money is set aside",
        },
        {"key": "Raised by", "value": f"{raised_by}, {moment(query.raised_at)}"},
        {"key": "What they say", "value": query.reason},
    ]
    if query.decision:
        rows.append({"key": "Decision", "value": f"{query.get_decision_display()}. {query.explanation}"})
    return rows


def _recorded(query: Query) -> str:
    visit = query.visit
    if visit.delivered_minutes is None or visit.delivered_at is None:
        return "Not recorded"
    return f"{words.length(visit.delivered_minutes)}, on {moment(visit.delivered_at)}"
