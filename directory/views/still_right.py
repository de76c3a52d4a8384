"""Is this page still right? Answered by a link in an e-mail, by its manager, or by telephone."""

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
from directory.models import Service, Status
from directory.permissions import roles_in
from directory.refusals import Refused
from directory.sections import SECTIONS
from directory.views.pages import crumbs, load

TIMES, SECONDS, PER_PAGE = 30, 600, 25
COLUMNS = [
    Column("Page", header=True),
    Column("Last confirmed"),
    Column("Telephone"),
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
    context = {"ask": ask, "done": done, "breadcrumbs": [("Home", "/")]}
    response = render(request, "directory/still_right.html", context, status=200 if ask else 410)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@ASKS
def confirm(request: Request, pk: int) -> HttpResponse:
    """By a manager, from her own page."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    page = load(request, "service", pk)
    if "manager" not in roles_in(request.user, page.of):
        raise PermissionDenied
    if request.method == "POST":
        freshness.confirm(service=page.subject, by=request.user)
        messages.success(request, "Confirmed. The page says so.")
        return redirect(page.href)
    context = {"section": "provider", "breadcrumbs": crumbs(page), "page": page}
    return render(request, "directory/page_confirm.html", context)


@require_safe
@needs(Permission.MODERATE_LISTINGS)
def queue(request: HttpRequest) -> HttpResponse:
    """Whom to call: the oldest first, hidden ones too."""
    page = Paginator(ages.to_call(timezone.localdate()), PER_PAGE).get_page(request.GET.get("page"))
    table = Table("Pages to confirm, the oldest first", COLUMNS, [row(one) for one in page], hide_caption=True)
    context = {"section": "staff", "breadcrumbs": STAFF, "page": page, "table": table}
    return render(request, "directory/freshness.html", context)


def row(service: Service) -> list[object]:
    numbers = [phone.number for phone in (service.phones.all() or service.organisation.phones.all())]
    when = day(service.confirmed_on) if service.confirmed_on else "Never"
    return [
        Cell(service.name, service.organisation.name, reverse("staff-freshness-one", args=[service.pk])),
        Cell(when, "Hidden" if service.hidden_at else ""),
        ", ".join(numbers) or "No number held",
    ]


class TelephoneForm(forms.Form):
    who = forms.CharField(
        label="Who did you speak to?",
        help_text="Their job is enough: “the manager”. It does not show on the page.",
        max_length=100,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
        error_messages={"required": "Say who you spoke to"},
    )


@ASKS
@needs(Permission.MODERATE_LISTINGS)
def telephone(request: Request, pk: int) -> HttpResponse:
    service = get_object_or_404(Service.objects.select_related("organisation"), pk=pk, status=Status.PUBLISHED)
    form = TelephoneForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            freshness.confirm_by_telephone(service=service, who=form.cleaned_data["who"], by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Confirmed. The page says so.")
            return redirect("staff-freshness")
    back = [*STAFF, ("Pages to confirm", reverse("staff-freshness"))]
    context = {"section": "staff", "breadcrumbs": back, "service": service, "form": form, "numbers": row(service)[2]}
    return render(request, "directory/freshness_one.html", context | {"says": words(service)})


def words(service: Service) -> list[tuple[str, list[str]]]:
    """What the page says, to be read out: one that is hidden stands nowhere else."""
    fields, said = page_fields.of(service), page_fields.read(service)
    found = [
        (one.title, [line for field in one.fields for line in fields[field].lines(said[field])])
        for one in SECTIONS["service"].values()
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
