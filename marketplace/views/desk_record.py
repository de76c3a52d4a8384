"""Many visits recorded on one page: chosen and timed, checked once more, done, and said exactly what was done."""

import re
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from accounts.requests import Request
from design.formats import pounds
from marketplace import pricing, words
from marketplace.actions import records
from marketplace.forms.records import NONE_CHOSEN, RecordRowForm, naming, rows_of
from marketplace.models import Visit
from marketplace.permissions import Seller
from marketplace.queries import desk
from marketplace.states import VisitState
from marketplace.views.asking import ASKS
from marketplace.views.desk import crumbs, for_keeper, show

MOST = 30


@ASKS
@for_keeper
def record(request: Request, seller: Seller) -> HttpResponse:
    if request.method != "POST":
        return first_page(request, seller)
    sent = of_page(request, seller)
    open_ones = [visit for visit in sent if visit.state == VisitState.PLANNED]
    step = request.POST.get("step", "")
    if step == "sure":
        return do(request, sent)
    rows = rows_of(request.POST, open_ones)
    picked = [row for row in rows if row.picked]
    wrong = [row for row in picked if not row.is_valid()]  # every one is asked, so that each says what is wrong
    if step == "change" or not picked or wrong:
        return ask(request, rows, problems(picked, step), over(sent))
    return check(request, picked, over(sent), money=seller.sees_money)


def first_page(request: Request, seller: Seller) -> HttpResponse:
    visits = list(desk.to_record(seller.visits, timezone.now())[: MOST + 1])
    rows = rows_of(None, visits[:MOST], all_picked="all" in request.GET)
    return ask(request, rows, [], [], more=len(visits) > MOST)


def of_page(request: Request, seller: Seller) -> list[Visit]:
    """The visits that were on the page, those of this seller only."""
    sent = request.POST.getlist("visit")[:MOST]
    numbers = [int(text) for text in sent if re.fullmatch("[0-9]{1,18}", text)]
    found = desk.visits(seller.visits).filter(pk__in=numbers)
    return list(found.select_related("order__person__user", "order__listing__service", "payment").order_by("starts_at"))


def over(visits: list[Visit]) -> list[dict[str, str]]:
    """Those of the page that are not to be recorded any more, and why."""
    return [_line(visit, records.overtaken(visit)) for visit in visits if visit.state != VisitState.PLANNED]


def _line(visit: Visit, said: str) -> dict[str, str]:
    return {"name": naming(visit), "words": said, "href": reverse("provider-order", args=[visit.order.reference])}


def problems(picked: list[RecordRowForm], step: str) -> list[tuple[str, str]]:
    """(the id of the box, what is wrong with it) for the summary."""
    if step == "change":
        return []
    if not picked:
        return [("visits", NONE_CHOSEN)]
    return [
        (row[name].auto_id, str(message))
        for row in picked
        for name, messages in row.errors.items()
        for message in messages
    ]


def ask(
    request: Request, rows: list[RecordRowForm], wrong: list[Any], gone: list[dict[str, str]], more: bool = False
) -> HttpResponse:
    context = {"rows": rows, "problems": wrong, "gone": gone, "more": more, "most": MOST}
    return page(request, "provider_record", **context)


def check(request: Request, picked: list[RecordRowForm], gone: list[dict[str, str]], *, money: bool) -> HttpResponse:
    wanted = [row.wanted() for row in picked]
    given = [(name, value) for name, value in request.POST.items() if name.startswith("visit-")]
    pence = sum(owed(one) for one in wanted)
    context = {
        "table_rows": [{"key": naming(one.visit), "value": checked_words(one, money)} for one in wanted],
        "count": words.visits(len(wanted)),
        "pence": pence,
        "money": money,
        "given": given,
        "numbers": request.POST.getlist("visit"),
        "gone": gone,
    }
    return page(request, "provider_record_check", **context)


def owed(one: records.Wanted) -> int:
    counted = min(one.minutes, one.visit.minutes)
    return pricing.delivered_pence(one.visit.order.terms, one.visit.on, one.visit.minutes, counted)


def checked_words(one: records.Wanted, money: bool) -> str:
    visit, price = one.visit, pounds(owed(one)) if money else ""
    if not visit.order.is_hourly:
        return price or "As agreed"
    if one.minutes > visit.minutes:
        first = visit.order.person.first_name
        agreed = f"{price} as agreed. " if price else ""
        return f"{words.length(one.minutes)}. {agreed}We ask {first} about the extra time."
    agreed = f" (agreed: {words.length(visit.minutes)})" if one.minutes < visit.minutes else ""
    return f"{words.length(one.minutes)}{agreed}" + (f". {price}" if price else "")


def do(request: Request, sent: list[Visit]) -> HttpResponse:
    """Sent twice it records once: each row carries the version of the visit that was on the page."""
    rows = [row for row in rows_of(request.POST, sent) if row.picked]
    good = [row for row in rows if row.is_valid()]
    outcomes = records.record_many(wanted=[row.wanted() for row in good], by=request.user)
    refused = [_line(row.visit, " ".join(said(row))) for row in rows if row not in good]
    context = {
        "recorded": [_line(one.visit, one.words) for one in outcomes if one.recorded],
        "refused": [_line(one.visit, one.words) for one in outcomes if not one.recorded] + refused,
    }
    return page(request, "provider_record_done", **context)


def said(row: RecordRowForm) -> list[str]:
    """What is wrong with a row, without its name; of one that was recorded before, only that."""
    if row.visit.state != VisitState.PLANNED:
        return [records.overtaken(row.visit)]
    return [str(text).removeprefix(f"{row.named}: ") for texts in row.errors.values() for text in texts]


def page(request: Request, template: str, **context: Any) -> HttpResponse:
    return show(request, template, breadcrumbs=crumbs(("Your week", reverse("provider-week"))), **context)
