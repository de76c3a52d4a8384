"""Somebody claims an organisation, types the code she was sent, and the council looks at those who have no code."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.desks import STAFF
from accounts.permissions import needs
from accounts.requests import Request
from accounts.roles import Permission
from accounts.views import checking
from accounts.views.desk_form import ASKS, posted
from design.components import Cell, Column, Table
from design.formats import moment
from design.limits import too_often
from design.views.errors import too_many
from directory import public
from directory.actions import claims
from directory.claim_rules import NewState, State, Way, domain
from directory.forms.claims import ClaimAnswerForm, ClaimForm, CodeForm
from directory.models import Location, NewOrganisation, OrganisationClaim
from directory.queries.claims import to_do_of_new
from directory.refusals import Moved, Refused
from directory.views.claim_waits import letter as letter_of

TIMES, SECONDS, PER_PAGE, MOST_NEW = 5, 3600, 25, 100
POST = {False: "Letter to print and post", True: "Letter printed"}
COLUMNS = [
    Column("Organisation", header=True),
    Column("Who"),
    Column("Asked"),
]


@ASKS
def ask(request: Request, slug: str) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    found = get_object_or_404(public.public_organisations(), slug=slug)
    form = ClaimForm(
        posted(request),
        ways=claims.ways(found),
        organisation=found,
        address=claims.address_of(found),
    )
    if request.method == "POST" and form.is_valid():
        if too_often(request, "claim", times=TIMES, seconds=SECONDS):
            return too_many(request)
        given = form.cleaned_data
        try:
            claim = claims.ask(
                organisation=found,
                way=Way(given["way"]),
                email=given.get("email", ""),
                words=given["words"],
                by=request.user,
            )
            return redirect("provider-claim-code", claim.pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    crumbs = [("Home", "/"), (found.name, reverse("directory-organisation", args=[slug]))]
    context = {"section": "provider", "breadcrumbs": crumbs, "organisation": found, "form": form}
    context["open"] = OrganisationClaim.objects.filter(organisation=found, user=request.user, state=State.OPEN).first()
    return render(request, "directory/claim.html", context | {"managed": claims.has_manager(found)})


@ASKS
def code(request: Request, pk: int) -> HttpResponse:
    """Where her claim stands; with a code to type where one was sent."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    claim = get_object_or_404(OrganisationClaim.objects.select_related("organisation"), pk=pk, user=request.user)
    form = CodeForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            claims.enter(claim=claim, typed=form.cleaned_data["code"], by=request.user)
        except Refused as refusal:
            form.add_error("code", str(refusal))
        else:
            messages.success(request, f"You manage the pages of {claim.organisation} now.")
            return redirect("provider-pages")
    place = claims.address_of(claim.organisation) if claim.way == Way.POST else None
    context = {
        "section": "provider",
        "breadcrumbs": [("Home", "/")],
        "claim": claim,
        "form": form,
        "open": claim.state == State.OPEN,
        "has_code": claim.way != Way.COUNCIL,
        **letter_of(claim),
        "address": place.address_lines if place else [],
        "domain": domain(claim.organisation.website) if Way.EMAIL in claims.ways(claim.organisation) else "",
        "again_at": reverse("provider-claim-letter", args=[pk]),
        "cancel_at": reverse("provider-claim-cancel", args=[pk]),
        "other_at": reverse("provider-claim", args=[claim.organisation.slug]),
    }
    return render(request, "directory/claim_code.html", context)


@require_safe
@needs(Permission.MODERATE_LISTINGS)
def queue(request: HttpRequest) -> HttpResponse:
    """What the council has to do: look, or post a code. The oldest first."""
    found = OrganisationClaim.objects.filter(state=State.OPEN).exclude(way=Way.EMAIL)
    page = Paginator(found.select_related("organisation", "user"), PER_PAGE).get_page(request.GET.get("page"))
    rows = [row(one, one.organisation.name, does(one), "staff-claim") for one in page]
    table = Table("Claims, the oldest first", COLUMNS, rows, hide_caption=True)
    new = Table("New organisations, the oldest first", COLUMNS, new_rows(), hide_caption=True)
    context = {"section": "staff", "breadcrumbs": STAFF, "page": page, "table": table, "new": new}
    return render(request, "directory/claims.html", context)


