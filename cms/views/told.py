"""How what somebody told us stands: by a secret link, or behind the sign-in of whoever told us."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.requests import Request
from cms import references
from cms.complaint_rules import STAGES, Kind, Stage
from cms.models import Complaint, ComplimentPassed
from cms.queries import complaints as found
from cms.views.asking import HOME, kept_by_nobody
from design.formats import day

PER_PAGE = 25
YOURS = [*HOME, ("Your details", "/accounts/"), ("What you told us", "/tell-us/yours/")]
STORY = {
    "received": "We got it",
    "acknowledge": "We began to deal with it",
    "plan": "A day for the answer was agreed",
    "replan": "The day for the answer changed",
    "begin": "We began to look into it",
    "answer": "We answered",
    "earlier_answer": "Our first answer",
    "look_again": "We look into it again",
    "ombudsman": "The Ombudsman looks at it",
    "close": "Closed",
    "withdraw": "You took it back",
    "file": "Read and kept",
    "pass_on": "Passed on",
    "treat_as_complaint": "We treat it as a complaint",
}


@require_safe
@kept_by_nobody
def follow(request: HttpRequest) -> HttpResponse:
    """By the link that only she was given. What she wrote is not shown again: links are forwarded."""
    reference = references.named_by(request.GET.get("key", ""))
    complaint = get_object_or_404(Complaint, reference=reference)
    return show(request, complaint, whole=False)


@login_required
@require_safe
def yours(request: Request) -> HttpResponse:
    page = Paginator(found.told_by(request.user), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "cms/told_list.html", {"page": page, "breadcrumbs": YOURS[:2]})


@login_required
@require_safe
def one(request: Request, reference: str) -> HttpResponse:
    complaint = get_object_or_404(Complaint, reference=reference, made_by=request.user)
    return show(request, complaint, whole=True)


@login_required
@require_safe
def compliments(request: Request) -> HttpResponse:
    """What was passed on to whoever is signed in."""
    passed = ComplimentPassed.objects.filter(to=request.user).select_related("complaint")
    page = Paginator(passed, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "cms/compliments.html", {"page": page, "breadcrumbs": YOURS[:2]})


def show(request: HttpRequest, complaint: Complaint, *, whole: bool) -> HttpResponse:
    context = {
        "complaint": complaint,
        "whole": whole,
        "rows": rows(complaint, whole=whole),
        "story": story(complaint),
        "stages": [STAGES[stage] for stage in SHOWN_STAGES] if complaint.kind == Kind.COMPLAINT else [],
        "current": SHOWN_STAGES.index(shown_stage(complaint)) + 1,
        "breadcrumbs": YOURS if whole else HOME,
    }
    return render(request, "cms/told.html", context)


SHOWN_STAGES = [Stage.RECEIVED, Stage.ACKNOWLEDGED, Stage.PLANNED, Stage.LOOKED_INTO, Stage.ANSWERED, Stage.CLOSED]


def shown_stage(complaint: Complaint) -> Stage:
    """With the Ombudsman it is answered, as far as we are concerned."""
    return Stage.ANSWERED if complaint.stage == Stage.OMBUDSMAN else Stage(complaint.stage)


def rows(complaint: Complaint, *, whole: bool) -> list[dict[str, Any]]:
    known = [
        ("Reference", complaint.reference),
        ("You told us on", day(complaint.received_at)),
        ("How it stands", complaint.get_stage_display()),
        ("Who deals with it", complaint.handler.name if complaint.handler else "Nobody yet"),
        ("About", complaint.about_words if whole else ""),
        ("What you said", complaint.words if whole else ""),
        ("What would put it right", complaint.wish if whole else ""),
        ("How we look into it", complaint.plan),
        ("Our answer comes by", day(complaint.answer_by) if complaint.is_open else ""),
    ]
    return [{"key": key, "value": value} for key, value in known if value]


def story(complaint: Complaint) -> list[dict[str, Any]]:
    """The steps that the person may know of, oldest first, without the names of colleagues."""
    events = complaint.events.filter(name__in=STORY)
    return [
        {"title": STORY[event.name], "at": event.at, "text": event.words if event.shown else ""} for event in events
    ]
