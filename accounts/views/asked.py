"""What somebody asked before buying: the list, one with its answer, on paper, and what was bought under it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.actions import covers as actions
from accounts.actions.covers import CoverRefused
from accounts.models import PurchaseCover, PurchaseQuestion
from accounts.permissions import for_person
from accounts.queries import asks, looks, purchases
from accounts.requests import Request
from accounts.roles import Scope
from accounts.views.easy import is_easy
from accounts.views.money import MONEY
from design.formats import day, pounds

ASKED = [*MONEY, ("What you asked", "/money/asked/")]
PER_PAGE = 20
Answer = PurchaseQuestion.Answer
TONES = {"": "plain", Answer.YES: "good", Answer.NO_NEED: "good", Answer.NO: "warm"}


def load(request: Request, reference: str) -> PurchaseQuestion:
    """A question of the person one acts for, as far as she may read it; anybody else's is not found."""
    return get_object_or_404(readable(request), reference=reference)


def readable(request: Request) -> QuerySet[PurchaseQuestion]:
    """What somebody wants to buy says as much of her as what she bought: who sees no lines reads what she asked."""
    return asks.of(request.acting.whom, request.acting.own_only)


def load_with_lines(request: Request, reference: str) -> PurchaseQuestion:
    """For somebody who may also see what was bought."""
    if not request.acting.may(Scope.SEE_LINES):
        raise PermissionDenied
    return load(request, reference)


@for_person(Scope.PROPOSE, Scope.PAY)
@require_safe
def listed(request: Request) -> HttpResponse:
    page = Paginator(readable(request), PER_PAGE).get_page(request.GET.get("page"))
    rows = [{"it": each, "stands": stands(each), "tone": tone(each)} for each in page]
    context = {"page": page, "questions": rows, "can_ask": bool(asks.pots_of(request.acting.whom))}
    return render(request, "accounts/asked.html", {**around(request, MONEY), **context})


def stands(question: PurchaseQuestion) -> str:
    if question.is_over:
        return f"{question.get_answer_display()}, until {day(question.until)}: that is over"
    return question.get_answer_display() or "Waiting for an answer"


def tone(question: PurchaseQuestion) -> str:
    return "plain" if question.is_over else TONES[question.answer]


@for_person(Scope.PROPOSE, Scope.PAY)
@require_safe
def one(request: Request, reference: str) -> HttpResponse:
    question = load(request, reference)
    may_see = request.acting.may(Scope.SEE_LINES)
    context = {
        "question": question,
        "tone": tone(question),
        "rows": rows(question),
        "easy": is_easy(request),
        "may_see_lines": may_see,
        "answered_by": answered_by(question),
        **(bought(request, question) if question.is_yes and may_see else {}),
        **around(request, ASKED),
    }
    return render(request, "accounts/asked_one.html", context)


def rows(question: PurchaseQuestion) -> list[dict[str, Any]]:
    known = [
        ("What", question.what),
        ("About how much", pounds(question.pence)),
        ("Where", question.shop),
        ("What it is for", question.pot.label),
        ("Asked", f"{question.asked_by.name}, {day(question.asked_at)}"),
    ]
    return [{"key": key, "value": value} for key, value in known if value]


def answered_by(question: PurchaseQuestion) -> str:
    if question.answered_by:
        return question.answered_by.name
    publisher = question.policy.published_by if question.policy else None
    return publisher.name if publisher else ""


def bought(request: Request, question: PurchaseQuestion) -> dict[str, Any]:
    """What is under this answer, and what may be. A delegate's look is on record."""
    said = list(question.covers.select_related("purchase").order_by("said_at", "pk"))
    found = purchases.load(question.person, [purchases.plain(cover.purchase_id) for cover in said])
    by_key = {each.key: each for each in found}
    if request.acting.for_another:
        looks.record(person=question.person, by=request.user, where=f"Purchases under {question.reference}")
    return {
        "covers": [(cover, by_key.get(purchases.plain(cover.purchase_id))) for cover in said],
        "left": max((question.up_to_pence or 0) - sum(cover.pence for cover in said), 0),
        **maybe(question),
    }


def maybe(question: PurchaseQuestion) -> dict[str, Any]:
    """What looks like it is offered; the rest is there for whoever looks for it."""
    found = purchases.candidates(question)
    likely = [each for each in found if purchases.likely(question, each)]
    return {"likely": likely, "others": [each for each in found if each not in likely]}


@for_person(Scope.PROPOSE, Scope.PAY)
@require_safe
def paper(request: Request, reference: str) -> HttpResponse:
    """The answer as it is printed, or shown in a shop."""
    question = load(request, reference)
    if not question.answer:
        return redirect("money-asked-one", reference)
    context = {"question": question, "answered_by": answered_by(question), **around(request, ASKED)}
    return render(request, "accounts/asked_paper.html", context)


@require_POST
@for_person(Scope.PROPOSE, Scope.PAY)
def cover(request: Request, reference: str) -> HttpResponse:
    """“This is what I bought.”"""
    question = load_with_lines(request, reference)
    try:
        actions.cover(question=question, key=request.POST.get("purchase", "")[:60], by=request.user)
        messages.success(request, f"Kept under {question.reference}. Nobody can ask for this money back.")
    except CoverRefused as why:
        messages.info(request, str(why))
    return redirect("money-asked-one", reference)


@require_POST
@for_person(Scope.PROPOSE, Scope.PAY)
def uncover(request: Request, reference: str, pk: int) -> HttpResponse:
    question = load_with_lines(request, reference)
    said = get_object_or_404(PurchaseCover.objects.select_related("question__person"), question=question, pk=pk)
    try:
        actions.take_off(cover=said, by=request.user)
        messages.success(request, f"That purchase is not under {question.reference} any more.")
    except CoverRefused as why:
        messages.info(request, str(why))
    return redirect("money-asked-one", reference)


def around(request: Request, crumbs: Any) -> dict[str, Any]:
    return {"section": "money", "breadcrumbs": crumbs, "person": request.acting.person}
