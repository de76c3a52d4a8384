"""Pick for whom one acts: oneself, or somebody whose mandate holds today."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts import acting
from accounts.models import Mandate, Person
from accounts.requests import Request
from accounts.roles import Scope
from accounts.wording import BASES, scopes_in_words


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def pick(request: Request) -> HttpResponse:
    if request.method == "POST":
        return start_or_stop(request)
    own = Person.objects.filter(user=request.user).first()
    if own is None and not any((request.acting.others, request.acting.paused, request.acting.offers)):
        return nobody_any_more(request)
    people = [described(mandate) for mandate in request.acting.others]
    now, myself = request.acting.mandate, request.acting.person is not None and not request.acting.for_another
    ended = [] if now or myself else request.acting.ended  # whom she had picked: it may be one of these
    context = {"section": "money", "own": own, "people": people, "now": now, "myself": myself, "ended": ended}
    context["paused"], context["offers"] = request.acting.paused, request.acting.offers
    context["cases"] = any(Scope.PROPOSE in mandate.scopes for mandate in request.acting.others)
    return render(request, "accounts/acting.html", context)


def nobody_any_more(request: Request) -> HttpResponse:
    """She acted for somebody once. Who never did has no business here."""
    if not request.acting.ended:
        raise PermissionDenied
    return render(request, "accounts/acting_ended.html", {"section": "money", "ended": request.acting.ended})


def start_or_stop(request: Request) -> HttpResponse:
    """A mandate that is not hers, or no longer holds, is not found among hers."""
    picked = request.POST.get("for", "")
    if picked == "self":
        acting.stop(request)
        return redirect("money-home" if acting.for_oneself(request.user).person else "money-acting")
    mandate = next((m for m in request.acting.others if str(m.pk) == picked), None)
    if mandate is None:
        messages.error(request, "Choose one of these. The other one may have ended.")
        return redirect("money-acting")
    acting.start(request, mandate)
    return redirect("money-home")


def described(mandate: Mandate) -> dict[str, object]:
    can = scopes_in_words(mandate.scopes, mandate.pay_per_purchase_pence, mandate.pay_per_month_pence)
    return {"mandate": mandate, "name": mandate.person.name, "can": can, "basis": BASES[mandate.basis]}
