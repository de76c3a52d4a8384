"""The desk of a provider or a personal assistant: what to answer, this week, what to record, what is owed."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import Request
from design.components import Cell, Column, Table
from design.formats import clock, moment, pounds, weekday
from marketplace import words
from marketplace.models import Order
from marketplace.permissions import Seller, sellers_of
from marketplace.queries import desk, papers, payouts, remittances, to_do
from marketplace.queries.messages import unread_of_seller
from marketplace.queries.stories import money_words, visit_cells
from marketplace.views.asking import ASKS

SESSION_KEY = "provider_seller"
PER_PAGE = 20
Page = Callable[..., HttpResponse]


def for_seller(view: Page) -> Page:
    """A page of one seller's desk, as `seller`. Somebody with several is asked which, once a session."""

    @wraps(view)
    def checked(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        sellers = sellers_of(request.user)
        if not sellers:
            raise PermissionDenied
        picked = next((s for s in sellers if s.key == request.session.get(SESSION_KEY)), None)
        if picked is None and len(sellers) > 1:
            return redirect("provider-choose")
        return view(request, picked or sellers[0], *args, **kwargs)

    return checked


def for_seller_who(
    may: Callable[[Seller], bool], refused: type[Exception] = PermissionDenied
) -> Callable[[Page], Page]:
    """A page of one seller's desk that not every seller, or not everybody of one, has."""

    def of(view: Page) -> Page:
        @for_seller
        @wraps(view)
        def checked(request: Request, seller: Seller, *args: Any, **kwargs: Any) -> HttpResponse:
            if not may(seller):
                raise refused
            return view(request, seller, *args, **kwargs)

        return checked

    return of


for_keeper = for_seller_who(lambda seller: seller.keeps_diary)
for_bookkeeper = for_seller_who(lambda seller: seller.sees_money)
for_manager = for_seller_who(lambda seller: seller.manages and not seller.is_employee)
for_scheduler = for_seller_who(lambda seller: seller.keeps_diary and seller.organisation_id is not None)
for_employee = for_seller_who(lambda seller: seller.is_employee, Http404)  # others are paid by invoice


def show(request: Request, template: str, **context: Any) -> HttpResponse:
    return render(request, f"marketplace/{template}.html", {"section": "provider", **context})


@ASKS
def choose(request: Request) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    sellers = sellers_of(request.user)
    if not sellers:
        raise PermissionDenied
    error = ""
    if request.method == "POST":
        if request.POST.get("seller") in {seller.key for seller in sellers}:
            request.session[SESSION_KEY] = request.POST["seller"]
            return redirect("provider-home")
        error = "Choose whose desk to open"
    return show(request, "provider_choose", sellers=sellers, error=error)


@require_safe
@for_seller
def home(request: Request, seller: Seller) -> HttpResponse:
    now = timezone.now()
    payees = desk.payees(seller.payees)
    waiting, in_question = desk.waiting_pence(payees)
    requests = list(desk.requests(seller.orders)[:PER_PAGE])
    to_answer = list(desk.to_answer(seller.visits)[:PER_PAGE])
    to_record = list(desk.to_record(seller.visits, now)[:PER_PAGE])
    new_messages = unread_of_seller(seller.conversations) if seller.keeps_diary else 0
    context = {
        "seller": seller,
        "several": len(sellers_of(request.user)) > 1,
        "next": what_next(seller, to_do.answers(requests, to_answer, to_record, new_messages)),
        "requests": [_request_card(order) for order in requests],
        "to_answer": to_answer,
        "to_record": to_record,
        "days": _days(list(desk.this_week(seller.visits, now)[:100])),
        "owed_pence": desk.owed_pence(payees),
        "waiting_pence": waiting,
        "in_question_pence": in_question,
        "new_messages": new_messages,
    }
    return show(request, "provider_home", **context)


def what_next(seller: Seller, answers: list[to_do.Todo]) -> list[to_do.Todo]:
    """People first, then pages. Without the diary there is nothing to answer, and no page to write."""
    if not seller.keeps_diary:
        return []
    if seller.organisation_id:
        return answers + to_do.about_pages(seller.organisation_id, manages=seller.manages)
    return answers + to_do.about_own_page(seller.personal_assistant_id or 0)


def _request_card(order: Order) -> dict[str, Any]:
    visits = sorted(order.visits.all(), key=lambda visit: visit.starts_at)
    summary = words.visits(len(visits), order.unit)
    if order.is_hourly:
        summary += f" of {words.length(visits[0].minutes)}"
    return {
        "order": order,
        "first": visits[0],
        "summary": summary,
        "pence": sum(v.price_pence for v in visits),
        "due": f"{weekday(order.answer_due_at)}, {clock(order.answer_due_at)}",
    }


def _days(visits: list[Any]) -> list[tuple[str, list[Any]]]:
    """Visits under the names of their days."""
    days: dict[str, list[Any]] = {}
    for visit in visits:
        days.setdefault(weekday(visit.starts_at), []).append(visit)
    return list(days.items())


@require_safe
@for_seller
def past(request: Request, seller: Seller) -> HttpResponse:
    page = Paginator(desk.past(seller.visits), PER_PAGE).get_page(request.GET.get("page"))
    columns = [
        Column("When", header=True, phone="over"),
        Column("Who", phone="main"),
        Column("State", phone="over-right"),
        *([Column("Paid", numeric=True, phone="amount")] if seller.sees_money else []),
    ]
    rows = [visit_cells(visit)[: len(columns)] for visit in page]
    table = Table("Past visits", columns, rows, hide_caption=True)
    return show(request, "provider_past", page=page, table=table, seller=seller, breadcrumbs=crumbs())


@require_safe
@for_bookkeeper
def money(request: Request, seller: Seller) -> HttpResponse:
    """What is owed now, and what was paid when."""
    payees = desk.payees(seller.payees)
    page = Paginator(remittances.paid(payees), PER_PAGE).get_page(request.GET.get("page"))
    settled = Paginator(desk.past(desk.paid_to(payees)).filter(settled_at__isnull=False), PER_PAGE).get_page(1)
    waiting, in_question = desk.waiting_pence(payees)
    context = {
        "seller": seller,
        "owed_pence": desk.owed_pence(payees),
        "waiting_pence": waiting,
        "in_question_pence": in_question,
        "page": page,
        "files": papers.payments(page, "Payments to you"),
        "stripe": payouts.said(payees) if seller.manages and not seller.is_employee else "",
        "visits": _settled_table(settled),
        "any_visits": bool(settled.object_list),
        "breadcrumbs": crumbs(),
    }
    return show(request, "provider_money", **context)


def _settled_table(page: Any) -> Table:
    columns = [
        Column("Visit", header=True, phone="main"),
        Column("Confirmed", phone="over"),
        Column("Amount", numeric=True, phone="amount"),
    ]
    rows = [
        [
            Cell(f"{weekday(visit.starts_at)} at {clock(visit.starts_at)}", sub=money_words(visit)),
            moment(visit.settled_at),
            pounds(visit.paid_pence - visit.refunded_pence),
        ]
        for visit in page
    ]
    return Table("Your latest confirmed visits", columns, rows)


def crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [("Your desk", reverse("provider-home")), *more]
