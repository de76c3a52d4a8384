"""All that is held about you: asked for, made by the worker, fetched with the password or a code given again.

It is always the asker's own: whom she acts for asks for herself.
"""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts import retention
from accounts.actions import downloads
from accounts.models import DataDownload
from accounts.requests import Request
from accounts.views.attachment import attachment
from accounts.views.details import DETAILS


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def page(request: Request) -> HttpResponse:
    if request.method == "POST":
        downloads.ask(by=request.user)
        messages.success(request, "We are getting it ready. We send you an email when you can fetch it.")
        return redirect("accounts-your-information")
    last = DataDownload.objects.filter(user=request.user).first()
    ready = live(request).first()
    context = {
        "breadcrumbs": DETAILS,
        "waits": last is not None and last.made_at is None,
        "ready": ready,
        "lasts": retention.in_words(retention.lasts(downloads.KEY).days),
    }
    return render(request, "accounts/download.html", context)


def live(request: Request) -> QuerySet[DataDownload]:
    return DataDownload.objects.filter(user=request.user, expires_at__gt=timezone.now())


@require_safe
@login_required
@reauthentication_required
def file(request: Request, pk: int) -> HttpResponse:
    found = get_object_or_404(live(request), pk=pk)
    response = attachment(found.file, name="your-information.zip", content_type="application/zip")
    downloads.taken(download=found, by=request.user)
    return response
