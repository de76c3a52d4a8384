"""Another time for a visit: one side proposes, the other accepts, and until then nothing changes."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.roles import Scope
from marketplace import emails, pricing
from marketplace.actions import assignments, clashes, money
from marketplace.actions.moves import Overtaken, Refused, move_visit
from marketplace.actions.orders import FURTHEST
from marketplace.actions.sides import buyer_authority
from marketplace.models import Proposal, Visit
from marketplace.permissions import Authority, NotYours, check_visit
from marketplace.queries import diaries, pauses
from marketplace.queries.stories import new_time
from marketplace.states import Party, VisitState

OTHER = {Party.PERSON: Party.PROVIDER, Party.PROVIDER: Party.PERSON}


@transaction.atomic
def propose(
    *,
    visit: Visit,
    starts_at: datetime,
    minutes: int,
    by: User,
    party: Party,
    reason: str = "",
    at: datetime | None = None,
    send: bool = True,
) -> Proposal:
    """A later proposal takes the place of an earlier one."""
    now = at or timezone.now()
    _check_side(visit, by, party, now)
    price = _check(visit, starts_at, minutes, party, now)
    if party == Party.PERSON and price > visit.price_pence:
        _may_pay(visit, by, price - visit.price_pence, now)
    still_open = Proposal.objects.filter(visit=visit, state=Proposal.State.OPEN)
    still_open.update(state=Proposal.State.CLOSED, closed_at=now)
    proposal = Proposal.objects.create(
        visit=visit,
        kind=Proposal.Kind.RESCHEDULE,
        starts_at=starts_at,
        minutes=minutes,
        price_pence=price,
        reason=reason,
        party=party,
        proposed_by=by,
        proposed_at=now,
    )
    tell = emails.to_seller if party == Party.PERSON else emails.to_buyer
    tell(visit.order, "time_proposed", at=now, send=send, visit=visit, new_time=new_time(proposal, visit))
    return proposal


def _check_side(visit: Visit, by: User, party: Party, now: datetime) -> None:
    if party == Party.PROVIDER:
        check_visit(by, visit)
    else:
        buyer_authority(by, visit.order, Scope.ORDER, at=now)


def _check(visit: Visit, starts_at: datetime, minutes: int, party: Party, now: datetime) -> int:
    """The price of the visit at the other time, under the order's own terms."""
    if visit.state != VisitState.PLANNED or now >= visit.starts_at:
        raise Refused("started", "Only a visit that has not started can move to another time.")
    if not now < starts_at <= now + FURTHEST:
        raise Refused("dates", "The new time must be in the future, and within a year.")
    if (starts_at, minutes) == (visit.starts_at, visit.minutes):
        raise Refused("same", "That is the time it is now. Choose another time.")
    _check_not_paused(visit, starts_at)
    try:
        pence = pricing.visit_pence(visit.order.terms, timezone.localdate(starts_at), minutes)
    except pricing.TooShort:
        raise Refused("too_short", "That is shorter than the shortest visit on offer.") from None
    clashes.check(visit.order.listing, diaries.spans([starts_at], minutes), party=party, but=visit)
    return pence


def _check_not_paused(visit: Visit, starts_at: datetime) -> None:
    """A day without visits stays one: whatever moved there would be cancelled by the clock."""
    if pauses.of_day(visit.order.person, timezone.localdate(starts_at)):
        raise Refused("dates", "Visits are paused on that day. Choose another day.")


@transaction.atomic
def accept(*, proposal: Proposal, by: User, at: datetime | None = None, send: bool = True) -> Visit:
    """The other side says yes: the visit moves, and its hold follows the new price."""
    now = at or timezone.now()
    visit, party = proposal.visit, _answering(proposal, by, now)
    if now >= visit.starts_at or now >= proposal.starts_at:
        raise Overtaken
    _check_not_paused(visit, proposal.starts_at)
    clashes.lock_diary(visit.order.listing)
    new = diaries.spans([proposal.starts_at], proposal.minutes)
    clashes.check(visit.order.listing, new, party=party, but=visit, answering=True)
    dearer = proposal.price_pence - visit.price_pence
    added = {}
    if dearer > 0:
        added = money.added_by(_may_pay(visit, _buyer(proposal, by), dearer, now), dearer)
    _close(proposal, Proposal.State.ACCEPTED, by, now, **added)
    price, times = proposal.price_pence, {"from": visit.starts_at, "to": proposal.starts_at}
    lengths = {"from_minutes": visit.minutes, "to_minutes": proposal.minutes}
    detail = {**{name: at.isoformat() for name, at in times.items()}, **lengths, "pence": price}
    move_visit(
        visit,
        "reschedule",
        party=party,
        by=by,
        at=now,
        detail=detail,
        payment=money.hold_again(visit, price, proposal.starts_at, proposal.minutes, by=by, at=now),
        starts_at=proposal.starts_at,
        minutes=proposal.minutes,
        price_pence=price,
        staff_member=assignments.at_new_time(visit, new),
    )
    _tell_proposer(proposal, "time_agreed", now, send)
    return visit


def _buyer(proposal: Proposal, by: User) -> User:
    """Who of the person's side wants this: she who says yes, or she who asked for it."""
    return proposal.proposed_by if proposal.party == Party.PERSON else by


def _may_pay(visit: Visit, by: User, more: int, now: datetime) -> Authority:
    """A dearer visit is a purchase: by the person, or by a delegate who may pay, within her limits."""
    try:
        power = buyer_authority(by, visit.order, Scope.ORDER, Scope.PAY, at=now)
    except NotYours:
        raise Refused("pay", "This time costs more, and takes somebody who may pay for the person.") from None
    money.check_limits(power, more, at=now)
    return power


@transaction.atomic
def decline(*, proposal: Proposal, by: User, at: datetime | None = None, send: bool = True) -> Proposal:
    """The other side says no: the visit stays as it was."""
    now = at or timezone.now()
    _answering(proposal, by, now)
    _close(proposal, Proposal.State.DECLINED, by, now)
    _tell_proposer(proposal, "time_not_agreed", now, send)
    return proposal


def _answering(proposal: Proposal, by: User, now: datetime) -> Party:
    if proposal.state != Proposal.State.OPEN or proposal.kind != Proposal.Kind.RESCHEDULE:
        raise Overtaken
    party = OTHER[Party(proposal.party)]
    _check_side(proposal.visit, by, party, now)
    return party


def _close(proposal: Proposal, state: Proposal.State, by: User, now: datetime, **added: Any) -> None:
    still_open = Proposal.objects.filter(pk=proposal.pk, state=Proposal.State.OPEN)
    if not still_open.update(state=state, answered_by=by, answered_at=now, **added):
        raise Overtaken
    proposal.refresh_from_db()


def _tell_proposer(proposal: Proposal, template: str, now: datetime, send: bool) -> None:
    tell = emails.to_buyer if proposal.party == Party.PERSON else emails.to_seller
    tell(proposal.visit.order, template, at=now, send=send, visit=proposal.visit, proposal=proposal)


def close_due(at: datetime) -> int:
    """Nobody answered before one of the two times came: the visit stays as it was."""
    waiting = Proposal.objects.filter(state=Proposal.State.OPEN, kind=Proposal.Kind.RESCHEDULE)
    overtaken = waiting.filter(visit__starts_at__lte=at) | waiting.filter(starts_at__lte=at)
    return Proposal.objects.filter(pk__in=list(overtaken.values_list("pk", flat=True))).update(
        state=Proposal.State.CLOSED, closed_at=at
    )
