"""How we tell her things and what helps her: said once by the person herself, and kept to everywhere."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.actions import communication as actions
from accounts.actions import people
from accounts.forms.communication import YourNeedsForm
from accounts.models import Person
from accounts.queries import communication
from accounts.requests import Request
from accounts.views.details import DETAILS

SAVED = "Saved. We keep to this in every email, letter and call."


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def yours(request: Request) -> HttpResponse:
    person = get_object_or_404(Person.objects.select_related("needs_asked_by"), user=request.user)
    data = request.POST if request.method == "POST" else None
    form = YourNeedsForm.of(person, people.needs_of(person), shared=communication.is_shared(person), data=data)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        how = {"contact_format": given["contact_format"], "phone": given["phone"]}
        actions.record(person=person, needs=form.needs(), shared=given["shared"], by=request.user, **how)
        messages.success(request, SAVED)
        return redirect("accounts-details")
    address = ", ".join(part for part in (person.address, person.postcode) if part)
    context = {"form": form, "breadcrumbs": DETAILS, "person": person, "address": address}
    return render(request, "accounts/your_needs.html", context)
