"""Writing a support plan: one question a page, kept in the draft on our side."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from accounts.queries import looks
from accounts.requests import Request
from marketplace import words
from marketplace.actions import plan_lines, plans
from marketplace.actions.moves import Overtaken, Refused
from marketplace.forms.plans import ContingencyForm, FormatForm, OutcomeWordsForm
from marketplace.models import PlanLine, PlanOutcome, PlanVersion
from marketplace.permissions import NotYours
from marketplace.queries import plans as found
from marketplace.views.asking import ASKS, typed
from marketplace.views.pens import Pen, with_pen
from marketplace.views.plans import facts

OnDraft = Callable[..., HttpResponse]
SENT = "We have the plan. A practitioner will read it, and you will hear from us."
SENT_BY_STAFF = "The plan is sent. A different practitioner must read it and agree it."
MEANWHILE = "Somebody changed the plan while you were writing. What you wrote is still here. Save it again to keep it."


def on_draft(view: OnDraft) -> OnDraft:
    """`view(request, pen, version, ...)` of the draft that is open: where there is none (it was sent a moment ago),
    back to how things stand."""

    @wraps(view)
    def checked(request: Request, pen: Pen, **more: Any) -> HttpResponse:
        version = found.draft_of(pen.person)
        return view(request, pen, version, **more) if version else redirect(pen.to("home"))

    return with_pen(checked)


def shell(pen: Pen, version: PlanVersion, **more: Any) -> dict[str, Any]:
    return pen.shell(version=version, **{"back": pen.to("draft"), **more})


@require_safe
@on_draft
def draft(request: Request, pen: Pen, version: PlanVersion) -> HttpResponse:
    """All of it so far, and what is next."""
    if pen.staff:
        where = f"Support plan, version {version.number}, while it was written"
        looks.record(person=pen.person, by=request.user, where=where)
    more = {"missing": found.missing_of(version), "breadcrumbs": pen.crumbs}
    return render(request, "marketplace/plans_draft.html", shell(pen, version, **more))


def seen(request: Request) -> int:
    """The revision that the page was drawn from; one that never was, where that is not said."""
    revision = request.POST.get("revision", "")
    return int(revision) if revision.isascii() and revision.isdigit() and len(revision) < 10 else -1


def done(
    request: Request, version: PlanVersion, do: Callable[[], object], form: forms.Form | None, said: str = ""
) -> bool:
    """Whether it was done; where not, the words are on the form or above the page, and the page is drawn anew."""
    try:
        do()
    except (Refused, NotYours) as refused:
        says = MEANWHILE if isinstance(refused, Overtaken) else getattr(refused, "words", "You may not change this.")
        if form is None:
            messages.error(request, says)
        else:
            form.add_error(None, says)
            version.refresh_from_db(fields=["revision"])
        return False
    if said:
        messages.success(request, said)
    return True


@ASKS
@on_draft
def outcome_add(request: Request, pen: Pen, version: PlanVersion) -> HttpResponse:
    return _outcome(request, pen, version, None)


@ASKS
@on_draft
def outcome(request: Request, pen: Pen, version: PlanVersion, pk: int) -> HttpResponse:
    return _outcome(request, pen, version, get_object_or_404(version.outcomes, pk=pk))


def _outcome(request: Request, pen: Pen, version: PlanVersion, changing: PlanOutcome | None) -> HttpResponse:
    initial = {"words": changing.words, "outcome": changing.outcome_id} if changing else {}
    form = OutcomeWordsForm(typed(request), called=pen.called, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = {"version": version, "changing": changing, "seen": seen(request), **form.cleaned_data}
        if done(request, version, partial(plan_lines.put_outcome, by=request.user, **given), form):
            return redirect(pen.to("draft"))
    context = shell(pen, version, form=form, title=f"What matters to {pen.called}")
    return render(request, "marketplace/plans_outcome.html", context)


@ASKS
@on_draft
def outcome_remove(request: Request, pen: Pen, version: PlanVersion, pk: int) -> HttpResponse:
    going = get_object_or_404(version.outcomes, pk=pk)
    if request.method == "POST":
        remove = partial(plan_lines.remove_outcome, version=version, outcome=going, by=request.user)
        done(request, version, remove, None, "We took it out of the plan.")
        return redirect(pen.to("draft"))
    lines = [f"“{going.words}”", "Everything to buy for it goes too."]
    return sure(request, pen, version, f"Take out “{going.outcome.name}”?", lines, "Take it out")


def sure(request: Request, pen: Pen, version: PlanVersion, title: str, lines: list[str], button: str) -> HttpResponse:
    context = shell(pen, version, title=title, lines=lines, button=button, variant="warning")
    return render(request, "marketplace/plans_sure.html", context)


def find_line(version: PlanVersion, pk: int) -> PlanLine:
    lines = PlanLine.objects.select_related("outcome__outcome", "listing", "kind")
    return get_object_or_404(lines, pk=pk, outcome__version=version)


@ASKS
@on_draft
def line_remove(request: Request, pen: Pen, version: PlanVersion, pk: int) -> HttpResponse:
    going = find_line(version, pk)
    if request.method == "POST":
        remove = partial(plan_lines.remove_line, version=version, line=going, by=request.user)
        done(request, version, remove, None, "We took it out of the plan.")
        return redirect(pen.to("draft"))
    said = f"{words.begun(found.line_words(going))}."
    return sure(request, pen, version, f"Take out “{going.what}”?", [said], "Take it out")


@ASKS
@on_draft
def contingency(request: Request, pen: Pen, version: PlanVersion) -> HttpResponse:
    form = ContingencyForm(typed(request), called=pen.called, initial={"contingency": version.contingency_pence})
    if request.method == "POST" and form.is_valid():
        pence = form.cleaned_data["contingency"]
        put = partial(plan_lines.put_contingency, version=version, pence=pence, seen=seen(request), by=request.user)
        if done(request, version, put, form):
            return redirect(pen.to("draft"))
    return render(request, "marketplace/plans_contingency.html", shell(pen, version, form=form))


@ASKS
@on_draft
def read_in(request: Request, pen: Pen, version: PlanVersion) -> HttpResponse:
    form = FormatForm(typed(request), called=pen.called, initial={"read_in": version.read_in})
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["read_in"]
        put = partial(plan_lines.put_format, version=version, read_in=chosen, seen=seen(request), by=request.user)
        if done(request, version, put, form):
            return redirect(pen.to("draft"))
    return render(request, "marketplace/plans_format.html", shell(pen, version, form=form))


@ASKS
@on_draft
def discard(request: Request, pen: Pen, version: PlanVersion) -> HttpResponse:
    if request.method == "POST":
        done(request, version, partial(plans.discard, version=version, by=request.user), None, "We deleted the draft.")
        return redirect(pen.to("home"))
    lines = ["You cannot get it back. Plans that you sent, or that were agreed, stay as they are."]
    return sure(request, pen, version, "Delete this draft?", lines, "Delete the draft")


@ASKS
@on_draft
def check(request: Request, pen: Pen, version: PlanVersion) -> HttpResponse:
    """The whole plan once more, then to the council, as it was shown."""
    if missing := found.missing_of(version):
        messages.error(request, missing)
        return redirect(pen.to("draft"))
    if request.method == "POST":
        try:
            plans.send(version=version, by=request.user, revision=seen(request))
        except Refused:
            messages.error(request, "The plan changed since this page was shown. Check it again.")
            return redirect(pen.to("check"))
        messages.success(request, SENT_BY_STAFF if pen.staff else SENT)
        return redirect(pen.to("home"))
    rows = [row for row in facts(version) if row["key"] != "Written by"]
    return render(request, "marketplace/plans_check.html", shell(pen, version, rows=rows))
