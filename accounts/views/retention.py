"""How long we keep things: a table for everybody, and the administrator's page to change the council's own rules."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts import retention
from accounts.actions import retention as actions
from accounts.forms.retention import PeriodForm
from accounts.models import RetentionPeriod
from accounts.permissions import needs
from accounts.requests import Request
from accounts.retention import Period
from accounts.roles import Permission
from accounts.views.access import ACCESS
from accounts.views.desk_form import Desk, answer, posted
from design.components import Cell, Column, Table
from design.formats import day

CRUMBS = [("Home", "/"), ("Privacy", "/privacy/")]
DESK = [*ACCESS, ("How long we keep things", "/staff/access/how-long/")]


@require_safe
def public(request: Request) -> HttpResponse:
    rows = [public_row(each) for each in retention.periods()]
    context = {"breadcrumbs": CRUMBS, "table": table(rows), "stays": retention.STAYS}
    return render(request, "accounts/retention.html", context)


def public_row(each: Period) -> list[Any]:
    return [Cell(each.rule.what, each.rule.why), each.source, Cell(each.lasts, f"after {each.rule.since}")]


def table(rows: list[list[Any]]) -> Table:
    columns = [
        Column("What", header=True, phone="main"),
        Column("Whose rule", phone="over"),
        Column("How long", phone="amount"),
    ]
    return Table("What goes, and when", columns, rows, hide_caption=True)


@require_safe
@needs(Permission.MANAGE_ACCESS)
def listed(request: Request) -> HttpResponse:
    periods, past = retention.periods(), list(RetentionPeriod.objects.select_related("set_by")[:50])
    context = {
        "section": "staff",
        "breadcrumbs": ACCESS,
        "table": table([staff_row(each) for each in periods]),
        "past": past_table(past, {each.key: each.rule.what for each in periods}),
    }
    return render(request, "accounts/retention_staff.html", context)


def staff_row(each: Period) -> list[Any]:
    href = "" if each.rule.source else reverse("staff-how-long-change", args=[each.key])
    return [Cell(each.rule.what, f"After {each.rule.since}", href), each.source, each.lasts]


def past_table(past: list[RetentionPeriod], names: dict[str, str]) -> Table | None:
    columns = [
        Column("What was decided", header=True, phone="main"),
        Column("By whom", phone="over"),
        Column("How long", phone="amount"),
    ]
    rows = [
        [Cell(names.get(one.kind, one.kind), one.why), f"{one.set_by.name}, {day(one.set_at)}", lasts(one)]
        for one in past
    ]
    return Table("Decided", columns, rows, hide_caption=True) if rows else None


def lasts(one: RetentionPeriod) -> str:
    return retention.in_words(one.days)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.MANAGE_ACCESS)
def change(request: Request, key: str) -> HttpResponse:
    found = retention.period(key)
    if found is None or found.rule.source:
        raise Http404
    form = PeriodForm(posted(request), initial={"days": found.days})

    def do() -> str:
        made = actions.set_period(key=key, by=request.user, **form.cleaned_data)
        return f"{found.rule.what}: {lasts(made)} from now on."

    desk = Desk(
        "How long do we keep this?",
        form,
        do,
        reverse("staff-how-long"),
        DESK,
        caption=found.rule.what,
        lead=[found.rule.why, f"It is {found.lasts} now, after {found.rule.since}."],
        check=lambda: check(form),
        warning="What is older goes at the next daily run, and cannot be brought back.",
    )
    return answer(request, desk)


def check(form: PeriodForm) -> list[dict[str, Any]]:
    return [
        {"key": "How long", "value": retention.in_words(form.cleaned_data["days"])},
        {"key": "Why", "value": form.cleaned_data["why"]},
    ]
