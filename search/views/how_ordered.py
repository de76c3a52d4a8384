"""How results are ordered, in words, from the same figures that order them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from search import completeness, fresh, ranking
from search.engines.protocol import CANDIDATES
from search.synonyms import OTHER_WORDS_COUNT

MONTH = 30.4  # days


@require_safe
def how_ordered(request: HttpRequest) -> HttpResponse:
    context = {
        "section": "search",
        "breadcrumbs": [("Home", "/"), ("Search", "/search/")],
        "rules": ranking,
        "other_words": f"{ranking.MATCH_POINTS * OTHER_WORDS_COUNT:g}",
        "freshness": [(round(days / MONTH), points) for days, points in fresh.steps()],
        "parts": completeness.PARTS,
        "candidates": CANDIDATES,
    }
    return render(request, "search/how_ordered.html", context)
