"""Hours that nobody apart from the assistant could agree for the person: the council is the second approver."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.desks import STAFF
from accounts.permissions import has_part_in, needs
from accounts.queries import looks
from accounts.requests import Request
from accounts.roles import Permission
from marketplace.actions import timesheets
from marketplace.actions.moves import Refused
from marketplace.actions.nobody_answers import hours_for_the_council
from marketplace.forms.visits import SecondYesForm
from marketplace.models import Timesheet
from marketplace.queries import timesheets as found
from marketplace.views.asking import ASKS, typed


@require_safe
@needs(Permission.DECIDE_QUERIES)
def index(request: Request) -> HttpResponse:
    waiting = [sheet for sheet in hours_for_the_council() if not is_own(request, sheet)]
    table = found.list_for_the_council(waiting) if waiting else None
    return render(request, "marketplace/staff_hours.html", {"table": table, "section": "staff", "breadcrumbs": STAFF})


def is_own(request: Request, sheet: Timesheet) -> bool:
    """She acts for the person, or they are her own hours."""
    employed = sheet.employed
    return has_part_in(request.user, employed.person) or employed.personal_assistant.user_id == request.user.pk


def load(request: Request, pk: int) -> Timesheet:
    """One that waits for the council; of those in which she has a part none is found."""
    sheet = next((sheet for sheet in hours_for_the_council() if sheet.pk == pk), None)
    if sheet is None or is_own(request, sheet):
        raise Http404
    return sheet


@ASKS
@needs(Permission.DECIDE_QUERIES)
def one(request: Request, pk: int) -> HttpResponse:
    sheet = load(request, pk)
    form = SecondYesForm(typed(request), initial={"version": sheet.version})
    if request.method == "POST" and form.is_valid():
        try:
            return done(request, sheet, form)
        except Refused as refused:
            form.add_error(None, refused.words)
    if request.method == "GET":
        where = f"Hours of {sheet.employed.personal_assistant.name}, {found.week(sheet)}"
        looks.record(person=sheet.employed.person, by=request.user, where=where)
    context = {
        "sheet": sheet,
        "person": sheet.employed.person,
        "week": found.week(sheet),
        "table": found.table(sheet),
        "form": form,
        "section": "staff",
        "breadcrumbs": [*STAFF, ("Hours to look at", reverse("staff-hours"))],
    }
    return render(request, "marketplace/staff_hours_one.html", context)


def done(request: Request, sheet: Timesheet, form: SecondYesForm) -> HttpResponse:
    if form.cleaned_data["answer"] == "yes":
        timesheets.agree(timesheet=sheet, shown_version=form.cleaned_data["version"], by=request.user)
        messages.success(request, "Agreed. We tell the assistant.")
    else:
        timesheets.send_back(timesheet=sheet, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, "Sent back. We tell the assistant.")
    return redirect("staff-hours")
