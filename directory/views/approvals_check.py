"""Is this passport genuine, and does it still hold? For everybody, without a sign-in, and for programs."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.views.desk_form import ASKS, posted
from design.limits import too_often
from design.views.errors import too_many
from directory import credential, passport, public, signing
from directory.forms.credentials import CredentialForm
from directory.models import Approval, Status
from directory.passport import Passport

TIMES, SECONDS = 60, 600


def holding(pk: int) -> Passport | None:
    """While it holds and its page is public. Whatever else may be, is told to nobody."""
    today = timezone.localdate()
    found = public.approvals_with_checks().select_related("personal_assistant", "organisation", "service")
    approval = found.filter(pk=pk).first()
    if approval is None or not is_public(approval):
        return None
    shown = passport.of(approval, today)
    return shown if shown.holds else None


def is_public(approval: Approval) -> bool:
    """Whether everybody can open the page of whoever it is about."""
    if approval.personal_assistant:
        return approval.personal_assistant.status == Status.PUBLISHED
    if approval.service_id:
        return public.shown().filter(pk=approval.service_id).exists()
    return approval.organisation is not None and public.public_organisations().contains(approval.organisation)


def told(pk: int) -> dict[str, Any]:
    """What a program reads: the same words for one that was suspended, has ended or never was."""
    shown = holding(pk)
    at = timezone.localtime().isoformat(timespec="seconds")
    if shown is None or shown.approval.until is None:
        return {"id": pk, "holds": False, "checked_at": at}
    approval = shown.approval
    return {
        "id": pk,
        "holds": True,
        "checked_at": at,
        "name": str(approval.subject),
        "scheme": approval.scheme.name,
        "until": approval.until.isoformat() if approval.until else None,
        "conditions": approval.conditions,
        "checks": [signing.check_of(line) for line in shown.lines if line.standing == "held"],
        "not_checked": [line.name for line in shown.lines if line.standing != "held"],
    }


@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    context = {"section": "find", "breadcrumbs": [("Home", "/")], "keys": signing.published()}
    return render(request, "directory/approval_keys.html", context)


@require_safe
def well_known(request: HttpRequest) -> HttpResponse:
    """A JSON Web Key Set (RFC 7517)."""
    return opened(JsonResponse({"keys": signing.published()}))


@ASKS
def check(request: HttpRequest) -> HttpResponse:
    """The signed text, put into the box: is it ours, and does it hold now?"""
    form = CredentialForm(posted(request))
    said: dict[str, Any] = {}
    if request.method == "POST" and too_often(request, "approvals-check", times=TIMES, seconds=SECONDS):
        return too_many(request)
    if request.method == "POST" and form.is_valid():
        try:
            payload = credential.verify(form.cleaned_data["credential"], signing.published())
        except credential.NotGenuine:
            form.add_error("credential", "This was not signed by us, or it was changed. Do not rely on it")
        else:
            said = {"payload": payload, "shown": holding(number(payload))}
    context = {"section": "find", "breadcrumbs": [("Home", "/")], "form": form, **said}
    return render(request, "directory/approvals_check.html", context)


def number(payload: dict[str, Any]) -> int:
    """Which passport it is; 0 is nobody's."""
    name = str(payload.get("jti", ""))
    return int(name) if name.isdecimal() and len(name) < 10 else 0


@require_safe
def check_one(request: HttpRequest, pk: int) -> HttpResponse:
    shown = holding(pk)
    name = str(shown.approval.subject) if shown else ""
    assistant = shown is not None and shown.approval.personal_assistant_id is not None
    context: dict[str, Any] = {"section": "find", "breadcrumbs": [("Home", "/")], "passport": shown, "name": name}
    context["assistant"] = assistant
    response = render(request, "directory/approvals_check_one.html", context)
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def check_json(request: HttpRequest, pk: int) -> HttpResponse:
    return opened(JsonResponse(told(pk)))


def opened(response: HttpResponse) -> HttpResponse:
    """To programs anywhere, and never from a copy that was kept."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "no-store"
    return response
