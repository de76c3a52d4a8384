"""“Can I buy this?”: one question a page, check your answers, sent. What was typed travels in hidden boxes."""

import secrets
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.actions import questions
from accounts.actions.questions import QuestionRefused, Wish
from accounts.forms.ask import STEPS, AskForm
from accounts.models import Pot
from accounts.permissions import for_person
from accounts.queries import asks
from accounts.requests import Request
from accounts.roles import Scope
from accounts.views.checking import is_confirmed
from accounts.views.easy import is_easy, kept
from accounts.views.money import MONEY
from design.formats import pounds

NAMES = tuple(name for names in STEPS for name in names)
TOKEN = 16


@for_person(Scope.PROPOSE, Scope.PAY)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: Request) -> HttpResponse:
    pots = asks.pots_of(request.acting.whom)
    if not pots:
        return render(request, "accounts/ask_none.html", around(request))
    if request.method != "POST":
        return show(request, pots, AskForm(pots=pots, steps=1), 1)
    if "change" in request.POST:
        return show(request, pots, AskForm(pots=pots, initial=typed(request)), 1)
    done = step_of(request)
    form = AskForm(request.POST, pots=pots, steps=done)
    if not form.is_valid():
        return show(request, pots, form, form.first_wrong_step())
    if done < len(STEPS):
        return show(request, pots, AskForm(pots=pots, steps=done + 1, initial=typed(request)), done + 1)
    return send(request, form) if is_confirmed(request) else check(request, form)


def step_of(request: Request) -> int:
    """Which step was answered; all of them on the page to check."""
    given = request.POST.get("step", "")
    return int(given) if given in [str(number) for number in range(1, len(STEPS))] else len(STEPS)


def typed(request: Request) -> dict[str, str]:
    return {name: request.POST[name] for name in (*NAMES, "token") if name in request.POST}


def show(request: Request, pots: list[Pot], form: AskForm, step: int) -> HttpResponse:
    """One step; what was typed in the others goes along."""
    names = STEPS[step - 1]
    given = {"token": secrets.token_urlsafe(TOKEN), **typed(request)}
    context = {
        "form": form,
        "fields": [form[name] for name in names],
        "hidden": [(name, value) for name, value in given.items() if name not in names],
        "step": step,
        "steps": len(STEPS),
        **around(request),
    }
    return render(request, "accounts/ask.html", context)


def check(request: Request, form: AskForm) -> HttpResponse:
    given = form.cleaned_data
    rows = [
        {"key": "What", "value": given["what"]},
        {"key": "About how much", "value": pounds(given["pounds"])},
        {"key": "Where", "value": given["shop"] or "Not said"},
        {"key": "What it is for", "value": form.chosen_pot.label},
    ]
    hidden = list(typed(request).items())
    return render(request, "accounts/ask_check.html", {"form": form, "rows": rows, "typed": hidden, **around(request)})


def send(request: Request, form: AskForm) -> HttpResponse:
    """Once: a second click comes to the same question."""
    given, token = form.cleaned_data, request.POST.get("token", "")[:40]
    wish = Wish(token or secrets.token_urlsafe(TOKEN), given["what"], given["pounds"], form.chosen_pot, given["shop"])
    try:
        question = questions.ask(wish=wish, person=request.acting.whom, by=request.user)
    except QuestionRefused as why:
        form.add_error(None, str(why))
        return check(request, form)
    return redirect(reverse("money-asked-one", args=[question.reference]) + kept(request))


def around(request: Request) -> dict[str, Any]:
    return {"section": "money", "breadcrumbs": MONEY, "easy": is_easy(request), "person": request.acting.person}
