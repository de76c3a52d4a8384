"""The practitioner's list: the people she works with, or whoever is found by name or case reference.

What was searched for is kept in the session, so that no address has somebody's name in it.
"""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.actions import people
from accounts.desks import STAFF
from accounts.forms.people import PersonForm, SearchForm
from accounts.models import Person
from accounts.permissions import needs
from accounts.queries import setting_up
from accounts.requests import Request
from accounts.roles import Permission
from accounts.views.opened import PEOPLE
from design.components import Cell, Column, Table

PER_PAGE = 25
KEY = "people_looked_for"


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.AGREE_BUDGETS)
def listed(request: Request) -> HttpResponse:
    form = SearchForm(request.POST if request.method == "POST" else None, initial={"q": request.session.get(KEY)})
    if request.method == "POST":
        if request.POST.get("clear"):
            request.session.pop(KEY, None)
            return redirect("staff-people")
        if form.is_valid():
            request.session[KEY] = form.cleaned_data["q"]
            return redirect("staff-people")
    looked_for = request.session.get(KEY, "")
    found = setting_up.found_by(looked_for) if looked_for else setting_up.worked_with(request.user)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "section": "staff",
        "breadcrumbs": STAFF,
        "form": form,
        "looked_for": looked_for,
        "page": page,
        "table": table(list(page)) if page.paginator.count else None,
    }
    return render(request, "accounts/people.html", context)


def table(people: list[Person]) -> Table:
    columns = [
        Column("Name", header=True, phone="main"),
        Column("Case reference", phone="over"),
        Column("How far", phone="over-right"),
    ]
    rows = [
        [
            Cell(person.name, href=reverse("staff-person", args=[person.pk])),
            person.case_reference or "None",
            how_far(person),
        ]
        for person in people
    ]
    return Table("People", columns, rows, hide_caption=True)


def how_far(person: Person) -> str:
    if setting_up.is_set_up(person):
        return "Set up"
    step = setting_up.next_step(person)
    return f"Next: {step.title.lower()}" if step else setting_up.waits_for(person)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.AGREE_BUDGETS)
def add(request: Request) -> HttpResponse:
    form = PersonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            person = people.create(by=request.user, practitioner=request.user, **form.cleaned_data)
            return redirect("staff-person", pk=person.pk)
        except people.Taken as why:
            form.add_error("case_reference", str(why))
    context = {"section": "staff", "breadcrumbs": PEOPLE, "form": form}
    return render(request, "accounts/people_add.html", context)
