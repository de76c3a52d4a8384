"""Records that may be the same twice: look at two, keep one or both, and part again what was put together."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.desks import STAFF
from accounts.permissions import needs
from accounts.requests import Request
from accounts.roles import Permission
from accounts.views.desk_form import ASKS, Desk, answer, posted
from design.components import Cell, Column, Table
from design.formats import day
from directory.actions import merges
from directory.duplicates import Pair
from directory.forms.imports import SameForm, SureForm
from directory.models import Merge, Organisation, Service
from directory.queries import duplicates as found_by
from directory.views.pages import public_address

CRUMBS = [*STAFF, ("Records that may be the same", "/staff/directory/duplicates/")]
MODELS: dict[str, type[Organisation] | type[Service]] = {"organisation": Organisation, "service": Service}
TITLES = {"organisation": "Organisations", "service": "Services"}
SHOWN = 50
COLUMNS = [Column("First", header=True), Column("Second"), Column("What they share")]
MERGED = [Column("Kept", header=True), Column("Put into it"), Column("When and by whom")]


@require_safe
@needs(Permission.KEEP_DIRECTORY)
def duplicates(request: Request) -> HttpResponse:
    found = {kind: found_by.pairs(kind) for kind in MODELS}
    done = Merge.objects.filter(undone_at=None).select_related(
        "organisation_kept", "organisation_gone", "service_kept", "service_gone", "done_by"
    )[:SHOWN]
    context = {
        "section": "staff",
        "breadcrumbs": STAFF,
        "kinds": [(TITLES[kind], len(pairs), table(kind, pairs[:SHOWN])) for kind, pairs in found.items()],
        "shown": SHOWN,
        "merged": Table("Put together", MERGED, [merged_row(one) for one in done], hide_caption=True) if done else None,
    }
    return render(request, "directory/duplicates.html", context)


def table(kind: str, pairs: list[Pair]) -> Table | None:
    pks = {pk for pair in pairs for pk in (pair.first, pair.second)}
    names = dict(MODELS[kind]._default_manager.filter(pk__in=pks).values_list("pk", "name"))
    rows = [
        [
            Cell(names[pair.first], href=reverse("staff-duplicate", args=[kind, pair.first, pair.second])),
            names[pair.second],
            ", ".join(pair.reasons),
        ]
        for pair in pairs
    ]
    return Table(f"{TITLES[kind]} that may be the same", COLUMNS, rows, hide_caption=True) if rows else None


def merged_row(one: Merge) -> list[Any]:
    href = reverse("staff-merge-undo", args=[one.pk])
    return [Cell(one.kept.name, href=href), one.gone.name, f"{day(one.done_at)}, {one.done_by.name}"]


@ASKS
@needs(Permission.KEEP_DIRECTORY)
def duplicate(request: Request, kind: str, first: int, second: int) -> HttpResponse:
    one, other = loaded(kind, first), loaded(kind, second)
    form = SameForm(posted(request), names=(one.name, other.name))

    def do() -> str:
        if form.cleaned_data["answer"] == "apart":
            merges.keep_apart(kind=kind, first=one.pk, second=other.pk, by=request.user)
            return "Kept apart. We do not ask again."
        kept, gone = (one, other) if form.cleaned_data["answer"] == "first" else (other, one)
        merges.merge(kept=kept, gone=gone, by=request.user)  # type: ignore[type-var]  # both are of one kind
        return f"{gone.name} is now part of {kept.name}. You can undo this below."

    desk = Desk(
        "Are these the same?",
        form,
        do,
        reverse("staff-duplicates"),
        CRUMBS,
        button="Continue",
        extra={
            "above": "directory/_two_records.html",
            "above_rows": [
                ("First", one, facts(one), public_address(one)),
                ("Second", other, facts(other), public_address(other)),
            ],
        },
        check=lambda: check(form),
        warning="The address of the one that goes leads to the one that stays. You can undo this later.",
    )
    return answer(request, desk)


def loaded(kind: str, pk: int) -> Organisation | Service:
    if kind == "organisation":
        return get_object_or_404(Organisation, pk=pk)
    if kind == "service":
        return get_object_or_404(Service, pk=pk)
    raise Http404


def facts(record: Organisation | Service) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    if isinstance(record, Service):
        places = [at.location for at in record.at_locations.select_related("location")]
        address = "; ".join(", ".join(place.address_lines) for place in places)
        rows += [
            {"key": "Organisation", "value": record.organisation.name},
            {"key": "Where", "value": address or "Not known"},
            {"key": "State", "value": record.get_status_display()},
            {"key": "CQC location id", "value": record.cqc_location_id or "None"},
        ]
    else:
        numbers = (record.company_number, record.charity_number, record.cqc_provider_id)
        rows += [
            {"key": "Numbers", "value": ", ".join(filter(None, numbers)) or "None"},
            {"key": "Website", "value": record.website or "None"},
            {"key": "Services", "value": f"{record.offers.count():,}"},
        ]
    return [*rows, {"key": "Came from", "value": record.source or "Entered here"}]


def check(form: SameForm) -> list[dict[str, Any]]:
    choices = dict(form.fields["answer"].choices)  # type: ignore[attr-defined]  # it has choices
    return [{"key": "Your answer", "value": choices[form.cleaned_data["answer"]]}]


@ASKS
@needs(Permission.KEEP_DIRECTORY)
def undo(request: Request, pk: int) -> HttpResponse:
    found = get_object_or_404(Merge, pk=pk, undone_at=None)

    def do() -> str:
        merges.undo(merged=found, by=request.user)
        return f"{found.kept.name} and {found.gone.name} are two again."

    rows = [
        {"key": "Kept", "value": found.kept.name},
        {"key": "Put into it", "value": found.gone.name},
        {"key": "When and by whom", "value": f"{day(found.done_at)}, {found.done_by.name}"},
    ]
    lead = ["Everything that was moved goes back to where it was. What was added since stays with the kept one."]
    desk = Desk(
        "Make these two again",
        SureForm(posted(request)),
        do,
        reverse("staff-duplicates"),
        CRUMBS,
        button="Make them two again",
        lead=lead,
        rows=rows,
    )
    return answer(request, desk)
