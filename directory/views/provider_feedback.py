"""What an organisation reads of what people say about it: to reply, and to have the moderators look again."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.requests import Request
from accounts.views import checking
from accounts.views.desk_form import ASKS, Desk, answer, posted
from directory import pages
from directory.actions import feedback_replies
from directory.feedback_rules import ReplyState, State
from directory.forms.feedback import LookAgainForm, ReplyForm
from directory.models import Organisation, OrganisationFeedback
from directory.queries import feedback as found_by

PER_PAGE = 10


def managed(request: Request) -> list[Organisation]:
    return [one for one in pages.organisations_of(request.user) if one.is_managed]  # type: ignore[attr-defined]


def crumbs(*, whole: bool = False) -> list[tuple[str, str]]:
    found = [("Your desk", "/provider/")]
    return [*found, ("What people say", reverse("provider-feedback"))] if whole else found


@require_safe
@login_required
def index(request: Request) -> HttpResponse:
    mine = managed(request)
    if not mine:
        raise PermissionDenied
    found = found_by.to_read([one.pk for one in mine])
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {"section": "provider", "breadcrumbs": crumbs(), "page": page, "several": len(mine) > 1}
    return render(request, "directory/provider_feedback.html", context)


@require_safe
@login_required
def one(request: Request, pk: int) -> HttpResponse:
    feedback = load(request, pk)
    reply = feedback.answered
    context = {
        "section": "provider",
        "breadcrumbs": crumbs(whole=True),
        "one": feedback,
        "waits": feedback.state == State.APPROVED,
        "reply": reply,
        "may_write": reply is None or reply.state in feedback_replies.TO_WRITE,
        "sent_back": reply is not None and reply.state == ReplyState.SENT_BACK,
        "report": feedback.looked_at_again,
    }
    return render(request, "directory/provider_feedback_one.html", context)


def load(request: Request, pk: int) -> OrganisationFeedback:
    """Of an organisation that she manages; to anybody else it is not there."""
    return get_object_or_404(found_by.to_read([one.pk for one in managed(request)]), pk=pk)


@ASKS
@login_required
def reply(request: Request, pk: int) -> HttpResponse:
    feedback = load(request, pk)
    written = feedback.answered
    if written and written.is_shown:
        messages.info(request, "Your reply is on the site. Take it back to write another.")
        return redirect("provider-feedback-one", pk)
    form = ReplyForm(posted(request), initial={"words": written.words if written else ""})

    def do() -> str:
        feedback_replies.reply(feedback=feedback, words=form.cleaned_data["words"], by=request.user)
        return "Sent. A moderator reads it first."

    lead = [
        "A reply is for everybody who reads the page. Thank whoever wrote, and say what you have done or will do.",
        "You may know who it was: never say so.",
    ]
    return answer(request, desk(feedback, "Reply", form, do, lead=lead, **twice(request, form)))


@ASKS
@login_required
def take_back(request: Request, pk: int) -> HttpResponse:
    feedback = load(request, pk)

    def do() -> str:
        feedback_replies.take_back(feedback=feedback, by=request.user)
        return "Your reply is gone."

    lead = ["Nobody reads your reply any more. You can write another."]
    form = forms.Form(posted(request))
    return answer(request, desk(feedback, "Take your reply back?", form, do, lead=lead, button="Take it back"))


@ASKS
@login_required
def look_again(request: Request, pk: int) -> HttpResponse:
    feedback = load(request, pk)
    if feedback.looked_at_again:
        messages.info(request, "You have asked us to look at this again already.")
        return redirect("provider-feedback-one", pk)
    form = LookAgainForm(posted(request))

    def do() -> str:
        feedback_replies.look_again(feedback=feedback, words=form.cleaned_data["words"], by=request.user)
        return "Sent. A moderator looks at it again, and writes to you."

    meanwhile = "does not go on the site before" if feedback.state == State.APPROVED else "stays on the site while"
    lead = [f"You can ask once for each piece. It {meanwhile} we look, and is not taken down for being unkind."]
    ask = desk(feedback, "Ask us to look again", form, do, lead=lead, **twice(request, form))
    return answer(request, ask)


def twice(request: Request, form: forms.Form) -> dict[str, Any]:
    """What was typed is looked at once more before it is sent."""
    button = "Send it" if checking.is_ready(request, form) else "Continue"
    return {"check": lambda: words(form), "button": button}


def words(form: forms.Form) -> list[dict[str, Any]]:
    return [{"key": "You wrote", "value": form.cleaned_data["words"]}]


def desk(feedback: OrganisationFeedback, title: str, form: forms.Form, do: Callable[[], str], **more: Any) -> Desk:
    return Desk(
        title=title,
        caption=feedback.organisation.name,
        form=form,
        do=do,
        then=reverse("provider-feedback-one", args=[feedback.pk]),
        crumbs=crumbs(whole=True),
        section="provider",
        **more,
    )
