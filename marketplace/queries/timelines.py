"""What happened to an order or a visit and when, newest first, as each side may read it."""

from datetime import datetime
from typing import Any

from accounts.models import User
from design.formats import pounds
from marketplace import states, words
from marketplace.models import Order, OrderEvent, Proposal, Visit, VisitEvent
from marketplace.states import Party

Row = dict[str, Any]
TELLING = {
    "request": "Asked for",
    "stop": "Ended: the seller cannot take bookings through us at the moment",
    "end": "Ended",
    "begin": "Begun: to be paid by card",
    "paid": "Paid by card, and the seller was asked",
    "leave": "Taken back before it was paid",
    "run_out": "Ended: not paid",
    "hand_over": "Another provider took this over",
    "accept": "Accepted",
    "decline": "Turned down",
    "withdraw": "Taken back",
    "expire": "Nobody answered in time",
    "deliver": "Recorded",
    "correct": "Record corrected",
    "settle": "Confirmed and paid",
    "reschedule": "New time agreed",
    "cancel": "Cancelled",
    "lapse": "Not recorded within 7 days: money back",
    "miss": "Nobody came",
    "dispute": "The seller says that somebody was there",
    "give_back": "Not paid: money back",
    "take_back_missed": "Taken back: somebody came",
    "take_back_query": "Taken back: nothing was wrong",
    "query": "Something was not right",
    "pay": "Decided: the seller is paid",
    "refund": "Decided: money back",
    "refund_paid": "Money given back",
}
QUIET = {"plan", "drop", "confirm", "assign"}


BY_SILENCE = {
    "cancel": "Cancelled because visits are paused",
    "query": "Not confirmed within 28 days, and visits were paused: the council looks at it",
    "hand": "The budget had ended before this day: the council looks at it",
    "settle": f"Confirmed because nobody answered within {states.SILENCE.days} days, and paid",
    "give_back": f"Not paid because nobody answered within {states.SILENCE.days} days: money back",
}
# written for the council: the other side does not read it
FOR_THE_COUNCIL = {"query": Party.PERSON, "dispute": Party.PROVIDER}
ASKED = {Proposal.Kind.RESCHEDULE: "New time asked for", Proposal.Kind.EXTRA_TIME: "More time than agreed asked for"}
ANSWERED = {
    (Proposal.Kind.RESCHEDULE, Proposal.State.DECLINED): "New time turned down",
    (Proposal.Kind.RESCHEDULE, Proposal.State.CLOSED): "New time no longer asked for",
    (Proposal.Kind.EXTRA_TIME, Proposal.State.ACCEPTED): "More time agreed",
    (Proposal.Kind.EXTRA_TIME, Proposal.State.DECLINED): "More time not agreed",
    (Proposal.Kind.EXTRA_TIME, Proposal.State.CLOSED): "More time no longer asked for",
}
TONES = {"accept": "good", "settle": "good", "miss": "alert", "query": "alert", "hand": "alert"}


def order_story(order: Order, *, reader: Party, only: Visit | None = None, money: bool = True) -> list[Row]:
    """Everything that happened, to the order or to one visit of it, newest first.

    Staff are "the council"; a seller sees no delegate's name, and neither side what the other wrote for the council.
    """
    visits = {visit.pk: visit for visit in ([only] if only else order.visits.all())}
    own = OrderEvent.objects.filter(order=order).select_related("by")
    theirs = VisitEvent.objects.filter(visit__in=visits).exclude(name__in=[*QUIET, "request"]).select_related("by")
    asked = Proposal.objects.filter(visit__in=visits).select_related("proposed_by", "answered_by")
    told = [_told(event, "", order, reader, money) for event in own]
    if reader == Party.PROVIDER:
        told = [row for row in told if row["title"] != TELLING["begin"]]
    told += [_told(event, _which(visits[event.visit_id]), order, reader, money) for event in theirs]
    told += [row for one in asked for row in _proposed(one, _which(visits[one.visit_id]), order, reader, money)]
    return sorted(told, key=lambda event: event["at"], reverse=True)


def _which(visit: Visit) -> str:
    return f": visit of {words.weekday(visit.starts_at)}"


def _told(event: OrderEvent | VisitEvent, which: str, order: Order, reader: Party, money: bool) -> Row:
    title, by = TELLING.get(event.name, event.name), _who(event.party, event.by, order, reader)
    if event.party == Party.CLOCK and event.name in BY_SILENCE:
        title, by = BY_SILENCE[event.name], ""
    if event.name == "paid" and reader == Party.PROVIDER:  # who has no reason to know whose money it is
        title, by = TELLING["request"], ""
    text = _text(event, reader, money)
    return {"title": title + which, "at": event.at, "by": by, "text": text, "tone": TONES.get(event.name, "")}


def _text(event: OrderEvent | VisitEvent, reader: Party, money: bool) -> str:
    """The figures of the move, and the reason that was given, where this side may read it."""
    figures = _figures(event, money)
    if event.party == Party.CLOCK and event.name in BY_SILENCE:
        return figures
    writer = FOR_THE_COUNCIL.get(event.name, reader)
    reason = event.reason if reader in (writer, Party.STAFF) else "Their words are for the council only."
    return " ".join(part for part in (figures, reason) if part)


def _figures(event: OrderEvent | VisitEvent, money: bool) -> str:
    detail = event.detail
    pence, back = (detail.get("pence"), detail.get("back")) if money else (None, None)
    if event.name in ("deliver", "correct") and detail.get("minutes"):
        return words.length(detail["minutes"]) + (f", {pounds(detail['owed'])}." if money else ".")
    if event.name in ("pay", "refund"):
        kept = [f"The seller gets {pounds(pence)}."] if pence else []
        return " ".join(kept + ([f"{pounds(back)} goes back."] if back else []))
    if event.name == "reschedule" and "to_minutes" in detail:
        return f"From {_time(detail, 'from')} to {_time(detail, 'to')}."
    return f"{pounds(pence)}." if pence and event.name in ("refund_paid", "cancel") else ""


def _time(detail: dict[str, Any], side: str) -> str:
    return words.when(*words.lasting(datetime.fromisoformat(detail[side]), detail[f"{side}_minutes"]))


def _proposed(one: Proposal, which: str, order: Order, reader: Party, money: bool) -> list[Row]:
    """That it was asked for, and what became of it; a new time that was agreed is a move of the visit itself."""
    kind = Proposal.Kind(one.kind)
    price = f", {pounds(one.price_pence)}" if money else ""
    asked = f"{words.when(*words.lasting(one.starts_at, one.minutes))}{price}. {one.reason}".strip()
    by = _who(one.party, one.proposed_by, order, reader)
    rows = [{"title": ASKED[kind] + which, "at": one.proposed_at, "by": by, "text": asked, "tone": ""}]
    if ended := ANSWERED.get((kind, Proposal.State(one.state))):
        other = Party.PROVIDER if one.party == Party.PERSON else Party.PERSON
        by = _who(other, one.answered_by, order, reader) if one.answered_by else ""
        rows.append({"title": ended + which, "at": one.answered_at or one.closed_at, "by": by, "text": "", "tone": ""})
    return rows


def _who(party: str, by: User | None, order: Order, reader: Party) -> str:
    if party == Party.CLOCK or by is None:
        return "by itself"
    if party == Party.STAFF:
        return "the council"
    if party == Party.PROVIDER:
        return order.seller_name
    if reader == Party.PROVIDER:
        return order.person.first_name
    if by.pk == order.person.user_id:
        return order.person.name
    return f"{by.name} for {order.person.name}"
