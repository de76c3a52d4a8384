"""The person asks somebody to act for her: she says who and what for, checks it, and tells them the number herself."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts import codes
from accounts.actions import invitations, mandates
from accounts.forms.budget import lasts
from accounts.forms.own_offer import OwnOfferForm
from accounts.models import Person
from accounts.requests import Request
from accounts.views import checking
from accounts.views.desk_form import posted
from accounts.views.details import DETAILS
from accounts.wording import BASES_TO_PERSON, scopes_in_words
from design.limits import too_often
from design.views.errors import too_many

TIMES, SECONDS = 10, 3600  # offers by one visitor: each writes to an address that she typed


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: Request) -> HttpResponse:
    person = get_object_or_404(Person, user=request.user)
    form = OwnOfferForm(posted(request), initial={"starts_on": timezone.localdate()})
    if checking.is_ready(request, form):
        if not checking.is_confirmed(request):
            return render(request, "accounts/own_offer_check.html", check(request, form))
        if too_often(request, "own_offer", times=TIMES, seconds=SECONDS):
            return too_many(request)
        try:
            named = mandates.name_delegate(person=person, by=request.user, **form.terms())
            return asked(request, named, form)
        except (mandates.MandateRefused, invitations.InvitationRefused) as why:
            form.add_error(None, str(why))
    return render(request, "accounts/own_offer.html", {"breadcrumbs": DETAILS, "form": form, "person": person})


def check(request: Request, form: OwnOfferForm) -> dict[str, Any]:
    given = form.cleaned_data
    rows = [
        {"key": "Name", "value": given["name"]},
        {"key": "Email address", "value": given["email"]},
        {"key": "What they are", "value": BASES_TO_PERSON[given["basis"]][0]},
        {"key": "They can", "value": scopes_in_words(given["scopes"], given["per_purchase"], given["per_month"])},
        {"key": "When", "value": lasts(given["starts_on"], given["ends_on"])},
    ]
    return {"breadcrumbs": DETAILS, "form": form, "rows": rows, "typed": checking.typed(request)}


def asked(request: Request, named: mandates.Named, form: OwnOfferForm) -> HttpResponse:
    """The number is on this one answer and nowhere else. All is as she typed it, and there is always a number: where
    nobody is asked for one, it opens nothing. So she does not learn whether the address has a sign-in."""
    context = {
        "name": form.cleaned_data["name"],
        "email": form.cleaned_data["email"],
        "number": named.number or codes.number(),
        "mandate": named.mandate,
    }
    return render(request, "accounts/own_offer_told.html", context)
