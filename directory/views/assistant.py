"""A personal assistant and the approval passport. Never where they live."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from directory import ages, free_times, passport, public, room, slots
from directory.models import PersonalAssistantProfile
from directory.views import nearby
from directory.views.service import shell, terms_by_group


@require_safe
def assistant(request: HttpRequest, slug: str) -> HttpResponse:
    profile = public.whole_assistants().filter(slug=slug).first()
    if profile is None:
        return too_old(request, slug)
    context = said(request, profile) | {"book": slots.fill("book_personal_assistant", request, profile)}
    crumbs = shell("Personal assistants", "directory-assistants", request)
    return render(request, "directory/assistant.html", context | crumbs)


def too_old(request: HttpRequest, slug: str) -> HttpResponse:
    """Gone for now, with the reason: an old link should not lead nowhere."""
    profile = get_object_or_404(public.hidden_assistants(), slug=slug)
    context = {"page": profile, **shell("Personal assistants", "directory-assistants", request)}
    return render(request, "directory/page_hidden.html", context, status=410)


def said(request: HttpRequest, profile: PersonalAssistantProfile) -> dict[str, object]:
    """All that the page says; also for herself, who looks at a change before others can."""
    near, today = nearby.near_of(request), timezone.localdate()
    centres = [(float(area.latitude), float(area.longitude)) for area in profile.areas.all()]
    return {
        "profile": profile,
        "near": near,
        "about_miles": nearby.about_miles(nearby.miles_to(near, centres)),
        "passport": passport.current(profile.approvals.all(), today),
        "is_old": ages.is_old(profile, today),
        "terms": terms_by_group(profile.needs.all()),
        "free": free_in_words(profile),
        "shortest": free_times.minutes_in_words(profile.minimum_minutes),
    }


def free_in_words(profile: PersonalAssistantProfile) -> str:
    return free_times.in_words(room.free(profile.free_times.all()))
