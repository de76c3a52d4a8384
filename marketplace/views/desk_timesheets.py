"""An employed assistant writes hours down, week by week, and sends them to be agreed."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import Request
from marketplace import words
from marketplace.actions import timesheets
from marketplace.actions.moves import Refused
from marketplace.forms.timesheets import NewTimesheetForm, ShiftForm
from marketplace.models import Timesheet
from marketplace.permissions import Seller
from marketplace.queries import timesheets as found
from marketplace.views.asking import ASKS, typed
from marketplace.views.desk import crumbs, for_employee, show

PER_PAGE = 25
State = Timesheet.State
FIELD = {"break": "break_minutes", "day": "on", "ended": "on", "length": "end", "not_yet": "end", "overlap": "start"}


def load(seller: Seller, pk: int) -> Timesheet:
    return get_object_or_404(found.of_assistant(seller.personal_assistant_id), pk=pk)


def sheet_crumbs() -> list[tuple[str, str]]:
    return crumbs(("Timesheets", reverse("provider-timesheets")))


@require_safe
@for_employee
def index(request: Request, seller: Seller) -> HttpResponse:
    page = Paginator(found.of_assistant(seller.personal_assistant_id), PER_PAGE).get_page(request.GET.get("page"))
    table = found.list_of(page, "Your timesheets", for_assistant=True, hide_caption=True)
    employers = found.employers(seller.personal_assistant_id)
    context = {"page": page, "table": table, "any_employer": employers.exists(), "breadcrumbs": crumbs()}
    return show(request, "provider_timesheets", seller=seller, **context)


@ASKS
@for_employee
def new(request: Request, seller: Seller) -> HttpResponse:
    employers = list(found.employers(seller.personal_assistant_id))
    if not employers:
        messages.info(request, "Nobody has said yet that you work for them. Ask the person you support to do that.")
        return redirect("provider-timesheets")
    form = NewTimesheetForm(typed(request), employed=employers, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        employed, first_day = form.chosen()
        try:
            made = timesheets.start(employed=employed, first_day=first_day, by=request.user)
            return redirect("provider-timesheet", made.pk)
        except Refused as refused:
            form.add_error("first_day", refused.words)
    return show(request, "provider_timesheet_new", form=form, breadcrumbs=sheet_crumbs())


@ASKS
@for_employee
def sheet(request: Request, seller: Seller, pk: int) -> HttpResponse:
    """One week: its shifts, and a form for another while it is being written."""
    shown = load(seller, pk)
    writing = shown.state == State.DRAFT
    if request.method == "POST" and not writing:
        messages.info(request, "This week has been sent. It cannot change while it waits or when it is agreed.")
        return redirect("provider-timesheet", pk)
    form = ShiftForm(typed(request), timesheet=shown) if writing else None
    if form and request.method == "POST" and form.is_valid():
        try:
            timesheets.add_line(timesheet=shown, by=request.user, **form.shift())
            messages.success(request, "Added.")
            return redirect("provider-timesheet", pk)
        except Refused as refused:
            form.add_error(FIELD.get(refused.code), refused.words)
    rows = [(line, *found.shift(line)) for line in shown.lines.all()]
    return show(
        request,
        "provider_timesheet",
        sheet=shown,
        week=found.week(shown),
        told=found.told(shown),
        rows=rows,
        table=found.table(shown),
        total=words.length(shown.paid_minutes),
        form=form,
        breadcrumbs=sheet_crumbs(),
    )


@require_POST
@for_employee
def remove(request: Request, seller: Seller, pk: int, line: int) -> HttpResponse:
    shown = load(seller, pk)
    gone = get_object_or_404(shown.lines, pk=line)
    gone.timesheet = shown
    try:
        timesheets.remove_line(line=gone, by=request.user)
        messages.success(request, "Taken out.")
    except Refused as refused:
        messages.info(request, refused.words)
    return redirect("provider-timesheet", pk)


@ASKS
@for_employee
def send(request: Request, seller: Seller, pk: int) -> HttpResponse:
    shown = load(seller, pk)
    if request.method == "POST":
        try:
            timesheets.send(timesheet=shown, by=request.user)
            messages.success(request, f"Sent. {shown.employed.person.first_name} agrees it or sends it back.")
        except Refused as refused:
            messages.info(request, refused.words)
        return redirect("provider-timesheet", pk)
    crumb = [*sheet_crumbs(), (found.week(shown), reverse("provider-timesheet", args=[pk]))]
    return show(
        request,
        "provider_timesheet_send",
        sheet=shown,
        week=found.week(shown),
        table=found.table(shown),
        breadcrumbs=crumb,
    )
