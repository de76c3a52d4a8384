"""Hours of employed assistants: said who works for whom, written by the assistant, agreed by the person, then kept."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.audit import audit, behalf
from accounts.models import Person, User
from accounts.permissions import has_part_in, may
from accounts.roles import Permission, Scope
from design.formats import day
from directory.models import Employment, PersonalAssistantProfile
from marketplace import emails, words
from marketplace.actions import nobody_answers
from marketplace.actions.moves import Overtaken, Refused
from marketplace.models import EmployedAssistant, Timesheet, TimesheetLine
from marketplace.models.timesheets import MOST_MINUTES
from marketplace.permissions import NotYours, authority
from marketplace.queries import necessity

State = Timesheet.State


@transaction.atomic
def employ(
    *, person: Person, profile: PersonalAssistantProfile, not_household: bool, by: User, at: datetime | None = None
) -> EmployedAssistant:
    """The person says that this assistant works for her: no close relative of the household, unless the council has
    decided that it is necessary. Said again: the same. Raises Refused, NotYours."""
    now = at or timezone.now()
    _check_employer(person, profile, by, now)
    if profile.employment != Employment.EMPLOYEE:
        raise Refused("self_employed", f"{profile.name} is self-employed: you book and pay visits, without timesheets.")
    decision = necessity.for_care(person, profile.pk)
    if decision is None and (not not_household or necessity.was_decided(person, profile.pk)):
        raise Refused("household", necessity.LIVES_WITH_THEM)
    made, new = EmployedAssistant.objects.get_or_create(
        person=person,
        personal_assistant=profile,
        ended_at=None,
        defaults={
            "said_by": by,
            "said_at": now,
            "not_household_at": now if decision is None else None,
            "necessity": decision,
        },
    )
    if new:
        _audit("employed.said", made, by, now)
    return made


def _check_employer(person: Person, profile: PersonalAssistantProfile, by: User, now: datetime) -> None:
    """On the person's side, and not the assistant: she does not say yes to her own hours, whatever mandate she has."""
    authority(by, person, Scope.ORDER, at=now)
    if by.pk == profile.user_id:
        raise Refused("own_hours", "You are the personal assistant, so somebody else must answer for the employer.")


@transaction.atomic
def stop(*, employed: EmployedAssistant, by: User, at: datetime | None = None) -> EmployedAssistant:
    """No new timesheets; those that were begun can still be sent and agreed."""
    now = at or timezone.now()
    authority(by, employed.person, Scope.ORDER, at=now)
    if EmployedAssistant.objects.filter(pk=employed.pk, ended_at=None).update(ended_at=now, ended_by=by):
        _audit("employed.ended", employed, by, now)
    employed.refresh_from_db()
    return employed


@transaction.atomic
def start(*, employed: EmployedAssistant, first_day: date, by: User, at: datetime | None = None) -> Timesheet:
    """The week that begins with this Monday: the one sheet there is of it. Raises Refused, NotYours."""
    now = at or timezone.now()
    _check_writer(employed, by)
    if first_day > timezone.localdate(now):
        raise Refused("future", "This week has not begun yet.")
    if employed.ended_at and first_day > timezone.localdate(employed.ended_at):
        raise Refused("ended", f"You did not work for {employed.person.first_name} any more in this week.")
    _check_budget_runs(employed.person, first_day)
    made, _ = Timesheet.objects.get_or_create(employed=employed, first_day=first_day, defaults={"started_at": now})
    return made


def _check_budget_runs(person: Person, day: date) -> None:
    if person.died_on and day > person.died_on:
        raise Refused("ended", f"{person.first_name}’s budget ended before this day. Call us if you worked then.")


def _check_writer(employed: EmployedAssistant, by: User) -> None:
    if not by.is_active or employed.personal_assistant.user_id != by.pk:
        raise NotYours


@transaction.atomic
def add_line(
    *,
    timesheet: Timesheet,
    starts_at: datetime,
    minutes: int,
    break_minutes: int = 0,
    by: User,
    at: datetime | None = None,
) -> TimesheetLine:
    """A shift that is over, in this week, beside no other of the same assistant's. Raises Refused, NotYours."""
    now = at or timezone.now()
    _check_writer(timesheet.employed, by)
    profile = PersonalAssistantProfile.objects.select_for_update().get(pk=timesheet.employed.personal_assistant_id)
    if timesheet.state != State.DRAFT:
        raise Overtaken
    _check_line(timesheet, profile, starts_at, minutes, break_minutes, now)
    _change(timesheet, State.DRAFT, State.DRAFT)
    made = TimesheetLine.objects.create(
        timesheet=timesheet, starts_at=starts_at, minutes=minutes, break_minutes=break_minutes
    )
    _audit("timesheet.line_added", timesheet.employed, by, now, timesheet=timesheet.pk, minutes=made.paid_minutes)
    return made


