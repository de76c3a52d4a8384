"""A visit that was not right: the person asks, and somebody at the council decides. No machine decides who is paid."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.audit import audit
from accounts.models import User
from accounts.permissions import may
from accounts.roles import Permission, Scope
from design.formats import pounds
from marketplace import emails, states
from marketplace.actions import money, nobody_answers
from marketplace.actions.moves import Overtaken, Refused, move_visit
from marketplace.actions.sides import buyer_authority
from marketplace.actions.visits import give_back_paid
from marketplace.models import Query, Visit
from marketplace.permissions import NotYours, acts_for, check_visit, seller_side, visit_side
from marketplace.queries import deaths, pauses
from marketplace.states import Party, VisitState

Decision = Query.Decision
NOT_ANSWERED = "Visits were paused, so silence was not taken as yes. Nobody answered within 28 days."
ONLY_THE_SELLER = "Nobody apart from the seller could answer for the person, so silence was not taken as yes."
AFTER_THE_END = "The budget had ended before the day of this visit, so somebody at the council decides."
NOT_IN_TIME = "Nobody decided within 28 days."


@transaction.atomic
def ask(*, visit: Visit, reason: str, by: User, at: datetime | None = None, send: bool = True) -> Query:
    """The person says what was not right, before the visit is paid or up to 90 days after."""
    now = at or timezone.now()
    buyer_authority(by, visit.order, Scope.ORDER, at=now)
    if visit.settled_at and now > visit.settled_at + states.QUERY_WITHIN:
        raise Refused("too_late", "This visit was paid more than 90 days ago. Call us and we will look at it.")
    move_visit(visit, "query", party=Party.PERSON, by=by, at=now, reason=reason)
    query = Query.objects.create(visit=visit, reason=reason, party=Party.PERSON, raised_by=by, raised_at=now)
    emails.to_seller(visit.order, "visit_queried", at=now, send=send, visit=visit)
    return query


@transaction.atomic
def take_back(*, visit: Visit, by: User, at: datetime | None = None, send: bool = True) -> Visit:
    """It was a mistake. While neither the seller nor the council has said anything, and nothing was paid."""
    now = at or timezone.now()
    buyer_authority(by, visit.order, Scope.ORDER, at=now)
    mine = Query.objects.filter(visit=visit, visit__settled_at=None, decision="", answer="", party=Party.PERSON)
    if not mine.exclude(visit__delivered_at=None).update(decision=Decision.TAKEN_BACK, lapsed_at=now):
        raise Overtaken
    move_visit(visit, "take_back_query", party=Party.PERSON, by=by, at=now)
    emails.to_seller(visit.order, "visit_taken_back", at=now, send=send, visit=visit)
    return visit


@transaction.atomic
def decide(
    *,
    query: Query,
    decision: Decision,
    explanation: str,
    by: User,
    part_pence: int | None = None,
    at: datetime | None = None,
    send: bool = True,
) -> Query:
    """Pay, part or refund. By somebody with the permission who stands on neither side."""
    now = at or timezone.now()
    visit = query.visit
    _check_decider(by, query, now)
    whole, keep = at_stake(visit), _what_is_kept(visit, decision, part_pence)
    decided = Query.objects.filter(pk=query.pk, decision="").update(
        decision=decision, pay_pence=keep, explanation=explanation, decided_by=by, decided_at=now
    )
    if not decided:
        raise Overtaken
    query.refresh_from_db()
    _carry_out(visit, keep, Party.STAFF, by, now, explanation)
    for tell in (emails.to_buyer, emails.to_seller):
        tell(visit.order, "query_decided", at=now, send=send, visit=visit, keep=keep, back=whole - keep)
    return query


@transaction.atomic
def give_side(*, query: Query, answer: str, by: User, at: datetime | None = None) -> Query:
    """The seller's side of what the person said, once and for the council only."""
    now = at or timezone.now()
    check_visit(by, query.visit)
    still_open = Query.objects.filter(pk=query.pk, decision="", party=Party.PERSON, answer="")
    if not still_open.update(answer=answer, answered_by=by, answered_at=now):
        raise Overtaken
    query.refresh_from_db()
    audit(action="query.answered", by=by, subject=f"visit:{query.visit.reference}", at=now)
    return query


