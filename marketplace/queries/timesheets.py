"""Timesheets as both sides list and read them, and as payroll takes them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts import periods
from accounts.models import Person
from design.components import Cell, Column, Table
from design.formats import clock, day, weekday
from marketplace import words
from marketplace.models import EmployedAssistant, Timesheet, TimesheetLine

State = Timesheet.State
PAYROLL = ["Employee", "Week from", "Date", "From", "Until", "Unpaid break, minutes", "Paid hours", "Agreed on"]


def whole(timesheets: QuerySet[Timesheet]) -> QuerySet[Timesheet]:
    people = ("employed__person__user", "employed__personal_assistant__user", "employed__said_by")
    return timesheets.select_related(*people).prefetch_related("lines")


def of_person(person: Person) -> QuerySet[Timesheet]:
    """What she is shown: never one that is still being written."""
    return whole(Timesheet.objects.filter(employed__person=person).exclude(state=State.DRAFT))


def of_assistant(profile_id: int | None) -> QuerySet[Timesheet]:
    return whole(Timesheet.objects.filter(employed__personal_assistant=profile_id))


def employers(profile_id: int | None) -> QuerySet[EmployedAssistant]:
    return EmployedAssistant.objects.filter(personal_assistant=profile_id, ended_at=None).select_related("person")


def employed(person: Person) -> QuerySet[EmployedAssistant]:
    found = EmployedAssistant.objects.filter(person=person, ended_at=None)
    return found.select_related("personal_assistant").order_by("personal_assistant__name", "pk")


def waiting(person: Person) -> int:
    return Timesheet.objects.filter(employed__person=person, state=State.SENT).count()


def week(timesheet: Timesheet) -> str:
    return f"{day(timesheet.first_day)} to {day(timesheet.last_day)}"


def hours(minutes: int) -> str:
    """Hours as payroll counts them, to two decimals: 90 → 1.50"""
    hundredths = (minutes * 100 + 30) // 60
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def list_of(timesheets: Iterable[Timesheet], caption: str, *, for_assistant: bool = False, **more: Any) -> Table:
    """As the person lists them, or as the assistant does: each sees who the other is."""
    columns = [
        Column("Week", header=True, phone="main"),
        Column("For" if for_assistant else "Who", phone="over"),
        Column("State", phone="over-right"),
        Column("Hours", phone="amount"),
    ]
    rows = [
        [
            Cell(week(one), href=reverse("provider-timesheet" if for_assistant else "timesheet", args=[one.pk])),
            (one.employed.person if for_assistant else one.employed.personal_assistant).name,
            told(one),
            words.length(one.paid_minutes),
        ]
        for one in timesheets
    ]
    return Table(caption, columns, rows, **more)


def list_for_the_council(timesheets: Iterable[Timesheet]) -> Table:
    columns = [
        Column("Week", header=True, phone="main"),
        Column("For", phone="over"),
        Column("Who", phone="over-right"),
        Column("Hours", phone="amount"),
    ]
    rows = [
        [
            Cell(week(one), href=reverse("staff-hours-one", args=[one.pk]), sub=told(one)),
            one.employed.person.name,
            one.employed.personal_assistant.name,
            words.length(one.paid_minutes),
        ]
        for one in timesheets
    ]
    return Table("Hours to look at, the oldest first", columns, rows, hide_caption=True)


def table(timesheet: Timesheet) -> Table:
    columns = [
        Column("Day", header=True, phone="main"),
        Column("Time", phone="over"),
        Column("Break", phone="over-right"),
        Column("Paid", phone="amount"),
    ]
    rows = [shift(line) for line in timesheet.lines.all()]
    footer = [Cell("In all"), "", "", words.length(timesheet.paid_minutes)]
    return Table("Hours", columns, rows, footer=footer, hide_caption=True)


def shift(line: TimesheetLine) -> list[Any]:
    rest = words.length(line.break_minutes) if line.break_minutes else "None"
    return [weekday(line.starts_at), words.span(line.starts_at, line.ends_at), rest, words.length(line.paid_minutes)]


def payroll_months(person: Person) -> list[date]:
    """The months in which agreed hours lie, the newest first."""
    agreed = TimesheetLine.objects.filter(timesheet__employed__person=person, timesheet__state=State.AGREED)
    return list(agreed.datetimes("starts_at", "month", order="DESC"))


def payroll(person: Person, month: date) -> Iterable[list[Any]]:
    """A row for each agreed shift that began in this month."""
    days = periods.month(month)
    lines = TimesheetLine.objects.filter(
        timesheet__employed__person=person,
        timesheet__state=State.AGREED,
        starts_at__date__range=(days.first, days.last),
    )
    for line in lines.select_related("timesheet__employed__personal_assistant").order_by("starts_at", "pk"):
        sheet = line.timesheet
        starts, ends = timezone.localtime(line.starts_at), line.ends_at
        yield [
            sheet.employed.personal_assistant.name,
            sheet.first_day.isoformat(),
            starts.date().isoformat(),
            f"{starts:%H:%M}",
            f"{ends:%H:%M}",
            line.break_minutes,
            hours(line.paid_minutes),
            timezone.localdate(sheet.agreed_at).isoformat() if sheet.agreed_at else "",
        ]


def told(timesheet: Timesheet) -> str:
    """How a sheet stands, for its list."""
    if timesheet.state == State.AGREED:
        return f"Agreed on {day(timesheet.agreed_at)}"
    if timesheet.state == State.SENT:
        return f"Sent on {day(timesheet.sent_at)} at {clock(timesheet.sent_at)}"
    return "Came back to you" if timesheet.reason else "Being written"
