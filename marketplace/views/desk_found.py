"""How often a seller's pages were found in the last 30 days, and for which words: counts, and nobody in them."""

from datetime import timedelta

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts import small_numbers
from accounts.requests import Request
from design.components import Cell, Column, Table
from directory import documents
from directory.models import Service, Status
from marketplace.permissions import Seller
from marketplace.views.desk import crumbs, for_keeper, show
from search import found

DAYS, MOST = 30, 10
COLUMNS = [Column("Page", header=True, phone="main"), Column("Found", numeric=True, phone="amount")]


@require_safe
@for_keeper
def page(request: Request, seller: Seller) -> HttpResponse:
    names = pages_of(seller)
    kind = documents.ASSISTANT if seller.personal_assistant_id else documents.SERVICE
    often = found.often(kind, list(names), timezone.localdate() - timedelta(days=DAYS))
    said, total = small_numbers.counts([often.by_ref[ref] for ref in names])
    footer = [Cell("All together"), small_numbers.in_words(total)] if total is not None and len(names) > 1 else None
    rows = [[names[ref], small_numbers.in_words(times)] for ref, times in zip(names, said, strict=True)]
    context = {
        "seller": seller,
        "table": Table("How often each page was found", COLUMNS, rows, footer=footer),
        "any": bool(names),
        "words": [(need.label, need.times, "") for need in often.words[:MOST]],
        "days": DAYS,
        "breadcrumbs": crumbs(),
    }
    return show(request, "provider_found", **context)


def pages_of(seller: Seller) -> dict[str, str]:
    """Name by the id that the search knows them by."""
    if seller.personal_assistant_id:
        return {str(seller.personal_assistant_id): seller.name}
    services = Service.objects.filter(organisation=seller.organisation_id, status=Status.PUBLISHED)
    return {str(pk): name for pk, name in services.order_by("name", "pk").values_list("pk", "name")}
