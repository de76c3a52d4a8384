"""An order told in rows: its visits with what can be done about each, its terms, and what happened when."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from accounts.models import User
from design.components import Cell
from design.formats import day, pounds
from marketplace import states, words
from marketplace.models import Order, OrderEvent, Visit, VisitEvent
from marketplace.queries.orders import visit_tone
from marketplace.states import Party, VisitState

Action = tuple[str, str, str]
TELLING = {
    "request": "Asked for",
    "accept": "Accepted",
    "decline": "Turned down",
    "withdraw": "Taken back",
    "expire": "Nobody answered in time",
    "deliver": "Recorded",
    "settle": "Confirmed and paid",
    "reschedule": "Moved to another time",
    "cancel": "Cancelled",
    "lapse": "Not recorded within 7 days: money back",
    "miss": "Nobody came",
    "dispute": "The seller says that somebody was there",
    "give_back": "Not paid: money back",
    "query": "Something was not right",
    "pay": "Decided: the seller is paid",
    "refund": "Decided: money back",
    "refund_paid": "Money given back",
}
QUIET = {"plan", "drop", "confirm"}


def person_rows(order: Order, now: datetime, *, may_act: bool) -> list[dict[str, Any]]:
    """For a summary list: each visit with its state, price and what the person can do now."""
    return [_row(visit, person_actions(visit, now) if may_act else []) for visit in order.visits.all()]


def seller_rows(order: Order, now: datetime, *, may_act: bool) -> list[dict[str, Any]]:
    return [_row(visit, seller_actions(visit, now) if may_act else []) for visit in order.visits.all()]


def _row(visit: Visit, actions: list[Action]) -> dict[str, Any]:
    return {"key": words.when(visit.starts_at, visit.ends_at), "value": _standing(visit) + _links(actions)}


def _links(actions: list[Action]) -> SafeString:
    """What can be done, on a line of its own under how the visit stands."""
    link = '<a class="govuk-link" href="{}">{}<span class="govuk-visually-hidden"> {}</span></a>'
    links = [format_html(link, url, text, hidden) for text, url, hidden in actions]
    return format_html("<p>{}</p>", format_html_join(" · ", "{}", ((one,) for one in links))) if links else SafeString()


def _standing(visit: Visit) -> SafeString:
    tone = visit_tone(visit)
    lines = [line for line in (money_words(visit), _proposal_words(visit)) if line]
    told = format_html_join("", '<span class="wm-sub">{}</span>', ((line,) for line in lines))
    return format_html('<strong class="wm-tag wm-tag--{}">{}</strong>{}', tone, visit.get_state_display(), told)


def money_words(visit: Visit) -> str:
    """What became of the visit's money, in a few words."""
    if visit.refunded_pence:
        return f"{pounds(visit.paid_pence)} paid, {pounds(visit.refunded_pence)} given back"
    if visit.state == VisitState.CANCELLED:
        return f"{pounds(visit.paid_pence)} to pay" if visit.paid_pence else "Nothing to pay"
    if visit.settled_at:
        return f"{pounds(visit.paid_pence)} for {words.length(visit.delivered_minutes or visit.minutes)}"
    if visit.state == VisitState.DELIVERED:
        return f"{words.length(visit.delivered_minutes or 0)} recorded, {pounds(visit.owed_pence)}"
    if visit.state in states.HOLDING:
        return f"{pounds(visit.price_pence)} set aside"
    return "Nothing to pay"


def _proposal_words(visit: Any) -> str:
    for proposal in visit.open_proposals:
        if proposal.kind == "extra_time":
            return f"{words.length(proposal.minutes)} asked for, {pounds(proposal.price_pence)}"
        ends_at = proposal.starts_at + (visit.ends_at - visit.starts_at)
        return f"New time asked for: {words.when(proposal.starts_at, ends_at)}"
    return ""


def person_actions(visit: Visit, now: datetime) -> list[Action]:
    """What the person can do about a visit at this moment. The action checks again."""
    started = now >= visit.starts_at
    offered = [
        ("Confirm", "confirm", visit.state == VisitState.DELIVERED),
        ("Something was wrong", "query", _may_query(visit, now)),
        ("Nobody came", "missed", visit.state == VisitState.PLANNED and started),
        ("Answer the new time", "answer", _waits_for(visit, Party.PERSON)),
        ("Change the time", "reschedule", visit.state == VisitState.PLANNED and not started),
        ("Cancel", "cancel", visit.state == VisitState.PLANNED and not started),
    ]
    return _actions("marketplace-visit", visit, offered)


def _may_query(visit: Visit, now: datetime) -> bool:
    if not states.may_move_visit("query", visit.state, Party.PERSON):
        return False
    return visit.settled_at is None or now <= visit.settled_at + states.QUERY_WITHIN


