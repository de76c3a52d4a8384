"""What somebody said about organisations: how it stands, to change it, and to take it down."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.requests import Request
from accounts.views.desk_form import ASKS, Desk, answer, posted
from directory import change_rules
from directory import feedback_rules as rules
from directory.actions import feedback
from directory.feedback_rules import State
from directory.models import OrganisationFeedback
from directory.queries import feedback as found_by
from directory.views.difference import Row, of_pieces
from directory.views.what_people_say import TONES, asked, form_of

PER_PAGE = 25
LABELS = (("good", "What was good"), ("better", "What could be better"))


def crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [("Home", "/"), ("Your details", reverse("accounts-details")), *more]


def yours(one: OrganisationFeedback) -> list[tuple[str, str]]:
    return crumbs(("What you said about organisations", reverse("directory-your-feedback")))


@require_safe
@login_required
def index(request: Request) -> HttpResponse:
    page = Paginator(found_by.mine(request.user.pk), PER_PAGE).get_page(request.GET.get("page"))
    rows = [{"one": one, "state": State(one.state), "tone": TONES[State(one.state)]} for one in page]
    context = {"breadcrumbs": crumbs(), "page": page, "rows": rows}
    return render(request, "directory/your_feedback.html", context)


@require_safe
@login_required
def one(request: Request, pk: int) -> HttpResponse:
    hers = load(request, pk)
    state = State(hers.state)
    context = {
        "breadcrumbs": yours(hers),
        "one": hers,
        "state": state,
        "tone": TONES[state],
        "rows": taken_out(hers) if hers.is_edited else [],
        "may_change": state in rules.TO_WRITE,
        "may_take_down": state in rules.OPEN,
        "is_read": state == State.SHOWN and found_by.is_spoken_of(hers.organisation),
    }
    return render(request, "directory/your_feedback_one.html", context)


def load(request: Request, pk: int) -> OrganisationFeedback:
    return get_object_or_404(found_by.mine(request.user.pk), pk=pk)


def taken_out(one: OrganisationFeedback) -> list[Row]:
    """What was written beside what is shown."""
    return [
        of_pieces(name, label, change_rules.by_word(getattr(one, name), getattr(one, f"shown_{name}")), in_lines=False)
        for name, label in LABELS
        if getattr(one, name)
    ]


@ASKS
@login_required
def change(request: Request, pk: int) -> HttpResponse:
    hers = load(request, pk)
    if hers.state not in rules.TO_WRITE:
        messages.info(request, "It cannot be changed any more.")
        return redirect("directory-your-feedback-one", pk)
    form = form_of(request, hers.organisation, hers)

    def do() -> str:
        feedback.change(feedback=hers, said=form.said(), by=request.user)
        return "Sent. A moderator reads it first."

    then = reverse("directory-your-feedback-one", args=[pk])
    return answer(request, asked(request, hers.organisation, form, do, then, yours(hers)))


@ASKS
@login_required
def take_down(request: Request, pk: int) -> HttpResponse:
    hers = load(request, pk)
    form = forms.Form(posted(request))

    def do() -> str:
        feedback.take_down(feedback=hers, by=request.user)
        return "Taken down. What you wrote is gone."

    desk: dict[str, Any] = {"title": "Take it down?", "caption": hers.organisation.name, "button": "Take it down"}
    lead = ["What you wrote is deleted, and so is the reply to it. You can write about this organisation again."]
    then = reverse("directory-your-feedback-one", args=[pk])
    return answer(request, Desk(form=form, do=do, then=then, crumbs=yours(hers), lead=lead, **desk))
