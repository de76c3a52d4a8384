"""Advice by letter."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cms.a_to_z import Listed, letters
from cms.models import AdvicePage

CRUMBS = [("Home", "/"), ("Advice", "/advice/")]


@require_safe
def a_to_z(request: HttpRequest) -> HttpResponse:
    pages = AdvicePage.objects.live().public().order_by("path").only("title", "url_path", "keywords")
    listed = [Listed(page.title, page.url or "", page.keywords) for page in pages]
    context = {"section": "advice", "breadcrumbs": CRUMBS, "letters": letters(listed), "any": bool(listed)}
    return render(request, "cms/a_to_z.html", context)
