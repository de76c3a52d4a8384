"""An order told in rows: its visits with what can be done about each, and its terms."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from design.components import Cell
from design.formats import day, moment, pounds
from marketplace import states, words
from marketplace.models import AwaitedVisit, Order, Visit
from marketplace.queries.orders import visit_tone
from marketplace.states import Party, VisitState

Action = tuple[str, str, str]


def person_rows(order: Order, now: datetime, *, may_act: bool) -> list[dict[str, Any]]:
    """For a summary list: each visit with its state, price and what the person can do now."""
    if order.is_unheard:
        return [_awaited(order, visit) for visit in order.awaited.all()]
    return [
        _row(visit, Party.PERSON, _who_link(visit) + (person_actions(visit, now) if may_act else []))
        for visit in order.visits.all()
    ]


def _awaited(order: Order, visit: AwaitedVisit) -> dict[str, Any]:
    told = "asked for when it is paid" if order.state == states.OrderState.PAYING else "not asked for"
    return {"key": words.when(visit.starts_at, visit.ends_at), "value": f"{pounds(visit.price_pence)}, {told}"}


def _who_link(visit: Visit) -> list[Action]:
    """Whom an organisation sends: a name, a photo and what was checked, also for those who only look."""
    member = visit.staff_member
    shown = member is not None and visit.state in (VisitState.PLANNED, VisitState.DELIVERED)
    return _actions("marketplace-visit", visit, [(f"About {member.name}", "who", True)]) if member and shown else []


def seller_rows(order: Order, now: datetime, *, may_act: bool, money: bool) -> list[dict[str, Any]]:
    """Without `money` for whoever keeps an organisation's diary and not its books."""
    return [
        _row(visit, Party.PROVIDER, seller_actions(visit, now, money=money) if may_act else [], money)
        for visit in order.visits.all()
    ]


def _row(visit: Visit, reader: Party, actions: list[Action], money: bool = True) -> dict[str, Any]:
    standing = _standing(visit, reader, money)
    return {"key": words.when(visit.starts_at, visit.ends_at), "value": standing + _links(actions)}


def _links(actions: list[Action]) -> SafeString:
    """What can be done, on a line of its own under how the visit stands."""
    link = '<a class="govuk-link" href="{}">{}<span class="govuk-visually-hidden"> {}</span></a>'
    links = [format_html(link, url, text, hidden) for text, url, hidden in actions]
    return format_html("<p>{}</p>", format_html_join(" · ", "{}", ((one,) for one in links))) if links else SafeString()


def _standing(visit: Any, reader: Party, money: bool) -> SafeString:
    paused = visit.state == VisitState.PLANNED and visit.is_paused
    tone, text = ("warm", "Paused") if paused else (visit_tone(visit), visit.get_state_display())
    paid = money_words(visit) if money else ""
    lines = (_who_words(visit), paid, _waiting_words(visit, reader), _proposal_words(visit, reader, money))
    told = format_html_join("", '<span class="wm-sub">{}</span>', ((line,) for line in lines if line))
    return format_html('<strong class="wm-tag wm-tag--{}">{}</strong>{}', tone, text, told)


def _who_words(visit: Visit) -> str:
    """Whom an organisation sends, where it has said so."""
    verb = {VisitState.PLANNED: "comes", VisitState.DELIVERED: "came"}.get(VisitState(visit.state))
    return f"{visit.staff_member.name} {verb}" if visit.staff_member and verb else ""


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


def _waiting_words(visit: Any, reader: Party) -> str:
    """By when something happens by itself, or that the council decides."""
    if visit.state == VisitState.REQUESTED and visit.is_paused:
        return "Visits are paused on this day"
    if visit.state == VisitState.PLANNED and visit.is_paused:
        return f"Cancelled {states.PAUSE_AHEAD.days} days before, unless visits go on"
    if visit.state == VisitState.DELIVERED and (visit.pause_id or visit.no_silence):
        return "Visits are paused, so it is paid only with a yes"
    if visit.state == VisitState.DELIVERED and visit.delivered_at:
        until = moment(visit.delivered_at + states.SILENCE)
        who = "you say" if reader == Party.PERSON else f"{visit.order.person.first_name} says"
        return f"Confirmed and paid if {who} nothing for {states.SILENCE.days} days, until {until}"
    if visit.state != VisitState.QUERIED:
        return ""
    if reader == Party.PROVIDER and any(query.answer for query in visit.open_queries):
        return "You have given your side. The money stays where it is until the council decides"
    return "The money stays where it is until the council decides"


