"""A person's support plan on her page at the council: how it stands, its reviews, and the way to write it with her."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import Person
from accounts.permissions import needs
from accounts.queries import looks
from accounts.requests import Request
from accounts.roles import Permission
from accounts.views import opened
from design.formats import day
from marketplace.actions import plan_reviews, review_dates
from marketplace.actions.moves import Refused
from marketplace.forms.plans import AskReviewForm, ReviewForm
from marketplace.models import PlanState, PlanVersion, ReviewOutcome
from marketplace.queries import plan_reviews as reviews
from marketplace.queries import plans as found
from marketplace.views.asking import ASKS, typed
from marketplace.views.pens import Pen
from marketplace.views.plans import TONES


@require_safe
@needs(Permission.AGREE_BUDGETS)
def home(request: Request, person: int) -> HttpResponse:
    shown = opened.load(request, person)
    held = list(reviews.of(shown))
    asked = reviews.request_of(shown)
    if held or asked:
        looks.record(person=shown, by=request.user, where="Reviews of your support plan")
    versions = [version for version in found.headings(shown) if _may_see(version, shown)]
    holds = next((version for version in versions if version.state == PlanState.AGREED), None)
    context = _pen(shown).shell(
        versions=[(version, TONES[version.state]) for version in versions],
        last=versions[0] if versions else None,
        holds=holds,
        review_words=_review_words(holds),
        asked=asked,
        reviews=held,
        writes=shown.user_id is None,
        breadcrumbs=_pen(shown).crumbs[:-1],
    )
    return render(request, "marketplace/staff_person_plan.html", context)


def _pen(person: Person) -> Pen:
    return Pen(person, for_another=True, staff=True)


def _may_see(version: PlanVersion, person: Person) -> bool:
    """A draft is its writer's own business, unless it is written here."""
    return version.state != PlanState.DRAFT or person.user_id is None


def _review_words(holds: PlanVersion | None) -> str:
    if holds is None:
        return ""
    due = holds.plan.review_on
    if due is None:
        return "No date was set: it is due now."
    return f"Due since {day(due)}." if due <= timezone.localdate() else f"By {day(due)}."


@ASKS
@needs(Permission.AGREE_BUDGETS)
def review(request: Request, person: int) -> HttpResponse:
    """Write down a review that took place."""
    shown = opened.load(request, person)
    pen, holds = _pen(shown), found.holds(shown)
    if holds is None:
        messages.info(request, plan_reviews.NO_PLAN)
        return redirect(pen.to("home"))
    today = timezone.localdate()
    initial = {"held_on": today, "next_on": review_dates.after_review(today)}
    form = ReviewForm(typed(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            plan_reviews.record(person=shown, by=request.user, **_given(form))
        except Refused as refused:
            form.add_error(_field(refused, form), refused.words)
        else:
            messages.success(request, f"The review is on record. {shown.name} has been told.")
            return redirect(pen.to("home"))
    asked = reviews.request_of(shown)
    context = pen.shell(form=form, holds=holds, asked=asked, back=pen.to("home"))
    return render(request, "marketplace/staff_plan_review.html", context)


def _given(form: ReviewForm) -> dict[str, Any]:
    data = form.cleaned_data
    return {**data, "outcome": ReviewOutcome(data["outcome"])}


def _field(refused: Refused, form: ReviewForm) -> str | None:
    name = {"review_on": "next_on"}.get(refused.code, refused.code)
    return name if name in form.fields else None


@ASKS
@needs(Permission.AGREE_BUDGETS)
def ask(request: Request, person: int) -> HttpResponse:
    """Somebody without a sign-in asked for a review, on the telephone or in a talk."""
    shown = opened.load(request, person)
    pen = _pen(shown)
    if found.holds(shown) is None or shown.user_id is not None:
        why = f"{shown.name} signs in, and asks there." if shown.user_id else plan_reviews.NO_PLAN
        messages.info(request, why)
        return redirect(pen.to("home"))
    form = AskReviewForm(typed(request))
    if request.method == "POST" and form.is_valid():
        plan_reviews.ask(person=shown, by=request.user, words=form.cleaned_data["words"])
        messages.success(request, "The request is on record. It is among the reviews that are due.")
        return redirect(pen.to("home"))
    context = pen.shell(form=form, back=pen.to("home"))
    return render(request, "marketplace/plans_review.html", context)
