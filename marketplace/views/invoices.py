"""A seller's papers: invoices and credit notes, what each payment was for, and a self-employed person's year."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts import sheets
from accounts.models import PaymentFileLine
from accounts.requests import Request
from accounts.sheets import Pounds
from design.components import Cell, Column, Table
from design.formats import day, pounds
from marketplace import tax_years
from marketplace.models import Invoice
from marketplace.permissions import Seller
from marketplace.queries import desk, earnings, papers, remittances
from marketplace.tax_years import TaxYear
from marketplace.views.desk import crumbs, for_bookkeeper, show

PER_PAGE, PAYMENTS = 25, 13


def paper_crumbs() -> list[tuple[str, str]]:
    return crumbs(("Invoices and payments", reverse("provider-invoices")))


@require_safe
@for_bookkeeper
def index(request: Request, seller: Seller) -> HttpResponse:
    payees = desk.payees(seller.payees)
    mine = Invoice.objects.filter(payee__in=payees).select_related("payee", "credits__payee")
    page = Paginator(mine.order_by("-made_at", "-number"), PER_PAGE).get_page(request.GET.get("page"))
    paid = list(remittances.paid(payees)[:PAYMENTS])
    return show(
        request,
        "provider_invoices",
        seller=seller,
        is_employee=seller.is_employee,
        page=page,
        invoices=papers.list_of(page),
        payments=papers.payments(paid, "What your latest payments were for") if paid else None,
        breadcrumbs=crumbs(),
    )


def load(seller: Seller, pk: int) -> Invoice:
    mine = Invoice.objects.filter(payee__in=desk.payees(seller.payees)).select_related("payee", "credits__payee")
    told = ("credit_notes", "credits__credit_notes", "lines__visit__order__person", "lines__visit__queries")
    return get_object_or_404(mine.prefetch_related(*told), pk=pk)


@require_safe
@for_bookkeeper
def invoice(request: Request, seller: Seller, pk: int) -> HttpResponse:
    found = load(seller, pk)
    table = papers.lines(found)
    return show(request, "provider_invoice", invoice=found, table=table, breadcrumbs=paper_crumbs())


@require_safe
@for_bookkeeper
def invoice_csv(request: Request, seller: Seller, pk: int) -> HttpResponse:
    found = load(seller, pk)
    header = ["Number", "Dated", "Visit", "Starts", "Minutes", "Person", "Amount in pounds", "Why"]
    sign = 1 if found.kind == Invoice.Kind.INVOICE else -1
    rows = [
        [
            found.called,
            found.dated_on.isoformat(),
            line.visit.reference,
            timezone.localtime(line.starts_at).strftime("%Y-%m-%d %H:%M"),
            line.minutes if line.minutes is not None else "",
            line.visit.order.person.name,
            Pounds(sign * line.pence),
            papers.council_words(found, line),
        ]
        for line in found.lines.all()
    ]
    total = [found.called, found.dated_on.isoformat(), "Total", "", "", "", Pounds(found.signed_pence), ""]
    return sheets.answer(f"{found.kind.replace('_', '-')}-{found.called}.csv", header, [*rows, total])


def load_payment(seller: Seller, pk: int) -> PaymentFileLine:
    return get_object_or_404(remittances.paid(desk.payees(seller.payees)), pk=pk)


@require_safe
@for_bookkeeper
def remittance(request: Request, seller: Seller, pk: int) -> HttpResponse:
    advice = remittances.advice(load_payment(seller, pk))
    return show(
        request,
        "provider_remittance",
        advice=advice,
        title=remittances.title(advice.line),
        table=papers.parts(advice),
        ends=advice.line.account_number[-4:],
        came_back=papers.came_back(advice.line),
        breadcrumbs=paper_crumbs(),
    )


@require_safe
@for_bookkeeper
def remittance_csv(request: Request, seller: Seller, pk: int) -> HttpResponse:
    advice = remittances.advice(load_payment(seller, pk))
    header = ["Payment", "Booked", "Visit", "What", "Person", "Amount in pounds"]
    reference = advice.line.file.reference
    rows: list[list[Any]] = [
        [
            reference,
            timezone.localdate(part.at).isoformat(),
            part.reference,
            part.words,
            part.person,
            Pounds(part.pence),
        ]
        for part in advice.parts
    ]
    rows.append([reference, "", "", "Paid to your bank", "", Pounds(advice.line.pence)])
    return sheets.answer(remittances.filename(advice.line), header, rows)


def year_of(request: Request) -> TaxYear:
    """The year that was asked for, within ten years; the present one where it is none."""
    now = tax_years.of(timezone.localdate())
    text = request.GET.get("year", "")
    asked = TaxYear(int(text)) if text.isascii() and text.isdigit() and len(text) == 4 else now
    return asked if now.year - 10 <= asked.year <= now.year else now


def self_employed(seller: Seller) -> None:
    """A year's summary is for people who are taxed by themselves; an organisation has its own books."""
    if seller.personal_assistant_id is None:
        raise PermissionDenied


@require_safe
@for_bookkeeper
def earned(request: Request, seller: Seller) -> HttpResponse:
    self_employed(seller)
    year = year_of(request)
    found = earnings.of(seller.visits, seller.payees, year)
    now = tax_years.of(timezone.localdate())
    return show(
        request,
        "provider_earnings",
        seller=seller,
        is_employee=seller.is_employee,
        earnings=found,
        year=year,
        going_on=year == now,
        before=year.year - 1 if year.year > now.year - 10 else None,
        after=year.year + 1 if year.year < now.year else None,
        table=_year_table(found),
        breadcrumbs=paper_crumbs(),
    )


def _year_table(found: earnings.Earnings) -> Table:
    columns = [
        Column("From", header=True),
        Column("Until"),
        Column("Visits confirmed", numeric=True),
        Column("Given back", numeric=True),
        Column("Paid to your bank", numeric=True),
    ]
    rows = [
        [
            day(part.first),
            day(part.last),
            *(pounds(p) for p in (part.confirmed_pence, part.back_pence, part.paid_pence)),
        ]
        for part in found.parts
    ]
    sums = [pounds(pence) for pence in (found.confirmed_pence, found.back_pence, found.paid_pence)]
    return Table(f"Tax year {found.year.words}, month by month", columns, rows, footer=[Cell("In all"), "", *sums])


@require_safe
@for_bookkeeper
def earned_csv(request: Request, seller: Seller) -> HttpResponse:
    self_employed(seller)
    found = earnings.of(seller.visits, seller.payees, year_of(request))
    header = ["From", "Until", "Visits confirmed, pounds", "Given back, pounds", "Paid to your bank, pounds"]
    rows: list[list[Any]] = [
        [
            part.first.isoformat(),
            part.last.isoformat(),
            *(Pounds(pence) for pence in (part.confirmed_pence, part.back_pence, part.paid_pence)),
        ]
        for part in found.parts
    ]
    sums = [Pounds(pence) for pence in (found.confirmed_pence, found.back_pence, found.paid_pence)]
    return sheets.answer(
        f"earnings-{found.year.year}-{found.year.year + 1}.csv", header, [*rows, ["In all", "", *sums]]
    )
