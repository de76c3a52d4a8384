"""A page of a desk with one thing to do: a form, perhaps "check your answers", then it is done or refused in words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.actions.refused import Refused
from accounts.requests import Request
from accounts.views import checking


@dataclass(frozen=True)
class Desk:
    """One such page. `do` does it and answers what to say; `rows` are facts above the form.

    `easy` is what it says in Easy Read: pictures and sentences.
    With `check` (the answers in words) the page asks once more before it does anything.
    """

    title: str
    form: forms.Form
    do: Callable[[], str]
    then: str
    crumbs: Sequence[tuple[str, str]]
    button: str = "Save"
    caption: str = ""
    lead: Sequence[str] = ()
    rows: Sequence[dict[str, Any]] = ()
    check: Callable[[], list[dict[str, Any]]] | None = None
    warning: str = ""
    multipart: bool = False
    section: str = "staff"
    easy: Sequence[tuple[str, str]] = ()
    extra: dict[str, Any] = field(default_factory=dict)


def answer(request: Request, desk: Desk) -> HttpResponse:
    """What is refused stays as it was typed, with the reason at the top."""
    if checking.is_ready(request, desk.form):
        if desk.check and not checking.is_confirmed(request):
            return show(request, desk, "accounts/desk_check.html", rows=desk.check(), typed=checking.typed(request))
        try:
            messages.success(request, desk.do())
        except Refused as why:
            desk.form.add_error(None, str(why))
        else:
            return redirect(desk.then)
    return show(request, desk, "accounts/desk_form.html")


def show(request: Request, desk: Desk, template: str, **more: Any) -> HttpResponse:
    context = {"section": desk.section, "breadcrumbs": desk.crumbs, "desk": desk, "form": desk.form, **more}
    return render(request, template, context)


ASKS = require_http_methods(["GET", "HEAD", "POST"])


def posted(request: HttpRequest) -> Any:
    """The form's data: none before it is sent."""
    return request.POST if request.method == "POST" else None
