"""A referee opens the link. They have no sign-in: the link is all, and it works once.

A page between the link and the form shows nothing and asks for a button to be pressed: programs that look at links in
e-mails open none. After it the token is in no address any more.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.views import checking
from accounts.views.desk_form import ASKS, posted
from design.limits import too_often
from design.views.errors import too_many
from directory.actions import references
from directory.forms.cases import ReferenceForm
from directory.models import Referee
from directory.refusals import Refused

KEY = "reference"
TIMES, SECONDS = 30, 600


def private(response: HttpResponse, referrer: str = "no-referrer") -> HttpResponse:
    """Kept by no browser or proxy, found by no search engine, named to no other page."""
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Referrer-Policy"] = referrer
    return response


@ASKS
def door(request: HttpRequest, token: str) -> HttpResponse:
    if too_often(request, "reference", times=TIMES, seconds=SECONDS):
        return private(too_many(request))
    found = references.opened_by(token, timezone.now())
    if found is None:
        return over(request)
    if request.method == "POST":
        request.session[KEY] = [found.pk, found.token_hash]
        return private(redirect("reference-write"))
    # a form sent without any referrer says that it comes from nowhere: this page names its site, and no address
    return private(render(request, "directory/reference_door.html", {"referee": found}), "origin")


@ASKS
def write(request: HttpRequest) -> HttpResponse:
    found = held(request)
    if found is None:
        return over(request)
    form = ReferenceForm(posted(request))
    context: dict[str, Any] = {"referee": found, "form": form, "applicant": str(found.approval.subject)}
    if checking.is_ready(request, form):
        if not checking.is_confirmed(request):
            rows = [{"key": field.label, "value": said(form, field)} for field in form]
            more = {"rows": rows, "typed": checking.typed(request)}
            return private(render(request, "directory/reference_check.html", context | more), "origin")
        try:
            references.give(referee=found, **form.cleaned_data)
        except Refused:
            return over(request)
        request.session.pop(KEY, None)
        return private(render(request, "directory/reference_given.html", context))
    return private(render(request, "directory/reference_write.html", context), "origin")


def said(form: ReferenceForm, field: Any) -> str:
    value = form.cleaned_data[field.name]
    return str(dict(getattr(field.field, "choices", [])).get(value, value))


def held(request: HttpRequest) -> Referee | None:
    pk, token_hash = request.session.get(KEY, [0, ""])
    return references.still_open(pk, token_hash, timezone.now()) if token_hash else None


def over(request: HttpRequest) -> HttpResponse:
    """The same words whether it was used, is over or never was."""
    request.session.pop(KEY, None)
    return private(render(request, "directory/reference_over.html", status=404))
