"""What we hold of a person, what she needs, who cares for her."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actions import people
from accounts.actions.communication import record
from accounts.forms.people import CarerForm, NeedsForm, PersonForm
from accounts.models import Caring, ContactFormat, Person
from accounts.permissions import needs
from accounts.queries import communication as needs_now
from accounts.requests import Request
from accounts.roles import Permission
from accounts.views.opened import load, shell

ASKS = require_http_methods(["GET", "HEAD", "POST"])


@ASKS
@needs(Permission.AGREE_BUDGETS)
def details(request: Request, pk: int) -> HttpResponse:
    person = load(request, pk)
    form = PersonForm.of(person, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            people.change(person=person, by=request.user, **form.cleaned_data)
            messages.success(request, "The details are saved.")
            return redirect("staff-person", pk=pk)
        except people.Taken as why:
            form.add_error("case_reference", str(why))
            person.refresh_from_db()
    return render(request, "accounts/person_details.html", shell(person, form=form))


@ASKS
@needs(Permission.AGREE_BUDGETS)
def communication(request: Request, pk: int) -> HttpResponse:
    person = load(request, pk)
    known, shared = people.needs_of(person), needs_now.is_shared(person)
    form = NeedsForm.of(person, known, shared=shared, data=request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        record(person=person, needs=form.needs(), shared=form.cleaned_data["shared"], by=request.user)
        messages.success(request, "Their communication needs are saved.")
        return redirect("staff-person", pk=pk)
    return render(request, "accounts/person_needs.html", shell(person, form=form))


@ASKS
@needs(Permission.AGREE_BUDGETS)
def carer(request: Request, pk: int) -> HttpResponse:
    """A carer is a person of her own, with a budget of her own where she has eligible needs (Care Act 2014 s.20)."""
    person = load(request, pk)
    form = CarerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            carer = form.known or new_carer(request, form)
            people.record_carer(carer=carer, cared_for=person, by=request.user)
            messages.success(request, f"{carer.name} cares for {person.name}. This is {carer.name}’s own page.")
            return redirect("staff-person", pk=carer.pk)
        except people.Taken as why:
            form.add_error("case_reference", str(why))
    return render(request, "accounts/person_carer.html", shell(person, form=form))


def new_carer(request: Request, form: CarerForm) -> Person:
    """Told by letter until she says how she wants to be told."""
    given = form.cleaned_data
    return people.create(
        name=given["name"],
        case_reference=given["case_reference"],
        contact_format=ContactFormat.PRINT,
        practitioner=request.user,
        by=request.user,
    )


@require_POST
@needs(Permission.AGREE_BUDGETS)
def end_carer(request: Request, pk: int, caring: int) -> HttpResponse:
    person = load(request, pk)
    found = get_object_or_404(Caring.objects.select_related("carer"), pk=caring, cared_for=person, ended_at=None)
    people.end_carer(caring=found, by=request.user)
    messages.success(request, f"{found.carer.name} is no longer recorded as caring for {person.name}.")
    return redirect("staff-person", pk=pk)
