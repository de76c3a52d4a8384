"""A manager's monthly review: who opened one person's lines, how often and why. No lines, and no resident's name."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import sheets
from accounts.actions import look_reviews as actions
from accounts.desks import STAFF
from accounts.forms.look_reviews import MarkForm
from accounts.models import User
from accounts.permissions import needs
from accounts.queries import look_reviews as found
from accounts.queries.look_reviews import Month, Stated
from accounts.requests import Request
from accounts.roles import Permission
from accounts.views.desk_form import Desk, answer, posted
from design.components import Cell, Column, Table
from design.formats import counted, day, moment

LOOKS = [*STAFF, ("Reasons to look", "/staff/looks/")]
PER_PAGE = 50
OWN = "Yours: another manager reads it"
LEAD = "The person can read this reason in their own log. You see no payments here."


@require_safe
@needs(Permission.REVIEW_LOOKS)
def listed(request: Request) -> HttpResponse:
    months = found.months()
    context = {"section": "staff", "breadcrumbs": STAFF, "table": months_table(months) if months else None}
    return render(request, "accounts/look_reviews.html", context)


def months_table(months: list[Month]) -> Table:
    columns = [
        Column("Month", header=True, phone="main"),
        Column("How it stands", phone="over"),
        Column("Reasons", numeric=True, phone="amount"),
    ]
    rows = [
        [Cell(named(one.first), "", reverse("staff-looks-month", args=at(one))), stands(one), one.looks]
        for one in months
    ]
    return Table("Months", columns, rows, hide_caption=True)


def named(first: date) -> str:
    return f"{first:%B %Y}"


def at(month: Month) -> tuple[int, int]:
    return month.first.year, month.first.month


def stands(month: Month) -> str:
    if month.review:
        return f"Finished by {month.review.done_by.name}, {day(month.review.done_at)}"
    if month.left:
        return f"{month.left} left to read"
    return "All read. To finish" if month.is_over else "All read so far"


def load(year: int, month: int) -> Month:
    one = found.month(date(year, month, 1)) if 1 <= month <= 12 and 1 <= year <= 9999 else None
    if one is None:
        raise Http404
    return one


@require_safe
@needs(Permission.REVIEW_LOOKS)
def month(request: Request, year: int, month: int) -> HttpResponse:
    one = load(year, month)
    lines = found.of_month(one.first)
    page = Paginator(lines, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "section": "staff",
        "breadcrumbs": LOOKS,
        "title": named(one.first),
        "one": one,
        "stands": stands(one),
        "who": who_table(found.by_whom(lines)),
        "table": looks_table(found.read(page.object_list), request.user),
        "page": page,
        "may_finish": one.is_over and not one.left and one.review is None,
    }
    return render(request, "accounts/look_reviews_month.html", context)


def who_table(rows: list[tuple[str, int, int]]) -> Table:
    columns = [
        Column("Who looked", header=True, phone="main"),
        Column("How often", numeric=True, phone="amount"),
    ]
    return Table(
        "Who looked, and how often",
        columns,
        [[Cell(who, of_how_many(people)), counted(looks, "time")] for who, looks, people in rows],
    )


def of_how_many(people: int) -> str:
    return "Of one person" if people == 1 else f"Of {people} people"


def looks_table(looks: list[Stated], user: User) -> Table:
    columns = [
        Column("Who, and why", header=True, phone="main"),
        Column("When, and whose", phone="over"),
        Column("Mark", phone="amount"),
    ]
    rows = [[who_cell(one, user), Cell(moment(one.at), one.whose), mark_cell(one, user)] for one in looks]
    return Table("Each reason", columns, rows)


def who_cell(one: Stated, user: User) -> Cell:
    """It opens while there is something to say of it."""
    waits = one.mark is None and one.by != user.pk
    return Cell(one.who, one.why, reverse("staff-looks-mark", args=[one.pk]) if waits else "")


def mark_cell(one: Stated, user: User) -> Any:
    if one.mark:
        return Cell(one.mark.get_verdict_display(), one.mark.note)
    return OWN if one.by == user.pk else "To read"


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.REVIEW_LOOKS)
def mark(request: Request, pk: int) -> HttpResponse:
    """One that is not marked yet, and not her own."""
    one = next(iter(found.read(found.to_read(request.user).filter(pk=pk))), None)
    if one is None:
        raise Http404
    form = MarkForm(posted(request))
    back = reverse("staff-looks-month", args=local_month(one))

    def do() -> str:
        actions.mark(line=pk, by=request.user, **form.cleaned_data)
        left = next((each.left for each in found.months() if local_month(one) == at(each)), 0)
        return f"Marked. {counted(left, 'reason')} left in this month."

    rows = [
        {"key": "Who looked", "value": one.who},
        {"key": "When", "value": moment(one.at)},
        {"key": "Whose lines", "value": one.whose},
        {"key": "Why", "value": one.why},
    ]
    desk = Desk("A reason to look", form, do, back, LOOKS, button="Save", rows=rows, lead=[LEAD])
    return answer(request, desk)


def local_month(one: Stated) -> tuple[int, int]:
    on = timezone.localdate(one.at)
    return on.year, on.month


@require_POST
@needs(Permission.REVIEW_LOOKS)
def finish(request: Request, year: int, month: int) -> HttpResponse:
    one = load(year, month)
    try:
        actions.finish(month=one.first, by=request.user)
        messages.success(request, f"{named(one.first)} is finished.")
    except actions.LookRefused as why:
        messages.error(request, str(why))
    return redirect("staff-looks-month", year=year, month=month)


@require_safe
@needs(Permission.REVIEW_LOOKS)
def sheet(request: Request, year: int, month: int) -> HttpResponse:
    one = load(year, month)
    header = ["When", "Who looked", "Whose lines", "Why", "Mark", "Note"]
    rows = [
        [
            each.at.isoformat(timespec="seconds"),
            each.who,
            each.whose,
            each.why,
            each.mark.get_verdict_display() if each.mark else "",
            each.mark.note if each.mark else "",
        ]
        for each in found.read(found.of_month(one.first))
    ]
    return sheets.answer(f"reasons-to-look-{year}-{month:02}.csv", header, rows)