def _check_decider(by: User, query: Query, now: datetime) -> None:
    if not may(by, Permission.DECIDE_QUERIES):
        raise NotYours
    order = query.visit.order
    if acts_for(by, order.person, now) or by.pk in (order.placed_by_id, query.raised_by_id):
        raise Refused("own_case", "You act for this person, so somebody else must decide.")
    if seller_side(by, order.listing) or visit_side(by, query.visit) or by.pk == query.answered_by_id:
        raise Refused("own_case", "You belong to the seller, so somebody else must decide.")


def in_question(visit: Visit) -> int:
    """Pence that the decision is about: what the seller was paid, or what the visit as delivered costs."""
    return visit.paid_pence - visit.refunded_pence if visit.settled_at else visit.owed_pence


def at_stake(visit: Visit) -> int:
    """Pence that the seller has or that are set aside: what they do not keep goes back."""
    return visit.paid_pence - visit.refunded_pence if visit.settled_at else visit.price_pence


def _what_is_kept(visit: Visit, decision: Decision, part_pence: int | None) -> int:
    whole = in_question(visit)
    if decision == Decision.PAY:
        return whole
    if decision == Decision.REFUND:
        return 0
    if decision != Decision.PART or part_pence is None or not 0 < part_pence < whole:
        raise Refused("part", f"Enter an amount more than nothing and less than {pounds(whole)}.")
    return part_pence


def _carry_out(visit: Visit, keep: int, party: Party, by: User | None, now: datetime, reason: str = "") -> None:
    if visit.settled_at:
        _carry_out_paid(visit, keep, party, by, now, reason)
        return
    if keep:
        detail = {"pence": keep, "back": at_stake(visit) - keep}
        paid: dict[str, Any] = {"paid_pence": keep, "settled_at": now, "ended_at": now}
        move_visit(visit, "pay", party=party, by=by, at=now, reason=reason, detail=detail, **paid)
    else:
        detail = {"back": at_stake(visit)}
        move_visit(visit, "refund", party=party, by=by, at=now, reason=reason, detail=detail, ended_at=now)
    money.settle(visit, keep, by=by, at=now)


def _carry_out_paid(visit: Visit, keep: int, party: Party, by: User | None, now: datetime, reason: str) -> None:
    back = in_question(visit) - keep
    if back:
        give_back_paid(visit, back, party, by, now, reason)
    else:
        move_visit(visit, "pay", party=party, by=by, at=now, reason=reason, detail={"pence": in_question(visit)})


def ask_unanswered(at: datetime, send: bool = True) -> int:
    """Where a pause keeps silence from confirming a visit, and nobody answers for 28 days, the council looks."""
    long_ago = at - states.HAND_WITHIN
    taken_back = Query.objects.filter(decision=Decision.TAKEN_BACK, lapsed_at__gt=long_ago).values("visit")
    due = Visit.objects.filter(state=VisitState.DELIVERED, delivered_at__lte=long_ago)
    due = due.exclude(deaths.AFTER).exclude(pk__in=taken_back)
    silent = pauses.answered_by_silence(due, at).values("pk")
    return sum(_ask(pk, at, send) for pk in list(due.exclude(pk__in=silent).values_list("pk", flat=True)))


@transaction.atomic
def _ask(pk: int, at: datetime, send: bool) -> bool:
    visit = Visit.objects.select_related("order__person", "pause__paused_by").get(pk=pk)
    pause = visit.pause or pauses.stops_silence(visit.order.person, at)
    return _not_answered(visit, NOT_ANSWERED, pause.paused_by if pause else None, at, send)


