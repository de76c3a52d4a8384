"""Timesheets on screen: an assistant writes a week down, the person or a delegate answers, payroll has the hours."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AuditLine
from accounts.roles import Scope
from marketplace.actions import timesheets
from marketplace.models import EmployedAssistant, Timesheet
from marketplace.queries import timesheets as found
from tests import sessions
from tests.factories import accounts as people
from tests.factories import marketplace as market
from tests.marketplace.test_timesheets import line

pytestmark = pytest.mark.django_db


@pytest.fixture
def her(rosa):
    return sessions.enter(Client(), rosa.user)


def test_an_assistant_writes_a_week_down_and_sends_it(maria, job):
    new = reverse("provider-timesheet-new")
    answer = maria.post(new, {"employed": job.pk, "first_day": market.last_monday().isoformat()})
    page = answer.url
    wrong = {"on": "", "start": "", "end": "x", "break_minutes": "a"}
    answer = maria.post(page, wrong)
    assert (answer.status_code, answer.context["form"]["end"].value()) == (200, "x")
    day = (market.last_monday() + timedelta(days=1)).isoformat()
    maria.post(page, {"on": day, "start": "9am", "end": "1pm", "break_minutes": "30"})
    answer = maria.post(page, {"on": day, "start": "10am", "end": "11am", "break_minutes": ""})
    assert "You have written down a shift at that time already" in answer.content.decode()
    assert "3 hours 30 minutes in all" in maria.get(page).content.decode()
    assert maria.post(f"{page}send/").url == page
    assert "Sent on" in maria.get(page).content.decode()
    assert Timesheet.objects.get().state == "sent"


def test_a_shift_is_taken_out(maria, job):
    sheet = market.timesheet(job, sent=False)
    maria.post(reverse("provider-timesheet-remove", args=[sheet.pk, sheet.lines.get().pk]))
    assert sheet.lines.count() == 0


def test_one_whom_nobody_employs_reads_what_to_do():
    alone = sessions.enter(Client(), market.maria().user)
    assert "Nobody has said yet" in alone.get(reverse("provider-timesheets")).content.decode()
    assert alone.get(reverse("provider-timesheet-new")).url == reverse("provider-timesheets")


def test_the_person_says_who_works_for_her_and_agrees(her, rosa):
    profile = market.maria()
    market.pot(rosa)
    page = reverse("timesheet-employ", args=[profile.slug])
    assert "you are the employer" in her.get(page).content.decode()
    assert "Say that they are not" in her.post(page, {}).content.decode()
    her.post(page, {"not_household": "on"})
    sheet = market.timesheet(EmployedAssistant.objects.get())
    assert sheet.get_absolute_url() in her.get(reverse("timesheets")).content.decode()
    assert "1 week of hours to agree" in her.get(reverse("money-home")).content.decode()
    her.post(reverse("timesheet-agree", args=[sheet.pk]), {"version": sheet.version})
    sheet.refresh_from_db()
    assert sheet.state == "agreed"
    assert her.get(reverse("timesheet-agree", args=[sheet.pk])).url == sheet.get_absolute_url()


def test_one_who_is_self_employed_cannot_be_put_on_timesheets(her):
    assert her.get(reverse("timesheet-employ", args=[market.assistant().slug])).status_code == 404


def test_sending_back_needs_a_reason(her, job):
    sheet = market.timesheet(job)
    page = reverse("timesheet-send-back", args=[sheet.pk])
    assert "Enter a reason" in her.post(page, {"reason": ""}).content.decode()
    her.post(page, {"reason": "Not Monday"})
    sheet.refresh_from_db()
    assert (sheet.state, sheet.reason) == ("draft", "Not Monday")


def test_what_is_still_being_written_is_not_shown_to_the_person(her, job):
    sheet = market.timesheet(job, sent=False)
    assert her.get(sheet.get_absolute_url()).status_code == 404


def test_a_delegate_agrees_within_her_scopes(rosa, job):
    sheet = market.timesheet(job)
    friend = people.user("Friend")
    looks = sessions.enter(Client(), friend, acting=people.mandate(rosa, friend, Scope.SEE_BALANCE, Scope.SEE_LINES))
    agree = reverse("timesheet-agree", args=[sheet.pk])
    assert (looks.get(sheet.get_absolute_url()).status_code, looks.get(agree).status_code) == (200, 403)
    amira = people.user("Amira")
    acts = sessions.enter(Client(), amira, acting=people.mandate(rosa, amira, *Scope))
    acts.post(agree, {"version": sheet.version})
    sheet.refresh_from_db()
    assert (sheet.agreed_by, AuditLine.objects.get(action="timesheet.agreed").on_behalf_of) == (amira, str(rosa.pk))


def test_an_assistant_with_a_mandate_reads_why_she_may_not_answer(rosa, job, by):
    acts = sessions.enter(Client(), by, acting=people.mandate(rosa, by, *Scope))
    sheet, why = market.timesheet(job), "You are the personal assistant, so somebody else must answer for the employer."
    answers = {
        reverse("timesheet-agree", args=[sheet.pk]): {"version": sheet.version},
        reverse("timesheet-send-back", args=[sheet.pk]): {"reason": "Five hours"},
        reverse("timesheet-employ", args=[job.personal_assistant.slug]): {"not_household": "on"},
    }
    pages = [acts.post(page, sent, follow=True) for page, sent in answers.items()]
    assert [(page.status_code, why in page.content.decode()) for page in pages] == [(200, True)] * 3
    sheet.refresh_from_db()
    assert sheet.state == "sent"


def test_payroll_has_agreed_hours_alone(her, rosa, job, by):
    sheet = market.timesheet(job)
    month = f"{market.last_monday():%Y-%m}"
    page = f"{reverse('timesheets-payroll')}?month={month}"
    assert list(csv.DictReader(StringIO(her.get(page).content.decode()))) == []
    timesheets.agree(timesheet=sheet, shown_version=sheet.version, by=rosa.user)
    (row,) = csv.DictReader(StringIO(her.get(page).content.decode()))
    assert (row["Employee"], row["From"], row["Until"], row["Paid hours"]) == ("Maria Lewis", "09:00", "13:00", "3.50")
    assert row["Date"] == market.last_monday().isoformat()
    for wrong in ("", "x", "2026-13", "9999-12", "0001-01"):
        assert her.get(f"{reverse('timesheets-payroll')}?month={wrong}").status_code == 200


@pytest.mark.parametrize(("minutes", "hours"), [(90, "1.50"), (20, "0.33"), (40, "0.67"), (0, "0.00"), (600, "10.00")])
def test_hours_as_payroll_counts_them(minutes, hours):
    assert found.hours(minutes) == hours


@pytest.mark.parametrize("number", [1, 3])
def test_the_lists_cost_the_same(her, maria, job, by, number, django_assert_num_queries):
    for weeks in range(number):
        first_day = market.last_monday() - timedelta(weeks=weeks)
        sheet = timesheets.start(employed=job, first_day=first_day, by=by)
        line(sheet, by, market.shift() - timedelta(weeks=weeks))
        timesheets.send(timesheet=sheet, by=by, tell=False)
    for client, name, queries in ((her, "timesheets", 12), (maria, "provider-timesheets", 12)):
        client.get(reverse(name))
        with django_assert_num_queries(queries):
            client.get(reverse(name))
