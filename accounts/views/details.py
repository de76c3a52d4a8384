"""Your details: name, how you sign in, who can act for you, who looked at your payments."""

from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts import second_factor, slots
from accounts.actions import mandates as mandate_actions
from accounts.actions import people
from accounts.forms.details import NameForm
from accounts.models import Card, Mandate, Person
from accounts.queries import communication, looks
from accounts.requests import Request
from accounts.views.desk_form import posted
from accounts.wording import BASES, scopes_in_words

LATELY = timedelta(days=90)
HOME = [("Home", "/")]
DETAILS = [*HOME, ("Your details", "/accounts/")]


@login_required
@require_safe
def details(request: Request) -> HttpResponse:
    person = Person.objects.filter(user=request.user).first()
    context = {
        "breadcrumbs": HOME,
        "rows": [*rows(request), *(told_rows(person) if person else [])],
        "links": [link for link in (fn(request.user) for fn in slots.links.values()) if link],
        "person": person,
        "delegates": [described(m) for m in delegates_of(person)] if person else [],
        "not_accepted": not_accepted(person) if person else [],
        "looks": looks.named(looks.at(person)[:3]) if person else [],
    }
    return render(request, "accounts/details.html", context)


def rows(request: Request) -> list[dict[str, object]]:
    user = request.user
    on = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()
    step = "Switched on" if on else "Switched off"
    return [
        {"key": "Name", "value": user.name, "actions": [("Change", "/accounts/name/", "your name")]},
        {
            "key": "Email address",
            "value": user.email,
            "actions": [("Change", "/accounts/email/", "your email address")],
        },
        {"key": "Password", "value": "Hidden", "actions": [("Change", "/accounts/password/change/", "your password")]},
        {
            "key": "Second step at sign-in",
            "value": step + (" (needed for your work)" if second_factor.required(user) else ""),
            "actions": [("Change", "/accounts/2fa/", "your second step")],
        },
    ]


def told_rows(person: Person) -> list[dict[str, object]]:
    """How she is told things, and what helps her: said once, kept to everywhere."""
    change = ("Change", "/accounts/how-we-tell-you/", "how we tell you things")
    found = communication.needs_in_words(person)
    needs = ", ".join(found) or ("Nothing" if person.needs_asked_on else "You have not told us yet")
    return [
        {"key": "How we tell you things", "value": person.get_contact_format_display(), "actions": [change]},
        {"key": "What helps you", "value": needs},
    ]


def delegates_of(person: Person) -> list[Mandate]:
    """Those who can act for her now, or will from a day on, or have been asked to."""
    found = person.mandates.filter(ended_at=None).select_related("delegate", "person").order_by("pk")
    return sorted((mandate for mandate in found if mandate.is_open()), key=lambda mandate: mandate.known_as)


def not_accepted(person: Person) -> list[Mandate]:
    """Who said no, or did not answer in time, lately."""
    found = person.mandates.filter(accepted_at=None).select_related("delegate", "person").order_by("-pk")
    return [mandate for mandate in found if mandate.fell_through(timezone.now() - LATELY)]


def described(mandate: Mandate) -> dict[str, object]:
    can = scopes_in_words(mandate.scopes, mandate.pay_per_purchase_pence, mandate.pay_per_month_pence)
    return {"mandate": mandate, "name": mandate.known_as, "can": can, "basis": BASES[mandate.basis]}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def name(request: Request) -> HttpResponse:
    form = NameForm(request.POST or None, initial={"name": request.user.name})
    if request.method == "POST" and form.is_valid():
        people.rename(user=request.user, name=form.cleaned_data["name"], by=request.user)
        messages.success(request, "Your name has changed.")
        return redirect("accounts-details")
    return render(request, "accounts/name.html", {"form": form, "breadcrumbs": DETAILS})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def end_mandate(request: Request, pk: int) -> HttpResponse:
    """The person asks first, then ends it; a stranger's is not found."""
    mandate, form = load_mandate(request, pk), Form(posted(request))
    if request.method == "POST":
        try:
            stopped = mandate_actions.end(mandate=mandate, by=request.user)
            messages.success(request, ended_in_words(mandate, stopped))
            return redirect("accounts-details")
        except mandate_actions.MandateRefused as why:
            form.add_error(None, str(why))
    refused = mandate_actions.changed_by_council(mandate)
    cards = mandate_actions.cards_that_end_with(mandate)
    context = {"breadcrumbs": DETAILS, "mandate": mandate, "form": form, "refused": refused, "cards": cards}
    return render(request, "accounts/end_mandate.html", context, status=403 if request.method == "POST" else 200)


def load_mandate(request: Request, pk: int) -> Mandate:
    """One that she gave, or that lets somebody act for her; a stranger's is not found."""
    mine = Mandate.objects.filter(person__user=request.user, ended_at=None).select_related("person", "delegate")
    return get_object_or_404(mine, pk=pk)


def ended_in_words(mandate: Mandate, stopped: list[Card]) -> str:
    if mandate.accepted_at is None:
        return f"{mandate.known_as} is not asked any more. We tell them."
    cards = "".join(f" The card ending {card.last4} is stopped." for card in stopped)
    return f"{mandate.known_as} can no longer act for you.{cards}"


@login_required
@require_safe
def who_looked(request: Request) -> HttpResponse:
    person = get_object_or_404(Person, user=request.user)
    page = Paginator(looks.at(person), 25).get_page(request.GET.get("page"))
    return render(
        request, "accounts/who_looked.html", {"breadcrumbs": DETAILS, "page": page, "lines": looks.named(page)}
    )
