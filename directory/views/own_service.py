"""A provider's page comes down, goes back up, or is deleted: one question each, and nothing before the yes."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.requests import Request
from accounts.views.desk_form import ASKS
from directory.actions import own_services
from directory.permissions import may_write
from directory.refusals import Refused
from directory.views.pages import crumbs, load


@dataclass(frozen=True)
class Asked:
    """What is asked, what the yes does, and what is said when it is done."""

    title: str
    words: str
    button: str
    do: Callable[..., None]
    done: str
    variant: str = ""


QUESTIONS = {
    "take-down": Asked(
        "Take this page down",
        "Nobody finds it any more, and nobody can book it. What is booked already goes on. "
        "You can put the page back at any time.",
        "Take it down",
        own_services.take_down,
        "The page is down. Nobody finds it. What is booked goes on.",
        "warning",
    ),
    "put-back": Asked(
        "Put this page back on the site",
        "Anybody can then find it, as it was. Changes that wait for us still wait.",
        "Put it back",
        own_services.put_back,
        "The page is on the site again.",
    ),
    "delete": Asked(
        "Delete this page",
        "Nobody has seen it but you and your colleagues. You cannot get it back.",
        "Delete it",
        own_services.delete,
        "The page is deleted.",
        "warning",
    ),
}


@ASKS
def ask(request: Request, pk: int, what: str) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    page, asked, error = load(request, "service", pk), QUESTIONS[what], ""
    if not may_write(request.user, page.of, ["name"]):
        raise PermissionDenied
    if request.method == "POST":
        try:
            asked.do(service=page.subject, by=request.user)
        except Refused as refusal:
            error = str(refusal)
        else:
            messages.success(request, asked.done)
            return redirect("provider-pages") if what == "delete" else redirect(page.href)
    context = {"section": "provider", "breadcrumbs": crumbs(page), "page": page, "asked": asked, "error": error}
    return render(request, "directory/own_service.html", context)
