"""Booking: one question a page, kept in a draft on our side (the last page: booking_check.py)."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.actions import own_payments, own_pots, top_ups
from accounts.permissions import for_person
from accounts.requests import Request
from accounts.roles import Scope
from accounts.views.easy import in_words_of
from design.formats import clock
from directory import free_times, room
from marketplace import easy_words, pricing, words
from marketplace.actions import drafts, money, orders, telephone
from marketplace.actions.moves import Refused
from marketplace.forms.booking import OWN_CARD, LengthForm, MoneyForm, OutcomeForm, SellerForm, WhenForm
from marketplace.models import Draft, Listing
from marketplace.permissions import NotYours
from marketplace.queries import necessity, quotes
from marketplace.queries.spending import PotChoice, pot_choices
from marketplace.views import calls
from marketplace.views.asking import ASKS, person_of, typed
from marketplace.views.journey import check_offer, find_listing, gate, load, onward, pot_of, proposes, shell


@require_safe
@for_person(Scope.ORDER)
def start(request: Request, slug: str) -> HttpResponse:
    """Begin, or go on where the journey was left; say at once when this cannot be booked."""
    listing = find_listing(slug)
    try:
        telephone.to_buy(request.user, person_of(request), timezone.now())
        check_offer(request, listing)
    except (Refused, NotYours) as refused:
        why = getattr(refused, "words", "You may ask for visits for this person, but not pay for them.")
        context = {"listing": listing, "why": why, "code": getattr(refused, "code", "scope"), "section": "find"}
        return render(request, "marketplace/cannot_book.html", context)
    return redirect("marketplace-book-when", slug)


@ASKS
@for_person(Scope.ORDER)
def when(request: Request, slug: str) -> HttpResponse:
    draft = load(request, slug)
    if away := gate(request, draft, "when"):
        return away
    form = WhenForm(typed(request), listing=draft.listing, initial=_when_initial(draft))
    free, unsure = _free_times(draft.listing), ""
    if request.method == "POST" and form.is_valid():
        unsure = _not_said_free(form, free)
        if not unsure or request.POST.get("anyway") == unsure:
            return onward(request, drafts.answer(draft=draft, answers=form.answers()), "when")
    choices = pot_choices(draft.person, 0) if request.acting.may(Scope.SEE_BALANCE) else []
    most = max((choice.available_pence for choice in choices), default=None)
    more = {"form": form, "most_pence": most, "unsure": unsure, "free": free_times.in_words(free) if free else ""}
    return render(request, "marketplace/book_when.html", shell(request, draft, "when", **more))


def _free_times(listing: Listing) -> list[tuple[int, str]]:
    """When an assistant says that they are free; nothing where they have not said, or of an organisation."""
    profile = listing.personal_assistant
    return room.free(profile.free_times.all()) if profile else []


def _not_said_free(form: WhenForm, free: list[tuple[int, str]]) -> str:
    """The time that is asked about once more, where the assistant has said when they are free and this is not it."""
    start = timezone.localtime(form.starts_at())
    return "" if not free or free_times.is_free(free, start) else start.strftime("%Y-%m-%d %H:%M")


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
    form = LengthForm(typed(request), listing=draft.listing, asked=draft.answers, initial=initial)
    form = in_words_of(request, form, easy_words.LENGTH)
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
    own_card = "" if proposes(request, draft.listing) else whose_card(request)
    initial = {"pot": _chosen(draft)}
    form = MoneyForm(typed(request), choices=choices, hints=sees_balance, own_card=own_card, initial=initial)
    form = in_words_of(request, form, easy_words.MONEY)
    limit = _limit(request, draft, quote.total_pence)
    if request.method == "POST" and not limit and form.is_valid():
        answers = {"pot": own_pots.pot_for(draft.person).pk} if form.by_card else form.answers()
        return onward(request, drafts.answer(draft=draft, answers=answers), "money")
    context = shell(request, draft, "money", form=form, quote=quote, limit=limit, **_too_little(choices, quote))
    context |= {"sees_balance": sees_balance, "may_add": top_ups.is_open() and request.acting.may(Scope.PAY)}
    context["own_card"] = own_card
    return render(request, "marketplace/book_money.html", context)


def whose_card(request: Request) -> str:
    """The person's card, also where a delegate pays; nobody's by telephone, or where no card can be paid with."""
    if not own_payments.is_open() or calls.held(request) is not None:
        return ""
    return f"{person_of(request).first_name}’s own card" if request.acting.for_another else "your own card"


def _chosen(draft: Draft) -> int | str | None:
    pot = quotes.chosen_pot(draft)
    return OWN_CARD if pot and pot.by_order else draft.answers.get("pot")


def _limit(request: Request, draft: Draft, pence: int) -> str:
    """A delegate's limit in words, said before anything is asked further."""
    try:
        power = telephone.to_buy(request.user, draft.person, timezone.now())
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
        "own_money_only": bool(choices) and all(choice.is_own_money for choice in choices),
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
    form = in_words_of(request, form, easy_words.OUTCOME)
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
    decision = necessity.for_care(draft.person, draft.listing.personal_assistant_id)
    form = SellerForm(typed(request), initial=draft.answers, **_asked(draft, decision is None))
    form = in_words_of(request, form, easy_words.SELLER)
    if request.method == "POST" and form.is_valid():
        return onward(request, drafts.answer(draft=draft, answers=form.answers()), "seller")
    more: dict[str, Any] = {"quote": quotes.of(draft), "form": form, "necessity": decision}
    more["notice"] = words.notice(draft.listing.terms)
    more["easy_notice"] = easy_words.notice(draft.listing.terms)
    return render(request, "marketplace/book_seller.html", shell(request, draft, "seller", **more))


def _asked(draft: Draft, household: bool) -> dict[str, Any]:
    quote = quotes.of(draft)
    first = timezone.localdate(min(quote.starts_at))
    return {
        "seller": draft.listing.seller,
        "early": pricing.starts_in_cooling_off(first, timezone.localdate()),
        "household": household and orders.needs_household_word(draft.listing, pot_of(draft)),
    }
