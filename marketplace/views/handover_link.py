"""Somebody opens the link to a handover sheet. They have no sign-in: the link is all, so little else is given away.

A page between the link and the sheet shows nothing, and asks for a button to be pressed: programs that look at links
in e-mails open none. After it the token is in no address any more: which sheet it is stays in the session for half an
hour.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from design.limits import too_often
from design.views.errors import too_many
from marketplace.actions import handover
from marketplace.models import HandoverLink
from marketplace.queries import handover as found
from marketplace.views.handover import reading

KEY, UNTIL = "handover_link", "handover_link_until"
HOLDS = timedelta(minutes=30)
TIMES, SECONDS = 30, 600
View = Callable[..., HttpResponse]


def private(view: View) -> View:
    """Kept by no browser or proxy, found by no search engine, named to no other page, and not tried by the thousand."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        hurried = too_often(request, "handover", times=TIMES, seconds=SECONDS)
        response = too_many(request) if hurried else view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        response.headers.setdefault("Referrer-Policy", "no-referrer")
        return response

    return shown


@private
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    opened = found.opened_by(token, timezone.now())
    if opened is None:
        return over(request)
    if request.method == "POST":
        request.session[KEY], request.session[UNTIL] = opened.pk, (timezone.now() + HOLDS).isoformat()
        return redirect("handover-read")
    response = render(request, "marketplace/handover_door.html", {"link": opened})
    # A form sent without any referrer says that it comes from nowhere, which is what a forged one says: so the button's
    # page names the site it is on, and no address.
    response.headers["Referrer-Policy"] = "origin"
    return response


@private
@require_safe
def read(request: HttpRequest) -> HttpResponse:
    """Each time the sheet is shown is written down, and the person can see it."""
    opened = held(request)
    if opened is None:
        return over(request)
    handover.opened(link=opened)
    context = {"link": opened, **reading(opened.sheet)}
    return render(request, "marketplace/handover_read.html", context)


def held(request: HttpRequest) -> HandoverLink | None:
    """The link of this session, asked anew each time: it may be withdrawn or over by now."""
    now, pk, until = timezone.now(), request.session.get(KEY), request.session.get(UNTIL)
    if not pk or not until or now >= datetime.fromisoformat(until):
        return None
    return found.still_open(pk, now)


def over(request: HttpRequest) -> HttpResponse:
    """The same words whether it was withdrawn, is over or never was."""
    for key in (KEY, UNTIL):
        request.session.pop(key, None)
    return render(request, "marketplace/handover_over.html", status=404)
