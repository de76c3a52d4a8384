"""Finance: purchases declined through a fault of ours. When, why and how much, without names and shops."""

from collections.abc import Iterable

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import CardAuthorisation
from accounts.permissions import needs
from accounts.queries import unanswered
from accounts.requests import Request
from accounts.roles import Permission
from accounts.spending import Reason
from accounts.views.finance_overview import FINANCE
from design.components import Column, Table
from design.formats import moment, pounds

PER_PAGE = 50
WHY: dict[str, str] = {
    Reason.TRY_AGAIN: "Not answered in time",
    Reason.COUNCIL_SHORT: "The council’s account was too low",
}
LATER = {True: "It worked", False: "It was not paid"}


@require_safe
@needs(Permission.PREPARE_PAYMENTS)
def unanswered_questions(request: Request) -> HttpResponse:
    page = Paginator(unanswered.newest_first(), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "section": "staff",
        "breadcrumbs": FINANCE,
        "page": page,
        "table": table(page.object_list) if page.object_list else None,
    }
    return render(request, "accounts/finance_unanswered.html", context)


def table(rows: Iterable[CardAuthorisation]) -> Table:
    columns = [
        Column("Asked", header=True, phone="main"),
        Column("Why", phone="over"),
        Column("Later", phone="over-right"),
        Column("How much", numeric=True, phone="amount"),
    ]
    cells = [
        [moment(each.asked_at), WHY[each.decline_reason], LATER[each.worked_later], pounds(each.pence)]  # type: ignore[attr-defined]  # annotated
        for each in rows
    ]
    return Table("Purchases declined through a fault of ours", columns, cells, hide_caption=True)
