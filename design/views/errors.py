"""When something is wrong: the same shell, our own words, and a way on."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from design.models import Council


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return HttpResponse(_alone("400.html"), status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", status=403)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    return HttpResponse(_alone("403_csrf.html"), status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def too_many(request: HttpRequest) -> HttpResponse:
    """Also what allauth answers with: it looks for `handler429` beside the addresses."""
    return HttpResponse(_alone("429.html"), status=429)


def broken(request: HttpRequest) -> HttpResponse:
    return HttpResponse(_alone("500.html"), status=500)


def _alone(template: str) -> str:
    """A page that asks nothing of the database, the session or the rooms."""
    context: dict[str, Any] = {"council": Council.remembered()}
    return render_to_string(template, context)
