"""Journals for the general ledger, and the cost codes they carry."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actions import journal
from accounts.forms.journal import CodeForm, JournalForm
from accounts.ledger import LedgerKind
from accounts.ledger import journal as postings
from accounts.models import CostCode, JournalExport
from accounts.permissions import needs
from accounts.queries import codes
from accounts.requests import Request
from accounts.roles import Permission
from accounts.views.desk_form import Desk, answer, posted
from accounts.views.finance_overview import FINANCE
from design.components import Cell, Column, Table
from design.formats import counted, day, moment, pounds

PER_PAGE = 25
JOURNAL = [*FINANCE, ("Journals", "/staff/finance/journal/")]
CODES = [*JOURNAL, ("Cost codes", "/staff/finance/codes/")]
FORM = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@needs(Permission.EXPORT_JOURNAL)
def journals(request: Request) -> HttpResponse:
    rows = JournalExport.objects.select_related("made_by").defer("content")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "section": "staff",
        "breadcrumbs": FINANCE,
        "waits": postings.waits(timezone.now()),
        "missing": sorted(kind.label for kind in codes.load().missing(set(LedgerKind))),
        "page": page,
        "table": journals_table(page.object_list) if page.object_list else None,
    }
    return render(request, "accounts/finance_journals.html", context)


def journals_table(rows: Any) -> Table:
    columns = [
        Column("Journal", header=True, phone="main"),
        Column("Postings", numeric=True, phone="over"),
        Column("Debit and credit, each", numeric=True, phone="amount"),
    ]
    cells = [
        [
            Cell(
                one.reference,
                f"up to {day(one.last_on)}, made by {one.made_by.name}",
                reverse("staff-finance-journal-one", args=[one.reference]),
            ),
            counted(one.postings, "posting"),
            pounds(one.debit_pence),
        ]
        for one in rows
    ]
    return Table("Journals", columns, cells, hide_caption=True)


@FORM
@needs(Permission.EXPORT_JOURNAL)
def new(request: Request) -> HttpResponse:
    form = JournalForm(posted(request))

    def do() -> str:
        made = journal.export(last_on=form.cleaned_data["last_on"], by=request.user)
        return f"Journal {made.reference} is made. Debit and credit are {pounds(made.debit_pence)} each."

    lead = ["It holds every posting up to this day that no earlier journal has. After that it does not change."]
    then = reverse("staff-finance-journal")
    return answer(request, Desk("Make a journal", form, do, then, JOURNAL, lead=lead, button="Make it"))


@require_safe
@needs(Permission.EXPORT_JOURNAL)
def one_journal(request: Request, reference: str) -> HttpResponse:
    one = get_object_or_404(JournalExport.objects.select_related("made_by").defer("content"), reference=reference)
    rows = [
        {"key": "Postings", "value": f"{one.postings:,}, from {day(one.first_posted_on)} to {day(one.last_on)}"},
        {"key": "Debit", "value": pounds(one.debit_pence)},
        {"key": "Credit", "value": pounds(one.credit_pence)},
        {"key": "Difference", "value": pounds(one.debit_pence - one.credit_pence)},
        {"key": "Made", "value": f"{one.made_by.name}, {moment(one.made_at)}"},
        {"key": "Fingerprint (SHA-256)", "value": one.sha256},
    ]
    context = {
        "section": "staff",
        "breadcrumbs": JOURNAL,
        "journal": one,
        "rows": rows,
        "table": totals_table(one),
        "href": reverse("staff-finance-journal-file", args=[reference]),
    }
    return render(request, "accounts/finance_journal.html", context)


def totals_table(one: JournalExport) -> Table:
    columns = [
        Column("Cost code", header=True),
        Column("Debit", numeric=True),
        Column("Credit", numeric=True),
        Column("Net", numeric=True),
    ]
    rows = [
        [
            each["code"],
            pounds(each["debit_pence"]),
            pounds(each["credit_pence"]),
            pounds(each["debit_pence"] - each["credit_pence"]),
        ]
        for each in one.totals
    ]
    sums = [pounds(one.debit_pence), pounds(one.credit_pence), pounds(one.debit_pence - one.credit_pence)]
    return Table("By cost code", columns, rows, footer=["Together", *sums])


@require_safe
@needs(Permission.EXPORT_JOURNAL)
def download(request: Request, reference: str) -> HttpResponse:
    """The file as it was made, to the byte; each download on record."""
    one = get_object_or_404(JournalExport, reference=reference)
    journal.downloaded(export=one, by=request.user)
    response = HttpResponse(one.content.encode(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="journal-{one.reference}.csv"'
    response["Cache-Control"] = "no-store"
    return response


@require_safe
@needs(Permission.EXPORT_JOURNAL)
def list_codes(request: Request) -> HttpResponse:
    missing = sorted(kind.label for kind in codes.load().missing(set(LedgerKind)))
    rows = list(codes.listed())
    context = {
        "section": "staff",
        "breadcrumbs": JOURNAL,
        "missing": missing,
        "table": codes_table(rows) if rows else None,
    }
    return render(request, "accounts/finance_codes.html", context)


def codes_table(rows: list[CostCode]) -> Table:
    columns = [
        Column("Kind of account", header=True, phone="main"),
        Column("Only for", phone="over"),
        Column("Cost code", phone="amount"),
    ]
    cells = [
        [
            Cell(LedgerKind(one.kind).label, href=reverse("staff-finance-code", args=[one.pk])),
            only_for(one),
            one.code,
        ]
        for one in rows
    ]
    return Table("Cost codes", columns, cells, hide_caption=True)


def only_for(one: CostCode) -> str:
    narrow = [one.outcome.name if one.outcome else "", one.get_held_as_display(), one.get_client_group_display()]
    return ", ".join(filter(None, narrow)) or "Everything else"


@FORM
@needs(Permission.EXPORT_JOURNAL)
def code_new(request: Request) -> HttpResponse:
    return code_form(request, CodeForm(posted(request)), "Add a cost code")


@FORM
@needs(Permission.EXPORT_JOURNAL)
def code(request: Request, pk: int) -> HttpResponse:
    """Change what a code is, or take it away."""
    one = get_object_or_404(CostCode, pk=pk)
    names = ("kind", "outcome", "held_as", "client_group", "code")
    form = CodeForm(posted(request), initial={name: getattr(one, name) for name in names})
    for name in names[:-1]:
        form.fields[name].disabled = True
    extra = {"remove": reverse("staff-finance-code-remove", args=[pk])}
    return code_form(request, form, "Change a cost code", extra)


def code_form(request: Request, form: CodeForm, title: str, extra: dict[str, Any] | None = None) -> HttpResponse:
    def do() -> str:
        given = form.cleaned_data
        more = {name: given[name] for name in ("outcome", "held_as", "client_group", "code")}
        journal.set_code(kind=LedgerKind(given["kind"]), by=request.user, **more)
        return "Saved. Journals from now on carry it."

    then = reverse("staff-finance-codes")
    return answer(request, Desk(title, form, do, then, CODES, extra=extra or {}))


@FORM
@needs(Permission.EXPORT_JOURNAL)
def code_remove(request: Request, pk: int) -> HttpResponse:
    one, form = get_object_or_404(CostCode.objects.select_related("outcome"), pk=pk), forms.Form(posted(request))

    def do() -> str:
        journal.remove_code(code=one, by=request.user)
        return "Taken away. Journals that were made keep it."

    rows = [
        {"key": "Kind of account", "value": LedgerKind(one.kind).label},
        {"key": "Only for", "value": only_for(one)},
        {"key": "Cost code", "value": one.code},
    ]
    then = reverse("staff-finance-codes")
    return answer(request, Desk("Take this cost code away", form, do, then, CODES, button="Take it away", rows=rows))
