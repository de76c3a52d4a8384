"""Pause somebody who acts for a person, and let it go on: by the person herself, and at the practitioner's desk."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.actions import mandate_pauses
from accounts.actions.mandates import MandateRefused, changed_by_council
from accounts.forms.delegate import ByOrderForm, PauseForm
from accounts.models import Mandate, RestReason
from accounts.permissions import needs
from accounts.requests import Request
from accounts.roles import Permission
from accounts.views import person_delegates
from accounts.views.details import DETAILS, load_mandate
from accounts.views.opened import load, shell

ASKS = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@ASKS
def pause(request: Request, pk: int) -> HttpResponse:
    """The person asks first, then pauses it; a stranger's is not found."""
    mandate = load_mandate(request, pk)
    if mandate.accepted_at is None:
        return redirect("accounts-mandate-end", pk=pk)
    refused = changed_by_council(mandate)
    if request.method == "POST" and not refused:
        mandate_pauses.pause(mandate=mandate, by=request.user)
        messages.success(request, f"{mandate.known_as} cannot act for you until you start it again.")
        return redirect("accounts-details")
    context = {"breadcrumbs": DETAILS, "mandate": mandate, "refused": refused}
    return render(request, "accounts/pause_mandate.html", context, status=403 if request.method == "POST" else 200)


@login_required
@ASKS
def resume(request: Request, pk: int) -> HttpResponse:
    mandate = load_mandate(request, pk)
    why = why_not(mandate, request)
    if request.method == "POST" and not why:
        mandate_pauses.resume(mandate=mandate, by=request.user)
        messages.success(request, f"{mandate.known_as} can {'act for you' if mandate.accepted_at else 'answer'} again.")
        return redirect("accounts-details")
    context = {"breadcrumbs": DETAILS, "mandate": mandate, "why": why}
    return render(request, "accounts/resume_mandate.html", context, status=403 if request.method == "POST" else 200)


def why_not(mandate: Mandate, request: Request) -> str:
    try:
        mandate_pauses.check_side(mandate, request.user)
        mandate_pauses.check_resume(mandate, request.user)
    except MandateRefused as why:
        return str(why)
    return ""


@ASKS
@needs(Permission.AGREE_BUDGETS)
def staff_pause(request: Request, pk: int, mandate: int) -> HttpResponse:
    found = person_delegates.load_mandate(load(request, pk), mandate)
    data = request.POST if request.method == "POST" else None
    form = PauseForm(data, by_order=changed_by_council(found), offer=found.accepted_at is None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            done = mandate_pauses.pause(
                mandate=found, by=request.user, reason=RestReason(given["reason"]), reference=given["reference"]
            )
        except MandateRefused as why:
            form.add_error(None, str(why))
        else:
            act = "act" if found.accepted_at else "say yes to acting"
            who = f"{found.delegate.name} cannot {act} for {found.person.name} for now"
            messages.success(request, f"{who}." if done else f"{who}: it was paused before, and nothing has changed.")
            return redirect("staff-person", pk=pk)
    return asked(request, found, form, resuming=False)


@ASKS
@needs(Permission.AGREE_BUDGETS)
def staff_resume(request: Request, pk: int, mandate: int) -> HttpResponse:
    found = person_delegates.load_mandate(load(request, pk), mandate)
    form = ByOrderForm(request.POST if request.method == "POST" else None, by_order=changed_by_council(found))
    if request.method == "POST" and form.is_valid():
        try:
            mandate_pauses.resume(mandate=found, by=request.user, reference=form.cleaned_data["reference"])
            act = f"act for {found.person.name}" if found.accepted_at else "answer"
            messages.success(request, f"{found.delegate.name} can {act} again.")
            return redirect("staff-person", pk=pk)
        except MandateRefused as why:
            form.add_error(None, str(why))
    return asked(request, found, form, resuming=True)


def asked(request: Request, mandate: Mandate, form: Any, *, resuming: bool) -> HttpResponse:
    title = title_of(mandate, resuming)
    context = shell(mandate.person, form=form, mandate=mandate, resuming=resuming, title=title)
    return render(request, "accounts/person_delegate_pause.html", context)


def title_of(mandate: Mandate, resuming: bool) -> str:
    name, person = mandate.delegate.name, mandate.person.name
    if mandate.accepted_at is None:
        return f"Should {name} be able to answer again?" if resuming else f"Should the offer to {name} be paused?"
    return f"Should {name} act for {person} again?" if resuming else f"Should {name} stop for now?"
