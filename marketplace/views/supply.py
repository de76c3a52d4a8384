"""The commissioner's desk: what there is beside what people ask for, what they do not find, and what an hour costs."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.desks import STAFF
from accounts.permissions import needs
from accounts.roles import Permission
from cms.views.staff_search_tables import needs as needs_table
from marketplace.hiding import FEWEST
from marketplace.queries.picture import Picture
from marketplace.views import supply_tables as tables


@require_safe
@needs(Permission.SEE_SUPPLY)
def overview(request: HttpRequest) -> HttpResponse:
    picture = Picture(timezone.localdate())
    unmet = [needs_table(caption, what, found) for caption, what, found in picture.unmet]
    context = {
        "section": "staff",
        "breadcrumbs": STAFF,
        "period": picture.period,
        "fewest": FEWEST,
        "searched": tables.searched(picture),
        "kinds": tables.kinds(picture),
        "places": tables.places(picture),
        "gaps": tables.gaps(picture),
        "unmet": [table for table in unmet if table],
        "not_taken": tables.not_taken(picture),
        "prices": tables.prices(picture),
        "middles": tables.middles(picture),
    }
    return render(request, "marketplace/staff_supply.html", context)
