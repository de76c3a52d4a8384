"""Files for the council's case system: people, budgets, and spending by outcome. Each download is on record."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts import sheets
from accounts.audit import audit
from accounts.forms.statement import PeriodForm
from accounts.permissions import needs
from accounts.queries import exports
from accounts.requests import Request
from accounts.roles import Permission
from accounts.views.opened import PEOPLE


@require_safe
@needs(Permission.EXPORT_CASES)
def files(request: Request) -> HttpResponse:
    form = PeriodForm(request.GET or None, today=timezone.localdate())
    context = {
        "section": "staff",
        "breadcrumbs": PEOPLE,
        "form": form,
        "shown": form.chosen(),
        "query": form.as_query(),
        "left_out": exports.without_reference(),
    }
    return render(request, "accounts/people_files.html", context)


@require_safe
@needs(Permission.EXPORT_CASES)
def people_sheet(request: Request) -> HttpResponse:
    note(request, "people")
    return sheets.answer("people.csv", exports.PEOPLE, exports.people())


@require_safe
@needs(Permission.EXPORT_CASES)
def budgets_sheet(request: Request) -> HttpResponse:
    note(request, "budgets")
    return sheets.answer("budgets.csv", exports.BUDGETS, exports.budgets())


@require_safe
@needs(Permission.EXPORT_CASES)
def spending_sheet(request: Request) -> HttpResponse:
    note(request, "spending")
    period = PeriodForm(request.GET or None, today=timezone.localdate()).chosen()
    rows = exports.spending(period.begins, period.until, period.first, period.last)
    return sheets.answer("spending.csv", exports.SPENDING, rows)


def note(request: Request, what: str) -> None:
    """Each file that leaves is on record."""
    audit(action="cases.exported", by=request.user, subject=f"export:{what}")
