"""A person's support plan: how it stands, its versions, and the way in."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from accounts.permissions import for_person
from accounts.queries import looks
from accounts.requests import Request
from accounts.roles import Scope
from design.formats import moment, pounds
from marketplace.actions import plans
from marketplace.actions.moves import Refused
from marketplace.models import PlanState, PlanVersion
from marketplace.queries import plan_reviews as reviews
from marketplace.queries import plan_spending
from marketplace.queries import plans as found
from marketplace.views.asking import ASKS
from marketplace.views.pens import HOME, Pen, with_pen

TONES = {"draft": "warm", "sent": "plain", "sent_back": "alert", "agreed": "good"}


@for_person(Scope.PROPOSE)
@require_safe
def home(request: Request) -> HttpResponse:
    pen = Pen(request.acting.whom, request.acting.for_another)
    versions = list(found.of(pen.person))
    last = versions[0] if versions else None
    holds = next((version for version in versions if version.state == PlanState.AGREED), None)
    sees_totals = request.acting.may(Scope.SEE_BALANCE)
    context = pen.shell(
        last=last,
        holds=holds,
        versions=[(version, TONES[version.state]) for version in versions],
        spent=plan_spending.of(pen.person, holds) if sees_totals else None,
        asked=reviews.request_of(pen.person) if holds else None,
        reviews=list(reviews.of(pen.person)) if holds else [],
        missing=found.missing_of(last) if last and last.state == PlanState.DRAFT else "",
        breadcrumbs=HOME,
    )
    return render(request, "marketplace/plans_home.html", context)


@ASKS
@with_pen
def start(request: Request, pen: Pen) -> HttpResponse:
    """What a plan is, and one button; or a new version of the one that is there."""
    if request.method == "POST":
        try:
            plans.begin(person=pen.person, by=request.user)
        except Refused as refused:
            messages.error(request, refused.words)
            return redirect(pen.to("home"))
        return redirect(pen.to("draft"))
    last = found.of(pen.person).first()
    return render(request, "marketplace/plans_start.html", pen.shell(last=last, back=pen.to("home")))


@for_person(Scope.PROPOSE)
@require_safe
def version(request: Request, number: int) -> HttpResponse:
    """One version to read and print. With ?size=large in large letters."""
    pen = Pen(request.acting.whom, request.acting.for_another)
    shown = get_object_or_404(found.of(pen.person), number=number)
    looks.record(person=pen.person, by=request.user, where=f"Support plan, version {number}")
    context = pen.shell(
        version=shown,
        tone=TONES[shown.state],
        rows=facts(shown),
        large=request.GET.get("size") == "large",
        breadcrumbs=pen.crumbs,
    )
    return render(request, "marketplace/plans_version.html", context)


def facts(shown: PlanVersion) -> list[dict[str, Any]]:
    """Who wrote it, and what became of it."""
    rows = [
        {"key": "Cost a week", "value": pounds(shown.weekly_pence)},
        {"key": "Cost in 4 weeks", "value": pounds(shown.four_weeks_pence)},
        {"key": "Kept for emergencies", "value": pounds(shown.contingency_pence)},
        {"key": "Read in", "value": shown.get_read_in_display()},
        {"key": "Written by", "value": shown.started_by.name},
    ]
    if shown.sent_by and shown.sent_at:
        rows.append({"key": "Sent", "value": f"{moment(shown.sent_at)}, by {shown.sent_by.name}"})
    if shown.sent_back_by and shown.sent_back_at:
        rows.append({"key": "Sent back", "value": f"{moment(shown.sent_back_at)}, by {shown.sent_back_by.name}"})
    if shown.agreed_by and shown.agreed_at:
        rows.append({"key": "Agreed", "value": f"{moment(shown.agreed_at)}, by {shown.agreed_by.name}"})
    if shown.reassessment_reference:
        rows.append({"key": "Reassessment", "value": shown.reassessment_reference})
    return rows


@ASKS
@with_pen
def take_back(request: Request, pen: Pen, number: int) -> HttpResponse:
    sent = get_object_or_404(found.of(pen.person), number=number)
    if sent.state != PlanState.SENT:
        messages.info(request, "This is not waiting for the council any more. This is how it stands now.")
        return redirect(pen.to("home"))
    if request.method == "POST":
        try:
            plans.take_back(version=sent, by=request.user)
        except Refused as refused:
            messages.error(request, refused.words)
            return redirect(pen.to("home"))
        messages.success(request, "You can change the plan again. Nobody decides about it until it is sent again.")
        return redirect(pen.to("draft"))
    context = pen.shell(
        title="Take the plan back?",
        lines=["You can change it and send it again. Until you do, the council does nothing."],
        button="Take the plan back",
        back=pen.to("home"),
    )
    return render(request, "marketplace/plans_sure.html", context)
