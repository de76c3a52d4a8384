"""A person who employs an assistant, or her delegate: says so, agrees hours, and takes them to payroll."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts import sheets
from accounts.permissions import for_person
from accounts.requests import Request
from accounts.roles import Scope
from directory import public
from directory.models import Employment
from marketplace.actions import timesheets
from marketplace.actions.moves import Refused
from marketplace.forms.timesheets import EmployForm
from marketplace.forms.visits import ReasonForm, SeenForm
from marketplace.models import EmployedAssistant, Timesheet
from marketplace.permissions import NotYours
from marketplace.queries import necessity
from marketplace.queries import timesheets as found
from marketplace.views.asking import ASKS, person_of, typed

PER_PAGE = 25
State = Timesheet.State


def show(request: Request, template: str, **context: Any) -> HttpResponse:
    return render(request, f"marketplace/{template}.html", {"section": "money", **context})


def crumbs() -> list[tuple[str, str]]:
    return [("Home", "/"), ("Your money", reverse("money-home")), ("Timesheets", reverse("timesheets"))]


def load(request: Request, pk: int) -> Timesheet:
    return get_object_or_404(found.of_person(person_of(request)), pk=pk)


@require_safe
@for_person(Scope.SEE_LINES)
def index(request: Request) -> HttpResponse:
    person = person_of(request)
    sent = found.of_person(person)
    to_agree = list(sent.filter(state=State.SENT).order_by("first_day", "pk")[:PER_PAGE])
    page = Paginator(sent.filter(state=State.AGREED), PER_PAGE).get_page(request.GET.get("page"))
    return show(
        request,
        "timesheets",
        to_agree=found.list_of(to_agree, "To agree") if to_agree else None,
        page=page,
        agreed=found.list_of(page, "Agreed"),
        employed=list(found.employed(person)),
        months=found.payroll_months(person),
        may_act=request.acting.may(Scope.ORDER),
        breadcrumbs=crumbs()[:2],
    )


@require_safe
@for_person(Scope.SEE_LINES)
def sheet(request: Request, pk: int) -> HttpResponse:
    shown = load(request, pk)
    return show(
        request,
        "timesheet",
        sheet=shown,
        week=found.week(shown),
        told=found.told(shown),
        table=found.table(shown),
        may_act=request.acting.may(Scope.ORDER) and shown.state == State.SENT,
        breadcrumbs=crumbs(),
    )


def to_answer(request: Request, pk: int) -> Timesheet | None:
    """One that waits to be agreed; None where it does not any more."""
    shown = load(request, pk)
    if shown.state == State.SENT:
        return shown
    messages.info(request, f"These hours do not wait for an answer. {found.told(shown)}.")
    return None


@ASKS
@for_person(Scope.ORDER)
def agree(request: Request, pk: int) -> HttpResponse:
    shown = to_answer(request, pk)
    if shown is None:
        return redirect("timesheet", pk)
    form = SeenForm(typed(request), initial={"version": shown.version})
    if request.method == "POST" and form.is_valid():
        try:
            timesheets.agree(timesheet=shown, shown_version=form.cleaned_data["version"], by=request.user)
            messages.success(request, "Agreed. The hours are in your payroll file now.")
        except Refused as refused:
            messages.info(request, refused.words)
        return redirect("timesheet", pk)
    return show(
        request,
        "timesheet_agree",
        sheet=shown,
        form=form,
        week=found.week(shown),
        table=found.table(shown),
        breadcrumbs=crumbs(),
    )


@ASKS
@for_person(Scope.ORDER)
def send_back(request: Request, pk: int) -> HttpResponse:
    shown = to_answer(request, pk)
    if shown is None:
        return redirect("timesheet", pk)
    name = shown.employed.personal_assistant.first_name
    form = ReasonForm(typed(request), label="What is not right?", hint=f"{name} will read this.")
    if request.method == "POST" and form.is_valid():
        try:
            timesheets.send_back(timesheet=shown, reason=form.cleaned_data["reason"], by=request.user)
            messages.success(request, f"Sent back to {name}.")
        except Refused as refused:
            messages.info(request, refused.words)
        return redirect("timesheets")
    return show(request, "timesheet_back", sheet=shown, form=form, week=found.week(shown), breadcrumbs=crumbs())


@ASKS
@for_person(Scope.ORDER)
def employ(request: Request, slug: str) -> HttpResponse:
    """An assistant on the directory's pages who works as an employee: she works for this person."""
    profile = get_object_or_404(public.public_assistants(), slug=slug)
    person = person_of(request)
    if profile.employment != Employment.EMPLOYEE:
        raise Http404
    first_name = person.first_name if request.acting.for_another else ""
    decision = necessity.for_care(person, profile.pk)
    form = EmployForm(typed(request), first_name=first_name, household=decision is None)
    if request.method == "POST" and form.is_valid():
        try:
            timesheets.employ(person=person, profile=profile, not_household=decision is None, by=request.user)
            messages.success(request, f"{profile.name} can send timesheets now.")
            return redirect("timesheets")
        except Refused as refused:
            form.add_error(None, refused.words)
        except NotYours:
            form.add_error(None, "You may not do this for this person.")
    return show(request, "timesheet_employ", profile=profile, form=form, necessity=decision, breadcrumbs=crumbs())


@ASKS
@for_person(Scope.ORDER)
def stop(request: Request, pk: int) -> HttpResponse:
    mine = EmployedAssistant.objects.filter(person=person_of(request)).select_related("person", "personal_assistant")
    employed = get_object_or_404(mine, pk=pk)
    if request.method == "POST":
        timesheets.stop(employed=employed, by=request.user)
        messages.success(request, f"{employed.personal_assistant.name} cannot begin new timesheets.")
        return redirect("timesheets")
    return show(request, "timesheet_stop", employed=employed, breadcrumbs=crumbs())


@require_safe
@for_person(Scope.SEE_LINES)
def payroll(request: Request) -> HttpResponse:
    """Agreed hours of one month; of this one where none is asked for."""
    month = month_of(request.GET.get("month", ""))
    return sheets.answer(f"payroll-{month:%Y-%m}.csv", found.PAYROLL, found.payroll(person_of(request), month))


def month_of(text: str) -> date:
    """This month, where there is no such month in our time."""
    try:
        month = date.fromisoformat(f"{text}-01")
    except ValueError:
        month = date.min
    return month if 2000 <= month.year < 2100 else timezone.localdate().replace(day=1)
