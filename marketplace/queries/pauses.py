"""Which days of a person are paused, and what that means for her visits."""

from datetime import date, datetime

from django.db.models import Exists, F, Manager, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import Person
from marketplace import states
from marketplace.models import Visit, VisitPause
from marketplace.queries import deaths
from marketplace.states import VisitState


def until_after(day: date | OuterRef | F) -> Q:
    """A filter for pauses that are not over by `day`."""
    return (Q(until_on=None) | Q(until_on__gte=day)) & (Q(back_on=None) | Q(back_on__gt=day))


def touching(first: date, last: date) -> QuerySet[VisitPause]:
    """Pauses that cover a day from `first` to `last`, whoever's; one called off before it began covers none."""
    real = Q(back_on=None) | Q(back_on__gt=F("starts_on"))
    return VisitPause.objects.filter(until_after(first), real, starts_on__lte=last)


def over(visit: str = "") -> Exists:
    """Whether a visit's day is paused, for an annotation; `visit` is the way to it.

    What somebody asks for after the pause was made is meant for these days, so it is not paused.
    """
    day = OuterRef(f"{visit}starts_at__date")
    found = VisitPause.objects.filter(until_after(day), starts_on__lte=day, person=OuterRef(f"{visit}order__person"))
    return Exists(found.filter(paused_at__gte=OuterRef(f"{visit}order__requested_at")))


def marked(visits: QuerySet[Visit] | Manager[Visit]) -> QuerySet[Visit]:
    """Each visit knows whether it is paused."""
    return visits.annotate(is_paused=over())


def covered(person: Person, *states_: VisitState) -> QuerySet[Visit]:
    """A person's visits in these states whose day is paused."""
    return marked(Visit.objects.filter(order__person=person, state__in=states_)).filter(over())


def of_day(person: Person, day: date) -> VisitPause | None:
    """The pause that a day of hers falls into."""
    return touching(day, day).filter(person=person).first()


def stops_silence(person: Person, at: datetime) -> VisitPause | None:
    """The pause because of which nothing is confirmed by silence now: it runs, or ended less than three days ago."""
    return _lately(at).filter(person=person).first()


def _lately(at: datetime) -> QuerySet[VisitPause]:
    today = timezone.localdate(at)
    return touching(today - states.SILENCE, today)


def silenced(at: datetime) -> Exists:
    """Whether a visit's person is answered for by no silence now, for an annotation."""
    return Exists(_lately(at).filter(person=OuterRef("order__person")))


def answered_by_silence(visits: QuerySet[Visit], at: datetime) -> QuerySet[Visit]:
    """Without those that only the person's own yes confirms, and those after her death, which the council decides."""
    return visits.filter(pause=None).exclude(deaths.AFTER).exclude(silenced(at))


def current(person: Person, day: date) -> list[VisitPause]:
    """Those that run or are still to come, the first one first."""
    return list(VisitPause.objects.filter(until_after(day), person=person).order_by("starts_on", "pk"))


def clash(person: Person, first: date, last: date | None) -> VisitPause | None:
    """Another pause of hers in that time."""
    return touching(first, last or date.max).filter(person=person).order_by("starts_on").first()


def last_day_of_notice(at: datetime) -> datetime:
    """Paused visits that start before this are cancelled by now."""
    return at + states.PAUSE_AHEAD
