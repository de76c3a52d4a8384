"""One thing to buy, one question a page: what, is it on sale here, for how much, how often; then check and save.

What was answered is kept in the session (never in an address) until the line is saved.
"""

from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import Request
from design.formats import pounds
from marketplace import costing, words
from marketplace.actions import plan_lines
from marketplace.forms.plans import OfferForm, OftenForm, PriceForm, WhatForm, of_line, wanted
from marketplace.models import Listing, PlanLine, PlanOutcome, PlanVersion
from marketplace.queries import local_prices
from marketplace.views.asking import ASKS, typed
from marketplace.views.pens import Pen
from marketplace.views.plan_writing import done, find_line, on_draft, shell

KEY = "plan_lines"
MOST_KEPT = 5
MOST_OFFERS = 20
TITLES = {
    "what": "What would help?",
    "offer": "Choose something that is on sale",
    "price": "What does it cost?",
    "often": "How often?",
}


class Journey:
    """The answers so far about one line: a new one of an outcome, or one that is there."""

    def __init__(self, request: Request, version: PlanVersion, under: PlanOutcome, line: PlanLine | None):
        self.request, self.version, self.under, self.line = request, version, under, line
        self.key = f"{version.pk}-{'line' if line else 'new'}-{line.pk if line else under.pk}"
        kept = request.session.get(KEY, {}).get(self.key)
        self.answers: dict[str, Any] = kept or {"seen": version.revision, **(of_line(line) if line else {})}

    def keep(self, answers: dict[str, Any]) -> None:
        self.answers = {**self.answers, **answers}
        others = {key: kept for key, kept in self.request.session.get(KEY, {}).items() if key != self.key}
        newest = dict(list(others.items())[1 - MOST_KEPT :])
        self.request.session[KEY] = {**newest, self.key: self.answers}

    def forget(self) -> None:
        self.request.session[KEY] = {
            key: kept for key, kept in self.request.session.get(KEY, {}).items() if key != self.key
        }

    @property
    def open_step(self) -> str:
        """The first question without an answer; "check" where all have one."""
        given = self.answers
        if "what" not in given:
            return "what"
        if not given.get("unit") or not given.get("price"):
            return "price"
        missing = not given.get("times") or (given["unit"] == "hour" and not given.get("minutes"))
        return "often" if missing else "check"

    def at(self, pen: Pen, step: str) -> str:
        """The address of a step of this line."""
        name, pk = ("line", self.line.pk) if self.line else ("line-add", self.under.pk)
        first = "check" if self.line else "what"
        return pen.to(name, pk) if step == first else pen.to(f"{name}-step", pk, step)


@ASKS
@on_draft
def add(request: Request, pen: Pen, version: PlanVersion, pk: int, step: str = "what") -> HttpResponse:
    under = get_object_or_404(version.outcomes.select_related("outcome"), pk=pk)
    return _asked(request, pen, Journey(request, version, under, None), step)


@ASKS
@on_draft
def change(request: Request, pen: Pen, version: PlanVersion, pk: int, step: str = "check") -> HttpResponse:
    line = find_line(version, pk)
    return _asked(request, pen, Journey(request, version, line.outcome, line), step)


@require_safe
@on_draft
def offer(request: Request, pen: Pen, version: PlanVersion, slug: str) -> HttpResponse:
    """ "Add to my plan" on an offer's own page: for which outcome, then how often."""
    on_sale = Listing.objects.on_sale(timezone.localdate())
    listing = get_object_or_404(on_sale.select_related("service__organisation", "personal_assistant"), slug=slug)
    outcomes = list(version.outcomes.all())
    picked = next((each for each in outcomes if str(each.pk) == request.GET.get("for")), None)
    if picked is None:
        context = shell(pen, version, listing=listing, outcomes=outcomes, price=words.price(listing.terms))
        return render(request, "marketplace/plans_offer.html", {**context, "back": listing.get_absolute_url()})
    journey = Journey(request, version, picked, None)
    offered = {"listing": listing.pk, "unit": listing.unit, "price": listing.price_pence, "minutes": None}
    journey.keep({"what": listing.title[:150], "kind": _kind_of(listing), **offered})
    return redirect(journey.at(pen, "often"))


def _kind_of(listing: Listing) -> int | None:
    term = listing.kinds.filter(taxonomy__slug="need").order_by("name").first()
    return term.pk if term else None


def _asked(request: Request, pen: Pen, journey: Journey, step: str) -> HttpResponse:
    if step == "check":
        return _check(request, pen, journey)
    if step not in TITLES:
        raise Http404
    if journey.open_step == "what" and step != "what":
        return redirect(journey.at(pen, "what"))
    if step == "often" and journey.open_step == "price":
        return redirect(journey.at(pen, "price"))
    return _ask(request, pen, journey, step)


