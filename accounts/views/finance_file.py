"""Finance: one payment file. Checked here, released by a second person, then downloaded for the bank and followed at
Stripe."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts import bank, sheets
from accounts.actions import payment_files
from accounts.actions.payment_files import PaymentFileError
from accounts.models import PaymentFile, PaymentFileLine
from accounts.permissions import may, needs
from accounts.queries import made_of, sent
from accounts.queries.made_of import MadeOf
from accounts.queries.sent import Sent
from accounts.requests import Request
from accounts.roles import Permission
from accounts.views.finance_accounts import about_id, wording
from accounts.views.finance_overview import FINANCE
from accounts.views.finance_payments import files, way
from design.components import Cell, Column, Table
from design.formats import day, moment, pounds, pounds_signed

Route = PaymentFileLine.Route
PAYMENTS = [*FINANCE, ("Payments to providers", "/staff/finance/payments/")]


@require_safe
@needs(Permission.PREPARE_PAYMENTS)
def file(request: Request, reference: str) -> HttpResponse:
    one = get_object_or_404(files(), reference=reference)
    waits = not one.released_at and not one.cancelled_at
    lines = list(one.lines.select_related("payee__payout_account", "returned").order_by("payee__name", "pk"))
    context = {
        "section": "staff",
        "breadcrumbs": PAYMENTS,
        "file": one,
        "waits": waits,
        "may_release": waits and may(request.user, Permission.RELEASE_PAYMENTS) and one.prepared_by != request.user,
        "rows": history(one),
        "table": lines_table(one, lines),
        "by_bank": sum(line.route == Route.BANK for line in lines),
        "through_stripe": sum(line.route == Route.STRIPE for line in lines),
        "made_of": [explained(each) for each in made_of.of(one)],
        "download_href": reverse("staff-finance-download", args=[reference]),
    }
    return render(request, "accounts/finance_file.html", context)


@require_POST
@needs(Permission.RELEASE_PAYMENTS)
def release(request: Request, reference: str) -> HttpResponse:
    one = get_object_or_404(PaymentFile, reference=reference)
    try:
        payment_files.release(file=one, by=request.user)
        messages.success(request, released_words(one))
    except PaymentFileError as why:
        messages.info(request, str(why))
    return redirect("staff-finance-file", reference=reference)


def released_words(file: PaymentFile) -> str:
    routes = set(file.lines.values_list("route", flat=True))
    bank = "Download the file and give it to the bank." if Route.BANK in routes else ""
    stripe = "What goes through Stripe is sent by itself." if Route.STRIPE in routes else ""
    return " ".join(filter(None, ["Released.", bank, stripe]))


@require_POST
@needs(Permission.PREPARE_PAYMENTS)
def cancel(request: Request, reference: str) -> HttpResponse:
    one = get_object_or_404(PaymentFile, reference=reference)
    try:
        payment_files.cancel(file=one, by=request.user)
        messages.success(request, "Cancelled. Nobody was paid; what is owed can go into another file.")
    except PaymentFileError as why:
        messages.info(request, str(why))
    return redirect("staff-finance-file", reference=reference)


@require_safe
@needs(Permission.RELEASE_PAYMENTS)
def download(request: Request, reference: str) -> HttpResponse:
    """For the bank: full bank details of those whom it pays, so only after release, and each time on record."""
    one = get_object_or_404(PaymentFile, reference=reference, released_at__isnull=False)
    payment_files.downloaded(file=one, by=request.user)
    header = ["Sort code", "Account number", "Name", "Amount", "Reference"]
    reference = bank.reference(one.reference)
    rows = [
        [line.sort_code, line.account_number, line.payee.name, sheets.Pounds(line.pence), reference]
        for line in one.lines.filter(route=Route.BANK).select_related("payee").order_by("payee__name", "pk")
    ]
    return sheets.answer(f"payments-{one.reference}.csv", header, rows)


def history(file: PaymentFile) -> list[dict[str, Any]]:
    steps = [
        ("Prepared", file.prepared_by, file.prepared_at),
        ("Released", file.released_by, file.released_at),
        ("Cancelled", file.cancelled_by, file.cancelled_at),
    ]
    done = [{"key": word, "value": f"{by.name}, {moment(at)}"} for word, by, at in steps if by and at]
    why = [{"key": "Emergency", "value": file.emergency_reason}] if file.is_emergency else []
    return [{"key": "Total", "value": pounds(file.pence)}, *why, *done]  # type: ignore[attr-defined]  # by files()


def explained(each: MadeOf) -> dict[str, Any]:
    """One payee's part: what it is made of, oldest first, and where all of their lines are."""
    columns = [
        Column("When", phone="over"),
        Column("What", header=True, phone="main"),
        Column("Amount", numeric=True, phone="amount"),
    ]
    rows = [
        [day(entry.at), Cell(wording(entry.kind), about_id(entry.memo)), pounds_signed(entry.pence)]
        for entry in each.entries
    ]
    name, where = each.line.payee.name, ["payable", each.line.payee.payable_id]
    return {
        "name": name,
        "pence": each.line.pence,
        "count": len(rows),
        "rest_pence": each.rest_pence,
        "href": reverse("staff-finance-account", args=where),
        "table": Table(f"What {name} is paid for", columns, rows, hide_caption=True) if rows else None,
    }


def lines_table(file: PaymentFile, lines: list[PaymentFileLine]) -> Table:
    columns = [
        Column("Who", header=True, phone="main"),
        Column("How", phone="over"),
        Column("Amount", numeric=True, phone="amount"),
    ]
    there, new = sent.of(lines), set() if file.released_at else sent.first_time(lines)
    rows = [[line_cell(file, line, there[line.pk]), how(line, new), pounds(line.pence)] for line in lines]
    footer = ["Together", "", pounds(sum(line.pence for line in lines))]
    return Table("Who is paid", columns, rows, footer=footer)


def how(line: PaymentFileLine, new: set[int]) -> Cell:
    """The way, and what the second person should know of it before releasing."""
    if line.route == Route.BANK:
        return Cell(way(line.route, line.sort_code, line.account_number))
    note = ". The first time through Stripe" if line.payee_id in new else ""
    return Cell(way(line.route), f"Account ending {line.stripe_account[-4:]}{note}")


def line_cell(file: PaymentFile, line: PaymentFileLine, there: Sent) -> Cell:
    """A payee's name; of a released file, where the payment is, and what can be done about it."""
    where = [file.reference, line.pk]
    if line.route == Route.STRIPE:
        words = there.words if file.released_at else ""
        href = (
            reverse("staff-finance-take-back", args=where) if there.is_there and not hasattr(line, "returned") else ""
        )
        return Cell(line.payee.name, words, href)
    if hasattr(line, "returned"):
        return Cell(line.payee.name, f"Sent back by the bank on {day(line.returned.returned_on)}")
    href = reverse("staff-finance-returned", args=where) if file.released_at else ""
    return Cell(line.payee.name, "Did the bank send it back?" if href else "", href)
