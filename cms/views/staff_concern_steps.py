"""Each step of a concern: its form, what it does, and where it leads."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.audit import audit
from accounts.requests import Request
from accounts.roles import Permission
from accounts.section_42 import Test
from cms import concern_rules
from cms.actions import concerns as do
from cms.actions.refusals import Refused
from cms.forms import concern_steps as forms
from cms.handlers import found_with
from cms.models import Concern
from cms.queries import concerns as found
from cms.views.asking import ASKS, kept_by_nobody, typed
from cms.views.staff_concerns import QUEUE, load, tests, told


@dataclass(frozen=True)
class Step:
    name: str
    title: str
    button: str
    message: str
    act: Callable[..., Any]
    form: type[forms.StepForm]
    words: str = ""


STEPS = {
    "tests": Step(
        "tests", "The three tests", "Save the answers", "The answers are saved.", do.answer_tests, forms.TestsForm,
        "Care Act 2014, section 42(1). Is there reasonable cause to suspect that each is so? If all three are, the "
        "council must make enquiries.",
    ),
    "wishes": Step(
        "wishes", "What the person wants", "Save", "Saved.", do.record_wishes, forms.WishesForm,
        "The person decides as much as they can. Ask where it is safe to ask.",
    ),
    "decide": Step("decide", "Decide", "Decide", "Decided. Somebody else closes it.", do.decide, forms.DecideForm,
                   "Your name and the time are kept. A second person closes it."),
    "close": Step("close", "Close it", "Close it", "Closed.", do.close, forms.CloseForm),
    "look-again": Step("look_again", "Open it again", "Open it again", "It is open again.", do.look_again,
                       forms.AgainForm, "The decision is taken back. It stays in the story."),
    "note": Step("note", "Write a note", "Save the note", "The note is saved.", do.note, forms.NoteForm),
    "unlink": Step("link", "Take away the link to the person", "Take it away", "The link is gone.", do.link,
                   forms.UnlinkForm),
}  # fmt: skip


@ASKS
@found_with(Permission.SEE_CONCERNS)
@kept_by_nobody
def step(request: Request, reference: str, slug: str) -> HttpResponse:
    concern = load(request, reference)
    taken = STEPS.get(slug)
    if taken is None:
        raise Http404
    if away := not_now(request, concern, taken.name):
        return away
    form = taken.form(typed(request), concern=concern, initial=initial(concern, slug))
    if request.method == "POST" and form.is_valid():
        return act(request, concern, taken, form)
    return show(request, concern, taken, form)


def not_now(request: Request, concern: Concern, name: str) -> HttpResponse | None:
    if concern.stage in concern_rules.FROM[name]:
        return None
    messages.info(request, "This changed while you were looking at it. This is how it stands now.")
    return redirect("staff-concern", concern.reference)


def initial(concern: Concern, slug: str) -> dict[str, Any]:
    if slug == "tests":
        return {name: getattr(concern, name) for test in Test for name in (test, f"{test}_why")}
    if slug == "wishes":
        asked = "" if concern.wishes == "not_yet" and not concern.wishes_words else concern.wishes
        return {"how": asked, "words": concern.wishes_words}
    return {}


def act(request: Request, concern: Concern, taken: Step, form: forms.StepForm) -> HttpResponse:
    try:
        taken.act(concern=concern, by=request.user, **form.given)
    except Refused as refused:
        form.add_error(None, refused.words)
        return show(request, concern, taken, form, status=409)
    if not found.may_see(request.user, concern):
        messages.success(request, "Linked. You stand near to this person, so your colleagues go on with it.")
        return redirect("staff-concerns")
    messages.success(request, taken.message)
    return redirect("staff-concern", concern.reference)


def show(request: Request, concern: Concern, taken: Step, form: forms.StepForm, *, status: int = 200) -> HttpResponse:
    """Beside the form stands what somebody told us: so this is a look too."""
    do.look(concern=concern, by=request.user, page=taken.name)
    context = {"taken": taken, "form": form, "told": told(concern), "tests": tests(concern), **around(concern)}
    return render(request, "cms/staff_concern_step.html", context, status=status)


def around(concern: Concern) -> dict[str, Any]:
    here = (concern.reference, reverse("staff-concern", args=[concern.reference]))
    return {"section": "staff", "breadcrumbs": [*QUEUE[1:], here], "concern": concern}


@require_POST
@found_with(Permission.SEE_CONCERNS)
def take(request: Request, reference: str) -> HttpResponse:
    try:
        do.take(concern=load(request, reference), by=request.user)
        messages.success(request, "You lead on this now.")
    except Refused as refused:
        messages.info(request, refused.words)
    return redirect("staff-concern", reference)


@ASKS
@found_with(Permission.SEE_CONCERNS)
@kept_by_nobody
def link(request: Request, reference: str) -> HttpResponse:
    """Find whom it is about, choose, and say how one knows. What is looked for is sent, not put into the address."""
    concern = load(request, reference)
    if away := not_now(request, concern, "link"):
        return away
    find = forms.FindForm(typed(request))
    people = found.people(find.cleaned_data["q"]) if find.is_bound and find.is_valid() else []
    chosen = request.POST if "choose" in request.POST else None
    form = forms.LinkForm(chosen, concern=concern, people=people)
    if request.method == "POST":
        audit(action="concern.people_searched", by=request.user, subject=f"concern:{concern.pk}")
    if chosen is not None and form.is_valid():
        return act(request, concern, LINK, form)
    context = {"find": find, "people": people, "form": form, "taken": LINK, **around(concern)}
    return render(request, "cms/staff_concern_link.html", context)


LINK = Step("link", "Link it to a person", "Link", "Linked. It is kept with your name.", do.link, forms.StepForm)
