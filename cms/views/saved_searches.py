"""Searches that somebody saved: hers alone, whoever she acts for."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import format_html
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import Request
from cms import saved_searches as reading
from cms.actions import saved_searches
from cms.forms.saved_search import SaveForm
from cms.models import SavedSearch
from search import news
from search.query import search

HOME = [("Home", "/")]
LIST = [*HOME, ("Your searches", "/your-searches/")]
LARGEST_ID = 2**63 - 1


@login_required
@require_safe
def all_of_mine(request: Request) -> HttpResponse:
    mine = SavedSearch.objects.filter(owner=request.user)
    rows = [{"saved": saved, "address": reading.results_address(saved)} for saved in mine]
    context = {"breadcrumbs": HOME, "rows": rows, "most": saved_searches.MOST}
    return render(request, "cms/saved_searches.html", context)


@login_required
@require_POST
def save(request: Request) -> HttpResponse:
    form = SaveForm(request.POST)
    asked = reading.tidied(request.POST.get("asked", ""))
    if not asked:
        messages.info(request, "Search for something first. Then you can save it.")
        return redirect("search-results")
    if not form.is_valid():
        return render(request, "cms/save_search.html", {"breadcrumbs": LIST, "form": form})
    try:
        saved_searches.save(owner=request.user, name=form.cleaned_data["name"], asked=asked)
    except saved_searches.TooMany:
        form.add_error(None, f"You have {saved_searches.MOST} saved searches. Delete one to save another.")
        return render(request, "cms/save_search.html", {"breadcrumbs": LIST, "form": form}, status=409)
    messages.success(request, "Your search is saved. We will e-mail you when something new appears.")
    return redirect("cms-saved-searches")


@login_required
@require_safe
def one(request: Request, pk: int) -> HttpResponse:
    """What is new since the e-mail before the last, and the way to all of it."""
    saved = mine_or_404(request, pk)
    query = reading.query(saved)
    results = search(news.since(query, saved.news_after)) if query else None
    context = {"breadcrumbs": LIST, "saved": saved, "results": results, "address": reading.results_address(saved)}
    return render(request, "cms/saved_search.html", context)


@login_required
@require_POST
def emails(request: Request, pk: int) -> HttpResponse:
    saved, on = mine_or_404(request, pk), request.POST.get("on") == "1"
    saved_searches.set_emails(saved=saved, on=on, by=request.user)
    words = "We will e-mail you when something new appears." if on else "We will not e-mail you about this search."
    messages.success(request, words)
    return redirect("cms-saved-searches")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: Request, pk: int) -> HttpResponse:
    saved = mine_or_404(request, pk)
    if request.method == "POST":
        saved_searches.delete(saved=saved, by=request.user)
        messages.success(request, format_html("“{}” is deleted.", saved.name))
        return redirect("cms-saved-searches")
    return render(request, "cms/saved_search_delete.html", {"breadcrumbs": LIST, "saved": saved})


@csrf_exempt  # a mail program sends it (RFC 8058); the signed address is the permission, and can only stop e-mails
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: Request, token: str) -> HttpResponse:
    """From an e-mail, without signing in. The name of the search is not shown: e-mails are forwarded."""
    number = reading.named_by(token)
    if number is None:
        raise Http404
    saved = SavedSearch.objects.filter(pk=number).first()
    if request.method == "POST" and saved:
        saved_searches.set_emails(saved=saved, on=False, by=None)
        saved.refresh_from_db()
    on = saved is not None and saved.emails
    return render(request, "cms/saved_search_stop.html", {"breadcrumbs": HOME, "on": on})


def mine_or_404(request: Request, pk: int) -> SavedSearch:
    if pk > LARGEST_ID:
        raise Http404
    return get_object_or_404(SavedSearch, pk=pk, owner=request.user)
