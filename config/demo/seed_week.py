"""Who is coming: a visit of yesterday that nobody has recorded, and Tom's holiday with visits that wait."""

from datetime import timedelta

from django.utils import timezone

from config.demo.seed_marketplace import WEDNESDAY, Scene, weekly
from config.demo.seed_money import ago
from marketplace.actions import pauses
from marketplace.models import VisitPause


def all_of_it(scene: Scene) -> None:
    yesterday_afternoon(scene)
    on_holiday(scene)


def yesterday_afternoon(scene: Scene) -> None:
    """What the tour asks of Amira: somebody was to sit with Joan yesterday, and Hollybank has recorded nothing."""
    yesterday = timezone.localdate(ago(scene.now, 1)).weekday()
    weekly(scene, "joan", "Company", "hollybank-companions", scene.user("amira"), yesterday, 15, 60, 5, 1)


def on_holiday(scene: Scene) -> None:
    """Tom is away from the day after tomorrow for two weeks."""
    weekly(scene, "tom", "Own money", "hollybank-companions", scene.user("tom"), WEDNESDAY, 16, 60, 3, 4)
    today = timezone.localdate(scene.now)
    first, last = today + timedelta(days=2), today + timedelta(days=16)
    wish = pauses.Wish(scene.persons["tom"], VisitPause.Kind.HOLIDAY, first, last)
    pauses.start(wish=wish, by=scene.user("tom"), at=scene.now - timedelta(hours=2))
