"""Name somebody who acts for a person, check it, record it; tell them the number; end it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actions import invitations, mandates
from accounts.forms.budget import lasts
from accounts.forms.delegate import DelegateForm, EndForm
from accounts.models import Mandate, Person, User
from accounts.permissions import needs
from accounts.requests import Request
from accounts.roles import Permission
from accounts.views import checking
from accounts.views.opened import load, shell
from accounts.views.person import delegate as described
from accounts.wording import BASES_FOR_STAFF, scopes_in_words

ASKS = require_http_methods(["GET", "HEAD", "POST"])


@ASKS
@needs(Permission.AGREE_BUDGETS)
def add(request: Request, pk: int) -> HttpResponse:
    person = load(request, pk)
    initial = {"starts_on": timezone.localdate()}
    form = DelegateForm(request.POST if request.method == "POST" else None, initial=initial)
    if checking.is_ready(request, form):
        if not checking.is_confirmed(request):
            return render(request, "accounts/person_delegate_check.html", check(request, person, form))
        try:
            named = mandates.name_delegate(person=person, by=request.user, **form.terms())
            return done(request, person, named.mandate, named.number)
        except (mandates.MandateRefused, invitations.InvitationRefused) as why:
            form.add_error(None, str(why))
    return render(request, "accounts/person_delegate.html", shell(person, form=form))


def check(request: Request, person: Person, form: DelegateForm) -> dict[str, Any]:
    given = form.cleaned_data
    known = User.objects.filter(email__iexact=given["email"]).first()
    can = scopes_in_words(given["scopes"], given["per_purchase"], given["per_month"])
    rows = [
        {"key": "Acts for", "value": person.name},
        {"key": "Name", "value": known.name if known else given["name"]},
        {"key": "Email address", "value": given["email"]},
        {"key": "Legal basis", "value": BASES_FOR_STAFF[given["basis"]]},
        {"key": "What you saw", "value": given["evidence"]},
        {"key": "They may", "value": can},
        {"key": "When", "value": lasts(given["starts_on"], given["ends_on"])},
    ]
    return shell(person, form=form, typed=checking.typed(request), rows=rows, known=known, given=given)


def done(request: Request, person: Person, mandate: Mandate, number: str) -> HttpResponse:
    """The number is on this one answer and nowhere else: it is kept as a hash, and never sent."""
    if not number:
        messages.success(
            request, f"We have asked {mandate.delegate.name} to act for {person.name}, and told them both."
        )
        return redirect("staff-person", pk=person.pk)
    context = shell(person, name=mandate.delegate.name, email=mandate.delegate.email, number=number)
    return render(request, "accounts/told_number.html", context)


@require_POST
@needs(Permission.AGREE_BUDGETS)
def invite(request: Request, pk: int, mandate: int) -> HttpResponse:
    """Again: a new link and a new number; those before are over."""
    person = load(request, pk)
    found = load_mandate(person, mandate)
    try:
        told = invitations.of_sign_in(user=found.delegate, by=request.user, template="accounts/emails/delegate_invited")
        return done(request, person, found, told.number)
    except invitations.InvitationRefused as why:
        messages.info(request, str(why))
        return redirect("staff-person", pk=pk)


@ASKS
@needs(Permission.AGREE_BUDGETS)
def end(request: Request, pk: int, mandate: int) -> HttpResponse:
    person = load(request, pk)
    found = load_mandate(person, mandate)
    by_order = mandates.changed_by_council(found)
    form = EndForm(request.POST if request.method == "POST" else None, by_order=by_order)
    if request.method == "POST" and form.is_valid():
        stopped = mandates.end(mandate=found, by=request.user, **form.cleaned_data)
        cards = "".join(f" The card ending {card.last4} is stopped." for card in stopped)
        done = "is not asked any more to act" if found.accepted_at is None else "can no longer act"
        messages.success(request, f"{found.delegate.name} {done} for {person.name}.{cards}")
        return redirect("staff-person", pk=pk)
    context = shell(person, form=form, each=described(found), cards=mandates.cards_that_end_with(found))
    return render(request, "accounts/person_delegate_end.html", context)


def load_mandate(person: Person, pk: int) -> Mandate:
    return get_object_or_404(Mandate.objects.select_related("delegate", "person"), pk=pk, person=person, ended_at=None)