def _check_line(
    timesheet: Timesheet,
    profile: PersonalAssistantProfile,
    starts_at: datetime,
    minutes: int,
    break_minutes: int,
    now: datetime,
) -> None:
    ends_at = starts_at + timedelta(minutes=minutes)
    if not 0 < minutes <= MOST_MINUTES:
        raise Refused("length", "A shift lasts more than nothing and at most 24 hours.")
    if break_minutes >= minutes:
        raise Refused("break", "The break must be shorter than the shift.")
    if not timesheet.first_day <= timezone.localdate(starts_at) <= timesheet.last_day:
        raise Refused("day", "Choose a day of this week.")
    _check_budget_runs(timesheet.employed.person, timezone.localdate(starts_at))
    if ends_at > now:
        raise Refused("not_yet", "Write a shift down when it is over.")
    theirs = TimesheetLine.objects.filter(timesheet__employed__personal_assistant=profile)
    near = theirs.filter(starts_at__gt=starts_at - timedelta(days=1), starts_at__lt=ends_at)
    for other in near:
        if other.starts_at + timedelta(minutes=other.minutes) > starts_at:
            taken = words.when(other.starts_at, other.ends_at)
            raise Refused("overlap", f"You have written down a shift at that time already: {taken}.")


@transaction.atomic
def remove_line(*, line: TimesheetLine, by: User, at: datetime | None = None) -> None:
    """While the sheet is being written. What was taken out stays in the audit, as minutes."""
    timesheet = line.timesheet
    _check_writer(timesheet.employed, by)
    _change(timesheet, State.DRAFT, State.DRAFT)
    detail = {"timesheet": timesheet.pk, "minutes": line.paid_minutes}
    line.delete()
    _audit("timesheet.line_removed", timesheet.employed, by, at, **detail)


@transaction.atomic
def send(*, timesheet: Timesheet, by: User, at: datetime | None = None, tell: bool = True) -> Timesheet:
    now = at or timezone.now()
    _check_writer(timesheet.employed, by)
    if not timesheet.lines.exists():
        raise Refused("empty", "Write down at least one shift first.")
    _change(timesheet, State.DRAFT, State.SENT, sent_at=now, reason="")
    _audit("timesheet.sent", timesheet.employed, by, now, timesheet=timesheet.pk)
    emails.timesheet_to_employer(timesheet, at=now, send=tell)
    return timesheet


@transaction.atomic
def agree(
    *, timesheet: Timesheet, shown_version: int, by: User, at: datetime | None = None, tell: bool = True
) -> Timesheet:
    """The person says that the hours are right. Raises Overtaken where they are not those that she saw."""
    now = at or timezone.now()
    _check_side(timesheet, by, now)
    _check_necessity(timesheet)
    if shown_version != timesheet.version:
        raise Overtaken
    _change(timesheet, State.SENT, State.AGREED, agreed_at=now, agreed_by=by)
    _audit("timesheet.agreed", timesheet.employed, by, now, timesheet=timesheet.pk, minutes=timesheet.paid_minutes)
    emails.timesheet_to_assistant(timesheet, "timesheet_agreed", at=now, send=tell)
    return timesheet


def _check_necessity(timesheet: Timesheet) -> None:
    """Each day of the hours: whether somebody of the household may be paid for it."""
    employed = timesheet.employed
    known = employed.necessity_id is not None
    days = sorted({timezone.localdate(line.starts_at) for line in timesheet.lines.all()})
    late = [on for on in days if not necessity.pays(employed.person, employed.personal_assistant_id, known, on)]
    if late:
        raise Refused("household", f"{necessity.ENDED} It is about {day(late[0])}, and what comes after.")


def _check_side(timesheet: Timesheet, by: User, now: datetime) -> None:
    """The employer's side; or the council, where nobody apart from the assistant could answer for the employer."""
    employed = timesheet.employed
    if may(by, Permission.DECIDE_QUERIES) and not has_part_in(by, employed.person):
        if nobody_answers.hours_are_answered_for(employed, now):
            raise Refused("answered_for", "Somebody else can answer for the employer, so they agree these hours.")
        if by.pk == employed.personal_assistant.user_id:
            raise Refused("own_hours", "These are your own hours, so somebody else must look at them.")
        return
    _check_employer(employed.person, employed.personal_assistant, by, now)


@transaction.atomic
def send_back(
    *, timesheet: Timesheet, reason: str, by: User, at: datetime | None = None, tell: bool = True
) -> Timesheet:
    """Not right: the assistant changes it and sends it again."""
    now = at or timezone.now()
    _check_side(timesheet, by, now)
    _change(timesheet, State.SENT, State.DRAFT, sent_at=None, reason=reason)
    _audit("timesheet.sent_back", timesheet.employed, by, now, timesheet=timesheet.pk)
    emails.timesheet_to_assistant(timesheet, "timesheet_sent_back", at=now, send=tell)
    return timesheet


def _change(timesheet: Timesheet, from_: str, to: str, **changes: Any) -> None:
    """Compare and swap: what was seen still holds, or Overtaken. A change of lines counts as one."""
    held = Timesheet.objects.filter(pk=timesheet.pk, state=from_, version=timesheet.version)
    if timesheet.state != from_ or not held.update(state=to, version=F("version") + 1, **changes):
        raise Overtaken
    timesheet.refresh_from_db(fields=["state", "version", *changes])


def _audit(action: str, employed: EmployedAssistant, by: User, at: datetime | None, **detail: int) -> None:
    mine = by.pk == employed.personal_assistant.user_id
    audit(
        action=action,
        by=by,
        on_behalf_of=None if mine else behalf(employed.person, by),
        subject=f"employed:{employed.pk}",
        detail=dict(detail),
        at=at,
    )
