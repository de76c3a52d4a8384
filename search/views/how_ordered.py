"""How results are ordered, in words, from the same figures that order them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from search import ranking
from search.engines.protocol import CANDIDATES


@require_safe
def how_ordered(request: HttpRequest) -> HttpResponse:
    context = {
        "section": "search",
        "breadcrumbs": [("Home", "/"), ("Search", "/search/")],
        "candidates": CANDIDATES,
        "steps": ranking.STEPS,
        "told_apart": ranking.MILES_TOLD_APART,
    }
    return render(request, "search/how_ordered.html", context)
