"""What visits say of whether all is well with somebody: when she was in hospital or away, and who was paid to come."""

from collections.abc import Collection
from datetime import date

from django.utils import timezone

from accounts.loads import Days
from accounts.welfare import Away, Worked
from marketplace.models import Timesheet, TimesheetLine, Visit, VisitPause
from marketplace.queries import pauses


def away(people: Collection[int], first: date, today: date) -> dict[int, list[Away]]:
    """Pauses of her visits, as she or whoever acts for her told us. One query."""
    found: dict[int, list[Away]] = {}
    for pause in pauses.touching(first, today).filter(person__in=people):
        days = Days(max(pause.starts_on, first), min(pause.last_on or today, today))
        found.setdefault(pause.person_id, []).append(Away(days, pause.kind == VisitPause.Kind.HOSPITAL))
    return found


def worked(people: Collection[int], first: date, today: date) -> dict[int, list[Worked]]:
    """Visits that took place and were paid for, by the day of the visit: the fee for a late "no" is no work. And days
    of work of those whom she employs, whose wage is not in our books. Two queries."""
    paid = Visit.objects.filter(paid_pence__gt=0, delivered_at__isnull=False)
    visits = paid.filter(order__person__in=people, starts_at__date__range=(first, today))
    found: dict[int, list[Worked]] = {}
    for person, at, pence in visits.values_list("order__person", "starts_at", "paid_pence"):
        found.setdefault(person, []).append(Worked(timezone.localdate(at), pence))
    agreed = TimesheetLine.objects.filter(
        timesheet__employed__person__in=people,
        timesheet__state=Timesheet.State.AGREED,
        starts_at__date__range=(first, today),
    )
    for person, at in agreed.values_list("timesheet__employed__person", "starts_at"):
        found.setdefault(person, []).append(Worked(timezone.localdate(at), 0))
    return found
