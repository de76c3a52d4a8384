"""Contributions that came in at the bank: by hand, from a file, matched, and taken out."""

import secrets
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actions import contributions as acts
from accounts.forms.receipts import BankFileForm, BankLine, MatchForm, ReceiptForm, UndoForm
from accounts.models import ContributionReceipt, User
from accounts.permissions import needs
from accounts.queries import contributions
from accounts.requests import Request
from accounts.roles import Permission
from accounts.views.desk_form import Desk, answer, posted
from accounts.views.finance_overview import FINANCE
from accounts.wording import waiting
from design.components import Cell, Column, Table
from design.formats import counted, day, pounds

PER_PAGE = 25
CONTRIBUTIONS = [*FINANCE, ("Contributions", "/staff/finance/contributions/")]
RECEIPTS = [*CONTRIBUTIONS, ("Payments in", "/staff/finance/receipts/")]
FORM = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@needs(Permission.RECORD_CONTRIBUTIONS)
def receipts(request: Request) -> HttpResponse:
    unmatched = Paginator(contributions.to_match(), PER_PAGE).page(1)
    done = ContributionReceipt.objects.exclude(budget=None, undone_at=None).select_related("budget__person")
    page = Paginator(done.order_by("-received_on", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "section": "staff",
        "breadcrumbs": CONTRIBUTIONS,
        "to_match": match_table(unmatched.object_list) if unmatched.object_list else None,
        "more": unmatched.paginator.count - len(unmatched.object_list),
        "page": page,
        "table": done_table(page.object_list) if page.object_list else None,
    }
    return render(request, "accounts/finance_receipts.html", context)


def match_table(rows: Any) -> Table:
    today = timezone.localdate()
    columns = [
        Column("What the bank says", header=True, phone="main"),
        Column("Waits", phone="over"),
        Column("Amount", numeric=True, phone="amount"),
    ]
    cells = [
        [
            Cell(
                one.bank_words or "No words",
                f"came in on {day(one.received_on)}",
                reverse("staff-finance-receipt", args=[one.pk]),
            ),
            waiting(one.received_on, today).capitalize(),
            pounds(one.pence),
        ]
        for one in rows
    ]
    return Table("To match", columns, cells, hide_caption=True)


def done_table(rows: Any) -> Table:
    columns = [
        Column("Budget", header=True, phone="main"),
        Column("Came in", phone="over"),
        Column("Amount", numeric=True, phone="amount"),
    ]
    cells = [[whose(one), day(one.received_on), pounds(one.pence)] for one in rows]
    return Table("Payments in", columns, cells, hide_caption=True)


def whose(one: ContributionReceipt) -> Cell:
    if one.undone_at:
        return Cell("Taken out", one.undone_why)
    words = one.budget.person.case_reference or "" if one.budget else ""
    return Cell(f"Budget {one.budget_id}", words, reverse("staff-finance-receipt", args=[one.pk]))


@FORM
@needs(Permission.RECORD_CONTRIBUTIONS)
def new(request: Request) -> HttpResponse:
    """The form's own number makes a double click one payment."""
    form = ReceiptForm(posted(request), initial={"token": secrets.token_hex(8)})

    def do() -> str:
        given = form.cleaned_data
        made = acts.receive(
            budget=given["whose"],
            pence=given["pounds"],
            received_on=given["received_on"],
            bank_words=given["bank_words"],
            key=f"hand:{given['token']}",
            by=request.user,
        )
        return "Recorded." if made.budget_id else "Recorded. It waits to be matched."

    def check() -> list[dict[str, Any]]:
        given, budget = form.cleaned_data, form.cleaned_data["whose"]
        return [
            {"key": "Whose", "value": f"Budget {budget.pk}, {budget.person.name}" if budget else "Not known yet"},
            {"key": "Amount", "value": pounds(given["pounds"])},
            {"key": "Came in", "value": day(given["received_on"])},
        ]

    then = reverse("staff-finance-receipts")
    return answer(request, Desk("Record a payment in", form, do, then, RECEIPTS, check=check, button="Record"))


@FORM
@needs(Permission.RECORD_CONTRIBUTIONS)
def upload(request: Request) -> HttpResponse:
    form = BankFileForm(posted(request), request.FILES or None)
    lead = [
        "The whole file is read first. If one line cannot be read, nothing is recorded and you see which.",
        "The same payments are recorded once, however often you send them.",
    ]
    then = reverse("staff-finance-receipts")

    def do() -> str:
        return record_all(form.lines, request.user)

    title, button = "Payments from a bank file", "Read the file"
    return answer(request, Desk(title, form, do, then, RECEIPTS, button=button, lead=lead, multipart=True))


def record_all(lines: list[BankLine], by: User) -> str:
    """Each by itself, so that what is recorded stays recorded; the same line again is the same receipt."""
    known = set(ContributionReceipt.objects.filter(key__in=[line.key for line in lines]).values_list("key", flat=True))
    fresh = [line for line in lines if line.key not in known]
    made = [
        acts.receive(
            pence=line.pence,
            received_on=line.received_on,
            bank_words=line.words,
            key=line.key,
            source=ContributionReceipt.Source.FILE,
            by=by,
        )
        for line in fresh
    ]
    matched = sum(1 for one in made if one.budget_id)
    before = f" {counted(len(known), 'payment')} had been recorded before." if known else ""
    return f"{counted(len(made), 'payment')} recorded: {matched} matched, {len(made) - matched} to match.{before}"


@FORM
@needs(Permission.RECORD_CONTRIBUTIONS)
def receipt(request: Request, pk: int) -> HttpResponse:
    """One payment in: match it, or take it out."""
    one = get_object_or_404(ContributionReceipt.objects.filter(undone_at=None), pk=pk)
    taking_out = "take-out" in request.GET or one.budget_id is not None
    return take_out(request, one) if taking_out else match(request, one)


def match(request: Request, one: ContributionReceipt) -> HttpResponse:
    form = MatchForm(posted(request))

    def do() -> str:
        acts.match(receipt=one, budget=form.cleaned_data["whose"], by=request.user)
        return "Matched."

    def check() -> list[dict[str, Any]]:
        budget = form.cleaned_data["whose"]
        return [*facts(one), {"key": "Whose", "value": f"Budget {budget.pk}, {budget.person.name}"}]

    then, extra = reverse("staff-finance-receipts"), {"take_out": True}
    desk = Desk("Match a payment", form, do, then, RECEIPTS, button="Match", rows=facts(one), check=check, extra=extra)
    return answer(request, desk)


def take_out(request: Request, one: ContributionReceipt) -> HttpResponse:
    form = UndoForm(posted(request))

    def do() -> str:
        acts.undo(receipt=one, why=form.cleaned_data["why"], by=request.user)
        return "Taken out. Its money went back the way it came."

    lead = ["Recorded by mistake, or no contribution at all? It stays on record as taken out."]
    then = reverse("staff-finance-receipts")
    desk = Desk("Take this payment out", form, do, then, RECEIPTS, button="Take it out", rows=facts(one), lead=lead)
    return answer(request, desk)


def facts(one: ContributionReceipt) -> list[dict[str, Any]]:
    rows = [
        {"key": "Amount", "value": pounds(one.pence)},
        {"key": "Came in", "value": day(one.received_on)},
        {"key": "What the bank says", "value": one.bank_words or "Nothing"},
        {"key": "Recorded", "value": f"{one.get_source_display()} by {one.recorded_by.name}"},
    ]
    return [*rows, {"key": "Whose", "value": f"Budget {one.budget_id}"}] if one.budget_id else rows
