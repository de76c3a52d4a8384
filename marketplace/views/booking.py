"""Booking: one question a page, kept in a draft on our side, checked, confirmed once."""

import hashlib
import json
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import Pot
from accounts.permissions import for_person
from accounts.requests import Request
from accounts.roles import Scope
from design.formats import clock, pounds, weekday
from marketplace import pricing, words
from marketplace.actions import drafts, money, orders
from marketplace.actions.moves import Refused
from marketplace.actions.orders import Wish
from marketplace.forms.booking import LengthForm, MoneyForm, OutcomeForm, SellerForm, WhenForm
from marketplace.models import Draft, Listing
from marketplace.models.listings import ListingState
from marketplace.permissions import NotYours, authority
from marketplace.queries import quotes
from marketplace.queries.spending import PotChoice, pot_choices
from marketplace.views.asking import ASKS, person_of, typed

NAMES = {
    "when": "When",
    "length": "How often",
    "money": "Which money",
    "outcome": "What for",
    "seller": "Your rights",
    "check": "Check",
}


def find_listing(slug: str) -> Listing:
    listings = Listing.objects.select_related("personal_assistant", "service__organisation", "payee")
    return get_object_or_404(listings, slug=slug, state=ListingState.PUBLISHED)


@require_safe
@for_person(Scope.ORDER)
def start(request: Request, slug: str) -> HttpResponse:
    """Begin, or go on where the journey was left; say at once when this cannot be booked."""
    listing = find_listing(slug)
    try:
        authority(request.user, person_of(request), Scope.ORDER, Scope.PAY)
        orders.check_listing(listing, request.user, person_of(request))
    except (Refused, NotYours) as refused:
        why = getattr(refused, "words", "You may ask for visits for this person, but not pay for them.")
        context = {"listing": listing, "why": why, "code": getattr(refused, "code", "scope"), "section": "find"}
        return render(request, "marketplace/cannot_book.html", context)
    return redirect("marketplace-book-when", slug)


def load(request: Request, slug: str) -> Draft:
    return drafts.begin(listing=find_listing(slug), person=person_of(request), by=request.user)


def gate(request: Request, draft: Draft, step: str) -> HttpResponse | None:
    """Nobody skips a question, nor books what they may not."""
    try:
        orders.check_listing(draft.listing, request.user, draft.person)
    except Refused:
        return redirect("marketplace-book", draft.listing.slug)
    steps, open_step = quotes.steps_of(draft), quotes.first_open(draft)
    if step not in steps or steps.index(open_step) < steps.index(step):
        return redirect(f"marketplace-book-{open_step}", draft.listing.slug)
    return None


def shell(request: Request, draft: Draft, step: str, **more: Any) -> dict[str, Any]:
    steps = quotes.steps_of(draft)
    number = steps.index(step)
    slug = draft.listing.slug
    back = (
        reverse(f"marketplace-book-{steps[number - 1]}", args=[slug])
        if number
        else reverse("marketplace-listing", args=[slug])
    )
    if "change" in request.GET:
        back = reverse("marketplace-book-check", args=[slug])
    return {
        "draft": draft,
        "listing": draft.listing,
        "seller": draft.listing.seller,
        "steps": [NAMES[name] for name in steps],
        "current": number + 1,
        "back": back,
        "section": "find",
        **more,
    }


def onward(request: Request, draft: Draft, step: str) -> HttpResponse:
    """To the next question, or back to the answers where only one was to be changed."""
    open_step = quotes.first_open(draft)
    if "change" in request.GET:
        return redirect(f"marketplace-book-{open_step}", draft.listing.slug)
    steps = quotes.steps_of(draft)
    return redirect(f"marketplace-book-{steps[steps.index(step) + 1]}", draft.listing.slug)


@ASKS
@for_person(Scope.ORDER)
def when(request: Request, slug: str) -> HttpResponse:
    draft = load(request, slug)
    if away := gate(request, draft, "when"):
        return away
    form = WhenForm(typed(request), listing=draft.listing, initial=_when_initial(draft))
    if request.method == "POST" and form.is_valid():
        return onward(request, drafts.answer(draft=draft, answers=form.answers()), "when")
    choices = pot_choices(draft.person, 0) if request.acting.may(Scope.SEE_BALANCE) else []
    most = max((choice.available_pence for choice in choices), default=None)
    return render(request, "marketplace/book_when.html", shell(request, draft, "when", form=form, most_pence=most))


