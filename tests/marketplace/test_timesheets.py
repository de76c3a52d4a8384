"""Hours of somebody who is employed: written down, agreed by the person, never invoiced."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts import payments
from accounts.actions import pauses
from accounts.models import AuditLine, Letter, Notice
from accounts.roles import Scope
from marketplace.actions import listings, timesheets
from marketplace.actions.moves import Overtaken, Refused
from marketplace.models import EmployedAssistant, Invoice, Order, Timesheet, TimesheetLine
from marketplace.permissions import NotYours
from tests.factories import accounts as people
from tests.factories import marketplace as market

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")


def code(do, *args, **more):
    with pytest.raises(Refused) as caught:
        do(*args, **more)
    return caught.value.code


def line(sheet, by, starts_at, minutes=60, break_minutes=0, **more):
    return timesheets.add_line(
        timesheet=sheet, starts_at=starts_at, minutes=minutes, break_minutes=break_minutes, by=by, **more
    )


# Who works for whom


def test_said_twice_is_once(rosa, job):
    again = timesheets.employ(person=rosa, profile=job.personal_assistant, not_household=True, by=rosa.user)
    assert (again, EmployedAssistant.objects.count()) == (job, 1)
    assert AuditLine.objects.filter(action="employed.said").count() == 1


def test_only_one_who_is_an_employee_and_not_of_the_household(rosa):
    employ = timesheets.employ
    ben, maria = market.assistant(), market.maria()
    assert code(employ, person=rosa, profile=ben, not_household=True, by=rosa.user) == "self_employed"
    assert code(employ, person=rosa, profile=maria, not_household=False, by=rosa.user) == "household"
    with pytest.raises(NotYours):
        employ(person=rosa, profile=maria, not_household=True, by=people.user("Stranger"))


def test_there_is_no_order_no_price_and_no_invoice_for_one_who_is_employed(job):
    made = listings.create(**offer(job), by=None)
    assert code(listings.publish, listing=made, by=None) == "employee"
    assert (Order.objects.count(), Invoice.objects.count()) == (0, 0)


def offer(job):
    return {
        "payee": payments.open_payee(name="Maria Lewis"),
        "personal_assistant": job.personal_assistant,
        "title": "An hour",
        "unit": "hour",
        "price_pence": 1500,
        "included": "All",
        "seller_name": "Maria Lewis",
    }


def test_when_it_has_ended_no_later_week_is_begun(rosa, job, by):
    timesheets.stop(employed=job, by=rosa.user, at=market.soon(-20))
    start = timesheets.start
    assert code(start, employed=job, first_day=market.last_monday(), by=by) == "ended"
    assert start(employed=job, first_day=market.last_monday() - timedelta(weeks=4), by=by).state == "draft"


# The week


def test_a_week_is_one_sheet_and_not_of_the_future(job, by):
    sheet = market.timesheet(job, sent=False)
    assert timesheets.start(employed=job, first_day=market.last_monday(), by=by) == sheet
    later = market.last_monday() + timedelta(weeks=2)
    assert code(timesheets.start, employed=job, first_day=later, by=by) == "future"
    with pytest.raises(NotYours):
        timesheets.start(employed=job, first_day=market.last_monday(), by=people.user("Other"))
    with pytest.raises(IntegrityError), transaction.atomic():
        timesheets.start(employed=job, first_day=market.last_monday() + timedelta(days=1), by=by)


def test_shifts_that_make_no_sense_are_kept_out(job, by):
    sheet = market.timesheet(job, sent=False)  # Monday 9am to 1pm
    kept_out = {
        "overlap": (market.shift(hour=12), 120, 0),
        "day": (market.shift(day=7), 60, 0),
        "break": (market.shift(day=1), 60, 60),
        "length": (market.shift(day=1), 0, 0),
        "not_yet": (market.shift(day=0) + timedelta(minutes=5), 60, 0),
    }
    for why, (starts_at, minutes, rest) in kept_out.items():
        at = market.shift(day=0) if why == "not_yet" else None
        assert code(line, sheet, by, starts_at, minutes, rest, at=at) == why
    line(sheet, by, market.shift(hour=13))
    line(sheet, by, market.shift(hour=8))
    assert [each.minutes for each in sheet.lines.all()] == [60, 240, 60]


def test_two_people_at_once_is_an_overlap_too(job, by):
    market.timesheet(job, sent=False)
    other = market.employed(people.person("Joan Whitfield"), job.personal_assistant)
    sheet = timesheets.start(employed=other, first_day=market.last_monday(), by=by)
    assert code(line, sheet, by, market.shift(hour=10)) == "overlap"


def test_an_empty_week_is_not_sent_and_a_sent_one_does_not_change(job, by):
    sheet = market.timesheet(job, sent=False)
    timesheets.remove_line(line=sheet.lines.get(), by=by)
    assert code(timesheets.send, timesheet=sheet, by=by) == "empty"
    made = line(sheet, by, market.shift())
    timesheets.send(timesheet=sheet, by=by)
    with pytest.raises(Overtaken):
        line(sheet, by, market.shift(day=1))
    with pytest.raises(Overtaken):
        timesheets.remove_line(line=made, by=by)
    assert TimesheetLine.objects.count() == 1


def test_agreed_once_by_the_person_as_she_saw_it(rosa, job, by):
    sheet = market.timesheet(job)
    with pytest.raises(Overtaken):
        timesheets.agree(timesheet=sheet, shown_version=sheet.version - 1, by=rosa.user)
    with pytest.raises(NotYours):
        timesheets.agree(timesheet=sheet, shown_version=sheet.version, by=by)
    seen = sheet.version
    timesheets.agree(timesheet=sheet, shown_version=seen, by=rosa.user)
    with pytest.raises(Overtaken):
        timesheets.agree(timesheet=Timesheet.objects.get(), shown_version=seen, by=rosa.user)
    assert (sheet.state, sheet.agreed_by) == ("agreed", rosa.user)
    assert [notice.template.rsplit("/", 1)[1] for notice in Notice.objects.order_by("pk")] == [
        "timesheet_sent",
        "timesheet_agreed",
    ]


def test_an_assistant_with_a_mandate_does_not_answer_for_her_employer(rosa, job, by):
    people.mandate(rosa, by, *Scope)
    sheet, said = market.timesheet(job), AuditLine.objects.count()
    agree, back, employ = timesheets.agree, timesheets.send_back, timesheets.employ
    assert code(agree, timesheet=sheet, shown_version=sheet.version, by=by) == "own_hours"
    assert code(back, timesheet=sheet, reason="Five hours", by=by) == "own_hours"
    assert code(employ, person=rosa, profile=job.personal_assistant, not_household=True, by=by) == "own_hours"
    sheet.refresh_from_db()
    assert (sheet.state, AuditLine.objects.count()) == ("sent", said)


def test_sent_back_with_a_reason_changed_and_sent_again(rosa, job, by):
    sheet = market.timesheet(job)
    timesheets.send_back(timesheet=sheet, reason="It was three hours", by=rosa.user)
    assert (sheet.state, sheet.reason, sheet.sent_at) == ("draft", "It was three hours", None)
    timesheets.send(timesheet=sheet, by=by)
    assert (sheet.state, sheet.reason) == ("sent", "")


def test_one_without_email_is_told_by_letter(by, job):
    EmployedAssistant.objects.update(person=people.person("Edith", signs_in=False, contact_format="print"))
    sheet = market.timesheet(EmployedAssistant.objects.get())
    letter = Letter.objects.get()
    assert (letter.person, letter.subject) == (sheet.employed.person, "Hours to agree")
    assert "call us" in letter.body


def test_a_night_on_which_the_clocks_go_back_is_an_hour_longer(job, maria, by):
    sheet = timesheets.start(employed=job, first_day=date(2026, 10, 19), by=by)
    maria.post(
        reverse("provider-timesheet", args=[sheet.pk]),
        {"on": "2026-10-24", "start": "10pm", "end": "6am", "break_minutes": ""},
    )
    (made,) = sheet.lines.all()
    assert (made.minutes, made.ends_at) == (540, datetime(2026, 10, 25, 6, tzinfo=LONDON))


def test_no_hours_for_days_after_a_death(job, by, rosa):
    """The day itself is still written down."""
    monday = market.last_monday()
    sheet = timesheets.start(employed=job, first_day=monday, by=by)
    pauses.record_death(person=rosa, died_on=monday, by=people.user("Finance"))
    sheet = Timesheet.objects.get(pk=sheet.pk)
    timesheets.add_line(timesheet=sheet, starts_at=market.shift(), minutes=60, by=by)
    with pytest.raises(Refused) as refused:
        timesheets.add_line(timesheet=sheet, starts_at=market.shift(day=1), minutes=60, by=by)
    assert (refused.value.code, sheet.lines.count()) == ("ended", 1)
    assert refused.value.words == "Rosa’s budget ended before this day. Call us if you worked then."
    with pytest.raises(Refused, match="budget ended before this day"):
        timesheets.start(employed=EmployedAssistant.objects.get(), first_day=monday + timedelta(days=7), by=by)
