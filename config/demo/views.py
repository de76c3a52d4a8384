"""The demo's first page: who can sign in, one click each; what was sent; never outside the demo."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts import acting, second_factor
from accounts.models import User
from accounts.permissions import mandates_of
from config.demo import mailbox
from config.demo.people import BY_EMAIL, GROUPS, PASSWORD, TOTP_SECRET, Visitor

View = Callable[..., HttpResponse]


def only_in_the_demo(view: View) -> View:
    """404 unless WAYMARK_DEMO is on: these pages let anybody be anybody."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.WAYMARK_DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return shown


@require_GET
@never_cache
@only_in_the_demo
def first_page(request: HttpRequest) -> HttpResponse:
    return render(
        request, "config/demo.html", {"groups": GROUPS, "password": PASSWORD, "totp_secret": in_fours(TOTP_SECRET)}
    )


def in_fours(secret: str) -> str:
    """A long secret as people copy it, four letters at a time."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


@require_POST
@only_in_the_demo
def sign_in_as(request: HttpRequest) -> HttpResponse:
    visitor = BY_EMAIL.get(request.POST.get("email", ""))
    if visitor is None:
        raise Http404
    user = get_object_or_404(User, email=visitor.email)
    request.session.flush()
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    if visitor.second_factor:
        second_factor.mark_passed(request)
    stop = wanted(visitor, request.POST.get("to", ""))
    act_for_somebody(request, user, stop)
    return redirect(stop)


def act_for_somebody(request: HttpRequest, user: User, stop: str) -> None:
    """A delegate with no account of her own picks the person first; the tour has done it for her on later stops."""
    mandates = mandates_of(user)
    if mandates and acting.for_oneself(user).person is None and stop != reverse("money-acting"):
        acting.start(request, mandates[0])


def wanted(visitor: Visitor, address: str) -> str:
    """The stop of the tour that was chosen; the first where none was. Nowhere else."""
    stops = [stop for _, stop in visitor.look_at]
    return address if address in stops else stops[0]


@require_GET
@never_cache
@only_in_the_demo
def letters(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "config/mailbox.html",
        {"letters": mailbox.letters(), "breadcrumbs": [("Home", "/"), ("The demo", "/demo/")]},
    )


@require_GET
@never_cache
@only_in_the_demo
def letter(request: HttpRequest, letter_id: str) -> HttpResponse:
    found = mailbox.letter(letter_id)
    if found is None:
        raise Http404
    breadcrumbs = [("Home", "/"), ("The demo", "/demo/"), ("Mailbox", "/demo/mailbox/")]
    return render(request, "config/letter.html", {"letter": found, "breadcrumbs": breadcrumbs})
