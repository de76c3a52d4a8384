"""Booking, the last page: check your answers, and send the request once."""

import hashlib
import json
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.actions import own_payments
from accounts.permissions import for_person
from accounts.requests import Request
from accounts.roles import Scope
from design.formats import clock, pounds, weekday
from marketplace import words
from marketplace.actions import orders, own_card
from marketplace.actions.moves import Refused
from marketplace.actions.orders import Wish
from marketplace.models import Draft, Order
from marketplace.permissions import NotYours
from marketplace.queries import diaries, quotes
from marketplace.queries.spending import pot_choices
from marketplace.states import OrderState
from marketplace.views import calls
from marketplace.views.asking import ASKS, person_of
from marketplace.views.booking import whose_card
from marketplace.views.journey import gate, load, pot_of, shell


@ASKS
@for_person(Scope.ORDER)
def check(request: Request, slug: str) -> HttpResponse:
    if done := _already(request):
        return done
    draft = load(request, slug)
    if away := gate(request, draft, "check"):
        return _already(request) or away  # another click, sent meanwhile, may have ended this journey
    quote = quotes.of(draft)
    mark = fingerprint(draft, quote)
    refused = ""
    if request.method == "POST":
        if request.POST.get("mark") == mark:
            try:
                order = orders.place(wish=_wish(draft, quote), by=request.user)
                return sent(request, order)
            except Refused as no:
                refused = no.words
            except NotYours:
                refused = "You may not pay for this person any more. Nothing was sent."
        else:
            refused = "Your answers or the price changed since this page was shown. Check them again."
    more = {"rows": _rows(request, draft, quote), "due_at": orders.answer_due(quote.starts_at, timezone.now())}
    more["together"] = _together(request, draft, quote)
    more["own_card"] = whose_card(request) if pot_of(draft).by_order else ""
    context = shell(request, draft, "check", quote=quote, mark=mark, refused=refused, **more)
    return render(request, "marketplace/book_check.html", context)


def _together(request: Request, draft: Draft, quote: quotes.Quote) -> list[str]:
    """The person's own visits at these times, for those who may know of them: said, and not forbidden."""
    found = diaries.of_person(draft.person, diaries.spans(quote.starts_at, quote.minutes))
    if found and not request.acting.may(Scope.SEE_LINES):
        return ["Another visit at one of these times"]
    return [f"{visit.order.listing.seller}, {words.when(visit.starts_at, visit.ends_at)}" for visit in found]


def _already(request: Request) -> HttpResponse | None:
    """The journey that was sent is an order by now: a double click, the back button, another tab."""
    if request.method != "POST":
        return None
    done = Draft.objects.filter(
        token=request.POST.get("token", "").replace("\0", ""),
        user=request.user,
        person=person_of(request),
        order__isnull=False,
    )
    draft = done.select_related("order").first()
    if draft is None or draft.order is None:
        return None
    if draft.order.state != OrderState.PAYING:
        messages.info(request, "You have already sent this request. It was sent once.")
    return sent(request, draft.order)


def sent(request: Request, order: Order) -> HttpResponse:
    """To what happens next: the person's own page, or the telephone desk, where it is read out to her."""
    call = calls.held(request)
    if call is not None:
        return redirect("staff-order", call.pk)
    if order.state == OrderState.PAYING and (payment := own_payments.last_of(own_card.PURPOSE, order.reference)):
        return redirect("money-own-payment", payment.pk)
    return redirect("marketplace-order-done" if not order.is_unheard else "marketplace-order", order.reference)


def fingerprint(draft: Draft, quote: quotes.Quote) -> str:
    """Of what is on the page: another tab may have changed it."""
    shown = json.dumps([draft.token, draft.answers, quote.prices], sort_keys=True)
    return hashlib.sha256(shown.encode()).hexdigest()[:24]


def _wish(draft: Draft, quote: quotes.Quote) -> Wish:
    return Wish(
        listing=draft.listing,
        person=draft.person,
        pot=pot_of(draft),
        starts_at=quote.starts_at,
        minutes=quote.minutes,
        token=draft.token,
        outcome=quotes.chosen_outcome(draft),
        start_early=draft.answers.get("start_early", False),
        not_household=draft.answers.get("not_household", False),
        shown_pence=quote.total_pence,
    )


def _paid_from(request: Request, draft: Draft, quote: quotes.Quote) -> str:
    if pot_of(draft).by_order:
        return words.begun(whose_card(request))
    chosen = next(c for c in pot_choices(draft.person, quote.total_pence) if c.pot.pk == draft.answers["pot"])
    after = f". After this: {chosen.after_words}" if request.acting.may(Scope.SEE_BALANCE) else ""
    return f"{chosen.pot.label}{after}"


def _rows(request: Request, draft: Draft, quote: quotes.Quote) -> list[dict[str, Any]]:
    def change(step: str, hidden: str) -> list[tuple[str, str, str]]:
        return [("Change", reverse(f"marketplace-book-{step}", args=[draft.listing.slug]) + "?change=1", hidden)]

    first = quote.starts_at[0]
    often = "Just once" if quote.weeks == 1 else f"Every {first:%A} for {words.weeks(quote.weeks)}"
    rows: list[dict[str, Any]] = [
        {"picture": "person", "key": "Who", "value": draft.listing.seller},
        {
            "picture": "calendar",
            "key": "First visit",
            "value": f"{weekday(first)} at {clock(first)}",
            "actions": change("when", "the day"),
        },
        {"picture": "repeat", "key": "How often", "value": often, "actions": change("length", "how often")},
        {"picture": "coin", "key": "Price", "value": words.price(draft.listing.terms)},
        {"picture": "purse", "key": "Total", "value": f"{pounds(quote.total_pence)} for {quote.summary}"},
        {
            "picture": "card",
            "key": "Paid from",
            "value": _paid_from(request, draft, quote),
            "actions": change("money", "which money"),
        },
    ]
    if quote.minutes and draft.listing.is_hourly:
        rows.insert(
            2,
            {
                "picture": "clock",
                "key": "How long",
                "value": words.length(quote.minutes),
                "actions": change("length", "how long"),
            },
        )
    if quotes.asks_outcome(draft):
        value = str(quotes.chosen_outcome(draft))
        rows.append(
            {"picture": "heart", "key": "What for", "value": value, "actions": change("outcome", "what it is for")}
        )
    if draft.answers.get("start_early"):
        value = "You ask for visits to start within the 14 days in which you can cancel"
        rows.append(
            {"picture": "hand", "key": "Starting early", "value": value, "actions": change("seller", "starting early")}
        )
    return rows
