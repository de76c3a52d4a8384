"""Conversations that one side reported, and no others, for those at the council who decide. Each look is logged."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timesince import timesince
from django.views.decorators.http import require_safe

from accounts.audit import audit
from accounts.desks import STAFF
from accounts.permissions import needs
from accounts.queries import looks
from accounts.requests import Request
from accounts.roles import Permission
from design.components import Cell, Column, Table
from design.formats import moment
from marketplace.actions import reports
from marketplace.actions.moves import Refused
from marketplace.forms.messages import ReportDecisionForm
from marketplace.models import MessageParty, MessageReport
from marketplace.queries import messages as found
from marketplace.views.asking import ASKS, typed

PER_PAGE = 25
LINES = 50


@require_safe
@needs(Permission.SEE_REPORTED_MESSAGES)
def index(request: Request) -> HttpResponse:
    page = Paginator(found.open_reports(), PER_PAGE).get_page(request.GET.get("page"))
    columns = [
        Column("What is wrong", header=True, phone="main"),
        Column("Reported", phone="over"),
        Column("By", phone="over-right"),
    ]
    table = Table("Reported conversations", columns, [_row(report) for report in page], hide_caption=True)
    context = {"page": page, "table": table, "section": "staff", "breadcrumbs": STAFF}
    return render(request, "marketplace/messages/staff_reports.html", context)


def _row(report: MessageReport) -> list[Any]:
    age = timesince(report.raised_at, depth=1).replace("\xa0", " ")
    who = "The person" if report.party == MessageParty.PERSON else "The seller"
    href = reverse("staff-message-report", args=[report.pk])
    what = Cell(report.get_reason_display(), sub=report.conversation.seller.name, href=href)
    return [what, f"{age} ago", who]


def crumbs() -> list[tuple[str, str]]:
    return [*STAFF, ("Reported messages", reverse("staff-messages"))]


@ASKS
@needs(Permission.SEE_REPORTED_MESSAGES)
def report(request: Request, pk: int) -> HttpResponse:
    loaded = [f"conversation__{name}" for name in found.LOADED]
    shown = get_object_or_404(MessageReport.objects.select_related(*loaded, "raised_by", "decided_by"), pk=pk)
    try:
        reports.check_decider(request.user, shown, timezone.now())
    except Refused:
        raise PermissionDenied from None  # what is written here is not for one of the two sides, on whatever chair
    form = ReportDecisionForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            reports.decide(report=shown, by=request.user, **form.cleaned_data)
            messages.success(request, "Decided. The one who reported has been told.")
            return redirect("staff-messages")
        except Refused as refused:
            form.add_error("decision", refused.words)
    if request.method == "GET":
        _log(request, shown)
    conversation = shown.conversation
    page = Paginator(found.thread(conversation), LINES).get_page(request.GET.get("page"))
    context = {
        "report": shown,
        "rows": _facts(shown),
        "form": form,
        "page": page,
        "lines": [
            {"message": message, "author": found.author(message, conversation), "ours": message.party == shown.party}
            for message in reversed(list(page))
        ],
        "section": "staff",
        "breadcrumbs": crumbs(),
    }
    return render(request, "marketplace/messages/staff_report.html", context)


def _log(request: Request, shown: MessageReport) -> None:
    """For the person, who reads who looked, and for the books."""
    conversation = shown.conversation
    looks.record(person=conversation.person, by=request.user, where=f"Reported messages {conversation.reference}")
    subject = f"conversation:{conversation.reference}"
    audit(action="report.seen", by=request.user, subject=subject, detail={"report": shown.pk})


def _facts(report: MessageReport) -> list[dict[str, Any]]:
    conversation = report.conversation
    rows = [
        {"key": "What is wrong", "value": report.get_reason_display()},
        {"key": "In their words", "value": report.words or "Nothing more"},
        {"key": "Reported by", "value": f"{report.raised_by.name}, {moment(report.raised_at)}"},
        {"key": "Person", "value": conversation.person.name},
        {"key": f"Telephone of {conversation.person.first_name}", "value": conversation.person.phone or "Not held"},
        {"key": "Seller", "value": conversation.seller.name},
    ]
    if report.decision and report.decided_at and report.decided_by:
        who = f"{report.decided_by.name}, {moment(report.decided_at)}"
        rows.append({"key": "Decision", "value": f"{report.get_decision_display()}. {report.explanation} ({who})"})
    return rows
