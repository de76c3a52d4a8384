"""Purchases that were declined: each explained, in plain words or in Easy Read; and "this is for my plan"."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actions import purchase_reviews
from accounts.actions.refused import Refused
from accounts.decline_words import CARD, CARDS, MONEY, PLAN, Step
from accounts.forms.reviews import ForPlanForm
from accounts.models import AllowedOnce, CardAuthorisation, PurchaseReview, SpendingSettings, User
from accounts.permissions import for_person
from accounts.queries import declines, looks
from accounts.queries.declines import Explained
from accounts.requests import Request
from accounts.roles import Scope
from accounts.views.easy import is_easy
from accounts.views.money import MONEY as MONEY_CRUMBS
from design.components import Cell, Column, Table
from design.formats import day, moment, pounds, weekday

PER_PAGE = 20
CRUMBS = [*MONEY_CRUMBS, ("Declined payments", "/money/declines/")]


def whose_cards(request: Request) -> User | None:
    """Of every card where she may see each payment; else of those that she holds herself."""
    return None if request.acting.may(Scope.SEE_LINES) else request.user


def load(request: Request, pk: int) -> CardAuthorisation:
    return get_object_or_404(declines.of(request.acting.whom, whose_cards(request)), pk=pk)


def whose(request: Request) -> str:
    return f"{request.acting.whom.first_name}’s" if request.acting.for_another else "my"


def note(request: Request) -> None:
    if request.acting.for_another:
        looks.record(person=request.acting.whom, by=request.user, where="Declined payments")


@for_person(Scope.SEE_LINES, Scope.PAY)
@require_safe
def listed(request: Request) -> HttpResponse:
    """Every decline, with what became of those that somebody asked us to look at."""
    found = declines.of(request.acting.whom, whose_cards(request))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    note(request)
    context = {
        "section": "money",
        "breadcrumbs": MONEY_CRUMBS,
        "person": request.acting.person,
        "page": page,
        "table": table(list(page)) if page.paginator.count else None,
    }
    return render(request, "accounts/declines.html", context)


def table(found: list[CardAuthorisation]) -> Table:
    columns = [
        Column("Shop", header=True, phone="main"),
        Column("When", phone="over"),
        Column("What we said", phone="over-right"),
        Column("Amount", numeric=True, phone="amount"),
    ]
    rows = [
        [
            Cell(one.merchant_name, f"Card ending {one.card.last4}", reverse("money-decline", args=[one.pk])),
            moment(one.asked_at),
            said(getattr(one, "review", None)),
            pounds(one.pence),
        ]
        for one in found
    ]
    return Table("Declined payments", columns, rows, hide_caption=True)


def said(review: PurchaseReview | None) -> str:
    if review is None:
        return "Nobody was asked to look"
    if review.is_open:
        return f"We answer by {day(review.due_on)}"
    return "Yes, it fits the plan" if review.answer == PurchaseReview.Answer.FITS else "No, it does not fit the plan"


@for_person(Scope.SEE_LINES, Scope.PAY)
@require_safe
def one(request: Request, pk: int) -> HttpResponse:
    shown = declines.explained(load(request, pk))
    note(request)
    if is_easy(request):
        return render(request, "accounts/decline_easy.html", {**context(request, shown), "lines": easy(request, shown)})
    return render(request, "accounts/decline.html", context(request, shown))


def context(request: Request, shown: Explained) -> dict[str, Any]:
    may_see = request.acting.may(Scope.SEE_BALANCE)
    beside = declines.beside(shown.it)
    return {
        "section": "money",
        "breadcrumbs": CRUMBS,
        "person": request.acting.person,
        "whose": whose(request),
        "shown": shown,
        "it": shown.it,
        "happened": happened(shown),
        "rule": rule_rows(shown),
        "sums": sums(shown) if may_see else [],
        "pots": pots_table(shown) if may_see else None,
        "hidden": bool(shown.pots) and not may_see,
        "steps": [(step.text, address(shown, step)) for step in steps(request, shown)],
        "asks": asks(request, shown),
        "answered": answer_rows(shown),
        "allowed": [allowed_in_words(each) for each in shown.allowed],
        "beside": [(each, reverse("money-decline", args=[each.pk])) for each in beside],
        "count": len(beside) + 1,
    }


def easy(request: Request, shown: Explained) -> list[tuple[str, str]]:
    """One idea a line, each with its picture: what happened, why, what now. Nobody is asked to tell us twice."""
    done = not asks(request, shown)
    said = [(picture, text) for picture, text in shown.easy if not (picture == "hand" and done)]
    return [
        ("card", f"A card was used at {shown.it.merchant_name}."),
        ("calendar", f"It was on {weekday(shown.it.asked_at)}."),
        ("cross", "It did not work."),
        ("purse", "No money was taken."),
        *said[:1],
        *easy_why(request, shown),
        *said[1:],
        *easy_review(shown),
    ]


def easy_why(request: Request, shown: Explained) -> list[tuple[str, str]]:
    lines = [("scales", shown.statute.easy), ("book", f"The law is: {shown.statute.name}.")] if shown.statute else []
    if shown.rule and shown.rule.person_id:
        lines += [("book", f"The rule says: not at {declines.what_it_refuses(shown.rule)}.")]
        lines += [("info", f"This is why: {shown.rule.reason}")]
        lines += [("pencil", f"A {shown.rule.author_role.lower()} wrote it on {day(shown.rule.added_at)}.")]
        if shown.rule.ended_at:
            lines += [("tick", f"The rule ended on {day(shown.rule.ended_at)}.")]
        elif shown.rule.expires_on:
            lines += [("calendar", f"The rule holds until {day(shown.rule.expires_on)}.")]
    if shown.for_balance and shown.facts and request.acting.may(Scope.SEE_BALANCE):
        lines += [("card", f"The shop wanted {pounds(shown.it.pence)}.")]
        lines += [("purse", f"There was {pounds(shown.facts.there_pence)}.")]
    return lines


def easy_review(shown: Explained) -> list[tuple[str, str]]:
    review = shown.review
    if review is None:
        return []
    if review.is_open:
        return [("people", "Somebody looks at it."), ("calendar", f"You get an answer by {weekday(review.due_on)}.")]
    yes = review.answer == PurchaseReview.Answer.FITS
    return [("tick", "The answer is yes.") if yes else ("cross", "The answer is no.")]


def happened(shown: Explained) -> list[dict[str, Any]]:
    it = shown.it
    return [
        {"key": "Shop", "value": it.merchant_name},
        {"key": "It asked for", "value": pounds(it.pence)},
        {"key": "When", "value": moment(it.asked_at)},
        {"key": "Card", "value": f"{it.card.holder.name}, ending {it.card.last4}"},
        {"key": "What was taken", "value": "Nothing"},
    ]


def rule_rows(shown: Explained) -> list[dict[str, Any]]:
    rule = shown.rule
    if rule is None or rule.person_id is None:
        return []
    until = day(rule.expires_on) if rule.expires_on else "Until it is changed"
    rows = [
        {"key": "It says", "value": f"Not at: {declines.what_it_refuses(rule)}"},
        {"key": "Why", "value": rule.reason},
        {"key": "Written by", "value": f"A {rule.author_role.lower()} at the council, on {day(rule.added_at)}"},
        {"key": "Holds until", "value": until},
    ]
    return [*rows, {"key": "Ended", "value": day(rule.ended_at)}] if rule.ended_at else rows


def sums(shown: Explained) -> list[dict[str, Any]]:
    facts = shown.facts
    if facts is None:
        return []
    if facts.limit_pence is not None:
        return [
            {"key": "It asked for", "value": pounds(shown.it.pence)},
            {"key": "Left of the limit", "value": pounds(facts.limit_pence)},
            {"key": "Too much by", "value": pounds(shown.it.pence - facts.limit_pence)},
        ]
    if not shown.for_balance:
        return []
    return [
        {"key": "It asked for", "value": pounds(shown.it.pence)},
        {"key": "There was", "value": pounds(facts.there_pence)},
        {"key": "It was short by", "value": pounds(facts.short_by_pence)},
    ]


def pots_table(shown: Explained) -> Table | None:
    if not shown.pots:
        return None
    columns = [Column("Money for", header=True, phone="main"), Column("There was", numeric=True, phone="amount")]
    rows = [
        [Cell(pot.label, "A card does not use this" if pot.is_contingency else ""), pounds(pot.pence)]
        for pot in shown.pots
    ]
    return Table("What there was then", columns, rows)


def asks(request: Request, shown: Explained) -> bool:
    """Whether she is offered "this is for my plan"."""
    return shown.may_be_reviewed and shown.review is None and request.acting.may(Scope.PAY)


def steps(request: Request, shown: Explained) -> list[Step]:
    """What is left to do for somebody who may; a place that is shut for her is no step."""
    asked = not asks(request, shown)
    balance = request.acting.may(Scope.SEE_BALANCE)
    shut = {PLAN} if asked else set()
    shut |= set() if balance else {CARD, CARDS, MONEY}
    return [step for step in shown.steps if step.place not in shut]


def address(shown: Explained, step: Step) -> str:
    places = {
        CARD: reverse("money-card", args=[shown.it.card_id]),
        CARDS: reverse("money-cards"),
        MONEY: reverse("money-home"),
    }
    return places.get(step.place, "")


def answer_rows(shown: Explained) -> list[dict[str, Any]]:
    review = shown.review
    if review is None:
        return []
    rows = [
        {"key": "What was said", "value": review.words},
        {"key": "Said by", "value": f"{review.asked_by.name}, {moment(review.asked_at)}"},
    ]
    if review.is_open:
        who = review.handler.name if review.handler else "A practitioner"
        return [*rows, {"key": "Who answers", "value": f"{who}, by the end of {day(review.due_on)}"}]
    name = review.answered_by.name if review.answered_by else ""
    return [
        *rows,
        {"key": "The answer", "value": f"{said(review)}. {review.answer_words}"},
        {"key": "Answered by", "value": f"{name}, {moment(review.answered_at)}"},
    ]


def allowed_in_words(allowed: AllowedOnce) -> dict[str, str]:
    shop, most = allowed.shop, pounds(allowed.pence)
    words = {
        "open": ("You can pay there now", f"{shop} is allowed once, up to {most}, until {day(allowed.expires_on)}."),
        "used": ("It was used", f"{shop} was allowed once, and was paid on {day(allowed.used_at)}."),
        "ended": ("Not allowed any more", f"{shop} was allowed once, and was not paid before we answered."),
        "over": ("It ran out", f"{shop} was allowed once until {day(allowed.expires_on)}, and was not paid."),
    }
    title, text = words[declines.state(allowed, timezone.localdate())]
    return {"title": title, "text": text}


@for_person(Scope.PAY)
@require_http_methods(["GET", "HEAD", "POST"])
def for_plan(request: Request, pk: int) -> HttpResponse:
    """ "This is for my plan": why, and perhaps the same shop once before somebody has looked."""
    shown = declines.explained(load(request, pk))
    if not shown.may_be_reviewed:
        raise PermissionDenied
    if shown.review is not None:
        return redirect("money-decline", pk=pk)
    held_back = purchase_reviews.why_not_once(shown.it, request.user)
    limits = SpendingSettings.current()
    once = 0 if held_back else limits.allow_once_pence
    data = request.POST if request.method == "POST" else None
    form = ForPlanForm(data, once=once, shop=shown.it.merchant_name, days=limits.allow_once_days)
    if form.is_valid():
        try:
            review = purchase_reviews.ask(authorisation=shown.it, by=request.user, **form.given())
            messages.success(request, f"We have it. We answer by the end of {day(review.due_on)}.")
            return redirect("money-decline", pk=pk)
        except Refused as why:
            form.add_error(None, str(why))
    crumbs = [*CRUMBS, (shown.it.merchant_name, reverse("money-decline", args=[pk]))]
    return render(
        request,
        "accounts/decline_for_plan.html",
        {
            "section": "money",
            "breadcrumbs": crumbs,
            "whose": whose(request),
            "may_see": request.acting.may(Scope.SEE_BALANCE),
            "form": form,
            "shown": shown,
            "it": shown.it,
            "held_back": held_back,
            "too_much": once and shown.it.pence > once,
            "once": once,
        },
    )
