"""Somebody tells of an organisation that is not in the directory, and the council looks at it."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.desks import STAFF
from accounts.permissions import needs
from accounts.requests import Request
from accounts.roles import Permission
from accounts.views import checking
from accounts.views.desk_form import ASKS, posted
from design.components import Cell, Column, Table
from design.limits import too_often
from design.views.errors import too_many
from directory.actions import new_organisations
from directory.claim_rules import NewState, Way, domain
from directory.forms.claims import CodeForm
from directory.forms.new_organisations import NewAnswerForm, NewOrganisationForm
from directory.models import NewOrganisation
from directory.queries import alike
from directory.refusals import Moved, Refused
from directory.views.claim_waits import letter as letter_of
from directory.views.claims import Letter, printed

TIMES, SECONDS = 5, 3600
COLUMNS = [Column("Organisation", header=True), Column("What they share"), Column("In public")]


@ASKS
def ask(request: Request) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    form = NewOrganisationForm(posted(request))
    if checking.is_ready(request, form):
        if not checking.is_confirmed(request):
            return check(request, form)
        if too_often(request, "new-organisation", times=TIMES, seconds=SECONDS):
            return too_many(request)
        given = form.cleaned_data
        try:
            made = new_organisations.ask(told=form.told(), way=Way(given["way"]), email=given["email"], by=request.user)
            return redirect("provider-new-one", made.pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {"section": "provider", "breadcrumbs": [("Home", "/")], "form": form}
    mine = NewOrganisation.objects.filter(user=request.user, state__in=[NewState.CODE, NewState.WAITING])
    return render(request, "directory/new_organisation.html", context | {"open": mine.first()})


def check(request: Request, form: NewOrganisationForm) -> HttpResponse:
    """First what may be the same, then what was typed."""
    told = form.told()
    context = {
        "section": "provider",
        "breadcrumbs": [("Home", "/")],
        "alike": alike.to(told),
        "is_there": bool(alike.by_number(told)),
        "rows": form.rows(),
        "typed": checking.typed(request),
    }
    return render(request, "directory/new_organisation_check.html", context)


@ASKS
def one(request: Request, pk: int) -> HttpResponse:
    """Where it stands; with a code to type where one was sent."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    new = get_object_or_404(NewOrganisation, pk=pk, user=request.user)
    form = CodeForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            new_organisations.enter(new=new, typed=form.cleaned_data["code"], by=request.user)
        except Refused as refusal:
            form.add_error("code", str(refusal))
        else:
            messages.success(request, "That is the code. Now somebody at the council looks at it.")
            return redirect("provider-new-one", pk)
    context = {
        "section": "provider",
        "breadcrumbs": [("Home", "/")],
        "new": new,
        "form": form,
        **letter_of(new),
        "address": new.address_lines,
        "domain": domain(new.website),
        "again_at": reverse("provider-new-letter", args=[pk]),
        "cancel_at": reverse("provider-new-cancel", args=[pk]),
        "other_at": reverse("provider-new"),
    }
    return render(request, "directory/new_organisation_one.html", context)


@ASKS
@needs(Permission.MODERATE_LISTINGS)
def staff(request: Request, pk: int) -> HttpResponse:
    new = load(pk)
    form = NewAnswerForm(posted(request))
    if checking.is_ready(request, form):
        if not checking.is_confirmed(request):
            context = {**shell(new), "rows": form.rows(), "typed": checking.typed(request)}
            return render(request, "directory/new_organisation_answer.html", context)
        try:
            answer(new, form, request)
        except Moved as refusal:
            messages.info(request, str(refusal))
            return redirect("staff-claims")
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Answered. They get an e-mail.")
            return redirect("staff-claims")
    told = {name: getattr(new, name) for name in (*alike.NUMBERS, "name", "website", "postcode")}
    found = [one for one in alike.to(told, all_of_them=True) if one.organisation.pk != new.organisation_id]
    rows = [[named(each), each.reasons, "Yes" if each.is_public else "No"] for each in found]
    context = {
        **shell(new),
        "form": form,
        "rows": rows_of(new),
        "open": new.state in (NewState.CODE, NewState.WAITING),
        "waits": new.state == NewState.WAITING,
        "by_post": new.state == NewState.CODE and new.way == Way.POST,
        "alike": Table("What may be the same", COLUMNS, rows, hide_caption=True) if rows else None,
    }
    return render(request, "directory/new_organisation_staff.html", context)


def named(each: alike.Alike) -> Cell:
    one = each.organisation
    return Cell(one.name, href=reverse("directory-organisation", args=[one.slug]) if each.is_public else "")


def answer(new: NewOrganisation, form: NewAnswerForm, request: Request) -> None:
    if form.cleaned_data["answer"] == "yes":
        new_organisations.approve(new=new, by=request.user)
    else:
        new_organisations.decline(new=new, reasons=form.cleaned_data["reasons"], by=request.user)


def rows_of(new: NewOrganisation) -> list[dict[str, object]]:
    shown = [
        ("What it does", new.description),
        ("Website", new.website),
        ("Company number", new.company_number),
        ("Charity number", new.charity_number),
        ("CQC provider number", new.cqc_provider_id),
        ("Address", ", ".join(new.address_lines)),
        ("What they told us", new.words),
    ]
    return [{"key": key, "value": value} for key, value in shown if value]


@require_POST
@needs(Permission.MODERATE_LISTINGS)
def letter(request: Request, pk: int) -> HttpResponse:
    new = load(pk)
    back, typed_at = reverse("staff-new-organisation", args=[pk]), reverse("provider-new-one", args=[pk])
    to = Letter(new.name, new, new.user.name, typed_at, new=True)
    return printed(
        request,
        lambda: new_organisations.print_code(new=new, by=request.user),
        {**shell(new), "to": to, "back": back},
    )


def load(pk: int) -> NewOrganisation:
    return get_object_or_404(NewOrganisation.objects.select_related("user", "decided_by", "organisation"), pk=pk)


def shell(new: NewOrganisation) -> dict[str, object]:
    crumbs = [*STAFF, ("Who runs what", reverse("staff-claims"))]
    return {"section": "staff", "breadcrumbs": crumbs, "new": new}
