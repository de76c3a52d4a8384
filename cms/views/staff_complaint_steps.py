"""Each step that a handler takes with a complaint: a page with its form, or a button alone."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.desks import STAFF
from accounts.letters import paragraphs
from accounts.permissions import needs
from accounts.requests import Request
from accounts.roles import Permission
from cms import complaint_rules
from cms.actions import complaint_steps as do
from cms.actions import concerns
from cms.actions.refusals import Refused
from cms.forms import complaint_steps as forms
from cms.handlers import may_handle
from cms.models import Complaint
from cms.views.asking import ASKS, typed


@dataclass(frozen=True)
class Step:
    """`done` names it in the story. `any_stage`: not an arrow of the rules. `check`: looked at once more first."""

    slug: str
    title: str
    button: str
    done: str
    message: str
    act: Callable[..., Any]
    form: type[forms.StepForm] = forms.StepForm
    words: str = ""
    any_stage: bool = False
    check: bool = False


STEPS = {
    "acknowledge": Step(
        "acknowledge", "Acknowledge it", "Acknowledge", "Acknowledged", "Acknowledged. The person is told.",
        do.acknowledge, forms.AcknowledgeForm,
        "The law gives us 3 working days. Offer to talk about how it is looked into, and how long that takes.",
    ),
    "plan": Step(
        "plan", "Agree a plan", "Save the plan", "Plan agreed", "The plan is saved. The person is told.",
        do.plan, forms.PlanForm,
    ),
    "replan": Step(
        "change-the-day", "Change the plan or the day", "Save the plan", "Plan changed",
        "The plan is changed. The person is told.", do.plan, forms.PlanForm,
    ),
    "begin": Step(
        "begin", "Begin to look into it", "Begin", "Begun to look into it", "You have begun to look into it.", do.begin
    ),
    "answer": Step(
        "answer", "Answer it", "Continue", "Answered", "Answered. The person is told.", do.answer, forms.AnswerForm,
        "The answer always says how to go to the Ombudsman. You do not have to write that.", check=True,
    ),
    "look_again": Step(
        "look-again", "Look into it again", "Look into it again", "Looked into again",
        "It is open again. The person is told.", do.look_again, forms.AgainForm,
    ),
    "ombudsman": Step(
        "ombudsman", "It is with the Ombudsman", "Save", "With the Ombudsman", "Saved: it is with the Ombudsman.",
        do.ombudsman, forms.OmbudsmanForm,
    ),
    "close": Step(
        "close", "Close it with what we learned", "Close it", "Closed", "Closed. The person is told.",
        do.close, forms.LearningForm,
    ),
    "withdraw": Step(
        "withdraw", "The person takes it back", "Close it", "Taken back", "Closed. The person is told.",
        do.withdraw, forms.WithdrawForm,
    ),
    "file": Step("keep", "Keep it to learn from", "Keep and close it", "Kept", "Kept and closed.",
                 do.file, forms.LearningForm),
    "pass_on": Step(
        "pass-on", "Pass it on", "Pass it on", "Passed on", "Passed on and closed.", do.pass_on, forms.PassOnForm,
        "It goes to those whom it is about, where we know them here.",
    ),
    "treat_as_complaint": Step(
        "is-a-complaint", "Treat it as a complaint", "Treat it as a complaint", "Treated as a complaint",
        "It is a complaint now. The clock counts from the day it came.", do.treat_as_complaint, forms.StepForm,
        "Something went wrong for the person, whatever they called it.",
    ),
    "note": Step("note", "Write a note", "Save the note", "Note", "The note is saved.", do.note, forms.NoteForm,
                 any_stage=True),
    "give": Step("give", "Give it to somebody else", "Give it", "Handler changed", "Given.", do.give, forms.GiveForm,
                 any_stage=True),
    "subjects": Step("who-it-is-about", "Say who it is about", "Save", "Whom it is about was changed", "Saved.",
                     do.set_subjects, forms.SubjectsForm, any_stage=True),
}  # fmt: skip
BY_SLUG = {step.slug: (name, step) for name, step in STEPS.items()}


def load(request: Request, reference: str) -> Complaint:
    complaint = get_object_or_404(Complaint.objects.select_related("handler"), reference=reference)
    if not may_handle(request.user, complaint):
        raise Http404
    return complaint


@ASKS
@needs(Permission.HANDLE_COMPLAINTS)
def step(request: Request, reference: str, slug: str) -> HttpResponse:
    complaint = load(request, reference)
    if slug not in BY_SLUG:
        raise Http404
    name, taken = BY_SLUG[slug]
    if not taken.any_stage and name not in complaint_rules.steps(complaint.kind, complaint.stage):
        messages.info(request, "This changed while you were looking at it. This is how it stands now.")
        return redirect("staff-complaint", reference)
    form = taken.form(typed(request), complaint=complaint, initial=initial(complaint, name))
    if request.method == "POST" and form.is_valid():
        if taken.check and request.POST.get("step", "") != "sure":
            return again(request, complaint, taken, form, change=request.POST.get("step") == "change")
        return act(request, complaint, taken, form)
    return show(request, complaint, taken, form)


def act(request: Request, complaint: Complaint, taken: Step, form: forms.StepForm) -> HttpResponse:
    try:
        taken.act(complaint=complaint, by=request.user, **form.given)
    except Refused as refused:
        form.add_error(None, refused.words)
        return show(request, complaint, taken, form, status=409)
    messages.success(request, taken.message)
    still = may_handle(request.user, complaint)
    return redirect("staff-complaint", complaint.reference) if still else redirect("staff-complaints")


def show(
    request: Request, complaint: Complaint, taken: Step, form: forms.StepForm, *, status: int = 200
) -> HttpResponse:
    context = {"complaint": complaint, "taken": taken, "form": form, **around(complaint)}
    return render(request, "cms/staff_complaint_step.html", context, status=status)


def again(request: Request, complaint: Complaint, taken: Step, form: forms.StepForm, *, change: bool) -> HttpResponse:
    """The answer as the person will read it, before it goes."""
    if change:
        return show(request, complaint, taken, form)
    given = {name: form.data.get(name, "") for name in form.fields}
    context = {"complaint": complaint, "answer": form.cleaned_data, "given": given, **around(complaint)}
    context["found"] = complaint_rules.OUTCOMES[form.cleaned_data["outcome"]]
    return render(request, "cms/staff_complaint_check.html", context)


def around(complaint: Complaint) -> dict[str, Any]:
    crumbs = [*STAFF, ("Complaints", reverse("staff-complaints"))]
    here = (complaint.reference, reverse("staff-complaint", args=[complaint.reference]))
    return {"section": "staff", "breadcrumbs": [*crumbs, here]}


def initial(complaint: Complaint, name: str) -> dict[str, Any]:
    agreed = {True: "yes", False: "no", None: ""}[complaint.agreed_with_person]
    known: dict[str, dict[str, Any]] = {
        "replan": {"answer_by": complaint.answer_by, "how": complaint.plan, "agreed": agreed},
        "pass_on": {"words": complaint.words},
        "subjects": {"users": [str(pk) for pk in complaint.subjects.values_list("user_id", flat=True)]},
    }
    return known.get(name, {})


@require_POST
@needs(Permission.HANDLE_COMPLAINTS)
def take(request: Request, reference: str) -> HttpResponse:
    complaint = load(request, reference)
    try:
        do.give(complaint=complaint, to=request.user, by=request.user)
        messages.success(request, "You handle this now.")
    except Refused as refused:
        messages.info(request, refused.words)
    return redirect("staff-complaint", reference)


@require_POST
@needs(Permission.HANDLE_COMPLAINTS)
def to_safeguarding(request: Request, reference: str) -> HttpResponse:
    complaint = load(request, reference)
    try:
        concerns.from_complaint(complaint=complaint, by=request.user)
        messages.success(request, "Safeguarding has it now. In an emergency, call 999 as well.")
    except Refused as refused:
        messages.info(request, refused.words)
    return redirect("staff-complaint", reference)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.HANDLE_COMPLAINTS)
def letter(request: Request, reference: str, pk: int) -> HttpResponse:
    """A letter to print, or words for a call; marked as done by whoever posted it or called."""
    complaint = load(request, reference)
    one = get_object_or_404(complaint.letters.all(), pk=min(pk, 2**63 - 1))
    if request.method == "POST":
        try:
            do.letter_done(letter=one, by=request.user)
            messages.success(request, "Marked as done.")
        except Refused as refused:
            messages.info(request, refused.words)
        return redirect("staff-complaint", reference)
    context = {"complaint": complaint, "letter": one, "paragraphs": paragraphs(one.body), **around(complaint)}
    return render(request, "cms/staff_complaint_letter.html", context)