def _proposal_words(visit: Any, reader: Party, money: bool) -> str:
    for proposal in visit.open_proposals:
        if proposal.kind == "extra_time":
            price = f", {pounds(proposal.price_pence)}" if money else ""
            return f"{words.length(proposal.minutes)} asked for{price}"
        asked = "You asked for" if proposal.party == reader else "New time asked for:"
        return f"{asked} {new_time(proposal, visit, money=money)}"
    return ""


def new_time(proposal: Any, visit: Visit, *, money: bool = True) -> str:
    """When it would be, until when, for how much, and what that changes."""
    when = words.when(*words.lasting(proposal.starts_at, proposal.minutes))
    if not money:
        return when
    more = proposal.price_pence - visit.price_pence
    if not more:
        return f"{when}. {pounds(proposal.price_pence)}, the same price as now"
    return f"{when}. {pounds(proposal.price_pence)}, {pounds(abs(more))} {'more' if more > 0 else 'less'} than now"


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


def to_query(order: Order, now: datetime) -> list[Visit]:
    """Those of which she can say that something was wrong, the newest first."""
    return sorted((visit for visit in order.visits.all() if _may_query(visit, now)), key=lambda v: v.starts_at)[::-1]


def _may_query(visit: Visit, now: datetime) -> bool:
    if not states.may_move_visit("query", visit.state, Party.PERSON):
        return False
    return visit.settled_at is None or now <= visit.settled_at + states.QUERY_WITHIN


def seller_actions(visit: Visit, now: datetime, *, money: bool = True) -> list[Action]:
    started = now >= visit.starts_at
    offered = [
        ("Record it", "record", visit.state == VisitState.PLANNED and started),
        ("Correct the record", "record", visit.state == VisitState.DELIVERED),
        ("Choose who goes", "who", visit.state == VisitState.PLANNED and bool(visit.order.listing.service_id)),
        ("Give your side", "side", _may_give_side(visit)),
        ("Answer", "missed", visit.state == VisitState.MISSED),
        ("Answer the new time", "answer", _waits_for(visit, Party.PROVIDER)),
        ("Change the time", "reschedule", visit.state == VisitState.PLANNED and not started),
        ("Cancel", "cancel", visit.state == VisitState.PLANNED),
        ("Give money back", "refund", money and _may_give_back(visit)),
    ]
    return _actions("provider-visit", visit, offered)


def _may_give_back(visit: Visit) -> bool:
    left = visit.paid_pence - visit.refunded_pence
    return left > 0 and states.may_move_visit("refund_paid", visit.state, Party.PROVIDER)


def _may_give_side(visit: Any) -> bool:
    return any(query.party == Party.PERSON and not query.answer for query in visit.open_queries)


def _waits_for(visit: Any, party: Party) -> bool:
    return any(p.kind == "reschedule" and p.party != party for p in visit.open_proposals)


def _actions(prefix: str, visit: Visit, offered: list[tuple[str, str, bool]]) -> list[Action]:
    hidden = f"visit of {words.when(visit.starts_at, visit.ends_at)}"
    args = [visit.order.reference, visit.number]
    return [(text, reverse(f"{prefix}-{name}", args=args), hidden) for text, name, may in offered if may]


def terms_rows(order: Order, now: datetime, *, as_seller: bool = False, money: bool = True) -> list[dict[str, Any]]:
    """What was agreed, as it stood when it was asked for."""
    who = order.person.first_name if as_seller else "you"
    rows = [
        {"picture": "person", "key": "Seller", "value": order.seller_name},
        {"picture": "coin", "key": "Price", "value": words.price(order.terms)},
        {"picture": "basket", "key": "Included", "value": order.included},
        {"picture": "back", "key": "Cancelling a visit", "value": words.notice(order.terms, who)},
    ]
    if not money:
        rows = [row for row in rows if row["key"] != "Price"]
    if order.seller_address:
        rows.insert(1, {"picture": "home", "key": "Address", "value": order.seller_address})
    if order.is_cooling_off(now):
        value = f"Free of charge until the end of {day(order.cooling_off_ends_on)}. Visits that have happened are paid."
        rows.append({"picture": "stop", "key": "Cancelling everything", "value": value})
    if order.start_early_at:
        asked = "asked for visits to start within the 14 days."
        rows.append({"picture": "hand", "key": "Starting early", "value": f"{words.begun(who)} {asked}"})
    return rows


def visit_cells(visit: Visit) -> list[Cell | str]:
    return [
        Cell(words.when(visit.starts_at, visit.ends_at), sub=visit.order.reference),
        Cell(visit.order.person.name, href=reverse("provider-order", args=[visit.order.reference])),
        visit.get_state_display(),
        pounds(visit.paid_pence - visit.refunded_pence) if visit.settled_at else "",
    ]
