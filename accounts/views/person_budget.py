"""Agree a personal budget by outcome, check it, agree it; and record how each part is held, before a card opens."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import letters, notices
from accounts.actions import budgets, holding
from accounts.forms.budget import CARER, GROSS, BudgetForm, ChoiceForm, lasts, starting
from accounts.models import Person, PersonalBudget
from accounts.models import WayOfHolding as Way
from accounts.permissions import needs
from accounts.queries import entitlements
from accounts.requests import Request
from accounts.roles import Permission
from accounts.views import checking, first_payment
from accounts.views.opened import load, shell
from accounts.wording import listed
from design.components import Column, Table
from design.formats import pounds

ASKS = require_http_methods(["GET", "HEAD", "POST"])
AGREED, WAYS = "accounts/letters/budget_agreed", "accounts/letters/ways"


@ASKS
@needs(Permission.AGREE_BUDGETS)
def budget(request: Request, pk: int) -> HttpResponse:
    person = load(request, pk)
    form = BudgetForm(request.POST if request.method == "POST" else None, initial=starting())
    if checking.is_ready(request, form):
        if not checking.is_confirmed(request):
            return render(request, "accounts/person_budget_check.html", check(request, person, form))
        if agreed(request, person, form):
            return redirect("staff-person", pk=pk)
    return render(request, "accounts/person_budget.html", shell(person, form=form, before=latest(person)))


def agreed(request: Request, person: Person, form: BudgetForm) -> bool:
    """Agree it, once: a second click, even while the first is on its way, finds it agreed. What stands against it is
    said at its field."""
    terms = form.terms()
    try:
        made = budgets.agree(person=person, by=request.user, **terms)
    except budgets.BudgetRefused as why:
        if not exists(person, terms):
            form.add_error("reassessment" if "reassessment" in str(why) else "starts_on", str(why))
            return False
    else:
        context = {"budget": made, "pots": list(made.pots.all()), "link": reverse("money-home")}
        notices.tell(person=person, template=AGREED, context=context)
    messages.success(request, f"The budget of {person.name} is agreed. We have told them.")
    return True


def exists(person: Person, terms: dict[str, Any]) -> bool:
    same = ("amount_pence", "starts_on", "ends_on", "is_for_caring")
    return PersonalBudget.objects.filter(person=person, **{name: terms[name] for name in same}).exists()


def latest(person: Person) -> PersonalBudget | None:
    return person.budgets.order_by("-starts_on", "-pk").first()


def check(request: Request, person: Person, form: BudgetForm) -> dict[str, Any]:
    given, weekly = form.cleaned_data, form.weekly_pence()
    plans = [[plan.label, pounds(plan.weekly_pence), pounds(plan.weekly_pence * 4)] for plan in form.plans()]
    columns = [
        Column("For", header=True),
        Column("A week", numeric=True),
        Column("Every 4 weeks", numeric=True),
    ]
    footer = ["Together", pounds(weekly), pounds(weekly * 4)]
    rows = [
        {"key": "Person", "value": person.name},
        {"key": "For", "value": "Support for them as a carer" if given["kind"] == CARER else "Care and support"},
        {"key": "When", "value": lasts(given["starts_on"], given["ends_on"])},
        {
            "key": "Contribution",
            "value": "They pay it to us" if given["contribution"] == GROSS else "Taken off before we pay, or none",
        },
    ]
    if first := first_payment.in_words(entitlements.of_terms(person, form.terms()), timezone.localdate()):
        rows.append({"key": "First payment", "value": first})
    if given["reassessment"]:
        rows.append({"key": "Reassessment", "value": given["reassessment"]})
    table = Table("The budget by outcome", columns, plans, footer=footer)
    return shell(person, form=form, typed=checking.typed(request), rows=rows, table=table)


@ASKS
@needs(Permission.AGREE_BUDGETS)
def choice(request: Request, pk: int) -> HttpResponse:
    person = load(request, pk)
    pots = holding.open_pots(person)
    if not pots:
        messages.info(request, "Agree the budget first. Then the person can choose how it is held.")
        return redirect("staff-person", pk=pk)
    form = ChoiceForm(request.POST if request.method == "POST" else None, person=person, pots=pots)
    if checking.is_ready(request, form):
        if not checking.is_confirmed(request):
            return render(request, "accounts/person_choice_check.html", check_choice(request, person, form))
        if chosen(request, person, form):
            return redirect("staff-person", pk=pk)
    return render(request, "accounts/person_choice.html", shell(person, form=form))


def chosen(request: Request, person: Person, form: ChoiceForm) -> bool:
    given = form.cleaned_data
    try:
        holding.choose(
            person=person,
            ways=form.ways(),
            shown=[Way(way) for way in given["shown"]],
            shown_format=given["shown_format"],
            helped_by=given["helped_by"],
            provider=given["provider"],
            by=request.user,
        )
    except (holding.HoldingRefused, budgets.ChoiceMissing) as why:
        form.add_error(None, str(why))
        return False
    messages.success(request, f"The choice of {person.name} is recorded, and the money is held so.")
    return True


def check_choice(request: Request, person: Person, form: ChoiceForm) -> dict[str, Any]:
    given, ways = form.cleaned_data, form.ways()
    rows = [{"key": pot.label, "value": ways[pot.pk].label} for pot in form.pots]
    if given["provider"]:
        rows.append({"key": "Provider", "value": given["provider"]})
    rows += [
        {"key": "They were shown", "value": listed([Way(way).label.lower() for way in given["shown"]])},
        {"key": "How", "value": dict(form.fields["shown_format"].choices)[given["shown_format"]]},  # type: ignore[attr-defined]
        {"key": "Who helped", "value": given["helped_by"] or "Nobody"},
    ]
    opens = Way.CARD_ACCOUNT in ways.values()
    return shell(person, form=form, typed=checking.typed(request), rows=rows, opens=opens)


@require_safe
@needs(Permission.AGREE_BUDGETS)
def ways(request: Request, pk: int) -> HttpResponse:
    """The four ways in the person's own format, to print, to show or to read out: before she chooses."""
    person = load(request, pk)
    subject, body = letters.render(person, WAYS, {})
    context = shell(person, subject=subject, paragraphs=letters.paragraphs(body), format=person.contact_format)
    return render(request, "accounts/person_ways.html", context)


@require_POST
@needs(Permission.AGREE_BUDGETS)
def send_ways(request: Request, pk: int) -> HttpResponse:
    person = load(request, pk)
    if not holding.open_pots(person):
        raise Http404
    notices.tell(person=person, template=WAYS, context={"link": reverse("money-choices")})
    messages.success(request, f"The ways are on their way to {person.name}.")
    return redirect("staff-person", pk=pk)
