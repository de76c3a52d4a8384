"""What half a word may become: a page of links for everybody, and the same as JSON for the box that completes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_safe

from design.limits import too_often
from design.models import Council
from search import completion
from search.address import clean
from search.completion import Kind, Suggestion
from search.urgent import LONGEST_READ, help_for

LONGEST = 80
KEPT = 300  # seconds that an answer is good for: it is the same for everybody
MOST_A_MINUTE = 600  # of one address, behind which a whole office may be
HEADINGS = {Kind.TOPIC: "Topics", Kind.NAME: "Names", Kind.PLACE: "Places"}


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """`q` is what was typed; `for=near` asks for places only."""
    typed = clean(request.GET.get("q", ""), LONGEST)
    kinds = (Kind.PLACE,) if request.GET.get("for") == "near" else ()
    answer = _as_data if _wants_data(request) else _as_page
    response = answer(request, typed, kinds)
    patch_vary_headers(response, ["Accept"])
    return response


def _as_data(request: HttpRequest, typed: str, kinds: tuple[str, ...]) -> HttpResponse:
    if wait := too_often(request, "suggest", times=MOST_A_MINUTE, seconds=60):
        return JsonResponse({"suggestions": []}, status=429, headers={"Retry-After": str(wait)})
    kinds = kinds or (Kind.TOPIC, Kind.NAME)
    found = completion.suggestions(typed, today=timezone.localdate(), kinds=kinds)
    listed = [{"kind": one.kind, "text": one.text, "url": one.url} for one in found]
    response = JsonResponse({"suggestions": listed})
    patch_cache_control(response, public=True, max_age=KEPT)
    return response


def _as_page(request: HttpRequest, typed: str, kinds: tuple[str, ...]) -> HttpResponse:
    found = completion.suggestions(typed, today=timezone.localdate(), kinds=kinds) if typed else completion.topics()
    context = {
        "typed": typed,
        "urgent": help_for(request.GET.get("q", "")[:LONGEST_READ], Council.current),
        "groups": [(heading, some) for kind, heading in HEADINGS.items() if (some := _of(kind, found))],
        "section": "search",
        "breadcrumbs": [("Home", "/"), ("Search", "/search/")],
    }
    return render(request, "search/suggest.html", context)


def _of(kind: str, found: list[Suggestion]) -> list[Suggestion]:
    return [one for one in found if one.kind == kind]


def _wants_data(request: HttpRequest) -> bool:
    return request.GET.get("format") == "json" or request.get_preferred_type(["text/html", "application/json"]) == (
        "application/json"
    )
