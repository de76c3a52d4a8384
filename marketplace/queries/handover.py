"""A handover sheet as somebody reads it, and which links open it."""

from datetime import datetime, timedelta

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from accounts import codes
from accounts.models import Person
from marketplace.models import HandoverLink, HandoverOpening, HandoverSheet, Visit
from marketplace.queries import pauses
from marketplace.states import VisitState

AHEAD = timedelta(days=14)
OLD_ONES = 10


def sheet_of(person: Person) -> HandoverSheet | None:
    sheets = HandoverSheet.objects.filter(person=person).select_related("person", "changed_by")
    return sheets.prefetch_related("contacts").first()


def bookings(person: Person, at: datetime) -> list[Visit]:
    """Who comes in the next two weeks, as it stands now: from today's first hour, so that who is there now is named.
    Nobody comes on days that are paused."""
    first = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    found = Visit.objects.filter(
        order__person=person, state=VisitState.PLANNED, starts_at__gte=first, starts_at__lt=at + AHEAD
    )
    sellers = ("order__listing__personal_assistant", "order__listing__service__organisation")
    loaded = found.exclude(pauses.over()).select_related("order", *sellers)
    return list(loaded.order_by("starts_at", "pk"))


def open_links(now: datetime) -> QuerySet[HandoverLink]:
    """Neither withdrawn nor over, of a person who is alive."""
    found = HandoverLink.objects.filter(withdrawn_at=None, expires_at__gt=now, sheet__person__died_on=None)
    return found.select_related("sheet__person", "mandate__person", "made_by")


def is_good(link: HandoverLink, now: datetime) -> bool:
    """A link that a delegate made ends with her mandate."""
    return link.mandate is None or link.mandate.holds_on(timezone.localdate(now))


def opened_by(token: str, now: datetime) -> HandoverLink | None:
    return _good(open_links(now).filter(opener=codes.hashed("handover", token)), now)


def still_open(pk: int, now: datetime) -> HandoverLink | None:
    return _good(open_links(now).filter(pk=pk), now)


def _good(links: QuerySet[HandoverLink], now: datetime) -> HandoverLink | None:
    link = links.first()
    return link if link and is_good(link, now) else None


def links_of(sheet: HandoverSheet, now: datetime) -> tuple[list[HandoverLink], list[HandoverLink]]:
    """Those that open it now, and the last ones that did; each with its openings."""
    openings = Prefetch("openings", HandoverOpening.objects.order_by("-opened_at", "-pk"))
    mine = HandoverLink.objects.filter(sheet=sheet).select_related("made_by", "mandate").prefetch_related(openings)
    open_ones = [link for link in mine.filter(withdrawn_at=None, expires_at__gt=now) if is_good(link, now)]
    over = mine.exclude(pk__in=[link.pk for link in open_ones]).order_by("-made_at", "-pk")[:OLD_ONES]
    return open_ones, list(over)
