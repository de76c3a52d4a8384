"""Finance: refunds to own cards that a bank did not take, and card payments that were not as they should be."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.actions import odd_payments, own_refunds
from accounts.models import OwnPayment, OwnRefund
from accounts.permissions import needs
from accounts.queries import own_card
from accounts.requests import Request
from accounts.roles import Permission
from accounts.views.desk_form import Desk, answer, posted
from accounts.views.finance_bank import FORM
from accounts.views.finance_overview import FINANCE
from design.components import Cell, Column, Table
from design.formats import day, pounds

OWN_CARDS = [*FINANCE, ("People’s own cards", "/staff/finance/own-cards/")]
WHAT_TO_DO = {
    OwnPayment.Odd.AMOUNT: "What came is in the books. Look in Stripe’s dashboard why it is another amount.",
    OwnPayment.Odd.CURRENCY: "It is not in the books. Send it back in Stripe’s dashboard.",
    OwnPayment.Odd.REFUND: "Somebody sent money back in Stripe’s dashboard. Find out who, and what it was for: the "
    "seller may still be paid for it.",
    OwnPayment.Odd.DISPUTE: "Answer it in Stripe’s dashboard before its last day. Stripe has taken the money for "
    "now, and the books do not know of that: what was paid for goes on until you decide.",
}

# Stripe's names for why a bank sent a refund back.
WHY_NOT = {
    "lost_or_stolen_card": "The card was lost or stolen, and the bank has stopped it",
    "expired_or_canceled_card": "The card is out of date, or was cancelled",
    "declined": "The bank refused it",
    "charge_for_pending_refund_disputed": "The payment is disputed at the bank",
    "insufficient_funds": "There was too little on the council’s account at Stripe",
    "unknown": "The bank did not say",
    "merchant_request": "Somebody at the council cancelled it in Stripe’s dashboard",
}


def why_not(refund: OwnRefund) -> str:
    return WHY_NOT.get(refund.why, refund.why)  # a name that is new is better than none


class HowForm(forms.Form):
    how = forms.CharField(
        label="How was it paid back?",
        help_text="For example, bank transfer on 3 December, file 2026-12. No account numbers.",
        max_length=120,
        error_messages={"required": "Enter how it was paid back", "max_length": "Use 120 letters or fewer"},
    )


@require_safe
@needs(Permission.PREPARE_PAYMENTS)
def index(request: Request) -> HttpResponse:
    failed, odd = list(own_card.failed()), list(own_card.odd())
    context = {
        "section": "staff",
        "breadcrumbs": FINANCE,
        "failed": failed_table(failed) if failed else None,
        "odd": [(payment, WHAT_TO_DO[OwnPayment.Odd(payment.odd)]) for payment in odd],
    }
    return render(request, "accounts/finance_own_cards.html", context)


def failed_table(refunds: list[OwnRefund]) -> Table:
    columns = [
        Column("Who", header=True, phone="main"),
        Column("The bank said no on", phone="over"),
        Column("Amount", numeric=True, phone="amount"),
    ]
    return Table("Refunds that a bank did not take", columns, [failed_row(refund) for refund in refunds])


def failed_row(refund: OwnRefund) -> list[object]:
    href = reverse("staff-finance-own-refund", args=[refund.pk])
    who = Cell(refund.payment.person.name, f"{refund.name}: {why_not(refund)}", href)
    return [who, day(refund.ended_at) if refund.ended_at else "", pounds(refund.pence)]


@FORM
@needs(Permission.PREPARE_PAYMENTS)
def refund(request: Request, pk: int) -> HttpResponse:
    """It was paid back another way: then it is not owed any more."""
    rows = OwnRefund.objects.select_related("payment__person__user").filter(state=OwnRefund.State.FAILED)
    one = get_object_or_404(rows, pk=pk)
    form = HowForm(posted(request))

    def do() -> str:
        own_refunds.paid_by_hand(refund=one, by=request.user, **form.cleaned_data)
        return "Recorded. It is not owed any more."

    facts: list[dict[str, Any]] = [
        {"key": "Amount", "value": pounds(one.pence)},
        {"key": "Reference at Stripe", "value": one.refund_id or one.name},
        {"key": "Why the bank did not take it", "value": why_not(one)},
    ]
    lead = ["Ask the person for the account it should go to, and pay it. Then say here how."]
    title = "A refund that a bank did not take"
    then = reverse("staff-finance-own-cards")
    return answer(
        request,
        Desk(
            title, form, do, then, OWN_CARDS, caption=one.payment.person.name, lead=lead, rows=facts, button="Record it"
        ),
    )


@require_POST
@needs(Permission.PREPARE_PAYMENTS)
def looked(request: Request, pk: int) -> HttpResponse:
    payment = get_object_or_404(own_card.odd(), pk=pk)
    odd_payments.look_at(payment=payment, by=request.user)
    messages.success(request, f"{payment.name} is looked at.")
    return redirect("staff-finance-own-cards")
