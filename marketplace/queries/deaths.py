"""Visits that are dated after a recorded death of their person: nobody is left whose yes, or silence, pays them."""

from django.db.models import F, Q, QuerySet

from marketplace.models import Visit

AFTER = Q(starts_at__date__gt=F("order__person__died_on"))


def after(visits: QuerySet[Visit]) -> QuerySet[Visit]:
    """Those dated later than the day of death. A visit on that day goes on as any other."""
    return visits.filter(AFTER)


def is_after(visit: Visit) -> bool:
    died_on = visit.order.person.died_on
    return died_on is not None and visit.on > died_on
