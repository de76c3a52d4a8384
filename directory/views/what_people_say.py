"""What people say about an organisation, for everybody to read; and the form to say it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.requests import Request
from accounts.views import checking
from accounts.views.desk_form import ASKS, Desk, answer, posted
from design.limits import too_often
from design.views.errors import too_many
from directory import merged
from directory.actions import feedback
from directory.feedback_rules import State
from directory.forms.feedback import FeedbackForm, as_written
from directory.models import Organisation, OrganisationFeedback
from directory.permissions import has_part
from directory.queries import feedback as found_by
from directory.views.service import shell

PER_PAGE, FIRST = 10, 3
TIMES, SECONDS = 5, 3600
THANKS = "Thank you. A moderator reads it first. You find it, and what became of it, under “Your details”."
TONES = {
    State.WAITING: "plain",
    State.SENT_BACK: "warm",
    State.APPROVED: "good",
    State.SHOWN: "good",
    State.REFUSED: "alert",
    State.TAKEN_DOWN: "plain",
}


def beginning(organisation: Organisation) -> dict[str, Any] | None:
    """The latest few, for the organisation's own page; nothing where people cannot say it."""
    if not found_by.is_spoken_of(organisation):
        return None
    pieces = list(found_by.shown(organisation)[: FIRST + 1])
    return {"pieces": pieces[:FIRST], "more": len(pieces) > FIRST}


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = found_by.organisations().filter(slug=slug).first()
    if organisation is None:
        return merged.leads_on_or_404("organisation", slug)
    user = request.user
    context = {
        **within(request, organisation),
        "page": Paginator(found_by.shown(organisation), PER_PAGE).get_page(request.GET.get("page")),
        "hers": found_by.open_of(user.pk, organisation) if user.is_authenticated else None,
    }
    return render(request, "directory/what_people_say.html", context)


def within(request: HttpRequest, organisation: Organisation) -> dict[str, Any]:
    context = shell("Find support", "directory-find", request)
    home = (organisation.name, reverse("directory-organisation", args=[organisation.slug]))
    return context | {"organisation": organisation, "breadcrumbs": [*context["breadcrumbs"], home]}  # type: ignore[misc]


@ASKS
@login_required
def write(request: Request, slug: str) -> HttpResponse:
    organisation = get_object_or_404(found_by.organisations(), slug=slug)
    if has_part(request.user, organisation):
        return render(request, "directory/feedback_own.html", within(request, organisation))
    if hers := found_by.open_of(request.user.pk, organisation):
        messages.info(request, feedback.ONE)
        return redirect("directory-your-feedback-one", hers.pk)
    form = form_of(request, organisation)
    sends = checking.is_ready(request, form) and checking.is_confirmed(request)
    if sends and too_often(request, f"organisation-feedback-{request.user.pk}", times=TIMES, seconds=SECONDS):
        return too_many(request)

    def do() -> str:
        feedback.send(organisation=organisation, said=form.said(), by=request.user)
        return THANKS

    then = reverse("directory-what-people-say", args=[slug])
    return answer(request, asked(request, organisation, form, do, then, within(request, organisation)["breadcrumbs"]))


def form_of(request: Request, organisation: Organisation, hers: OrganisationFeedback | None = None) -> FeedbackForm:
    return FeedbackForm(
        posted(request),
        services=list(found_by.services_of(organisation)),
        first_name=request.user.get_short_name(),
        initial=as_written(hers) if hers else None,
    )


def asked(request: Request, organisation: Organisation, form: FeedbackForm, do: Any, then: str, crumbs: Any) -> Desk:
    """The same form to write it and to change it."""
    return Desk(
        title="Say how it was",
        caption=organisation.name,
        form=form,
        do=do,
        then=then,
        crumbs=crumbs,
        button="Continue" if not checking.is_ready(request, form) else "Send it",
        check=lambda: form.rows(request.user.get_short_name()),
        warning="A moderator reads it first, and may take out a name or something about somebody’s health.",
        section="find",
        extra={"above": "directory/_feedback_guidance.html", "above_rows": within(request, organisation)},
    )
