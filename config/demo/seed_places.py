"""Room for new people as providers said it: lately, too long ago to count, and full."""

from datetime import timedelta

from config.demo.seed_marketplace import Scene
from directory.actions import capacity
from directory.actions.capacity import Line
from directory.models import PersonalAssistantProfile, Service

EVERY_DAY = range(1, 8)
WEEKDAYS = range(1, 6)
PARTS = ("morning", "afternoon", "evening")


def all_of_it(scene: Scene) -> None:
    _services(scene)
    _assistants(scene)


def _services(scene: Scene) -> None:
    """Hollybank has room, but not on Mondays; its nights are full; Sunrise has said nothing for three weeks."""
    by = scene.users["hollybank@aldermere.example"]
    at_home, nights, sunrise = (
        Service.objects.get(slug=slug)
        for slug in ("hollybank-care-at-home", "hollybank-night-sitting", "sunrise-personal-care")
    )
    week = [Line(day, part, 0 if day == 1 else 3) for day in EVERY_DAY for part in PARTS]
    capacity.say(of=at_home, lines=week, by=by, at=scene.now - timedelta(days=3))
    full = [Line(day, "night", 0) for day in EVERY_DAY]
    capacity.say(of=nights, lines=full, by=by, at=scene.now - timedelta(days=8))
    mornings = [Line(day, "morning", 2) for day in WEEKDAYS]
    capacity.say(of=sunrise, lines=mornings, by=None, at=scene.now - timedelta(days=21))


def _assistants(scene: Scene) -> None:
    """Of those who told us when they are free, the last by name did so too long ago and the one before is full."""
    told = PersonalAssistantProfile.objects.filter(user=None, status="published", told_us_on__isnull=False)
    full, old = told.order_by("-name")[1], told.order_by("-name")[0]
    rows = {of: list(capacity.said_by(of)) for of in (full, old)}
    none_left = [Line(row.weekday, row.part, 0) for row in rows[full]]
    capacity.say(of=full, lines=none_left, by=None, at=scene.now - timedelta(days=2))
    as_before = [Line(row.weekday, row.part) for row in rows[old]]
    capacity.say(of=old, lines=as_before, by=None, at=scene.now - timedelta(days=20))