def new_rows() -> list[list[object]]:
    """Organisations that are not in the directory, where the council has to look or to post. The oldest first."""
    found = NewOrganisation.objects.filter(to_do_of_new()).select_related("user").order_by("asked_at", "pk")[:MOST_NEW]
    return [row(one, one.name, does_new(one), "staff-new-organisation") for one in found]


def row(one: OrganisationClaim | NewOrganisation, name: str, what: str, at: str) -> list[object]:
    return [Cell(name, what, reverse(at, args=[one.pk])), one.user.name, moment(one.asked_at)]


def does_new(one: NewOrganisation) -> str:
    if one.state == NewState.WAITING:
        return "Code typed: to look at" if one.proved_at else "To look at"
    return POST[one.is_printed]


def does(claim: OrganisationClaim) -> str:
    return "To look at" if claim.way == Way.COUNCIL else POST[claim.is_printed]


@ASKS
@needs(Permission.MODERATE_LISTINGS)
def one(request: Request, pk: int) -> HttpResponse:
    claim = load(pk)
    form = ClaimAnswerForm(posted(request))
    if checking.is_ready(request, form):
        if not checking.is_confirmed(request):
            context = {**shell(claim), "rows": answered(form), "typed": checking.typed(request)}
            return render(request, "directory/claim_answer.html", context)
        try:
            if form.cleaned_data["answer"] == "yes":
                claims.approve(claim=claim, by=request.user)
            else:
                claims.decline(claim=claim, reasons=form.cleaned_data["reasons"], by=request.user)
        except Moved as refusal:
            messages.info(request, str(refusal))
            return redirect("staff-claims")
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Answered. They get an e-mail.")
            return redirect("staff-claims")
    context = {**shell(claim), "form": form, "open": claim.state == State.OPEN, "by_post": claim.way == Way.POST}
    return render(request, "directory/claim_one.html", context)


def answered(form: ClaimAnswerForm) -> list[dict[str, Any]]:
    given = form.cleaned_data
    if given["answer"] == "yes":
        return [{"key": "Your answer", "value": "Yes, let them in as its manager"}]
    return [{"key": "Your answer", "value": "No"}, {"key": "They will read", "value": given["reasons"]}]


@require_POST
@needs(Permission.MODERATE_LISTINGS)
def letter(request: Request, pk: int) -> HttpResponse:
    claim = load(pk)
    typed_at = reverse("provider-claim-code", args=[pk])
    to = Letter(claim.organisation.name, claims.address_of(claim.organisation), claim.user.name, typed_at)
    context = {**shell(claim), "to": to, "back": reverse("staff-claim", args=[pk])}
    return printed(request, lambda: claims.print_code(claim=claim, by=request.user), context)


@dataclass(frozen=True)
class Letter:
    """To an organisation, about somebody who says that she works there. `new`: it is not in the directory yet."""

    name: str
    address: Location | NewOrganisation | None
    about: str
    path: str
    new: bool = False

    @property
    def typed_at(self) -> str:
        return f"{settings.SITE_URL}{self.path}"


def printed(request: Request, print_code: Callable[[], str], context: dict[str, Any]) -> HttpResponse:
    """The letter with its code, which is made now and shown this once."""
    try:
        made = print_code()
    except Refused as refusal:
        messages.info(request, str(refusal))
        return redirect(context["back"])
    response = render(request, "directory/claim_letter.html", context | {"code": made, "today": timezone.localdate()})
    response.headers["Cache-Control"] = "no-store"
    return response


def load(pk: int) -> OrganisationClaim:
    return get_object_or_404(OrganisationClaim.objects.select_related("organisation", "user", "decided_by"), pk=pk)


def shell(claim: OrganisationClaim) -> dict[str, object]:
    crumbs = [*STAFF, ("Who runs what", reverse("staff-claims"))]
    return {"section": "staff", "breadcrumbs": crumbs, "claim": claim}
