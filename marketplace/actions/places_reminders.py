"""Once a week: are these places still right? Until they answer, or have said nothing for so long that they know."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Max, QuerySet

from accounts import notices
from directory.models import Capacity, CapacityReminder, PersonalAssistantProfile, Service, Status
from directory.models.capacity import Owner, named
from marketplace import place_links

WEEK = timedelta(days=7)
GIVE_UP = timedelta(weeks=8)
TOLERANCE = timedelta(hours=1)  # so that a run at the same time each week never misses one


def remind_due(at: datetime) -> int:
    """How many e-mails were written."""
    return sum(_remind(of, at) for of in _due(at))


def _due(at: datetime) -> Iterator[Owner]:
    """Public, said at least a week ago and not long given up, and not asked this week."""
    yield from _of(Service.objects.select_related("organisation"), at)
    yield from _of(PersonalAssistantProfile.objects.select_related("user"), at)


def _of(owners: QuerySet, at: datetime) -> Iterator[Owner]:  # type: ignore[type-arg] # two models
    said = owners.filter(status=Status.PUBLISHED).annotate(said_at=Max("free_times__confirmed_at"))
    due = said.filter(said_at__lte=at - WEEK + TOLERANCE, said_at__gt=at - GIVE_UP)
    yield from due.exclude(capacity_reminder__sent_at__gt=at - WEEK + TOLERANCE).order_by("pk")


def _remind(of: Owner, at: datetime) -> int:
    """By whoever moves the mark first: two runs side by side never write twice."""
    try:
        with transaction.atomic():
            return _written(of, at)
    except IntegrityError:  # the other run was first
        return 0


def _written(of: Owner, at: datetime) -> int:
    owner = named(of)
    mark = CapacityReminder.objects.filter(**owner)
    if not mark.filter(sent_at__lte=at - WEEK + TOLERANCE).update(sent_at=at):
        if mark.exists():
            return 0
        CapacityReminder.objects.create(**owner, sent_at=at)
    said_at = Capacity.objects.filter(**owner).aggregate(last=Max("confirmed_at"))["last"]
    readers = place_links.keepers(of)
    for user in readers:
        context = {"said_at": said_at, "link": place_links.address(of, user), "name": str(of)}
        notices.queue(to=user, template="marketplace/emails/places_still_right", context=context, at=at)
    return len(readers)
