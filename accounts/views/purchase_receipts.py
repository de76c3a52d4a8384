"""Receipts that a plan asks for: send one, look at it, take it away. Elsewhere nothing asks, and nothing is kept."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actions import purchase_receipts as actions
from accounts.actions.purchase_receipts import ReceiptRefused
from accounts.forms.purchase_receipts import ReceiptForm
from accounts.models import CardAuthorisation, Receipt
from accounts.permissions import for_person, needs
from accounts.queries import looks
from accounts.queries import purchase_receipts as found
from accounts.requests import Request
from accounts.roles import Permission, Scope
from accounts.uploads import Unfit
from accounts.views.attachment import attachment
from accounts.views.cards import CARDS
from accounts.views.finance_reason import given

FORM = require_http_methods(["GET", "HEAD", "POST"])


def load(request: Request, pk: int) -> CardAuthorisation:
    """A purchase of the person one acts for, whose lines one may see; anybody else's is not found."""
    if not request.acting.may(Scope.SEE_LINES):
        raise PermissionDenied
    hers = CardAuthorisation.objects.filter(card__account__person=request.acting.person)
    whole = hers.select_related("card__account__person").prefetch_related("draws")
    return get_object_or_404(whole, pk=pk)


@FORM
@for_person(Scope.UPLOAD)
def send(request: Request, pk: int) -> HttpResponse:
    authorisation = load(request, pk)
    asked = found.asked_for(request.acting.whom, [authorisation]).get(pk)
    if asked is None:
        raise Http404
    form = ReceiptForm(request.POST, request.FILES) if request.method == "POST" else ReceiptForm()
    if form.is_valid():
        try:
            actions.send(authorisation=authorisation, sent=form.cleaned_data["file"].read(), by=request.user)
        except (Unfit, ReceiptRefused) as why:
            form.add_error("file", str(why))
        else:
            messages.success(request, "We have the receipt. Thank you.")
            return redirect("money-card", pk=authorisation.card_id)
    context = {
        "section": "money",
        "breadcrumbs": crumbs(authorisation),
        "form": form,
        "it": authorisation,
        "asked": asked,
        "receipt": found.kept([authorisation]).get(pk),
    }
    return render(request, "accounts/receipt_send.html", context)


def crumbs(authorisation: CardAuthorisation) -> list[tuple[str, str]]:
    card = authorisation.card
    return [*CARDS, (f"Card ending {card.last4}", reverse("money-card", args=[card.pk]))]


@FORM
@for_person(Scope.UPLOAD)
def remove(request: Request, pk: int) -> HttpResponse:
    """Ask once, then it is gone."""
    receipt = get_object_or_404(found.live(), authorisation=load(request, pk))
    authorisation = receipt.authorisation
    if request.method == "POST":
        try:
            actions.remove(receipt=receipt, by=request.user)
            messages.success(request, "The receipt is gone.")
        except ReceiptRefused as why:
            messages.info(request, str(why))
        return redirect("money-card", pk=authorisation.card_id)
    context = {"section": "money", "breadcrumbs": crumbs(authorisation), "it": authorisation, "receipt": receipt}
    return render(request, "accounts/receipt_remove.html", context)


@require_safe
@for_person(Scope.SEE_LINES)
def receipt(request: Request, pk: int) -> HttpResponse:
    shown = get_object_or_404(found.live(), authorisation=load(request, pk))
    if request.acting.for_another:
        looks.record(person=request.acting.whom, by=request.user, where="A receipt")
    return file(shown)


@require_safe
@needs(Permission.SEE_MONEY_LINES)
def for_staff(request: Request, pk: int) -> HttpResponse:
    """After a reason, as for any line of one person."""
    shown = get_object_or_404(found.live().exclude(authorisation__card__account__person__user=request.user), pk=pk)
    person = shown.authorisation.card.account.person
    if not given(request, person):
        return redirect("staff-purchases-reason", pk=person.pk)
    looks.record(person=person, by=request.user, where="Finance. A receipt")
    return file(shown)


def file(receipt: Receipt) -> HttpResponse:
    name = f"receipt-{receipt.authorisation_id}.{Receipt.ENDINGS[receipt.content_type]}"
    return attachment(receipt.file, name=name, content_type=receipt.content_type)
