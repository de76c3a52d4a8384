"""Is this page still right? Answered by a link in an e-mail, by its manager, or by telephone."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.desks import STAFF
from accounts.permissions import needs
from accounts.requests import Request
from accounts.roles import Permission
from accounts.views.desk_form import ASKS, posted
from design.components import Cell, Column, Table
from design.formats import day
from design.limits import too_often
from design.views.errors import too_many
from directory import ages, page_fields
from directory.actions import freshness
from directory.models import ConfirmationAsk, Service
from directory.models.freshness import Listed, whose
from directory.permissions import roles_in
from directory.refusals import Refused
from directory.sections import SECTIONS
from directory.views.pages import crumbs, load, public_address

TIMES, SECONDS, PER_PAGE = 30, 600, 25
COLUMNS = [
    Column("Page", header=True),
    Column("Last confirmed"),
    Column("How to reach them"),
]


@ASKS
def link(request: HttpRequest, token: str) -> HttpResponse:
    """A page between the link and the answer: programs that open links in e-mails press no button."""
    if too_often(request, "still-right", times=TIMES, seconds=SECONDS):
        return too_many(request)
    ask = ages.asked_by(token)
    done = False
    if ask and request.method == "POST":
        try:
            freshness.answer(ask=ask)
            done = True
        except Refused:
            ask = None
    context = {"ask": ask, "done": done, "breadcrumbs": [("Home", "/")], **(about(ask) if ask else {})}
    response = render(request, "directory/still_right.html", context, status=200 if ask else 410)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def about(ask: ConfirmationAsk) -> dict[str, object]:
    """The page, whose it is where that is not its name, and where it is read and changed."""
    page, of = ask.subject, whose(ask.subject)
    change = reverse("provider-page", args=[page_fields.kind_of(page), page.pk])
    return {"page": page, "of": of if of != page else "", "public": public_address(page), "change": change}


@ASKS
def confirm(request: Request, pk: int, kind: str = "service") -> HttpResponse:
    """By a manager, or a personal assistant, from her own page."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    page = load(request, kind, pk)
    if "manager" not in roles_in(request.user, page.of):
        raise PermissionDenied
    if request.method == "POST":
        freshness.confirm(page=page.subject, by=request.user)
        messages.success(request, "Confirmed. The page says so.")
        return redirect(page.href)
    context = {"section": "provider", "breadcrumbs": crumbs(page), "page": page}
    return render(request, "directory/page_confirm.html", context)


@require_safe
@needs(Permission.MODERATE_LISTINGS)
def queue(request: HttpRequest) -> HttpResponse:
    """Whom to call: the oldest first, hidden ones too."""
    page = Paginator(ages.to_call(timezone.localdate()), PER_PAGE).get_page(request.GET.get("page"))
    rows = [row(one) for one in ages.called(page)]
    table = Table("Pages to confirm, the oldest first", COLUMNS, rows, hide_caption=True)
    context = {"section": "staff", "breadcrumbs": STAFF, "page": page, "table": table}
    return render(request, "directory/freshness.html", context)


def row(page: Listed) -> list[object]:
    when = day(page.confirmed_on) if page.confirmed_on else "Never"
    is_service = isinstance(page, Service)
    href = reverse("staff-freshness-one" if is_service else "staff-freshness-assistant", args=[page.pk])
    return [
        Cell(page.name, said_of(page), href),
        Cell(when, "Hidden" if page.hidden_at else ""),
        reach(page),
    ]


def said_of(page: Listed) -> str:
    return page.organisation.name if isinstance(page, Service) else "Personal assistant"


def reach(page: Listed) -> str:
    """By telephone. A personal assistant's number is for the council alone; of one who gave none, where we write to."""
    if isinstance(page, Service):
        numbers = [phone.number for phone in (page.phones.all() or page.organisation.phones.all())]
        return ", ".join(numbers) or "No number held"
    if page.private_phone:
        return page.private_phone
    return f"No number held. Write to {page.user.email}" if page.user else "No number held"


class TelephoneForm(forms.Form):
    who = forms.CharField(
        label="Who did you speak to?",
        help_text="Who they are is enough: “the manager”, or “herself”. It does not show on the page.",
        max_length=100,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
        error_messages={"required": "Say who you spoke to"},
    )


@ASKS
@needs(Permission.MODERATE_LISTINGS)
def telephone(request: Request, pk: int, kind: int = ages.SERVICE) -> HttpResponse:
    page: Any = get_object_or_404(ages.up()[kind], pk=pk)
    form = TelephoneForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            freshness.confirm_by_telephone(page=page, who=form.cleaned_data["who"], by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Confirmed. The page says so.")
            return redirect("staff-freshness")
    back = [*STAFF, ("Pages to confirm", reverse("staff-freshness"))]
    context = {
        "section": "staff",
        "breadcrumbs": back,
        "page": page,
        "form": form,
        "of_service": kind == ages.SERVICE,
        "said_of": said_of(page),
        "reach": reach(page),
        "says": words(page),
        "public": public_address(page),
    }
    return render(request, "directory/freshness_one.html", context)


def words(page: Listed) -> list[tuple[str, list[str]]]:
    """What the page says, to be read out: one that is hidden stands nowhere else."""
    fields, said = page_fields.of(page), page_fields.read(page)
    found = [
        (one.title, [line for field in one.fields for line in fields[field].lines(said[field])])
        for one in SECTIONS[page_fields.kind_of(page)].values()
    ]
    return [(title, lines) for title, lines in found if lines]


@require_safe
@needs(Permission.SEE_SUPPLY)
def share(request: HttpRequest) -> HttpResponse:
    """For commissioners: how much of the directory was confirmed lately, in all and by kind of support."""
    today = timezone.localdate()
    kinds = [
        (name, 100 * one.confirmed // one.total, f"{one.confirmed} of {one.total}") for name, one in ages.by_kind(today)
    ]
    context = {"section": "staff", "breadcrumbs": STAFF, "share": ages.share(today), "kinds": kinds}
    return render(request, "directory/freshness_share.html", context)
