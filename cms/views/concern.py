"""Worried about somebody? In plain words, without a sign-in, without a script, without a cookie.

Nothing is kept until it is sent: the answers travel in the page itself. That is also why these forms carry no token of
ours against forgery, which would need a cookie: nothing is kept of who is signed in, so a forged form does nothing in
anybody's name. Many from one address are slowed down and never stopped.
"""

import secrets
import time
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from cms import about
from cms.actions import concerns
from cms.forms.concern import ConcernForm
from cms.models import Concern
from cms.views.asking import ASKS, kept_by_nobody
from design.limits import too_often

TIMES, SECONDS = 5, 3600  # of one address, before it is slowed down
WAIT = 20  # seconds, then
SALT = "cms.concern.wait"
SENT = "cms.concern.sent"
EXIT = "https://www.bbc.co.uk/weather"  # where "leave this page" goes: as GOV.UK's own exit button


@require_safe
@kept_by_nobody
def start(request: HttpRequest) -> HttpResponse:
    """What to do in an emergency, how to be safe on this device, and then the form."""
    page = about.path_of(request.GET.get("page", ""))
    return render(request, "cms/concern.html", {"exit": EXIT, "page": page})


@csrf_exempt
@ASKS
@kept_by_nobody
def tell(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        page = about.path_of(request.GET.get("page", ""))
        return ask(request, ConcernForm(initial={"token": secrets.token_urlsafe(24), "page": page}))
    form = ConcernForm(request.POST)
    step = request.POST.get("step", "")
    if step == "change" or not form.is_valid():
        return ask(request, with_token(form))
    if step != "send":
        return render(request, "cms/concern_check.html", shown(form))
    if not waited(request.POST) and too_often(request, "concern", times=TIMES, seconds=SECONDS):
        return slow_down(request, form)
    return keep(request, form)


def ask(request: HttpRequest, form: ConcernForm) -> HttpResponse:
    return render(request, "cms/concern_tell.html", {"form": form, "exit": EXIT})


def with_token(form: ConcernForm) -> ConcernForm:
    """A form sent without one gets it now: nobody loses what she wrote over that."""
    if "token" not in form.errors:
        return form
    data = form.data.copy()
    data["token"] = secrets.token_urlsafe(24)
    again = ConcernForm(data)
    again.is_valid()
    return again


def shown(form: ConcernForm) -> dict[str, Any]:
    """The answers as they will be sent, and hidden copies to send or change."""
    rows = [
        {"key": str(bound.label).removesuffix(" (optional)"), "value": words(form, bound.name)}
        for bound in form.visible_fields()
    ]
    return {"rows": rows, "given": given(form), "exit": EXIT}


def given(form: ConcernForm) -> dict[str, str]:
    return {name: form.data.get(name, "") for name in form.fields}


def words(form: ConcernForm, name: str) -> str:
    value: str = form.cleaned_data[name]
    choices = dict(getattr(form.fields[name], "choices", ()))
    return str(choices.get(value, value)) or "Nothing"


def slow_down(request: HttpRequest, form: ConcernForm) -> HttpResponse:
    """Wait a little, with the number to call; what was written stays, and is taken after the wait."""
    stamp = signing.dumps(int(time.time()), salt=SALT)
    context = {"given": given(form), "stamp": stamp, "wait": WAIT, "exit": EXIT}
    return render(request, "cms/concern_wait.html", context, status=429)


def waited(sent: QueryDict) -> bool:
    """Whether the page that asks to wait was shown long enough ago, and today."""
    try:
        since = int(signing.loads(sent.get("stamp", ""), salt=SALT, max_age=24 * SECONDS))
    except (signing.BadSignature, TypeError, ValueError):
        return False
    return time.time() - since >= WAIT


def keep(request: HttpRequest, form: ConcernForm) -> HttpResponse:
    told = {name: form.cleaned_data[name] for name in ("words", "whom", "danger", "wanted", "reporter", "reach")}
    thing = about.at(request, form.cleaned_data["page"])
    concern = concerns.raise_concern(
        **told, source="form", about_words=thing.words if thing else "", token=form.cleaned_data["token"]
    )
    key = signing.dumps(concern.reference, salt=SENT)
    return redirect(f"{reverse('cms-concern-sent')}?key={key}")


@require_safe
@kept_by_nobody
def sent(request: HttpRequest) -> HttpResponse:
    """What happens next, and when. Says only the reference, and nothing of what was sent."""
    try:
        reference = signing.loads(request.GET.get("key", ""), salt=SENT, max_age=24 * SECONDS)
    except signing.BadSignature:
        return redirect("cms-concern")
    concern = Concern.objects.filter(reference=reference).only("reference", "due_on").first()
    return render(request, "cms/concern_sent.html", {"concern": concern, "exit": EXIT})
