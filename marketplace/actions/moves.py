"""The one place where an order or a visit changes state: guard, compare-and-swap, event row, audit line."""

from datetime import datetime
from typing import Any

from django.db.models import F

from accounts.audit import audit, behalf
from accounts.models import User
from directory.actions import capacity
from marketplace import states
from marketplace.models import Order, OrderEvent, Proposal, Visit, VisitEvent
from marketplace.states import Party, VisitState


class Refused(Exception):
    """Not done, and why in words for a screen. `code` is for programs."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code, self.words = code, words


class Overtaken(Refused):
    """Somebody else moved it first."""

    def __init__(self) -> None:
        super().__init__("overtaken", "This changed while you were looking at it. This is how it stands now.")


def move_order(
    order: Order, name: str, *, party: Party, by: User | None, at: datetime, reason: str = "", **changes: Any
) -> None:
    """Take an order along one arrow. Raises Refused where there is none, Overtaken where somebody was faster."""
    try:
        step = states.order_move(name, order.state, party)
    except states.NotAllowed:
        raise Overtaken from None
    held = Order.objects.filter(pk=order.pk, state=step.from_, version=order.version)
    if not held.update(state=step.to, version=F("version") + 1, reason=reason, **changes):
        raise Overtaken
    order.refresh_from_db()
    if step.to in states.NOTHING:
        capacity.give_back(reference=order.reference)
    record_order(order, name, from_state=step.from_, party=party, by=by, at=at, reason=reason)


def record_order(
    order: Order, name: str, *, from_state: str, party: Party, by: User | None, at: datetime, reason: str = ""
) -> None:
    OrderEvent.objects.create(
        order=order, name=name, from_state=from_state, to_state=order.state, by=by, party=party, at=at, reason=reason
    )
    audit(
        action=f"order.{name}",
        by=by,
        on_behalf_of=behalf(order.person, by) if party == Party.PERSON else None,
        subject=f"order:{order.reference}",
        at=at,
    )


def move_visit(
    visit: Visit,
    name: str,
    *,
    party: Party,
    by: User | None,
    at: datetime,
    reason: str = "",
    detail: dict[str, Any] | None = None,
    **changes: Any,
) -> None:
    """Take a visit along one arrow; what anybody had proposed for it is overtaken."""
    try:
        step = states.visit_move(name, visit.state, party)
    except states.NotAllowed:
        raise Overtaken from None
    held = Visit.objects.filter(pk=visit.pk, state=step.from_, version=visit.version)
    if not held.update(state=step.to, version=F("version") + 1, **changes):
        raise Overtaken
    visit.refresh_from_db()
    Proposal.objects.filter(visit=visit, state=Proposal.State.OPEN).update(state=Proposal.State.CLOSED, closed_at=at)
    if step.to == VisitState.CANCELLED and not visit.order.visits.filter(state__in=states.HOLDING).exists():
        capacity.give_back(reference=visit.order.reference)
    record_visit(visit, name, from_state=step.from_, party=party, by=by, at=at, reason=reason, detail=detail)


def record_visit(
    visit: Visit,
    name: str,
    *,
    from_state: str,
    party: Party,
    by: User | None,
    at: datetime,
    reason: str = "",
    detail: dict[str, Any] | None = None,
) -> None:
    VisitEvent.objects.create(
        visit=visit,
        name=name,
        from_state=from_state,
        to_state=visit.state,
        by=by,
        party=party,
        at=at,
        reason=reason,
        detail=detail or {},
    )
    audit(
        action=f"visit.{name}",
        by=by,
        on_behalf_of=behalf(visit.order.person, by) if party == Party.PERSON else None,
        subject=f"visit:{visit.reference}",
        detail=detail,
        at=at,
    )
