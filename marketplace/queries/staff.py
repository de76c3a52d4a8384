"""What those whom an organisation sends have to do."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Count

from design.components import Column, Table
from design.formats import weekday
from directory.models import StaffMember
from marketplace import words
from marketplace.models import Visit
from marketplace.queries.weeks import who
from marketplace.states import VisitState

MOST = 50


def visits_to_come(members: Iterable[StaffMember], at: datetime) -> dict[int, int]:
    """How many planned visits each has before them."""
    planned = Visit.objects.filter(staff_member__in=list(members), state=VisitState.PLANNED, starts_at__gt=at)
    counted = planned.order_by().values("staff_member").annotate(visits=Count("pk"))
    return {row["staff_member"]: row["visits"] for row in counted}


def coming(member: StaffMember, at: datetime) -> list[Visit]:
    planned = member.visits.filter(state=VisitState.PLANNED, starts_at__gt=at)
    return list(planned.select_related("order__person", "order__listing").order_by("starts_at", "pk")[:MOST])


def table(visits: Sequence[Visit]) -> Table:
    columns = [
        Column("Day", header=True, phone="over"),
        Column("Time", phone="over-right"),
        Column("Who", phone="main"),
    ]
    rows = [[weekday(one.starts_at), words.span(one.starts_at, one.ends_at), who(one)] for one in visits]
    return Table("Visits to come", columns, rows)
