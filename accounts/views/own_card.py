"""Paying with one's own card: the way to the card page and back, what became of it, the receipt, and all of them."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.actions import own_payments, own_purposes
from accounts.actions.own_purposes import CannotPay
from accounts.models import OwnPayment, OwnRefund
from accounts.permissions import for_person
from accounts.queries import looks
from accounts.queries.own_card import back_words
from accounts.requests import Request
from accounts.roles import Scope
from accounts.views.money import MONEY
from design.components import Cell, Column, Table
from design.formats import day, moment, pounds

State = OwnPayment.State
OWN_CARD = [*MONEY, ("Paid with your own card", "/money/own-card/")]
PER_PAGE = 20
WAITING = (State.ASKED, State.OPEN, State.BANK)


def load(request: Request, pk: int) -> OwnPayment:
    """One of the person's; of somebody who sees no lines only what she began herself."""
    mine = OwnPayment.objects.filter(person=request.acting.person)
    if by := request.acting.own_only:
        mine = mine.filter(by=by)
    backs = Prefetch("refunds", OwnRefund.objects.order_by("pk"))
    rows = mine.select_related("person__user", "by", "pot__available", "pot__held").prefetch_related(backs)
    return get_object_or_404(rows, pk=pk)


@require_safe
@for_person(Scope.SEE_LINES)
def index(request: Request) -> HttpResponse:
    person = request.acting.whom
    rows = OwnPayment.objects.filter(person=person).prefetch_related("refunds")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    if request.acting.for_another:
        looks.record(person=person, by=request.user, where="Paid with your own card")
    table = payments_table(page.object_list, may_pay=request.acting.may(Scope.PAY)) if page.object_list else None
    context = {"section": "money", "breadcrumbs": MONEY, "table": table, "page": page, "person": person}
    return render(request, "accounts/own_card.html", context)


def payments_table(rows: Any, *, may_pay: bool) -> Table:
    columns = [
        Column("When", phone="over"),
        Column("What for", phone="main", header=True),
        Column("Amount", numeric=True, phone="amount"),
        Column("What became of it", phone="over-right"),
    ]
    return Table("Payments", columns, [line(payment, may_pay) for payment in rows], hide_caption=True)


def line(payment: OwnPayment, may_pay: bool) -> list[object]:
    what, _ = own_purposes.of(payment).about(payment)
    href = address(payment) if may_pay or payment.state == State.PAID else ""
    pence = payment.pence if payment.came_pence is None else payment.came_pence
    back = "; ".join(back_words(refund) for refund in payment.refunds.all())
    return [day(payment.asked_at), Cell(what, sub=back, href=href), pounds(pence), payment.get_state_display()]


def address(payment: OwnPayment) -> str:
    name = "money-own-payment-receipt" if payment.state == State.PAID else "money-own-payment"
    return reverse(name, args=[payment.pk])


@require_safe
@for_person(Scope.PAY)
def payment(request: Request, pk: int) -> HttpResponse:
    """What is to do now: go to the card page, wait, or try again."""
    shown = own_payments.opened(load(request, pk))
    if shown.state == State.PAID:
        return paid(request, shown)
    return render(request, "accounts/own_payment.html", context_of(request, shown))


@require_safe
@for_person(Scope.PAY)
def back(request: Request, pk: int) -> HttpResponse:
    """From the card page. That somebody came back here is no payment: Stripe tells us, and then it is one."""
    shown = load(request, pk)
    if shown.state == State.PAID:
        return paid(request, shown)
    if shown.state not in WAITING:
        return redirect("money-own-payment", shown.pk)
    return render(request, "accounts/own_payment_wait.html", context_of(request, shown))


def paid(request: Request, payment: OwnPayment) -> HttpResponse:
    """To what was paid for; to the receipt where the money went back."""
    _, href = own_purposes.of(payment).about(payment)
    if not request.acting.may(Scope.SEE_LINES):
        return render(request, "accounts/own_payment.html", context_of(request, payment))
    if payment.unwanted or payment.odd:
        return redirect("money-own-payment-receipt", payment.pk)
    messages.success(request, f"You have paid {pounds(payment.came_pence or 0)} with {whose(request)} card.")
    return redirect(href)


@require_POST
@for_person(Scope.PAY)
def again(request: Request, pk: int) -> HttpResponse:
    shown = load(request, pk)
    try:
        shown = own_purposes.of(shown).again(shown, request.user)
    except CannotPay as no:
        messages.info(request, str(no))
    return redirect("money-own-payment", shown.pk)


@require_safe
@for_person(Scope.SEE_LINES)
def receipt(request: Request, pk: int) -> HttpResponse:
    """Only of a payment that came. It can be printed."""
    shown = load(request, pk)
    if shown.state != State.PAID:
        return redirect("money-own-card")
    if request.acting.for_another:
        looks.record(person=request.acting.whom, by=request.user, where="A receipt of a card payment")
    context = context_of(request, shown) | {"rows": receipt_rows(shown)}
    return render(request, "accounts/own_payment_receipt.html", context)


def receipt_rows(payment: OwnPayment) -> list[dict[str, Any]]:
    what, _ = own_purposes.of(payment).about(payment)
    came = payment.came_pence or 0
    rows = [
        {"key": "Paid", "value": pounds(came) if payment.in_books_pence else "In another currency"},
        {"key": "When", "value": moment(payment.paid_at) if payment.paid_at else ""},
        {"key": "What for", "value": what},
        {"key": "For whom", "value": payment.person.name},
        {"key": "How", "value": "By card, on the page of Stripe. We do not have the number of the card."},
        {"key": "Reference", "value": f"{payment.reference}, payment {payment.attempt}"},
    ]
    if payment.in_books_pence and came != payment.pence:
        rows.insert(1, {"key": "Asked for", "value": pounds(payment.pence)})
    return rows + [{"key": "Back", "value": back_words(refund)} for refund in payment.refunds.all()]


def context_of(request: Request, payment: OwnPayment) -> dict[str, Any]:
    purpose = own_purposes.of(payment)
    what, href = purpose.about(payment)
    return {
        "section": "money",
        "breadcrumbs": OWN_CARD if request.acting.may(Scope.SEE_LINES) else MONEY,
        "payment": payment,
        "about": what,
        "reopens": purpose.reopens,
        "about_href": href if request.acting.may(Scope.SEE_LINES) else "",
        "whose": whose(request),
    }


def whose(request: Request) -> str:
    """A delegate pays with the person's card, never with her own."""
    return f"{request.acting.whom.first_name}’s own" if request.acting.for_another else "your own"
