"""Something on this page is wrong: said by anybody, without signing in. Who it was is not asked and not kept."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.views.desk_form import ASKS, posted
from design.limits import too_often
from design.views.errors import too_many
from directory import public
from directory.actions import suggestions

TIMES, SECONDS = 5, 3600


class CorrectionForm(forms.Form):
    """`more` is not shown: only programs fill it in."""

    words = forms.CharField(
        label="What is wrong, and what is right?",
        help_text="For example, “They close at 4pm now”. Leave out names, and anything about your health.",
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=1_000,
        error_messages={"required": "Say what is wrong", "max_length": "Write at most 1,000 letters"},
    )
    more = forms.CharField(required=False, widget=forms.HiddenInput)


@dataclass(frozen=True)
class Kind:
    """Whose page: `found` is what the public may see of them, `home` the name of its address."""

    found: Callable[[], QuerySet[Any]]
    home: str
    crumb: tuple[str, str]


KINDS = {
    "service": Kind(public.public_services, "directory-service", ("Find support", "directory-find")),
    "organisation": Kind(public.public_organisations, "directory-organisation", ("Find support", "directory-find")),
    "assistant": Kind(public.public_assistants, "directory-assistant", ("Personal assistants", "directory-assistants")),
}


@ASKS
def correct(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    subject = page_of(kind, slug)
    form = CorrectionForm(posted(request))
    if request.method == "POST" and form.is_valid():
        if too_often(request, "correct", times=TIMES, seconds=SECONDS):
            return too_many(request)
        if not form.cleaned_data["more"]:
            suggestions.suggest(subject=subject, words=form.cleaned_data["words"])
        return redirect(f"{KINDS[kind].home}-correct-sent", slug)
    return render(request, "directory/correct.html", {"form": form, **shell(kind, subject)})


@require_safe
def sent(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    return render(request, "directory/correct_sent.html", shell(kind, page_of(kind, slug)))


def page_of(kind: str, slug: str) -> Any:
    return get_object_or_404(KINDS[kind].found(), slug=slug)


def shell(kind: str, subject: Any) -> dict[str, object]:
    """`keeper` reads what is passed on."""
    of, back = KINDS[kind], reverse(KINDS[kind].home, args=[subject.slug])
    crumbs = [("Home", "/"), (of.crumb[0], reverse(of.crumb[1])), (subject.name, back)]
    keeper = subject.organisation if kind == "service" else subject
    return {"section": "find", "breadcrumbs": crumbs, "subject": subject, "keeper": keeper, "address": back}