def _when_initial(draft: Draft) -> dict[str, Any]:
    answers = draft.answers
    if "first_on" not in answers:
        return {}
    made = quotes.quote(draft.listing, {"minutes": draft.listing.minimum_minutes or 60, "weeks": 1, **answers})
    return {"first_on": made.starts_at[0].date(), "start": clock(made.starts_at[0])} if made else {}


@ASKS
@for_person(Scope.ORDER)
def length(request: Request, slug: str) -> HttpResponse:
    draft = load(request, slug)
    if away := gate(request, draft, "length"):
        return away
    weeks = draft.answers.get("weeks")
    initial = {"minutes": draft.answers.get("minutes")}
    if weeks:
        initial |= {"repeat": "once" if weeks == 1 else "weekly", "weeks": weeks if weeks > 1 else None}
    form = LengthForm(typed(request), listing=draft.listing, initial=initial)
    if request.method == "POST" and form.is_valid():
        return onward(request, drafts.answer(draft=draft, answers=form.answers()), "length")
    return render(request, "marketplace/book_length.html", shell(request, draft, "length", form=form))


@ASKS
@for_person(Scope.ORDER)
def money_question(request: Request, slug: str) -> HttpResponse:
    draft = load(request, slug)
    if away := gate(request, draft, "money"):
        return away
    quote = quotes.of(draft)
    choices = pot_choices(draft.person, quote.total_pence)
    sees_balance = request.acting.may(Scope.SEE_BALANCE)
    form = MoneyForm(typed(request), choices=choices, hints=sees_balance, initial={"pot": draft.answers.get("pot")})
    limit = _limit(request, draft, quote.total_pence)
    if request.method == "POST" and not limit and form.is_valid():
        return onward(request, drafts.answer(draft=draft, answers=form.answers()), "money")
    context = shell(request, draft, "money", form=form, quote=quote, limit=limit, **_too_little(choices, quote))
    context["sees_balance"] = sees_balance
    return render(request, "marketplace/book_money.html", context)


def _limit(request: Request, draft: Draft, pence: int) -> str:
    """A delegate's limit in words, said before anything is asked further."""
    try:
        power = authority(request.user, draft.person, Scope.ORDER, Scope.PAY)
        money.look_at_limits(power, pence, at=timezone.now())
    except Refused as refused:
        return refused.words
    except NotYours:
        return "You may ask for visits for this person, but not pay for them."
    return ""


def _too_little(choices: list[PotChoice], quote: quotes.Quote) -> dict[str, Any]:
    """What is short, and how much could be had instead."""
    enough = [choice for choice in choices if choice.enough]
    most = max((choice.available_pence for choice in choices), default=0)
    affordable = 0
    while affordable < quote.weeks and sum(quote.prices[: affordable + 1]) <= most:
        affordable += 1
    return {
        "any_enough": bool(enough),
        "short": [choice for choice in choices if not choice.enough],
        "affordable": affordable,
        "affordable_words": words.visits(affordable, quote.listing.unit),
    }


@ASKS
@for_person(Scope.ORDER)
def outcome(request: Request, slug: str) -> HttpResponse:
    draft = load(request, slug)
    if away := gate(request, draft, "outcome"):
        return away
    form = OutcomeForm(typed(request), initial={"outcome": draft.answers.get("outcome")})
    if request.method == "POST" and form.is_valid():
        return onward(request, drafts.answer(draft=draft, answers=form.answers()), "outcome")
    return render(request, "marketplace/book_outcome.html", shell(request, draft, "outcome", form=form))


