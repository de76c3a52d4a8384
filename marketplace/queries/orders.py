"""Orders and visits as screens need them: one place for what is loaded with them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet, Sum

from accounts.models import Person
from marketplace import states, words
from marketplace.models import Order, Proposal, Visit
from marketplace.states import VisitState

ENDED = sorted(states.ENDED)


def with_visits(orders: QuerySet[Order]) -> QuerySet[Order]:
    open_ones = Proposal.objects.filter(state=Proposal.State.OPEN)
    visits = Visit.objects.prefetch_related(Prefetch("proposals", open_ones, to_attr="open_proposals"))
    return orders.select_related(
        "person__user", "listing__personal_assistant", "listing__service__organisation", "outcome", "pot", "placed_by"
    ).prefetch_related(Prefetch("visits", visits.order_by("starts_at", "pk")))


def listed(person: Person) -> QuerySet[Order]:
    """A person's orders, newest first, with counts for the list."""
    return (
        Order.objects.filter(person=person)
        .select_related("listing__personal_assistant", "listing__service__organisation", "outcome")
        .annotate(
            visit_count=Count("visits"),
            open_count=Count("visits", filter=~Q(visits__state__in=ENDED)),
            to_check=Count("visits", filter=Q(visits__state=VisitState.DELIVERED)),
            in_doubt=Count("visits", filter=Q(visits__state__in=[VisitState.MISSED, VisitState.QUERIED])),
            sum_pence=Sum("visits__price_pence"),
        )
        .order_by("-requested_at", "-pk")
    )


def coming(person: Person, at: datetime, limit: int = 3) -> list[Visit]:
    """The next visits to a person."""
    found = Visit.objects.filter(order__person=person, state=VisitState.PLANNED, starts_at__gte=at)
    return list(_with_seller(found).order_by("starts_at", "pk")[:limit])


def to_check(person: Person) -> list[Visit]:
    """Visits that the seller has recorded and the person has not answered for."""
    found = Visit.objects.filter(order__person=person, state=VisitState.DELIVERED)
    return list(_with_seller(found).order_by("starts_at", "pk"))


def _with_seller(visits: QuerySet[Visit]) -> QuerySet[Visit]:
    return visits.select_related(
        "order__person", "order__listing__personal_assistant", "order__listing__service__organisation"
    )


def memo_words(references: list[str]) -> dict[str, str]:
    """Words for the lines of a statement: "Ben Okafor, 2 hours on 24 November". One query."""
    keys = {reference: tuple(reference.split("-")[:2]) for reference in references}
    wanted = {number[0] for number in keys.values()}
    visits = _with_seller(Visit.objects.filter(order__reference__in=wanted))
    found = {(visit.order.reference, str(visit.number)): memo(visit) for visit in visits}
    return {reference: found[key] for reference, key in keys.items() if key in found}


def memo(visit: Visit) -> str:
    day = words.weekday(visit.starts_at).split(" ", 1)[1]
    seller = visit.order.listing.seller
    if visit.order.is_hourly:
        return f"{seller}, {words.length(visit.delivered_minutes or visit.minutes)} on {day}"
    return f"{seller}, {visit.order.title} on {day}"


@dataclass(frozen=True)
class Standing:
    """How an order stands, in a word and a tone."""

    text: str
    tone: str


def standing(order: Any) -> Standing:
    """Of an order that `listed` has counted the visits of."""
    if order.state == "requested":
        return Standing("Waiting for an answer", "warm")
    if order.state != "accepted":
        return Standing(order.get_state_display(), "plain")
    if order.to_check:
        return Standing(f"{words.visits(order.to_check)} to check", "warm")
    if order.in_doubt:
        return Standing("Being looked at", "alert")
    return Standing("Booked", "good") if order.open_count else Standing("Finished", "plain")


VISIT_TONES = {
    VisitState.REQUESTED: "warm",
    VisitState.PLANNED: "good",
    VisitState.DELIVERED: "warm",
    VisitState.MISSED: "alert",
    VisitState.QUERIED: "alert",
    VisitState.SETTLED: "good",
}


def visit_tone(visit: Visit) -> str:
    return VISIT_TONES.get(VisitState(visit.state), "plain")
