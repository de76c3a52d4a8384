"""Hollybank's staff and who goes where, invoices of the past, and Maria, whom Joan employs: her hours week by week."""

from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

from django.utils import timezone
from PIL import Image, ImageDraw

from config.demo.seed_marketplace import Scene, weekly
from config.demo.seed_money import ago
from directory import photos
from directory.actions import staff_members
from directory.actions.staff_members import Photo
from directory.models import Organisation, PersonalAssistantProfile, StaffMember
from marketplace.actions import assignments, invoices, timesheets
from marketplace.actions.moves import Refused
from marketplace.models import EmployedAssistant, Visit
from marketplace.states import VisitState

# name, level of the criminal record check, on the update service, days ago
STAFF = (
    ("Sam Carter", "enhanced_barred", True, 64),
    ("Ifeoma N", "enhanced_barred", True, 120),
    ("Tomasz Wrona", "enhanced_barred", False, 210),
    ("Gwen Pugh", "enhanced", True, 400),
)
FACES = (("#e8bd9b", "#6b4a2b", "#d9e8e2"), ("#7a4b2e", "#241a14", "#f6e3c8"), ("#edc9ab", "#b98a4a", "#dfe3ee"), None)
SHIFTS = ((0, 14, 120, 0), (4, 13, 210, 30))  # weekday, hour, minutes, break


def all_of_it(scene: Scene) -> None:
    staff = hollybank(scene)
    to_record(scene)
    who_goes(scene, staff)
    invoices.make_due(scene.now)
    maria(scene)


def hollybank(scene: Scene) -> list[StaffMember]:
    """Four whom Grace may send, and one who has left."""
    grace, of = scene.user("hollybank"), Organisation.objects.get(members__user=scene.user("hollybank"))
    made = [
        staff_members.add(organisation=of, name=name, photo=face and drawn(*face), by=grace, at=ago(scene.now, 58))
        for (name, *_), face in zip(STAFF, FACES, strict=True)
    ]
    for member, (_, level, update_service, days) in zip(made, STAFF, strict=True):
        on = timezone.localdate(ago(scene.now, days))
        said: dict[str, Any] = {"member": member, "checked_on": on, "by": grace, "at": ago(scene.now, min(days, 57))}
        staff_members.record_check(kind="dbs", level=level, on_update_service=update_service, **said)
        for kind in ("training", "right_to_work"):
            staff_members.record_check(kind=kind, **said)
    left = staff_members.add(organisation=of, name="Lee Marsh", by=grace, at=ago(scene.now, 58))
    staff_members.leave(member=left, by=grace, at=ago(scene.now, 12))
    return made


def drawn(skin: str, hair: str, ground: str) -> Photo:
    """A drawn face: nobody's photo stands in the demo."""
    face = Image.new("RGB", (480, 480), ground)
    pen = ImageDraw.Draw(face)
    pen.ellipse((60, 350, 420, 760), fill="#084540")  # shoulders
    pen.rectangle((205, 300, 275, 390), fill=skin)
    pen.ellipse((120, 70, 360, 350), fill=hair)
    pen.ellipse((140, 110, 340, 350), fill=skin)
    for left in (190, 270):
        pen.ellipse((left, 205, left + 20, 229), fill="#25302f")
    pen.arc((195, 240, 285, 310), 20, 160, fill="#25302f", width=7)
    kept = BytesIO()
    face.save(kept, "PNG")
    return photos.portrait(kept, kept.tell())


def to_record(scene: Scene) -> None:
    """Three visits of yesterday that Grace has not recorded yet: her Monday begins with them."""
    amira, tom = scene.user("amira"), scene.user("tom")
    yesterday = timezone.localdate(ago(scene.now, 1)).weekday()
    weekly(scene, "joan", "Mornings at home", "hollybank-care-at-home", amira, yesterday, 18, 30, 6, 1)
    weekly(scene, "tom", "Own money", "hollybank-companions", tom, yesterday, 13, 60, 6, 1)
    weekly(scene, "tom", "Own money", "hollybank-companions", tom, yesterday, 16, 60, 7, 1)


def who_goes(scene: Scene, staff: list[StaffMember]) -> None:
    """In turn, with the last visits of the list left open."""
    grace = scene.user("hollybank")
    planned = Visit.objects.filter(state=VisitState.PLANNED, order__listing__service__organisation__members__user=grace)
    visits = list(planned.select_related("order__person", "order__listing__service").order_by("starts_at", "pk"))
    for number, visit in enumerate(visits[:-3]):
        try:
            assignments.assign(visit=visit, member=staff[number % 3], by=grace, at=scene.now - timedelta(hours=5))
        except Refused:
            continue  # they are with somebody else then: Grace chooses later


def maria(scene: Scene) -> None:
    """Joan's daughter said that Maria works for Joan. Two weeks are agreed, one waits for Amira, one is begun."""
    profile = PersonalAssistantProfile.objects.get(slug="maria-lewis")
    amira = scene.user("amira")
    employed = timesheets.employ(
        person=scene.persons["joan"], profile=profile, not_household=True, by=amira, at=ago(scene.now, 33)
    )
    today = timezone.localdate(scene.now)
    for back in (4, 3, 2, 1):
        first_day = today - timedelta(days=today.weekday() + 7 * back)
        done_at = timezone.make_aware(datetime.combine(first_day + timedelta(days=5), time(9)))
        if back == 1:
            done_at = scene.now - timedelta(minutes=50)
        week(scene, employed, first_day, done_at, send=back > 1, agree=back > 2)


def week(
    scene: Scene, employed: EmployedAssistant, first_day: date, done_at: datetime, *, send: bool, agree: bool
) -> None:
    by = employed.personal_assistant.user or scene.user("maria")
    sheet = timesheets.start(employed=employed, first_day=first_day, by=by, at=done_at)
    for weekday, hour, minutes, rest in SHIFTS:
        starts_at = timezone.make_aware(datetime.combine(first_day + timedelta(days=weekday), time(hour)))
        timesheets.add_line(
            timesheet=sheet, starts_at=starts_at, minutes=minutes, break_minutes=rest, by=by, at=done_at
        )
    if send:
        timesheets.send(timesheet=sheet, by=by, at=done_at, tell=False)
    if agree:
        timesheets.agree(
            timesheet=sheet,
            shown_version=sheet.version,
            by=scene.user("amira"),
            at=done_at + timedelta(hours=6),
            tell=False,
        )
