"""A decision about a query, before it is final: what was chosen, what happens with the money, and who reads why."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import Request
from design.formats import pounds
from marketplace.actions import queries
from marketplace.forms.visits import DecisionForm
from marketplace.models import Query

SURE = "sure"


def not_yet_sure(request: Request) -> bool:
    """The answers were sent, and not yet looked at once more."""
    return "step" not in request.POST


def is_sure(request: Request) -> bool:
    return request.POST.get("step") == SURE


def check(request: Request, query: Query, form: DecisionForm, crumbs: list[tuple[str, str]]) -> HttpResponse:
    """The answers again, with hidden copies to send on or to change."""
    given = {name: form.data.get(name, "") for name in form.fields}
    context = {"query": query, "rows": rows(query, form), "given": given, "section": "staff", "breadcrumbs": crumbs}
    return render(request, "marketplace/staff_query_check.html", context)


def rows(query: Query, form: DecisionForm) -> list[dict[str, Any]]:
    visit, decision = query.visit, Query.Decision(form.cleaned_data["decision"])
    whole = queries.in_question(visit)
    keeps = {Query.Decision.PAY: whole, Query.Decision.REFUND: 0}.get(decision, form.part_pence or 0)
    return [
        {"key": "You decide", "value": decision.label},
        {"key": f"{visit.order.seller_name} gets", "value": pounds(keeps)},
        {"key": f"Back to {visit.order.person.name}", "value": pounds(queries.at_stake(visit) - keeps)},
        {"key": "Why", "value": form.cleaned_data["explanation"]},
    ]
