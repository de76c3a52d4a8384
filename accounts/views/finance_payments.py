"""Finance: who is to be paid, files that wait for a second person, files of the past."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet, Sum
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.actions import payment_files
from accounts.actions.payment_files import PaymentFileError
from accounts.models import PaymentFile, PaymentFileLine
from accounts.permissions import needs
from accounts.queries import payables
from accounts.queries.payables import Owed, Standing
from accounts.requests import Request
from accounts.roles import Permission
from accounts.views.finance_overview import FINANCE
from design.components import Cell, Column, Table
from design.formats import counted, moment, pounds

PER_PAGE = 20


@require_safe
@needs(Permission.PREPARE_PAYMENTS)
def payments(request: Request) -> HttpResponse:
    standing = payables.standing()
    past = Paginator(files().exclude(released_at=None, cancelled_at=None), PER_PAGE)
    page = past.get_page(request.GET.get("page"))
    context = {
        "section": "staff",
        "breadcrumbs": FINANCE,
        "standing": standing,
        "ready": ready_table(standing) if standing.ready else None,
        "left_out": left_out_table(standing.left_out) if standing.left_out else None,
        "waiting": files_table("Files to check", list(files().filter(released_at=None, cancelled_at=None))),
        "past": files_table("Past files", list(page)),
        "page": page,
    }
    return render(request, "accounts/finance_payments.html", context)


@require_POST
@needs(Permission.PREPARE_PAYMENTS)
def prepare(request: Request) -> HttpResponse:
    try:
        file = payment_files.prepare(by=request.user)
    except PaymentFileError as why:
        messages.info(request, str(why))
        return redirect("staff-finance-payments")
    messages.success(request, "The file is ready. Someone else must check it and release it.")
    return redirect("staff-finance-file", reference=file.reference)


def files() -> QuerySet[PaymentFile]:
    with_sums = PaymentFile.objects.annotate(payees=Count("lines"), pence=Sum("lines__pence"))
    return with_sums.select_related("prepared_by", "released_by", "cancelled_by").order_by("-prepared_at", "-pk")


def masked(sort_code: str, account_number: str) -> str:
    """Enough to recognise an account by, not enough to use it."""
    return f"Account ending {account_number[-3:]}" if sort_code and account_number else "None"


def way(route: str, sort_code: str = "", account_number: str = "") -> str:
    return "Through Stripe" if route == PaymentFileLine.Route.STRIPE else masked(sort_code, account_number)


def ready_table(standing: Standing) -> Table:
    columns = [
        Column("Who", header=True, phone="main"),
        Column("How", phone="over"),
        Column("Owed", numeric=True, phone="amount"),
    ]
    rows = [
        [
            Cell(owed.payee.name, href=account_address(owed)),
            way(owed.route, owed.payee.sort_code, owed.payee.account_number),
            pounds(owed.pence),
        ]
        for owed in standing.ready
    ]
    return Table("Ready to pay", columns, rows, footer=["Together", "", pounds(standing.pence)], hide_caption=True)


def left_out_table(left_out: list[Owed]) -> Table:
    columns = [
        Column("Who", header=True, phone="main"),
        Column("Why", phone="over"),
        Column("Owed", numeric=True, phone="amount"),
    ]
    rows = [[Cell(owed.payee.name, href=account_address(owed)), owed.why_not, pounds(owed.pence)] for owed in left_out]
    return Table("Not in the next file", columns, rows, hide_caption=True)


def account_address(owed: Owed) -> str:
    return reverse("staff-finance-account", args=[owed.payee.payable.kind, owed.payee.payable_id])


def files_table(caption: str, found: list[PaymentFile]) -> Table | None:
    columns = [
        Column("File", header=True, phone="main"),
        Column("How it stands", phone="over"),
        Column("Amount", numeric=True, phone="amount"),
    ]
    rows = [
        [
            Cell(file.reference, counted(file.payees, "payee"), reverse("staff-finance-file", args=[file.reference])),
            standing_of(file),
            pounds(file.pence),
        ]
        for file in found
    ]
    return Table(caption, columns, rows, hide_caption=True) if rows else None


def standing_of(file: PaymentFile) -> str:
    if file.released_by and file.released_at:
        return f"Released by {file.released_by.name}, {moment(file.released_at)}"
    if file.cancelled_by and file.cancelled_at:
        return f"Cancelled by {file.cancelled_by.name}, {moment(file.cancelled_at)}"
    return f"Prepared by {file.prepared_by.name}, {moment(file.prepared_at)}"
