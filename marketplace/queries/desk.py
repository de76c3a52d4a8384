"""What a seller's desk shows: requests, the week, what is to record, what is owed."""

from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from accounts import ledger
from accounts.models import Payee
from marketplace.models import Order, Proposal, Query, Visit
from marketplace.queries import pauses
from marketplace.states import OrderState, VisitState

WEEK = timedelta(days=7)


def requests(mine: Q) -> QuerySet[Order]:
    """Orders that wait for an answer, the most urgent first."""
    found = Order.objects.filter(mine, state=OrderState.REQUESTED).select_related("person", "listing")
    return found.prefetch_related("visits").order_by("answer_due_at", "pk")


def visits(mine: Q) -> QuerySet[Visit]:
    return pauses.marked(Visit.objects.filter(mine)).select_related("order__person", "order__listing", "staff_member")


def this_week(mine: Q, at: datetime) -> QuerySet[Visit]:
    """Planned visits of the next seven days that have not started."""
    found = visits(mine).filter(state=VisitState.PLANNED, starts_at__gt=at, starts_at__lt=at + WEEK)
    return found.order_by("starts_at", "pk")


def to_record(mine: Q, at: datetime) -> QuerySet[Visit]:
    return visits(mine).filter(state=VisitState.PLANNED, starts_at__lte=at).order_by("starts_at", "pk")


def to_answer(mine: Q) -> QuerySet[Visit]:
    """Somebody says that nobody came or that something was not right, or proposes another time."""
    theirs = Q(proposals__state=Proposal.State.OPEN, proposals__party="person")
    side = Q(state=VisitState.QUERIED, queries__decision="", queries__party="person", queries__answer="")
    found = visits(mine).filter(Q(state=VisitState.MISSED) | theirs | side)
    return found.distinct().order_by("starts_at", "pk")


def past(mine: Q) -> QuerySet[Visit]:
    """What is over, newest first."""
    over = [
        state for state in VisitState if state not in (VisitState.REQUESTED, VisitState.PLANNED, VisitState.DROPPED)
    ]
    return visits(mine).filter(state__in=over).order_by("-starts_at", "-pk")


def payees(mine: Q) -> list[Payee]:
    return list(Payee.objects.filter(mine).distinct().order_by("pk"))


def owed_pence(found: list[Payee]) -> int:
    """What the next payment would be. Below zero after a refund of something that was already paid."""
    return sum(ledger.balances([payee.payable_id for payee in found]).values())


def paid_to(found: list[Payee]) -> Q:
    """Visits whose money goes to them, whoever sells the same today."""
    return Q(payment__payee__in=[payee.pk for payee in found])


def waiting_pence(found: list[Payee]) -> tuple[int, int]:
    """Not owed yet: what waits for the person to confirm it, and what waits for the council to decide."""
    waiting = Visit.objects.filter(paid_to(found), settled_at=None).aggregate(
        person=Sum("owed_pence", filter=Q(state=VisitState.DELIVERED)),
        council=Sum("owed_pence", filter=Q(state=VisitState.QUERIED)),
    )
    return waiting["person"] or 0, waiting["council"] or 0


def open_queries() -> QuerySet[Query]:
    """Queries that wait for a decision, the oldest first."""
    return (
        Query.objects.filter(decision="")
        .select_related(
            "visit__order__person",
            "visit__order__listing__personal_assistant",
            "visit__order__listing__service__organisation",
        )
        .order_by("raised_at", "pk")
    )


def query_counts() -> tuple[int, int]:
    """Open queries, and how many of them are older than five days."""
    old = timezone.now() - timedelta(days=5)
    counts = Query.objects.filter(decision="").aggregate(n=Count("pk"), old=Count("pk", filter=Q(raised_at__lt=old)))
    return counts["n"], counts["old"]
