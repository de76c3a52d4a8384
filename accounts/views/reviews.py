"""The practitioners' desk of purchases that somebody says are for the plan: who waits, one of them, the answer."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import flags
from accounts.actions import purchase_reviews
from accounts.desks import STAFF
from accounts.forms.reviews import AnswerForm
from accounts.models import PurchaseReview
from accounts.permissions import needs
from accounts.queries import declines, looks, outcomes
from accounts.queries import reviews as found
from accounts.requests import Request
from accounts.roles import Permission
from accounts.spending import ALLOWED_ONCE
from accounts.views.declines import allowed_in_words, pots_table, rule_rows, sums
from accounts.views.desk_form import Desk, answer, posted
from accounts.views.person import WINDOW, bar
from design.components import Cell, Column, Table
from design.formats import counted, day, moment, pounds

PER_PAGE = 25
REVIEWS = [*STAFF, ("Reviews of purchases", "/staff/reviews/")]
SHOWS = (("waiting", "Yours and nobody’s"), ("all", "All open"), ("answered", "Answered"))
WHERE = "Practitioner. What was said of a declined payment"


@require_safe
@needs(Permission.AGREE_BUDGETS)
def queue(request: Request) -> HttpResponse:
    asked = request.GET.get("show", "")
    show = asked if asked in dict(SHOWS) else "waiting"
    page = Paginator(found.queue(request.user, show), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "section": "staff",
        "breadcrumbs": STAFF,
        "page": page,
        "table": table(list(page), show) if page.paginator.count else None,
        "shows": [(label, f"?show={key}", key == show) for key, label in SHOWS],
    }
    return render(request, "accounts/reviews.html", context)


def table(rows: list[PurchaseReview], show: str) -> Table:
    columns = [
        Column("Who asks", header=True, phone="main"),
        Column("Answered" if show == "answered" else "Answer by", phone="over"),
        Column("The answer" if show == "answered" else "Who has it", phone="amount"),
    ]
    return Table("Reviews of purchases", columns, [row(each) for each in rows], hide_caption=True)


def row(review: PurchaseReview) -> list[Any]:
    who = Cell(review.person.name, f"Asked {moment(review.asked_at)}", reverse("staff-review", args=[review.pk]))
    if not review.is_open:
        by = review.answered_by.name if review.answered_by else ""
        return [who, day(review.answered_at), Cell(review.get_answer_display(), by)]
    return [who, Cell(day(review.due_on), late(review)), review.handler.name if review.handler else "Nobody yet"]


def late(review: PurchaseReview) -> str:
    days = (timezone.localdate() - review.due_on).days
    return f"Late: {counted(days, 'day')}" if review.is_open and days > 0 else ""


def load(request: Request, pk: int) -> PurchaseReview:
    """One that she may answer; that she looked is on record for the person."""
    seen = found.visible(request.user).select_related(
        "person__user", "handler", "answered_by", "asked_by", "authorisation__card__account__person"
    )
    review = get_object_or_404(seen, pk=pk)
    if not purchase_reviews.may_answer(review, request.user):
        raise Http404
    return review


@require_safe
@needs(Permission.AGREE_BUDGETS)
def one(request: Request, pk: int) -> HttpResponse:
    review = load(request, pk)
    looks.record(person=review.person, by=request.user, where=WHERE)
    flags.raise_for(request, review.person)
    shown = declines.explained(review.authorisation)
    context = {
        "section": "staff",
        "breadcrumbs": REVIEWS,
        "review": review,
        "late": late(review),
        "asked": asked_rows(review),
        "shown": shown,
        "rule": rule_rows(shown),
        "sums": sums(shown),
        "pots": pots_table(shown),
        "allowed": [allowed_in_words(each) for each in shown.allowed],
        "spending": spending(review),
        "answer": answer_rows(review),
        "mine": review.handler_id == request.user.pk,
    }
    return render(request, "accounts/review.html", context)


def asked_rows(review: PurchaseReview) -> list[dict[str, Any]]:
    it = review.authorisation
    return [
        {"key": "Shop", "value": it.merchant_name},
        {"key": "It asked for", "value": f"{pounds(it.pence)}, {moment(it.asked_at)}"},
        {"key": "Why it is for the plan", "value": review.words},
        {"key": "Said by", "value": f"{review.asked_by.name}, {moment(review.asked_at)}"},
        {"key": "Answer by", "value": f"The end of {day(review.due_on)}"},
        {"key": "Who has it", "value": review.handler.name if review.handler else "Nobody yet"},
    ]


def answer_rows(review: PurchaseReview) -> list[dict[str, Any]]:
    if review.is_open:
        return []
    by = review.answered_by.name if review.answered_by else ""
    return [
        {"key": "The answer", "value": review.get_answer_display()},
        {"key": "Told", "value": review.answer_words},
        {"key": "Answered by", "value": f"{by}, {moment(review.answered_at)}"},
    ]


def spending(review: PurchaseReview) -> list[dict[str, Any]]:
    """Totals by outcome beside the plan: no other line of spending is shown here."""
    now = timezone.now()
    return [bar(total) for total in outcomes.of(now - WINDOW, now, [review.person])]


@require_POST
@needs(Permission.AGREE_BUDGETS)
def take(request: Request, pk: int) -> HttpResponse:
    review = load(request, pk)
    if purchase_reviews.take(review=review, by=request.user):
        messages.success(request, f"You answer this. It is due by the end of {day(review.due_on)}.")
    return redirect("staff-review", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.AGREE_BUDGETS)
def reply(request: Request, pk: int) -> HttpResponse:
    """The answer, checked once before it is sent."""
    review = load(request, pk)
    then = reverse("staff-review", args=[pk])
    if not review.is_open:
        messages.info(request, "This is answered.")
        return redirect(then)
    rule = purchase_reviews.rule_of(review)
    may_end = rule is not None and rule.person_id is not None
    may_allow = review.authorisation.decline_reason in ALLOWED_ONCE
    form = AnswerForm(posted(request), may_end=may_end, may_allow=may_allow)

    def do() -> str:
        purchase_reviews.answer(review=review, by=request.user, **form.given())
        return f"{review.person.name} is told."

    def check() -> list[dict[str, Any]]:
        return checked(form)

    page = Desk(
        title="Answer",
        caption=f"{review.person.name}: {review.authorisation.merchant_name}",
        form=form,
        do=do,
        then=then,
        crumbs=[*REVIEWS, (review.person.name, then)],
        rows=asked_rows(review)[:3],
        check=check,
        button="Send this answer",
        warning="It is sent with your name, and cannot be changed. They can challenge it.",
    )
    return answer(request, page)


def checked(form: AnswerForm) -> list[dict[str, Any]]:
    given = form.given()
    rows = [
        {"key": "The answer", "value": PurchaseReview.Answer(given["answer"]).label},
        {"key": "They read", "value": given["words"]},
    ]
    if given["end_rule"]:
        rows.append({"key": "The line of the plan", "value": "Ends now"})
    if given["allow_pence"]:
        rows.append({"key": "Allowed once more", "value": f"Up to {pounds(given['allow_pence'])}"})
    return rows