def _ask(request: Request, pen: Pen, journey: Journey, step: str) -> HttpResponse:
    form, more = _form(request, pen, journey, step)
    if request.method == "POST" and form.is_valid():
        before = dict(journey.answers)
        journey.keep(form.answers())  # type: ignore[attr-defined]
        return redirect(journey.at(pen, _onward(pen, journey, step, before)))
    back = journey.at(pen, "check") if journey.open_step == "check" and journey.line else pen.to("draft")
    context = shell(pen, journey.version, form=form, title=TITLES[step], under=journey.under, step=step)
    return render(request, "marketplace/plans_line_step.html", {**context, "back": back, **more})


def _onward(pen: Pen, journey: Journey, step: str, before: dict[str, Any]) -> str:
    """What is on sale is shown after what is wanted, where nothing has a price yet and something is near."""
    kind = journey.answers.get("kind")
    if step == "what" and kind and not before.get("price"):
        return "offer" if local_prices.offers(pen.person, timezone.localdate(), kind=kind) else "price"
    if step == "offer" and journey.answers.get("listing") is None:
        return "price"
    return journey.open_step


def _form(request: Request, pen: Pen, journey: Journey, step: str) -> tuple[forms.Form, dict[str, Any]]:
    """The question, and what its page shows beside it."""
    given, data = journey.answers, typed(request)
    if step == "what":
        return WhatForm(data, initial=given), {}
    if step == "offer":
        return _offers(request, pen, journey)
    listing = _listing(journey)
    if step == "price":
        link = journey.at(pen, "offer")
        return PriceForm(data, asked=given, initial=given), {"listing": listing, "offers_at": link}
    shortest = listing.minimum_minutes if listing and listing.unit == "hour" else 0
    initial = {"every": "week", **{name: value for name, value in given.items() if value is not None}}
    return OftenForm(data, unit=given["unit"], shortest=shortest, initial=initial), {"listing": listing}


def _offers(request: Request, pen: Pen, journey: Journey) -> tuple[forms.Form, dict[str, Any]]:
    """Of the kind that was chosen, or with the words that were looked for."""
    said, given = request.GET.get("q", "")[:100].strip(), journey.answers
    day = timezone.localdate()
    found = local_prices.offers(pen.person, day, said=said or ("" if given.get("kind") else given["what"]),
                                kind=None if said else given.get("kind"))  # fmt: skip
    initial = {"offer": str(given["listing"])} if given.get("listing") else {}
    form = OfferForm(typed(request), offers=found[:MOST_OFFERS], initial=initial)
    more = {"q": said, "found": len(found), "most": MOST_OFFERS, "price_at": journey.at(pen, "price")}
    return form, more


def _listing(journey: Journey) -> Listing | None:
    listings = Listing.objects.select_related("service__organisation", "personal_assistant")
    return listings.filter(pk=journey.answers.get("listing") or 0).first()


def _check(request: Request, pen: Pen, journey: Journey) -> HttpResponse:
    """All of it once more, with what it comes to; then it is in the plan."""
    if journey.open_step != "check":
        return redirect(journey.at(pen, journey.open_step) if request.method != "POST" else pen.to("draft"))
    form = forms.Form(typed(request))
    line = wanted(journey.answers)
    if request.method == "POST" and form.is_valid():
        where: dict[str, Any] = {"version": journey.version, "outcome": journey.under, "changing": journey.line}
        put = partial(plan_lines.put_line, wanted=line, by=request.user, seen=journey.answers["seen"], **where)
        if done(request, journey.version, put, form):
            journey.forget()
            messages.success(request, f"Saved. {journey.under.outcome.name} is up to date.")
            return redirect(pen.to("draft"))
        journey.keep({"seen": journey.version.revision})
    rows = _rows(pen, journey, line)
    weekly = costing.weekly_pence(line.pattern, line.price_pence)
    context = shell(pen, journey.version, form=form, rows=rows, weekly=weekly, under=journey.under)
    return render(request, "marketplace/plans_line.html", context)


def _rows(pen: Pen, journey: Journey, line: plan_lines.Wanted) -> list[dict[str, Any]]:
    def row(key: str, value: str, step: str) -> dict[str, Any]:
        return {"key": key, "value": value, "actions": [("Change", journey.at(pen, step), key.lower())]}

    price = f"{pounds(line.price_pence)} {words.UNITS[line.pattern.unit]}"
    offer = line.listing.title if line.listing else "Nothing chosen"
    return [
        row("What", line.what, "what"),
        row("Kind of help", line.kind.name if line.kind else "Not said", "what"),
        row("On sale here", offer, "offer"),
        row("Price", price, "price"),
        row("How often", words.begun(words.how_often(line.pattern)), "often"),
    ]
