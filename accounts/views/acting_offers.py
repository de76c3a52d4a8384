"""What it means to act for somebody: read it, answer the offer, read it again later, and stop."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import capfirst
from django.views.decorators.http import require_http_methods

from accounts import acting, duties
from accounts.actions import mandate_offers, mandates
from accounts.actions.mandates import MandateRefused
from accounts.forms.budget import lasts
from accounts.forms.offer import AnswerForm
from accounts.models import Mandate, Standing
from accounts.requests import Request
from accounts.roles import Scope
from accounts.views import checking
from accounts.views.desk_form import posted
from accounts.views.easy import is_easy
from accounts.wording import BASES_TO_DELEGATE, EASY_SCOPES, limits_in_words, scopes_in_words
from design.formats import day

ASKS = require_http_methods(["GET", "HEAD", "POST"])
CRUMBS = [("Home", "/"), ("Who you act for", "/money/acting/")]


def load(request: Request, pk: int) -> Mandate:
    """One that is hers to answer or to keep; a stranger's is not found."""
    return get_object_or_404(Mandate.objects.select_related("person", "delegate"), pk=pk, delegate=request.user)


@login_required
@ASKS
def one(request: Request, pk: int) -> HttpResponse:
    mandate = load(request, pk)
    form = AnswerForm(posted(request), name=mandate.person.first_name)
    if waits(mandate) and checking.is_ready(request, form):
        if not checking.is_confirmed(request):
            return render(request, "accounts/acting_offer_check.html", check(request, mandate, form))
        try:
            return done(request, mandate, form)
        except MandateRefused as why:
            form.add_error(None, str(why))
    return render(request, "accounts/acting_offer.html", {**shell(request, mandate), "form": form})


def waits(mandate: Mandate) -> bool:
    return mandate.standing == Standing.OFFERED and mandate.is_open()


def shell(request: Request, mandate: Mandate) -> dict[str, Any]:
    limits = limits_in_words(mandate.pay_per_purchase_pence, mandate.pay_per_month_pence)
    return {
        "section": "money",
        "breadcrumbs": CRUMBS,
        "mandate": mandate,
        "person": mandate.person,
        "basis": BASES_TO_DELEGATE[mandate.basis],
        "can": scopes_in_words(mandate.scopes, mandate.pay_per_purchase_pence, mandate.pay_per_month_pence),
        "easy_can": [
            (*words, limits if scope == Scope.PAY else [])
            for scope, words in EASY_SCOPES.items()
            if scope in mandate.scopes
        ],
        "lasts": lasts(mandate.starts_on, mandate.ends_on),
        "duties": duties.of(mandate.basis, mandate.person.first_name),
        "waits": waits(mandate),
        "holds": mandate.accepted_at is not None and mandate.is_open(),
        "easy": is_easy(request),
    }


def check(request: Request, mandate: Mandate, form: AnswerForm) -> dict[str, Any]:
    given = shell(request, mandate)
    rows = [{"key": "Act for", "value": mandate.person.name}]
    if form.says_yes:
        rows += [
            {"key": "Your answer", "value": "Yes"},
            {"key": "You can", "value": capfirst(given["can"])},
            {"key": "When", "value": given["lasts"]},
            {"key": "What it asks of you", "value": "You have read it, and will do it"},
        ]
    else:
        rows += [
            {"key": "Your answer", "value": "No"},
            {"key": "Why", "value": form.cleaned_data["words"] or "You do not say"},
        ]
    return {**given, "form": form, "rows": rows, "typed": checking.typed(request), "yes": form.says_yes}


def done(request: Request, mandate: Mandate, form: AnswerForm) -> HttpResponse:
    name = mandate.person.name
    if not form.says_yes:
        mandate_offers.decline(mandate=mandate, by=request.user, words=form.cleaned_data["words"])
        messages.success(request, f"You said no. We tell {name}.")
        return redirect("accounts-details")
    mandate_offers.accept(mandate=mandate, by=request.user, read=form.cleaned_data["read"])
    starts = mandate.starts_on
    when = (
        f"You can act for {name} from {day(starts)}."
        if starts > timezone.localdate()
        else f"You can act for {name} now."
    )
    messages.success(request, f"{when} We tell them.")
    return redirect("money-acting")


@login_required
@ASKS
def stop(request: Request, pk: int) -> HttpResponse:
    """She steps down, at any time, at once."""
    mandate = load(request, pk)
    if mandate.accepted_at is None or mandate.ended_at is not None:
        return redirect("money-acting-one", pk=pk)
    if request.method == "POST":
        mandates.end(mandate=mandate, by=request.user, reason="delegate")
        if request.acting.mandate == mandate:
            acting.stop(request)
        messages.success(request, f"You no longer act for {mandate.person.name}. We tell them.")
        return redirect("accounts-details")
    cards = mandates.cards_that_end_with(mandate)
    by_council = mandates.changed_by_council(mandate)
    context = {**shell(request, mandate), "cards": cards, "by_council": by_council}
    return render(request, "accounts/acting_stop.html", context)
