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
from marketplace import words
from marketplace.actions import booking_proposals, drafts, orders, own_card
from marketplace.actions.moves import Refused
from marketplace.models import BookingProposal, Draft, Order
from marketplace.permissions import NotYours
from marketplace.queries import answers, diaries, quotes
from marketplace.queries.spending import pot_choices
from marketplace.states import OrderState
from marketplace.views import calls
from marketplace.views.asking import ASKS, person_of
from marketplace.views.booking import whose_card
from marketplace.views.journey import gate, load, pot_of, proposes, shell


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
                return _send(request, draft, quote)
            except Refused as no:
                refused = no.words
            except NotYours:
                refused = "You may not pay for this person any more. Nothing was sent."
        else:
            refused = "Your answers or the price changed since this page was shown. Check them again."
    more = {"rows": _rows(request, draft, quote), "due_at": orders.answer_due(quote.starts_at, timezone.now())}
    more["together"] = _together(request, draft, quote)
    more["own_card"] = whose_card(request) if pot_of(draft).by_order else ""
    more["proposes"] = proposes(request, draft.listing)
    context = shell(request, draft, "check", quote=quote, mark=mark, refused=refused, **more)
    return render(request, "marketplace/book_check.html", context)


def _send(request: Request, draft: Draft, quote: quotes.Quote) -> HttpResponse:
    """To the seller, or where she is paid for it herself to whoever says yes."""
    if proposes(request, draft.listing):
        made = booking_proposals.propose(draft=draft, shown_pence=quote.total_pence, by=request.user)
        return redirect("marketplace-proposal", made.pk)
    return sent(request, orders.place(wish=drafts.wish(draft, quote.total_pence), by=request.user))


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
    if made := _proposed(request):
        return redirect("marketplace-proposal", made.pk)
    draft = done.select_related("order").first()
    if draft is None or draft.order is None:
        return None
    if draft.order.state != OrderState.PAYING:
        messages.info(request, "You have already sent this request. It was sent once.")
    return sent(request, draft.order)


def _proposed(request: Request) -> BookingProposal | None:
    hers = BookingProposal.objects.filter(proposed_by=request.user, person=person_of(request))
    return hers.filter(token=request.POST.get("token", "").replace("\0", "")).first()


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


def _paid_from(request: Request, draft: Draft, quote: quotes.Quote) -> str:
    if pot_of(draft).by_order:
        return words.begun(whose_card(request))
    chosen = next(c for c in pot_choices(draft.person, quote.total_pence) if c.pot.pk == draft.answers["pot"])
    after = f". After this: {chosen.after_words}" if request.acting.may(Scope.SEE_BALANCE) else ""
    return f"{chosen.pot.label}{after}"


def _rows(request: Request, draft: Draft, quote: quotes.Quote) -> list[dict[str, Any]]:
    """Each answer, with the way back to its question."""
    return [_row(draft, fact) for fact in answers.facts(draft, quote, _paid_from(request, draft, quote))]


def _row(draft: Draft, fact: answers.Fact) -> dict[str, Any]:
    row: dict[str, Any] = {"picture": fact.picture, "key": fact.key, "value": fact.value}
    if fact.step:
        there = reverse(f"marketplace-book-{fact.step}", args=[draft.listing.slug])
        row["actions"] = [("Change", f"{there}?change=1", fact.hidden)]
    return row
