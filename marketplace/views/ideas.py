"""What other people did: examples by outcome with what they cost, for anybody to read, and to put into a plan."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import for_person
from accounts.requests import Request
from accounts.roles import Scope
from marketplace.actions import plan_lines
from marketplace.actions.moves import Refused
from marketplace.models import Idea
from marketplace.permissions import NotYours
from marketplace.queries import ideas
from marketplace.queries import plans as found
from marketplace.views.asking import person_of
from marketplace.views.plan_writing import seen

PER_PAGE = 12
CRUMBS = [("Home", "/")]


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "")[:100]
    asked = request.GET.get("outcome", "")
    outcomes = list(ideas.outcomes())
    chosen = next((each for each in outcomes if str(each.pk) == asked), None)
    page = Paginator(ideas.found(words, chosen.pk if chosen else None), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "outcomes": outcomes,
        "chosen": chosen,
        "q": words,
        "section": "find",
        "breadcrumbs": CRUMBS,
    }
    return render(request, "marketplace/ideas_home.html", context)


@require_safe
def idea(request: HttpRequest, slug: str) -> HttpResponse:
    shown = get_object_or_404(Idea.objects.select_related("outcome", "kind"), slug=slug)
    acting = request.acting  # type: ignore[attr-defined]
    plans = acting.person is not None and acting.may(Scope.PROPOSE)
    context = {
        "idea": shown,
        "plans": plans,
        "draft": found.open_draft(acting.person) if plans else None,
        "near": acting.person.postcode.partition(" ")[0] if acting.person else "",
        "near_name": acting.person.first_name if acting.for_another else "",
        "others": ideas.found(outcome=shown.outcome_id).exclude(pk=shown.pk)[:3],
        "section": "find",
        "breadcrumbs": [*CRUMBS, ("What other people did", reverse("ideas-home"))],
    }
    return render(request, "marketplace/ideas_idea.html", context)


@require_POST
@for_person(Scope.PROPOSE)
def add(request: Request, slug: str) -> HttpResponse:
    """Into the draft that is open. Its words and figures can be changed there."""
    chosen = get_object_or_404(Idea.objects.select_related("outcome", "kind"), slug=slug)
    version = found.draft_of(person_of(request))
    if version is None:
        messages.info(request, "Begin a plan first. Then you can add this idea to it.")
        return redirect("plans-home")
    try:
        plan_lines.add_idea(version=version, idea=chosen, by=request.user, seen=seen(request))
    except (Refused, NotYours) as refused:
        messages.error(request, getattr(refused, "words", "You may not change this plan."))
        return redirect("plans-draft")
    messages.success(request, "Added to the plan. Change the words and the price so that they fit you.")
    return redirect("plans-draft")
