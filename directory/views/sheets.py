"""Many pages at once: a sheet goes out, comes back changed, is shown as a difference, and only then sent."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from accounts import sheets
from accounts.requests import Request
from accounts.views.desk_form import ASKS
from design.components import Column, Table
from design.formats import counted
from directory import page_fields, page_sheet
from directory.actions import sheets as actions
from directory.change_rules import matters
from directory.forms.sheets import Plan, Planned, SheetForm, from_carried, plan
from directory.models import Organisation, Status
from directory.permissions import WRITERS, may_write, roles_in
from directory.queries import sheets as found_by
from directory.refusals import Refused
from directory.views import difference
from directory.views.pages import crumbs
from search.table_import import Refusal

REFUSED = [Column("Row", header=True), Column("Column"), Column("Why we left it out")]


@dataclass(frozen=True)
class Shown:
    """One page as the sheet would change it."""

    caption: str
    rows: list[difference.Row]
    at_once: bool
    waits: bool


@ASKS
def sheet(request: Request, pk: int) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    of = load(request, pk)
    if "carried" in request.POST:
        return _confirmed(request, of)
    form = SheetForm(request.POST, request.FILES) if request.method == "POST" else SheetForm()
    if form.is_valid():
        return _asked(request, of, planned(of, form.cleaned_data["file"]))
    context = {"form": form, "count": counted(found_by.services(of).count(), "page")}
    return render(request, "directory/sheet.html", shell(of) | context)


def load(request: Request, pk: int) -> Organisation:
    """One in which she may write; of all that a sheet holds, a manager alone."""
    of = get_object_or_404(Organisation, pk=pk)
    if not roles_in(request.user, of) & WRITERS:
        raise Http404
    if not may_write(request.user, of, page_sheet.FIELDS):
        raise PermissionDenied
    return of


def shell(of: Organisation) -> dict[str, Any]:
    return {"section": "provider", "breadcrumbs": crumbs(), "of": of}


def planned(of: Organisation, rows: Any) -> Plan:
    return plan(rows, found_by.services(of), found_by.open_changes(of))


def _asked(request: Request, of: Organisation, made: Plan) -> HttpResponse:
    """What would change, row by row. Nothing is written yet."""
    context = {
        "shown": [_shown(one) for one in made.planned],
        "carried": made.carried(),
        "same": counted(made.same, "page") if made.same else "",
        "refused": refused(made.refused),
        "pages": counted(len(made.planned), "page"),
    }
    return render(request, "directory/sheet_check.html", shell(of) | context)


def _shown(one: Planned) -> Shown:
    known, is_up = page_fields.of(one.service), one.service.status == Status.PUBLISHED
    rows = [difference.would_change(known[key], key, one.said[key], value) for key, value in one.values.items()]
    waits = [not is_up or matters(key) for key in one.values]
    return Shown(f"Row {one.row.number}: {one.service.name}", rows, at_once=not all(waits), waits=any(waits))


def refused(found: list[Refusal]) -> Table | None:
    """What was not understood, or may not be written over."""
    rows = [[f"Row {one.row}", one.field or "The whole row", one.reason] for one in found]
    return Table("Left out", REFUSED, rows) if rows else None


def _confirmed(request: Request, of: Organisation) -> HttpResponse:
    """Each row for itself: what somebody else changed while she looked is left out, and said."""
    try:
        made = planned(of, from_carried(request.POST["carried"]))
    except ValueError:
        return HttpResponseBadRequest("Upload the sheet again.", content_type="text/plain")
    sent = 0
    for one in made.planned:
        try:
            actions.send(service=one.service, version=one.version, values=one.values, by=request.user)
            sent += 1
        except Refused as why:
            made.refused.append(Refusal(one.row.number, "", str(why)))
    if sent:
        messages.success(request, f"Sent for {counted(sent, 'page')}. What waits for us stays as it was until then.")
    for left in made.refused:
        messages.info(request, f"Row {left.row} was left out. {left.reason.rstrip('.')}.")
    return redirect("provider-pages" if sent else reverse("provider-sheet", args=[of.pk]))


@require_safe
def download(request: Request, pk: int) -> HttpResponse:
    """A mark at the start says UTF-8, so that a spreadsheet program reads £ and é as they are."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    of = load(request, pk)
    name = f"pages-{slugify(of.name) or 'organisation'}.csv"
    answer = sheets.answer(name, page_sheet.HEADING, page_sheet.rows(found_by.services(of)[: found_by.MOST]))
    answer.content = b"\xef\xbb\xbf" + answer.content
    return answer