def ask_for_the_person(at: datetime, send: bool = True) -> int:
    """Where nobody apart from the seller can answer for somebody who cannot decide: after the days of silence."""
    due = Visit.objects.filter(state=VisitState.DELIVERED, delivered_at__lte=at - states.SILENCE).exclude(deaths.AFTER)
    found = due.filter(order__in=nobody_answers.orders_of(due, at)).order_by("pk")
    return sum(_ask_for(pk, at, send) for pk in list(found.values_list("pk", flat=True)))


@transaction.atomic
def _ask_for(pk: int, at: datetime, send: bool) -> bool:
    """Raised in the name of whoever wrote down that she cannot decide: so somebody else decides."""
    visit = Visit.objects.select_related("order__person__capacity_recorded_by").get(pk=pk)
    return _not_answered(visit, ONLY_THE_SELLER, visit.order.person.capacity_recorded_by, at, send)


def _not_answered(visit: Visit, reason: str, raised_by: User | None, at: datetime, send: bool) -> bool:
    if raised_by is None or not _to_the_council(visit, "query", reason, raised_by, at):
        return False
    alone = reason == ONLY_THE_SELLER
    for tell in (emails.to_buyer, emails.to_seller):
        tell(visit.order, "visit_not_answered", at=at, send=send, visit=visit, only_the_seller=alone)
    return True


def hand_over(at: datetime, send: bool = True) -> int:
    """Visits recorded for a day after the person's death: after the days in which a seller may correct the record."""
    due = Visit.objects.filter(state=VisitState.DELIVERED, delivered_at__lte=at - states.SILENCE)
    return sum(_hand(pk, at, send) for pk in list(deaths.after(due).order_by("pk").values_list("pk", flat=True)))


@transaction.atomic
def _hand(pk: int, at: datetime, send: bool) -> bool:
    """Raised in the name of whoever recorded the death: so somebody else decides."""
    visit = Visit.objects.select_related("order__person__death_recorded_by").get(pk=pk)
    recorded_by = visit.order.person.death_recorded_by
    if recorded_by is None or not _to_the_council(visit, "hand", AFTER_THE_END, recorded_by, at):
        return False
    emails.to_seller(visit.order, "visit_after_end", at=at, send=send, visit=visit)
    return True


def _to_the_council(visit: Visit, move: str, reason: str, raised_by: User, at: datetime) -> bool:
    """By the clock, in somebody's name on the person's side. False where the visit moved in this moment."""
    try:
        move_visit(visit, move, party=Party.CLOCK, by=None, at=at, reason=reason)
    except Overtaken:
        return False
    Query.objects.create(visit=visit, reason=reason, party=Party.PERSON, raised_by=raised_by, raised_at=at)
    return True


def lapse_due(at: datetime, send: bool = True) -> int:
    """Held money does not wait for ever: a query left open for 28 days ends with the money back in the pot."""
    due = Query.objects.filter(
        decision="", raised_at__lte=at - states.DECIDE_WITHIN, visit__settled_at=None, visit__state=VisitState.QUERIED
    )
    return sum(_lapse(pk, at, send) for pk in list(due.values_list("pk", flat=True)))


@transaction.atomic
def _lapse(pk: int, at: datetime, send: bool) -> bool:
    query = Query.objects.select_related("visit__order", "visit__payment").get(pk=pk)
    ended = Query.objects.filter(pk=pk, decision="").update(
        decision=Decision.NOT_IN_TIME, pay_pence=0, lapsed_at=at, explanation=NOT_IN_TIME
    )
    if not ended:
        return False
    whole = at_stake(query.visit)
    _carry_out(query.visit, 0, Party.CLOCK, None, at, NOT_IN_TIME)
    for tell in (emails.to_buyer, emails.to_seller):
        tell(query.visit.order, "query_decided", at=at, send=send, visit=query.visit, keep=0, back=whole)
    return True