@ASKS
@for_person(Scope.ORDER)
def seller(request: Request, slug: str) -> HttpResponse:
    """Who sells, what it costs in all, what is included, how to cancel: before anything is agreed."""
    draft = load(request, slug)
    if away := gate(request, draft, "seller"):
        return away
    form = SellerForm(typed(request), initial=draft.answers, **_asked(draft))
    if request.method == "POST" and form.is_valid():
        return onward(request, drafts.answer(draft=draft, answers=form.answers()), "seller")
    more: dict[str, Any] = {"quote": quotes.of(draft), "form": form}
    more["notice"] = words.notice(draft.listing.terms)
    return render(request, "marketplace/book_seller.html", shell(request, draft, "seller", **more))


def pot_of(draft: Draft) -> Pot:
    """The money chosen, where the gate has seen that it was."""
    return get_object_or_404(Pot, pk=draft.answers["pot"], person=draft.person)


def _asked(draft: Draft) -> dict[str, Any]:
    quote = quotes.of(draft)
    first = timezone.localdate(min(quote.starts_at))
    return {
        "seller": draft.listing.seller,
        "early": pricing.starts_in_cooling_off(first, timezone.localdate()),
        "household": orders.needs_household_word(draft.listing, pot_of(draft)),
    }


# Check your answers


@ASKS
@for_person(Scope.ORDER)
def check(request: Request, slug: str) -> HttpResponse:
    if request.method == "POST" and (done := _already(request)):
        return done
    draft = load(request, slug)
    if away := gate(request, draft, "check"):
        return away
    quote = quotes.of(draft)
    mark = fingerprint(draft, quote)
    refused = ""
    if request.method == "POST":
        if request.POST.get("mark") == mark:
            try:
                order = orders.place(wish=_wish(draft, quote), by=request.user)
                return redirect("marketplace-order-done", order.reference)
            except Refused as no:
                refused = no.words
        else:
            refused = "Your answers or the price changed since this page was shown. Check them again."
    context = shell(request, draft, "check", quote=quote, mark=mark, refused=refused, rows=_rows(request, draft, quote))
    return render(request, "marketplace/book_check.html", context)


def _already(request: Request) -> HttpResponse | None:
    """The journey of this page is an order by now: a double click, the back button, another tab."""
    done = Draft.objects.filter(
        token=request.POST.get("token", ""), user=request.user, person=person_of(request), order__isnull=False
    )
    draft = done.select_related("order").first()
    if draft is None or draft.order is None:
        return None
    messages.info(request, "You have already sent this request. It was sent once.")
    return redirect("marketplace-order-done", draft.order.reference)


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


def _rows(request: Request, draft: Draft, quote: quotes.Quote) -> list[dict[str, Any]]:
    def change(step: str, hidden: str) -> list[tuple[str, str, str]]:
        return [("Change", reverse(f"marketplace-book-{step}", args=[draft.listing.slug]) + "?change=1", hidden)]

    first = quote.starts_at[0]
    often = "Just once" if quote.weeks == 1 else f"Every {first:%A} for {words.weeks(quote.weeks)}"
    chosen = next(c for c in pot_choices(draft.person, quote.total_pence) if c.pot.pk == draft.answers["pot"])
    after = f". After this: {chosen.after_words}" if request.acting.may(Scope.SEE_BALANCE) else ""
    rows: list[dict[str, Any]] = [
        {"key": "Who", "value": draft.listing.seller},
        {"key": "First visit", "value": f"{weekday(first)} at {clock(first)}", "actions": change("when", "the day")},
        {"key": "How often", "value": often, "actions": change("length", "how often")},
        {"key": "Price", "value": words.price(draft.listing.terms)},
        {"key": "Total", "value": f"{pounds(quote.total_pence)} for {quote.summary}"},
        {
            "key": "Paid from",
            "value": f"{chosen.pot.label}{after}",
            "actions": change("money", "which money"),
        },
    ]
    if quote.minutes and draft.listing.is_hourly:
        rows.insert(
            2, {"key": "How long", "value": words.length(quote.minutes), "actions": change("length", "how long")}
        )
    if quotes.asks_outcome(draft):
        value = str(quotes.chosen_outcome(draft))
        rows.append({"key": "What for", "value": value, "actions": change("outcome", "what it is for")})
    if draft.answers.get("start_early"):
        value = "You ask for visits to start within the 14 days in which you can cancel"
        rows.append({"key": "Starting early", "value": value, "actions": change("seller", "starting early")})
    return rows
