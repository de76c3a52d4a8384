"""How the JSON API meets whoever asks: read only, open to pages of other sites, not too often, and no body twice.

No cookie is read or set, so that one stored answer is right for everybody.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt

from design.limits import too_often
from search.problems import CONTENT_TYPE, Problem

TIMES, SECONDS = 120, 60  # questions from one address
MAY_BE_OLD = 60  # seconds that an answer may be kept by whoever stands between
READING = ("GET", "HEAD", "OPTIONS")

View = Callable[..., HttpResponse]


def mannered(view: View) -> View:
    """A view of the API with these manners; what it raises as Problem becomes a problem body."""

    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = _answer(view, request, *args, **kwargs)
        except Problem as problem:
            response = say(request, problem)
        except SuspiciousOperation:
            response = say(request, Problem(400, "The address has more in it than can be read."))
        response["Access-Control-Allow-Origin"] = "*"
        return response

    return answer


def _answer(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    if request.method == "OPTIONS":
        return _options()
    if request.method not in READING:
        raise Problem(405, f"{request.method} changes things. Here there is only GET, HEAD and OPTIONS.")
    if wait := too_often(request, "api", times=TIMES, seconds=SECONDS):
        raise Problem(429, f"{TIMES} questions in a minute are the most. Wait {wait} seconds.", retry_after=wait)
    asked_as, request.method = request.method, "GET"
    try:
        response = view(request, *args, **kwargs)
    finally:
        request.method = asked_as
    return _kept(request, response)


def _kept(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """With its name by content, and without the content for those who have it or asked for the head alone."""
    if response.status_code != 200:
        return response
    response["Cache-Control"] = f"public, max-age={MAY_BE_OLD}"
    response["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    kept = get_conditional_response(request, etag=response["ETag"], response=response) or response
    if request.method == "HEAD" and kept is response:
        response["Content-Length"] = str(len(response.content))
        response.content = b""
    return kept


def _options() -> HttpResponse:
    response = HttpResponse(status=204)
    response["Allow"] = response["Access-Control-Allow-Methods"] = ", ".join(READING)
    response["Access-Control-Allow-Headers"] = "If-None-Match"
    response["Access-Control-Max-Age"] = "86400"
    return response


def say(request: HttpRequest, problem: Problem) -> HttpResponse:
    body = problem.body(request.build_absolute_uri(reverse("api-docs")))
    response = JsonResponse(body, status=problem.status, content_type=CONTENT_TYPE)
    response["Cache-Control"] = "no-store"
    if problem.status == 405:
        response["Allow"] = ", ".join(READING)
    if problem.retry_after:
        response["Retry-After"] = str(problem.retry_after)
    return response
