"""Where somebody is paid: changes that wait for a call, one payee's details, and payments that a bank sent back."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts import payee_records, payout_words
from accounts.actions import bank_details, payment_returns
from accounts.actions.refused import Refused
from accounts.forms.bank_details import AskForm, CallForm, PhoneForm, RefuseForm, ReturnForm
from accounts.models import BankDetailsChange, Payee, PaymentFileLine
from accounts.permissions import needs
from accounts.queries import finance_today
from accounts.requests import Request
from accounts.roles import Permission
from accounts.views.desk_form import Desk, answer, posted
from accounts.views.finance_overview import FINANCE
from accounts.views.finance_payments import masked
from accounts.wording import waiting
from design.components import Cell, Column, Table
from design.formats import day, moment, pounds

PER_PAGE = 25
BANK = [*FINANCE, ("Bank details", "/staff/finance/bank-details/")]
FORM = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@needs(Permission.CHANGE_BANK_DETAILS)
def changes(request: Request) -> HttpResponse:
    rows = BankDetailsChange.objects.select_related("payee", "entered_by", "confirmed_by", "refused_by")
    waits = list(rows.filter(confirmed_at=None, refused_at=None))
    past = Paginator(rows.exclude(confirmed_at=None, refused_at=None).order_by("-entered_at"), PER_PAGE)
    page = past.get_page(request.GET.get("page"))
    payees = Paginator(Payee.objects.order_by("name", "pk"), PER_PAGE).get_page(request.GET.get("payees"))
    context = {
        "section": "staff",
        "breadcrumbs": FINANCE,
        "waiting": waiting_table(waits) if waits else None,
        "past": past_table(page.object_list) if page.object_list else None,
        "page": page,
        "payees": payees,
        "payees_table": payees_table(payees.object_list) if payees.object_list else None,
    }
    return render(request, "accounts/finance_bank.html", context)


def waiting_table(rows: list[BankDetailsChange]) -> Table:
    today = timezone.localdate()
    columns = [
        Column("Who", header=True, phone="main"),
        Column("Entered by", phone="over"),
        Column("Waits", phone="over-right"),
    ]
    cells = [
        [
            Cell(one.payee.name, href=reverse("staff-finance-bank-change", args=[one.pk])),
            one.entered_by.name,
            waiting(timezone.localdate(one.entered_at), today).capitalize(),
        ]
        for one in rows
    ]
    return Table("Changes to check", columns, cells, hide_caption=True)


def past_table(rows: Any) -> Table:
    columns = [Column("Who", header=True, phone="main"), Column("What became of it", phone="over")]
    cells = [[Cell(one.payee.name, f"Entered by {one.entered_by.name}"), outcome(one)] for one in rows]
    return Table("Past changes", columns, cells, hide_caption=True)


def outcome(one: BankDetailsChange) -> str:
    if one.confirmed_by and one.confirmed_at:
        call = f"called {one.called_number}, {moment(one.called_at)}"
        return f"Confirmed by {one.confirmed_by.name}, who {call} and spoke to {one.spoke_to}"
    return f"Refused by {one.refused_by.name}: {one.refused_why}" if one.refused_by else "Waits"


def payees_table(rows: Any) -> Table:
    columns = [Column("Who", header=True, phone="main"), Column("Bank details", phone="over")]
    cells = [
        [
            Cell(one.name, one.reference, reverse("staff-finance-bank-new", args=[one.reference])),
            masked(one.sort_code, one.account_number),
        ]
        for one in rows
    ]
    return Table("Everybody we pay", columns, cells, hide_caption=True)


@FORM
@needs(Permission.CHANGE_BANK_DETAILS)
def new(request: Request, reference: str) -> HttpResponse:
    payee = get_object_or_404(Payee.objects.select_related("person__user"), reference=reference)
    form = AskForm(posted(request))

    def do() -> str:
        bank_details.ask(payee=payee, by=request.user, **form.cleaned_data)
        return "Entered. Someone else must call them and check it. Until then the old details are paid."

    def check() -> list[dict[str, Any]]:
        given = form.cleaned_data
        return [
            {"key": "Who", "value": payee.name},
            {"key": "Sort code", "value": spaced(given["sort_code"])},
            {"key": "Account number", "value": given["account_number"]},
        ]

    actions = [("Change", reverse("staff-finance-payee-phone", args=[reference]), "the number")]
    rows: list[dict[str, Any]] = [
        {"key": "Paid into now", "value": masked(payee.sort_code, payee.account_number)},
        {"key": "Number on their record here", "value": payee.phone or "None", "actions": actions},
    ]
    lead = ["Do not call a number from the request. The check uses a number from our own record."]
    then = reverse("staff-finance-bank")
    desk = Desk(
        "New bank details", form, do, then, BANK, caption=payee.name, rows=rows, lead=lead, check=check, button="Enter"
    )
    return answer(request, desk)


@FORM
@needs(Permission.CHANGE_BANK_DETAILS)
def phone(request: Request, reference: str) -> HttpResponse:
    payee = get_object_or_404(Payee, reference=reference)
    form = PhoneForm(posted(request), initial={"phone": payee.phone})

    def do() -> str:
        bank_details.record_phone(payee=payee, by=request.user, **form.cleaned_data)
        return "Saved. It can check requests that come from now on."

    then = reverse("staff-finance-bank-new", args=[reference])
    return answer(request, Desk("Telephone number", form, do, then, BANK, caption=payee.name))


@FORM
@needs(Permission.CHANGE_BANK_DETAILS)
def change(request: Request, pk: int) -> HttpResponse:
    """One change that waits: the second person calls, and confirms or refuses."""
    one = get_object_or_404(
        BankDetailsChange.objects.select_related("payee__person__user", "entered_by").filter(
            confirmed_at=None, refused_at=None
        ),
        pk=pk,
    )
    if "why" in request.POST:
        return refuse(request, one)
    record = payee_records.of(one.payee)
    form = CallForm(posted(request), phones=record.phones)

    def do() -> str:
        given = form.cleaned_data
        bank_details.confirm(
            change=one,
            called_number=given["called_number"],
            called_at=form.called_at,
            spoke_to=given["spoke_to"],
            by=request.user,
        )
        return f"Confirmed. From now on {one.payee.name} is paid into the new account, and is told by email."

    return answer(request, change_desk(request, one, form, do, bool(record.phones)))


def change_desk(request: Request, one: BankDetailsChange, form: CallForm, do: Any, known: bool) -> Desk:
    entered = f"{one.entered_by.name}, {moment(one.entered_at)}. {one.get_how_display()}"
    rows = [
        {"key": "Paid into now", "value": masked(one.payee.sort_code, one.payee.account_number)},
        {"key": "New sort code", "value": spaced(one.sort_code)},
        {"key": "New account number", "value": one.account_number},
        {"key": "Entered by", "value": entered},
    ]
    own = one.entered_by_id == request.user.pk
    lead = "Call a number below. Ask them to read the sort code and the account number to you."
    if own:
        lead = "You entered this. Someone else must call and check it."
    elif not known:
        lead = "We hold no telephone number for them, so nobody can check this. Put one on their record first."
    return Desk(
        "Check bank details",
        form,
        do,
        reverse("staff-finance-bank"),
        BANK,
        caption=one.payee.name,
        rows=rows,
        lead=[lead],
        button="Confirm and use the new details",
        extra={"may_confirm": known and not own, "refuse_form": RefuseForm()},
    )


def refuse(request: Request, one: BankDetailsChange) -> HttpResponse:
    form = RefuseForm(request.POST)
    if not form.is_valid():
        messages.info(request, "Enter why this is not right.")
        return redirect("staff-finance-bank-change", pk=one.pk)
    try:
        bank_details.refuse(change=one, why=form.cleaned_data["why"], by=request.user)
        messages.success(request, "Refused. The old details stay.")
    except Refused as why:
        messages.info(request, str(why))
    return redirect("staff-finance-bank")


def spaced(sort_code: str) -> str:
    """200000 → 20-00-00"""
    return "-".join(sort_code[place : place + 2] for place in (0, 2, 4))


@require_safe
@needs(Permission.PREPARE_PAYMENTS)
def returns(request: Request) -> HttpResponse:
    page = Paginator(finance_today.returns().reverse(), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "section": "staff",
        "breadcrumbs": FINANCE,
        "page": page,
        "table": returns_table(page.object_list) if page.object_list else None,
    }
    return render(request, "accounts/finance_returns.html", context)


def returns_table(rows: Any) -> Table:
    columns = [
        Column("Who", header=True, phone="main"),
        Column("Paid again?", phone="over"),
        Column("Amount", numeric=True, phone="amount"),
    ]
    cells = [
        [
            Cell(
                one.line.payee.name,
                f"file {one.line.file.reference}, back on {day(one.returned_on)}. {why_back(one)}",
                reverse("staff-finance-bank-new", args=[one.line.payee.reference]),
            ),
            again(one),
            pounds(one.line.pence),
        ]
        for one in rows
    ]
    return Table("Payments that came back", columns, cells, hide_caption=True)


def why_back(one: Any) -> str:
    return payout_words.not_sent(one.code) if one.code else one.get_reason_display()


def again(one: Any) -> Cell:
    """What became of it since: one of `finance_today.returns`."""
    if one.paid_in:
        return Cell(f"Paid again in file {one.paid_in}", href=reverse("staff-finance-file", args=[one.paid_in]))
    if one.waits_in:
        return Cell(f"In file {one.waits_in}, not released", href=reverse("staff-finance-file", args=[one.waits_in]))
    return Cell("Not yet: the next file pays it" if one.line.payee.payable.balance_pence > 0 else "Nothing is owed now")


@FORM
@needs(Permission.PREPARE_PAYMENTS)
def returned(request: Request, reference: str, pk: int) -> HttpResponse:
    """Record that the bank sent one payment of a file back."""
    by_bank = PaymentFileLine.objects.filter(route=PaymentFileLine.Route.BANK, file__released_at__isnull=False)
    lines = by_bank.select_related("payee", "file")
    line = get_object_or_404(lines.filter(returned=None), file__reference=reference, pk=pk)
    form = ReturnForm(posted(request))

    def do() -> str:
        payment_returns.record(line=line, by=request.user, **form.cleaned_data)
        return "Recorded. We owe it again, and the next file pays it. Check their bank details first."

    then = reverse("staff-finance-file", args=[reference])
    crumbs = [*FINANCE, ("Payments to providers", reverse("staff-finance-payments")), (reference, then)]
    rows = [{"key": "Amount", "value": pounds(line.pence)}]
    title, name = "The bank sent this back", line.payee.name
    return answer(request, Desk(title, form, do, then, crumbs, caption=name, rows=rows, button="Record it"))
