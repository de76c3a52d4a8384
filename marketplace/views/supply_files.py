"""The commissioner's tables as spreadsheets, with the same counts hidden."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts import sheets
from accounts.permissions import needs
from accounts.roles import Permission
from accounts.sheets import Pounds
from design.components import Table
from marketplace.queries.picture import Picture
from marketplace.views import supply_tables as tables

BOTH = ["Kind of support", "Place", "There are", "People who asked to book"]
UNMET = ["What", "Which", "Times"]
PRICES = ["Kind of support", "When", "Offers", *tables.STEPS]


@require_safe
@needs(Permission.SEE_SUPPLY)
def kinds(request: HttpRequest) -> HttpResponse:
    return of_table("kinds-of-support.csv", tables.kinds(picture()))


@require_safe
@needs(Permission.SEE_SUPPLY)
def places(request: HttpRequest) -> HttpResponse:
    return of_table("places.csv", tables.places(picture()))


@require_safe
@needs(Permission.SEE_SUPPLY)
def kinds_and_places(request: HttpRequest) -> HttpResponse:
    """Every kind in every place: what the two tables on the page add up."""
    found = picture()
    supply, people = found.supply, found.asked.people
    rows = (
        [
            supply.kinds[kind],
            place,
            supply.count(kind, place),
            tables.number(people.cells[kind, place]) if kind in people.rows else "None can be booked",
        ]
        for kind in supply.kinds
        for place in people.columns
    )
    return sheets.answer("kinds-and-places.csv", BOTH, rows)


@require_safe
@needs(Permission.SEE_SUPPLY)
def unmet(request: HttpRequest) -> HttpResponse:
    found = picture()
    rows = [[caption, need.label, need.times] for caption, _, needs in found.unmet for need in needs]
    names = found.supply.kinds
    taken = [(names[kind], count) for kind, count in found.asked.in_vain.items() if count is not None]
    rows += [["People whose request nobody took", name, count] for name, count in taken]
    return sheets.answer("unmet-need.csv", UNMET, rows)


@require_safe
@needs(Permission.SEE_SUPPLY)
def prices(request: HttpRequest) -> HttpResponse:
    return sheets.answer("prices-an-hour.csv", PRICES, tables.price_rows(picture(), Pounds))


def picture() -> Picture:
    return Picture(timezone.localdate())


def of_table(filename: str, table: Table) -> HttpResponse:
    return sheets.answer(filename, [column.label for column in table.columns], table.rows)
