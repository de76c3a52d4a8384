"""While a code is on its way, to claim an organisation or to add one: another letter, and cancelling."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.requests import Request
from accounts.views import desk_form
from accounts.views.desk_form import ASKS, Desk, posted
from directory.actions import claims, new_organisations
from directory.claim_rules import LETTER_TAKES
from directory.models import NewOrganisation, OrganisationClaim, Proof
from directory.refusals import Refused


def letter(proof: Proof) -> dict[str, Any]:
    """What a page says of the letter."""
    again = proof.again_from
    return {"again_from": again, "may_again": again is not None and again <= timezone.now(), "takes": LETTER_TAKES.days}


def claim_of(request: Request, pk: int) -> OrganisationClaim:
    return get_object_or_404(OrganisationClaim.objects.select_related("organisation"), pk=pk, user=request.user)


def new_of(request: Request, pk: int) -> NewOrganisation:
    return get_object_or_404(NewOrganisation, pk=pk, user=request.user)


@require_POST
@login_required
def claim_letter(request: Request, pk: int) -> HttpResponse:
    claim = claim_of(request, pk)
    return another(request, lambda: claims.another_letter(claim=claim, by=request.user), "provider-claim-code", pk)


@require_POST
@login_required
def new_letter(request: Request, pk: int) -> HttpResponse:
    new = new_of(request, pk)
    return another(request, lambda: new_organisations.another_letter(new=new, by=request.user), "provider-new-one", pk)


def another(request: Request, do: Callable[[], None], page: str, pk: int) -> HttpResponse:
    try:
        do()
        messages.success(request, "We print another letter. The code in the one before does not work any more.")
    except Refused as refusal:
        messages.info(request, str(refusal))
    return redirect(page, pk)


@ASKS
@login_required
def cancel_claim(request: Request, pk: int) -> HttpResponse:
    claim = claim_of(request, pk)

    def do() -> str:
        claims.cancel(claim=claim, by=request.user)
        return "Cancelled. You can ask again at any time."

    title = f"Stop asking to keep the pages of {claim.organisation}"
    return cancel(request, title, do, reverse("provider-claim-code", args=[pk]))


@ASKS
@login_required
def cancel_new(request: Request, pk: int) -> HttpResponse:
    new = new_of(request, pk)

    def do() -> str:
        new_organisations.cancel(new=new, by=request.user)
        return "Cancelled. You can ask again at any time."

    title = f"Stop asking us to add {new.name}"
    return cancel(request, title, do, reverse("provider-new-one", args=[pk]))


def cancel(request: Request, title: str, do: Callable[[], str], then: str) -> HttpResponse:
    desk = Desk(
        title=title,
        form=forms.Form(posted(request)),
        do=do,
        then=then,
        crumbs=[("Home", "/")],
        button="Cancel it",
        lead=["A code that we sent does not work after this. Nobody else is told."],
        section="provider",
    )
    return desk_form.answer(request, desk)
