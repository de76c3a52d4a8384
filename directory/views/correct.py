"""Something on this page is wrong: said by anybody, without signing in. Who it was is not asked and not kept."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.views.desk_form import ASKS, posted
from design.limits import too_often
from design.views.errors import too_many
from directory import public
from directory.actions import suggestions
from directory.models import Service

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


@ASKS
def correct(request: HttpRequest, slug: str) -> HttpResponse:
    service = page_of(slug)
    form = CorrectionForm(posted(request))
    if request.method == "POST" and form.is_valid():
        if too_often(request, "correct", times=TIMES, seconds=SECONDS):
            return too_many(request)
        if not form.cleaned_data["more"]:
            suggestions.suggest(service=service, words=form.cleaned_data["words"])
        return redirect("directory-correct-sent", slug)
    return render(request, "directory/correct.html", {"form": form, **shell(service)})


@require_safe
def sent(request: HttpRequest, slug: str) -> HttpResponse:
    return render(request, "directory/correct_sent.html", shell(page_of(slug)))


def page_of(slug: str) -> Service:
    return get_object_or_404(public.public_services(), slug=slug)


def shell(service: Service) -> dict[str, object]:
    back = reverse("directory-service", args=[service.slug])
    crumbs = [("Home", "/"), ("Find support", reverse("directory-find")), (service.name, back)]
    return {"section": "find", "breadcrumbs": crumbs, "service": service, "address": back}
