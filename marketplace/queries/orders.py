"""Orders and visits as screens need them: one place for what is loaded with them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Prefetch, Q, QuerySet, Sum
from django.utils import timezone

from accounts.models import Person
from directory import public
from marketplace import states, words
from marketplace.models import Order, Proposal, Query, Visit, VisitHold
from marketplace.models.visits import COSTS
from marketplace.queries import lost_support, pauses
from marketplace.states import Party, VisitState

ENDED = sorted(states.ENDED)


def with_visits(orders: QuerySet[Order], *, of: Q | None = None) -> QuerySet[Order]:
    """Orders with their visits, or with those that `of` lets through: a seller reads its own."""
    open_ones = Proposal.objects.filter(state=Proposal.State.OPEN)
    in_question = Query.objects.filter(decision="")
    visits = (
        pauses.marked(Visit.objects.filter(of or Q()))
        .select_related("staff_member", "payment")
        .annotate(no_silence=pauses.silenced(timezone.now()))
        .prefetch_related(
            Prefetch("proposals", open_ones, to_attr="open_proposals"),
            Prefetch("queries", in_question, to_attr="open_queries"),
        )
    )
    return orders.select_related(
        "person__user",
        "listing__personal_assistant",
        "listing__service__organisation",
        "outcome",
        "pot",
        "placed_by",
        "telephone_order",
    ).prefetch_related(Prefetch("visits", visits.order_by("starts_at", "pk")))


def listed(person: Person) -> QuerySet[Order]:
    """A person's orders, newest first, with counts for the list."""
    new_times = proposed_to_person().filter(visit__order=OuterRef("pk"))
    return (
        Order.objects.filter(person=person)
        .select_related("listing__personal_assistant", "listing__service__organisation", "outcome", "telephone_order")
        .prefetch_related("awaited")
        .annotate(
            visit_count=Count("visits"),
            open_count=Count("visits", filter=~Q(visits__state__in=ENDED)),
            to_check=Count("visits", filter=Q(visits__state=VisitState.DELIVERED)),
            in_doubt=Count("visits", filter=Q(visits__state__in=[VisitState.MISSED, VisitState.QUERIED])),
            sum_pence=Sum(COSTS),
            asked=Exists(new_times),
        )
        .order_by("-requested_at", "-pk")
    )


def proposed_to_person() -> QuerySet[Proposal]:
    """New times that a seller asks for and that wait for the person's answer."""
    kind = Proposal.Kind.RESCHEDULE
    return Proposal.objects.filter(state=Proposal.State.OPEN, kind=kind, party=Party.PROVIDER)


def to_answer(person: Person) -> list[Visit]:
    """Visits for which the seller asks for another time."""
    asked = proposed_to_person().filter(visit=OuterRef("pk"))
    found = Visit.objects.filter(Exists(asked), order__person=person, state=VisitState.PLANNED)
    return list(_with_seller(found).order_by("starts_at", "pk"))


def coming(person: Person, at: datetime, limit: int = 3) -> list[Visit]:
    """The next visits to a person, but for days that are paused."""
    found = Visit.objects.filter(order__person=person, state=VisitState.PLANNED, starts_at__gte=at)
    return list(_with_seller(found.exclude(pauses.over())).order_by("starts_at", "pk")[:limit])


def booked(person: Person, at: datetime) -> tuple[int, datetime | None]:
    """How many visits to a person are to come, without days that are paused, and when the last begins. One query."""
    found = Visit.objects.filter(order__person=person, state=VisitState.PLANNED, starts_at__gte=at)
    told = found.exclude(pauses.over()).aggregate(visits=Count("pk"), last=Max("starts_at"))
    return told["visits"], told["last"]


def not_approved(person: Person, at: datetime) -> list[str]:
    """Names of assistants who are to come to a person and whose approval does not hold."""
    holding = public.holding_assistants(timezone.localdate(at))
    booked = Visit.objects.filter(order__person=person, state=VisitState.PLANNED, starts_at__gt=at)
    theirs = booked.exclude(order__listing__personal_assistant=None).exclude(
        order__listing__personal_assistant__in=holding
    )
    name = "order__listing__personal_assistant__name"
    return list(theirs.order_by(name).values_list(name, flat=True).distinct())


def not_registered(person: Person, at: datetime) -> list[str]:
    """Names of organisations that are to come to a person and may not give this care without a registration."""
    booked = Visit.objects.filter(order__person=person, state=VisitState.PLANNED, starts_at__gt=at)
    name = "order__listing__service__organisation__name"
    return list(booked.filter(lost_support.UNREGISTERED).order_by(name).values_list(name, flat=True).distinct())


def to_check(person: Person) -> list[Visit]:
    """Visits that the seller has recorded and the person has not answered for."""
    found = Visit.objects.filter(order__person=person, state=VisitState.DELIVERED)
    return list(_with_seller(found).order_by("starts_at", "pk"))


def _with_seller(visits: QuerySet[Visit]) -> QuerySet[Visit]:
    return visits.select_related(
        "order__person", "order__listing__personal_assistant", "order__listing__service__organisation"
    )


def memo_words(references: list[str]) -> dict[str, str]:
    """Words for the lines of a statement: "Ben Okafor, 2 hours on 24 November". One query.

    What was held for at the moment, as written down then: a line that somebody has read or printed never changes.
    """
    sellers = ("visit__order__listing__personal_assistant", "visit__order__listing__service__organisation")
    holds = VisitHold.objects.filter(payment__purpose="visit", payment__reference__in=references)
    return {hold.payment.reference: memo(hold) for hold in holds.select_related("payment", *sellers)}


def memo(hold: VisitHold) -> str:
    order, day = hold.visit.order, words.weekday(hold.starts_at).split(" ", 1)[1]
    what = words.length(hold.minutes) if order.is_hourly else order.title
    return f"{order.listing.seller}, {what} on {day}"


@dataclass(frozen=True)
class Standing:
    """How an order stands, in a word and a tone."""

    text: str
    tone: str


def standing(order: Any) -> Standing:
    """Of an order that `listed` has counted the visits of."""
    if order.state == "paying":
        return Standing("Waiting for your payment", "warm")
    if order.state == "requested":
        return Standing("Waiting for an answer", "warm")
    if order.state != "accepted":
        return Standing(order.get_state_display(), "plain")
    if order.asked:
        return Standing("New time to answer", "warm")
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
