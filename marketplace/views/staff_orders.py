"""The telephone desk: today's orders, calls that are half-done, and who is calling."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.desks import STAFF
from accounts.forms.people import SearchForm
from accounts.models import Person
from accounts.permissions import needs
from accounts.queries import looks, setting_up
from accounts.requests import Request
from accounts.roles import Permission
from design.components import Cell, Column, Table
from design.formats import clock, pounds
from marketplace.actions import telephone as calling
from marketplace.actions.moves import Refused
from marketplace.models import TelephoneOrder
from marketplace.queries import telephone
from marketplace.views import calls
from marketplace.views.asking import ASKS, typed

DESK = [*STAFF, ("Orders by telephone", "/staff/orders/")]
WHERE = "Telephone desk. Your details, and the money you can use, to take your order"
KEY = "telephone_looked_for"
PER_PAGE = 25


@require_safe
@needs(Permission.PLACE_ORDERS)
def index(request: Request) -> HttpResponse:
    placed = Paginator(telephone.placed_on(timezone.localdate()), PER_PAGE).get_page(request.GET.get("page"))
    half_done = list(telephone.half_done())
    context = {
        "section": "staff",
        "breadcrumbs": STAFF,
        "page": placed,
        "placed": placed_table(request, list(placed)) if placed.paginator.count else None,
        "half_done": half_done_table(request, half_done) if half_done else None,
    }
    return render(request, "marketplace/staff_orders.html", context)


def placed_table(request: Request, found: list[TelephoneOrder]) -> Table:
    columns = [
        Column("Order", header=True, phone="main"),
        Column("When", phone="over"),
        Column("By", phone="over-right"),
        Column("In all", numeric=True, phone="amount"),
    ]
    return Table("Ordered today", columns, [_placed(call, _there(request, call)) for call in found])


def _placed(call: TelephoneOrder, href: str) -> list[Any]:
    order = call.order
    assert order is not None  # noqa: S101 (the database keeps a placed call with its order)
    what = Cell(
        f"{order.reference}, {order.seller_name}", sub=f"{call.person.name}. {order.get_state_display()}", href=href
    )
    return [what, clock(call.ended_at), call.taken_by.name, pounds(order.total_pence)]


def half_done_table(request: Request, found: list[TelephoneOrder]) -> Table:
    columns = [
        Column("Person", header=True, phone="main"),
        Column("Begun", phone="over"),
        Column("By", phone="over-right"),
        Column("How far", phone="amount"),
    ]
    rows = [
        [
            Cell(call.person.name, href=_there(request, call)),
            clock(call.taken_at),
            call.taken_by.name,
            "Identity checked" if telephone.is_checked(call, timezone.now()) else "Identity to check",
        ]
        for call in found
    ]
    return Table("Half-done, the oldest first", columns, rows)


def _there(request: Request, call: TelephoneOrder) -> str:
    """A call is opened by its taker only."""
    return reverse("staff-order", args=[call.pk]) if call.taken_by_id == request.user.pk else ""


@ASKS
@needs(Permission.PLACE_ORDERS)
def find(request: Request) -> HttpResponse:
    """Who is calling? What was searched for stays in the session: no address has somebody's name in it."""
    form = SearchForm(typed(request), initial={"q": request.session.get(KEY)})
    if request.method == "POST" and form.is_valid():
        request.session[KEY] = form.cleaned_data["q"]
        return redirect("staff-orders-find")
    looked_for = request.session.get(KEY, "")
    found = setting_up.found_by(looked_for).exclude(user=request.user) if looked_for else Person.objects.none()
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {"section": "staff", "breadcrumbs": DESK, "form": form, "looked_for": looked_for, "page": page}
    return render(request, "marketplace/staff_orders_find.html", context)


@require_POST
@needs(Permission.PLACE_ORDERS)
def take(request: Request, pk: int) -> HttpResponse:
    """The call begins, or why it cannot: said before anything is asked."""
    person = get_object_or_404(Person.objects.exclude(user=request.user), pk=pk)
    looks.record(person=person, by=request.user, where=WHERE, action=looks.PAGE)
    try:
        call = calling.take(person=person, by=request.user)
    except Refused as refused:
        context = {"section": "staff", "breadcrumbs": DESK, "person": person, "why": refused.words}
        return render(request, "marketplace/staff_orders_barred.html", context)
    request.session.pop(KEY, None)
    calls.hold(request, call)
    return redirect("staff-order", call.pk)