def seller_actions(visit: Visit, now: datetime) -> list[Action]:
    started = now >= visit.starts_at
    left = visit.paid_pence - visit.refunded_pence
    offered = [
        ("Record it", "record", visit.state == VisitState.PLANNED and started),
        ("Answer", "missed", visit.state == VisitState.MISSED),
        ("Answer the new time", "answer", _waits_for(visit, Party.PROVIDER)),
        ("Change the time", "reschedule", visit.state == VisitState.PLANNED and not started),
        ("Cancel", "cancel", visit.state == VisitState.PLANNED),
        ("Give money back", "refund", left > 0 and states.may_move_visit("refund_paid", visit.state, Party.PROVIDER)),
    ]
    return _actions("provider-visit", visit, offered)


def _waits_for(visit: Any, party: Party) -> bool:
    return any(p.kind == "reschedule" and p.party != party for p in visit.open_proposals)


def _actions(prefix: str, visit: Visit, offered: list[tuple[str, str, bool]]) -> list[Action]:
    hidden = f"visit of {words.when(visit.starts_at, visit.ends_at)}"
    args = [visit.order.reference, visit.number]
    return [(text, reverse(f"{prefix}-{name}", args=args), hidden) for text, name, may in offered if may]


def terms_rows(order: Order, now: datetime, *, as_seller: bool = False) -> list[dict[str, Any]]:
    """What was agreed, as it stood when it was asked for."""
    who = order.person.first_name if as_seller else "You"
    rows = [
        {"key": "Seller", "value": order.seller_name},
        {"key": "Price", "value": words.price(order.terms)},
        {"key": "Included", "value": order.included},
        {"key": "Cancelling a visit", "value": words.notice(order.terms)},
    ]
    if order.seller_address:
        rows.insert(1, {"key": "Address", "value": order.seller_address})
    if order.is_cooling_off(now):
        value = f"Free of charge until the end of {day(order.cooling_off_ends_on)}. Visits that have happened are paid."
        rows.append({"key": "Cancelling everything", "value": value})
    if order.start_early_at:
        rows.append({"key": "Starting early", "value": f"{who} asked for visits to start within the 14 days."})
    return rows


def order_story(order: Order, *, as_seller: bool, only: Visit | None = None) -> list[dict[str, Any]]:
    """Everything that happened, to the order or to one visit of it, newest first.

    Staff are "the council"; a seller sees no delegate's name.
    """
    visits = {visit.pk: visit for visit in ([only] if only else order.visits.all())}
    own = OrderEvent.objects.filter(order=order).select_related("by")
    theirs = VisitEvent.objects.filter(visit__in=visits).exclude(name__in=[*QUIET, "request"]).select_related("by")
    told = [_told(event, "", order, as_seller) for event in own]
    told += [_told(event, _which(visits[event.visit_id]), order, as_seller) for event in theirs]
    return sorted(told, key=lambda event: event["at"], reverse=True)


def _which(visit: Visit) -> str:
    return f": visit of {words.weekday(visit.starts_at)}"


def _told(event: OrderEvent | VisitEvent, which: str, order: Order, as_seller: bool) -> dict[str, Any]:
    return {
        "title": TELLING.get(event.name, event.name) + which,
        "at": event.at,
        "by": _who(event.party, event.by, order, as_seller),
        "text": _text(event),
        "tone": {"accept": "good", "settle": "good", "miss": "alert", "query": "alert"}.get(event.name, ""),
    }


def _text(event: OrderEvent | VisitEvent) -> str:
    """The amount where a decision or a refund moved one, and the reason that was given."""
    pence = event.detail.get("pence") if event.name in ("pay", "refund_paid", "cancel") else None
    return " ".join(part for part in (f"{pounds(pence)}." if pence else "", event.reason) if part)


def _who(party: str, by: User | None, order: Order, as_seller: bool) -> str:
    if party == Party.CLOCK or by is None:
        return "by itself"
    if party == Party.STAFF:
        return "the council"
    if party == Party.PROVIDER:
        return order.seller_name
    if as_seller:
        return order.person.first_name
    if by.pk == order.person.user_id:
        return order.person.name
    return f"{by.name} for {order.person.name}"


def visit_cells(visit: Visit) -> list[Cell | str]:
    return [
        Cell(words.when(visit.starts_at, visit.ends_at), sub=visit.order.reference),
        Cell(visit.order.person.name, href=reverse("provider-order", args=[visit.order.reference])),
        visit.get_state_display(),
        pounds(visit.paid_pence - visit.refunded_pence) if visit.settled_at else "",
    ]
