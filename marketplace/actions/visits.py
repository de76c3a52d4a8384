"""What happens to one visit: recorded, confirmed, paid, cancelled, missed, paid back. Money and state move together."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.failpoints import reach, reach_after_commit
from accounts.models import User
from accounts.roles import Scope
from design.formats import pounds
from marketplace import emails, pricing, words
from marketplace.actions import money
from marketplace.actions.moves import Overtaken, Refused, move_visit
from marketplace.actions.sides import buyer_authority
from marketplace.models import Order, Proposal, Query, Visit
from marketplace.permissions import NotYours, check_visit
from marketplace.queries import deaths, necessity, pauses
from marketplace.states import Party, VisitState


@transaction.atomic
def deliver(
    *,
    visit: Visit,
    minutes: int,
    by: User,
    shown_version: int | None = None,
    at: datetime | None = None,
    send: bool = True,
) -> Visit:
    """The seller records the visit. More time than agreed is only proposed: the person says yes or no.

    Until the person has answered the seller may correct the record; then the days of silence begin anew. On a day of a
    pause only her own yes counts. `shown_version` is that of the visit on the seller's page: one that changed since
    then is left as it is.
    """
    now = at or timezone.now()
    if shown_version is not None and shown_version != visit.version:
        raise Overtaken
    check_visit(by, visit)
    _check_household(visit)
    _check_minutes(visit, minutes, now)
    again = visit.state == VisitState.DELIVERED
    terms = visit.order.terms
    counted = min(minutes, visit.minutes) if visit.order.is_hourly else visit.minutes
    pause = visit.pause or pauses.of_day(visit.order.person, visit.on)
    owed = min(pricing.delivered_pence(terms, visit.on, visit.minutes, counted), visit.price_pence)
    move_visit(
        visit,
        "correct" if again else "deliver",
        party=Party.PROVIDER,
        by=by,
        at=now,
        detail={"minutes": counted, "owed": owed},
        delivered_minutes=counted,
        delivered_at=now,
        delivered_by=by,
        owed_pence=owed,
        pause=pause,
    )
    if visit.order.is_hourly and minutes > visit.minutes:
        _propose_extra(visit, minutes, by, now)
    template = "visit_corrected" if again else "visit_to_check"
    no_silence = pauses.stops_silence(visit.order.person, now)
    emails.to_buyer(visit.order, template, at=now, send=send, visit=visit, no_silence=no_silence)
    return visit


def _check_household(visit: Visit) -> None:
    if not necessity.pays_visit(visit):
        raise Refused("household", necessity.ENDED)


def _check_minutes(visit: Visit, minutes: int, now: datetime) -> None:
    """Nothing is recorded before it has happened."""
    if now < visit.starts_at:
        raise Refused("too_early", "You can record this visit after it has started.")
    if minutes <= 0 or minutes > 24 * 60:
        raise Refused("minutes", "Enter how long the visit lasted.")
    if too_long(visit, minutes, now):
        raise Refused("not_yet", not_yet(visit, now))


def too_long(visit: Visit, minutes: int, now: datetime) -> bool:
    """More minutes than have passed since the visit was to start."""
    return visit.starts_at + timedelta(minutes=minutes) > now


def not_yet(visit: Visit, now: datetime) -> str:
    passed = max(int((now - visit.starts_at).total_seconds()) // 60, 0)
    return f"Only {words.length(passed)} have passed since the visit was to start. Record it when it is over."


def _propose_extra(visit: Visit, minutes: int, by: User, now: datetime) -> None:
    Proposal.objects.create(
        visit=visit,
        kind=Proposal.Kind.EXTRA_TIME,
        starts_at=visit.starts_at,
        minutes=minutes,
        price_pence=pricing.visit_pence(visit.order.terms, visit.on, minutes),
        party=Party.PROVIDER,
        proposed_by=by,
        proposed_at=now,
    )


def extra_time(visit: Visit) -> Proposal | None:
    return visit.proposals.filter(kind=Proposal.Kind.EXTRA_TIME, state=Proposal.State.OPEN).first()


@transaction.atomic
def confirm(
    *,
    visit: Visit,
    by: User,
    with_extra: bool = False,
    shown_version: int | None = None,
    at: datetime | None = None,
    send: bool = True,
) -> Visit:
    """The person says that it was so, with or without the extra time asked for; the seller is owed it now.

    `shown_version` is that of the record on her page: one corrected since then is not what she said yes to.
    """
    now = at or timezone.now()
    if shown_version is not None and shown_version != visit.version:
        raise Overtaken
    buyer_authority(by, visit.order, Scope.ORDER, at=now)
    if deaths.is_after(visit):
        raise Refused("ended", "The budget ended before the day of this visit, so somebody at the council decides.")
    _check_household(visit)
    extra = extra_time(visit)
    if extra and with_extra:
        _agree_extra(visit, extra, by, now)
    elif extra:
        _answer(extra, Proposal.State.DECLINED, by, now)
    confirm_as(visit, Party.PERSON, by, now, send)
    return visit


def _agree_extra(visit: Visit, extra: Proposal, by: User, now: datetime) -> None:
    """By one mandate that may order and pay, within its limits."""
    power = buyer_authority(by, visit.order, Scope.ORDER, Scope.PAY, at=now)
    added = extra.price_pence - visit.price_pence
    money.check_limits(power, added, at=now)
    _answer(extra, Proposal.State.ACCEPTED, by, now, **money.added_by(power, added))
    _lengthen(visit, extra, by, now)


def _answer(proposal: Proposal, state: Proposal.State, by: User, now: datetime, **added: Any) -> None:
    still_open = Proposal.objects.filter(pk=proposal.pk, state=Proposal.State.OPEN)
    if not still_open.update(state=state, answered_by=by, answered_at=now, **added):
        raise Overtaken


def _lengthen(visit: Visit, extra: Proposal, by: User, now: datetime) -> None:
    payment = money.hold_again(visit, extra.price_pence, visit.starts_at, extra.minutes, by=by, at=now)
    held = Visit.objects.filter(pk=visit.pk, version=visit.version).update(
        minutes=extra.minutes,
        delivered_minutes=extra.minutes,
        price_pence=extra.price_pence,
        owed_pence=extra.price_pence,
        payment=payment,
    )
    if not held:
        raise Overtaken
    visit.refresh_from_db()


def confirm_as(visit: Visit, party: Party, by: User | None, now: datetime, send: bool) -> None:
    reach_after_commit("settlement.committed")
    reach("settlement.begun")
    move_visit(visit, "confirm", party=party, by=by, at=now)
    _pay(visit, "settle", visit.owed_pence, party, by, now)
    emails.to_seller(visit.order, "visit_paid", at=now, send=send, visit=visit)
    reach("settlement.written")


def _pay(visit: Visit, name: str, pence: int, party: Party, by: User | None, now: datetime, **more: Any) -> None:
    """Along an arrow to "settled": the seller is owed `pence`, the pot has the rest back."""
    detail = {"pence": pence}
    move_visit(
        visit, name, party=party, by=by, at=now, detail=detail, paid_pence=pence, settled_at=now, ended_at=now, **more
    )
    reach("settlement.moved")
    money.settle(visit, pence, by=by, at=now)


def cancels_free(order: Order, at: datetime) -> bool:
    """Whether cancelling costs nothing however late: in the 14 days, while the seller is not in good standing, or once
    another provider took the order over, whom the person did not choose."""
    listing = order.listing
    stopped = not listing.registration_holds or not listing.approval_holds(timezone.localdate(at))
    return stopped or listing.is_taken_down or order.handed_over_at is not None or order.is_cooling_off(at)


def cancel_costs(visit: Visit, at: datetime, free: bool | None = None) -> int:
    """What the person owes if she cancels now. `free` where `cancels_free` has been asked for the whole order."""
    free = cancels_free(visit.order, at) if free is None else free
    return pricing.cancel_pence(visit.order.terms, visit.price_pence, visit.starts_at, at, free=free)


@transaction.atomic
def cancel(
    *,
    visit: Visit,
    by: User,
    party: Party,
    reason: str = "",
    shown_pence: int | None = None,
    at: datetime | None = None,
    send: bool = True,
) -> Visit:
    """Either side. The notice terms say what the person owes; a seller who cancels is owed nothing."""
    now = at or timezone.now()
    cancel_as(visit, _cancel_check(visit, by, party, shown_pence, now), party, by, now, reason)
    tell = emails.to_seller if party == Party.PERSON else emails.to_buyer
    tell(visit.order, f"visit_cancelled_by_{party}", at=now, send=send, visit=visit)
    return visit


def cancel_as(visit: Visit, owed: int, party: Party, by: User | None, now: datetime, reason: str = "") -> None:
    """Along the arrow to "cancelled": the seller is owed `owed`, the pot has the rest back."""
    move_visit(
        visit,
        "cancel",
        party=party,
        by=by,
        at=now,
        reason=reason,
        detail={"pence": owed},
        owed_pence=owed,
        paid_pence=owed,
        settled_at=now if owed else None,
        ended_at=now,
    )
    money.settle(visit, owed, by=by, at=now)


def _cancel_check(visit: Visit, by: User, party: Party, shown_pence: int | None, now: datetime) -> int:
    if party == Party.PROVIDER:
        check_visit(by, visit)
        return 0
    buyer_authority(by, visit.order, Scope.ORDER, at=now)
    if now >= visit.starts_at:
        raise Refused("started", "This visit has already started. If nobody came, tell us that instead.")
    owed = cancel_costs(visit, now)
    if shown_pence is not None and owed > shown_pence:
        raise Refused("price", f"Cancelling now costs {pounds(owed)}. Check before you go on.")
    return owed


@transaction.atomic
def cancel_rest(
    *, order: Order, by: User, shown_pence: int | None = None, at: datetime | None = None, send: bool = True
) -> int:
    """The person ends the order: every visit that has not started is cancelled. Gives back what is owed for it."""
    now = at or timezone.now()
    buyer_authority(by, order, Scope.ORDER, at=now)
    visits = list(order.visits.filter(state=VisitState.PLANNED, starts_at__gt=now).select_related("payment"))
    if not visits:
        raise Refused("nothing_left", "There are no visits left to cancel.")
    free = cancels_free(order, now)
    costs = [(visit, cancel_costs(visit, now, free)) for visit in visits]
    owed = sum(pence for _, pence in costs)
    if shown_pence is not None and owed > shown_pence:
        raise Refused("price", f"Cancelling now costs {pounds(owed)}. Check before you go on.")
    for visit, pence in costs:
        cancel_as(visit, pence, Party.PERSON, by, now)
    emails.to_seller(order, "order_cancelled", at=now, send=send, count=len(visits))
    return owed


@transaction.atomic
def miss(*, visit: Visit, by: User, at: datetime | None = None, send: bool = True) -> Visit:
    """The person says that nobody came. The seller has three days to say otherwise."""
    now = at or timezone.now()
    buyer_authority(by, visit.order, Scope.ORDER, at=now)
    if now < visit.starts_at:
        raise Refused("too_early", "You can tell us this after the visit was to start.")
    move_visit(visit, "miss", party=Party.PERSON, by=by, at=now, missed_at=now, missed_by=by)
    emails.to_seller(visit.order, "visit_missed", at=now, send=send, visit=visit)
    return visit


@transaction.atomic
def take_back_missed(*, visit: Visit, by: User, at: datetime | None = None, send: bool = True) -> Visit:
    """It was a mistake: somebody did come. While the seller has not answered, all is as it was before."""
    now = at or timezone.now()
    buyer_authority(by, visit.order, Scope.ORDER, at=now)
    move_visit(visit, "take_back_missed", party=Party.PERSON, by=by, at=now, missed_at=None, missed_by=None)
    emails.to_seller(visit.order, "visit_taken_back", at=now, send=send, visit=visit)
    return visit


@transaction.atomic
def agree_missed(*, visit: Visit, by: User, at: datetime | None = None, send: bool = True) -> Visit:
    """The seller agrees that nobody came: the money goes back at once."""
    now = at or timezone.now()
    check_visit(by, visit)
    end_missed(visit, Party.PROVIDER, by, now, send)
    return visit


def end_missed(visit: Visit, party: Party, by: User | None, now: datetime, send: bool) -> None:
    move_visit(visit, "give_back", party=party, by=by, at=now, ended_at=now)
    money.settle(visit, 0, by=by, at=now)
    emails.to_buyer(visit.order, "visit_not_paid", at=now, send=send, visit=visit)


@transaction.atomic
def dispute_missed(*, visit: Visit, reason: str, by: User, at: datetime | None = None) -> Query:
    """The seller says that they did come: a person at the council decides."""
    now = at or timezone.now()
    check_visit(by, visit)
    move_visit(visit, "dispute", party=Party.PROVIDER, by=by, at=now, reason=reason, owed_pence=visit.price_pence)
    return Query.objects.create(visit=visit, reason=reason, party=Party.PROVIDER, raised_by=by, raised_at=now)


@transaction.atomic
def refund(
    *,
    visit: Visit,
    pence: int,
    reason: str,
    by: User,
    shown_version: int | None = None,
    at: datetime | None = None,
    send: bool = True,
) -> Visit:
    """The seller gives money back after being paid for the visit, all of it or part.

    `shown_version` is that of the visit on the seller's page: the same part sent twice is given back once.
    """
    now = at or timezone.now()
    if shown_version is not None and shown_version != visit.version:
        raise Overtaken
    if not check_visit(by, visit).sees_money:
        raise NotYours
    left = visit.paid_pence - visit.refunded_pence
    if not 0 < pence <= left:
        raise Refused("pence", f"You can give back up to {pounds(left)}.")
    reach_after_commit("refund.committed")
    reach("refund.begun")
    give_back_paid(visit, pence, Party.PROVIDER, by, now, reason)
    emails.to_buyer(visit.order, "visit_refunded", at=now, send=send, visit=visit, pence=pence)
    reach("refund.written")
    return visit


def give_back_paid(visit: Visit, pence: int, party: Party, by: User | None, now: datetime, reason: str = "") -> None:
    move_visit(
        visit,
        "refund_paid",
        party=party,
        by=by,
        at=now,
        reason=reason,
        detail={"pence": pence},
        refunded_pence=visit.refunded_pence + pence,
    )
    reach("refund.moved")
    money.give_back(visit, pence, by=by, at=now)
