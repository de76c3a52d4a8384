"""Writing a support plan: one question a page, kept in the draft on our side."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.permissions import for_person
from accounts.requests import Request
from accounts.roles import Scope
from marketplace import words
from marketplace.actions import plan_lines, plans
from marketplace.actions.moves import Refused
from marketplace.forms.plans import ContingencyForm, FormatForm, LineForm, OutcomeWordsForm, of_line
from marketplace.models import PlanLine, PlanOutcome, PlanVersion
from marketplace.queries import plans as found
from marketplace.views.asking import ASKS, person_of, typed
from marketplace.views.plans import crumbs, facts, whose

OnDraft = Callable[..., HttpResponse]


def on_draft(view: OnDraft) -> OnDraft:
    """A page about the draft that is open: where there is none (it was sent a moment ago), back to how things stand."""

    @wraps(view)
    def checked(request: Request, **more: Any) -> HttpResponse:
        version = found.draft_of(person_of(request))
        return view(request, version, **more) if version else redirect("plans-home")

    return for_person(Scope.PROPOSE)(checked)


def shell(request: Request, **more: Any) -> dict[str, Any]:
    return {"whose": whose(request), "section": "money", "back": reverse("plans-draft"), **more}


@require_safe
@on_draft
def draft(request: Request, version: PlanVersion) -> HttpResponse:
    """All of it so far, and what is next."""
    more = {"version": version, "missing": found.missing_of(version), "breadcrumbs": crumbs(request)}
    return render(request, "marketplace/plans_draft.html", shell(request, **more))


def _done(request: Request, do: Callable[[], object], form: forms.Form | None, said: str = "") -> bool:
    """Whether it was done; where not, the words are on the form or above the page."""
    try:
        do()
    except Refused as refused:
        if form is None:
            messages.error(request, refused.words)
        else:
            form.add_error(None, refused.words)
        return False
    if said:
        messages.success(request, said)
    return True


@ASKS
@on_draft
def outcome_add(request: Request, version: PlanVersion) -> HttpResponse:
    return _outcome(request, version, None)


@ASKS
@on_draft
def outcome(request: Request, version: PlanVersion, pk: int) -> HttpResponse:
    return _outcome(request, version, get_object_or_404(version.outcomes, pk=pk))


def _outcome(request: Request, version: PlanVersion, changing: PlanOutcome | None) -> HttpResponse:
    initial = {"words": changing.words, "outcome": changing.outcome_id} if changing else {}
    form = OutcomeWordsForm(typed(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        put = partial(plan_lines.put_outcome, version=version, by=request.user, changing=changing, **given)
        if _done(request, put, form):
            return redirect("plans-draft")
    title = (
        "What matters to you" if not request.acting.for_another else f"What matters to {request.acting.whom.first_name}"
    )
    context = shell(request, form=form, title=title, changing=changing)
    return render(request, "marketplace/plans_outcome.html", context)


@ASKS
@on_draft
def outcome_remove(request: Request, version: PlanVersion, pk: int) -> HttpResponse:
    going = get_object_or_404(version.outcomes, pk=pk)
    if request.method == "POST":
        remove = partial(plan_lines.remove_outcome, version=version, outcome=going, by=request.user)
        _done(request, remove, None, "We took it out of the plan.")
        return redirect("plans-draft")
    lines = [f"“{going.words}”", "Everything you would buy for it goes too."]
    return sure(request, f"Take out “{going.outcome.name}”?", lines, "Take it out")


def sure(request: Request, title: str, lines: list[str], button: str) -> HttpResponse:
    context = shell(request, title=title, lines=lines, button=button, variant="warning")
    return render(request, "marketplace/plans_sure.html", context)


@ASKS
@on_draft
def line_add(request: Request, version: PlanVersion, pk: int) -> HttpResponse:
    return _line(request, version, get_object_or_404(version.outcomes, pk=pk), None)


@ASKS
@on_draft
def line(request: Request, version: PlanVersion, pk: int) -> HttpResponse:
    changing = _find_line(version, pk)
    return _line(request, version, changing.outcome, changing)


def _find_line(version: PlanVersion, pk: int) -> PlanLine:
    return get_object_or_404(PlanLine.objects.select_related("outcome__outcome"), pk=pk, outcome__version=version)


def _line(request: Request, version: PlanVersion, under: PlanOutcome, changing: PlanLine | None) -> HttpResponse:
    form = LineForm(typed(request), line=changing, initial=of_line(changing) if changing else {"every": "week"})
    if request.method == "POST" and form.is_valid():
        given: dict[str, Any] = {"version": version, "outcome": under, "wanted": form.wanted(), "changing": changing}
        if _done(request, partial(plan_lines.put_line, by=request.user, **given), form):
            return redirect("plans-draft")
    context = shell(request, form=form, under=under, changing=changing)
    return render(request, "marketplace/plans_line.html", context)


@ASKS
@on_draft
def line_remove(request: Request, version: PlanVersion, pk: int) -> HttpResponse:
    going = _find_line(version, pk)
    if request.method == "POST":
        remove = partial(plan_lines.remove_line, version=version, line=going, by=request.user)
        _done(request, remove, None, "We took it out of the plan.")
        return redirect("plans-draft")
    return sure(request, f"Take out “{going.what}”?", [f"{words.begun(found.line_words(going))}."], "Take it out")


@ASKS
@on_draft
def contingency(request: Request, version: PlanVersion) -> HttpResponse:
    form = ContingencyForm(typed(request), initial={"contingency": version.contingency_pence})
    if request.method == "POST" and form.is_valid():
        pence = form.cleaned_data["contingency"]
        put = partial(plan_lines.put_contingency, version=version, pence=pence, by=request.user)
        if _done(request, put, form):
            return redirect("plans-draft")
    return render(request, "marketplace/plans_contingency.html", shell(request, form=form))


@ASKS
@on_draft
def read_in(request: Request, version: PlanVersion) -> HttpResponse:
    form = FormatForm(typed(request), initial={"read_in": version.read_in})
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["read_in"]
        put = partial(plan_lines.put_format, version=version, read_in=chosen, by=request.user)
        if _done(request, put, form):
            return redirect("plans-draft")
    return render(request, "marketplace/plans_format.html", shell(request, form=form))


@ASKS
@on_draft
def discard(request: Request, version: PlanVersion) -> HttpResponse:
    if request.method == "POST":
        _done(request, partial(plans.discard, version=version, by=request.user), None, "We deleted the draft.")
        return redirect("plans-home")
    lines = ["You cannot get it back. Plans that you sent, or that were agreed, stay as they are."]
    return sure(request, "Delete this draft?", lines, "Delete the draft")


@ASKS
@on_draft
def check(request: Request, version: PlanVersion) -> HttpResponse:
    """The whole plan once more, then to the council, as it was shown."""
    if missing := found.missing_of(version):
        messages.error(request, missing)
        return redirect("plans-draft")
    if request.method == "POST":
        revision = request.POST.get("revision", "")
        seen = int(revision) if revision.isascii() and revision.isdigit() and len(revision) < 10 else -1
        try:
            plans.send(version=version, by=request.user, revision=seen)
        except Refused:
            messages.error(request, "The plan changed since this page was shown. Check it again.")
            return redirect("plans-check")
        messages.success(request, "We have the plan. A practitioner will read it, and you will hear from us.")
        return redirect("plans-home")
    rows = [row for row in facts(version) if row["key"] != "Written by"]
    context = shell(request, version=version, rows=rows)
    return render(request, "marketplace/plans_check.html", context)
