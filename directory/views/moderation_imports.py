"""What an import says otherwise than a provider: seen as a difference, and decided field by field."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.desks import STAFF
from accounts.permissions import needs
from accounts.requests import Request
from accounts.roles import Permission
from accounts.views.desk_form import ASKS, Desk, answer, posted
from design.components import Cell, Column
from design.formats import counted, day
from directory import change_rules
from directory import imported_fields as fields
from directory.actions import import_differences
from directory.forms.imports import DifferencesForm
from directory.models import ImportDifference, Service
from directory.queries import moderation as found_by
from directory.views.difference import Row, of_pieces

COLUMNS = [
    Column("Page", header=True),
    Column("What differs"),
    Column("Since"),
]


def row(service: Any) -> list[Any]:
    """`service` as `queries.moderation.from_imports` counts it."""
    owner = service.organisation.name if service.organisation.name != service.name else ""
    href = reverse("staff-moderation-import", args=[service.pk])
    return [Cell(service.name, owner, href), counted(service.many, "field"), day(service.since)]


@ASKS
@needs(Permission.MODERATE_LISTINGS)
def one(request: Request, pk: int) -> HttpResponse:
    service = get_object_or_404(found_by.from_imports(), pk=pk)
    waiting = list(import_differences.waiting_of(service))
    form = DifferencesForm(posted(request), service=service, waiting=waiting)
    back = f"{reverse('staff-moderation')}?show=imports"

    def do() -> str:
        import_differences.settle(service=service, answers=form.settled(), by=request.user)
        return f"Answered. {service.name} says what you chose."

    desk = Desk(
        "An import says something else",
        form,
        do,
        back,
        [*STAFF, ("Changes to pages", back)],
        button="Continue",
        caption=service.name,
        lead=["The provider confirmed this page since. It stays as it is where you keep what it says."],
        rows=facts(service, waiting),
        check=form.in_words,
        warning="The page says it at once. We do not ask again while the import says the same.",
        extra={"above": "directory/_difference.html", "above_rows": [difference(service, each) for each in waiting]},
    )
    return answer(request, desk)


def facts(service: Service, waiting: list[ImportDifference]) -> list[dict[str, Any]]:
    sources = dict.fromkeys(f"{source(each)}, read on {day(each.at)}" for each in waiting)
    return [
        {"key": "Organisation", "value": service.organisation.name},
        {"key": "Confirmed", "value": f"{day(service.confirmed_on)} by {service.confirmed_as}"},
        {"key": "Import", "value": "; ".join(sources)},
    ]


def source(difference: ImportDifference) -> str:
    run = difference.imported
    return run.feed.name if run.feed else run.source


def difference(service: Service, each: ImportDifference) -> Row:
    """Beside the page as it is now: it may have changed since the import."""
    field = fields.of(each.field)
    pieces = change_rules.by_word(fields.words(field.read(service)), fields.words(each.after))
    return of_pieces(each.field, field.label, pieces, in_lines=False)
