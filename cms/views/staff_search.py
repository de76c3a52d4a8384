"""The staff's search page: what people look for, what they do not find, and how search itself is."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts import sheets
from accounts.desks import STAFF
from accounts.permissions import may, needs
from accounts.roles import Permission
from cms.views import staff_search_tables as tables
from design.components import Table
from search import state, statistics
from search.record import FEWEST


@dataclass(frozen=True)
class Period:
    name: str  # as the address says it: `?last=year`
    label: str
    days: int

    @property
    def since(self) -> date:
        return timezone.localdate() - timedelta(days=self.days)

    @property
    def query(self) -> str:
        return f"?last={self.name}" if self != PERIODS[0] else ""


PERIODS = (Period("month", "Last 30 days", 30), Period("year", "Last 12 months", 365))


def period_of(request: HttpRequest) -> Period:
    asked = request.GET.get("last", "")
    return next((one for one in PERIODS if one.name == asked), PERIODS[0])


@require_safe
@needs(Permission.SEE_SEARCHES)
def overview(request: HttpRequest) -> HttpResponse:
    period = period_of(request)
    since = period.since
    words = statistics.words(since)
    context = {
        "section": "staff",
        "breadcrumbs": STAFF,
        "period": period,
        "periods": [(one.label, reverse("staff-search") + one.query, one == period) for one in PERIODS],
        "fewest": FEWEST,
        "totals": statistics.totals(since),
        "bars": tables.word_bars(words),
        "words": tables.words(words),
        "unmet": [table for table in unmet(since) if table],
        "slow": tables.slow(words),
        "copies": tables.copies(state.copies()),
        "outage": state.outage(),
        "rebuild": state.last_rebuild(),
        "may_rebuild": may(request.user, Permission.REBUILD_SEARCH),
    }
    return render(request, "cms/staff_search.html", context)


def unmet(since: date) -> tuple[Table | None, ...]:
    """By words, by filter and by area: each in groups of its own, since all three together would be small."""
    return (
        tables.needs("Words that found nothing", "Words", statistics.unmet_words(since)),
        tables.needs("Filters that were on", "Filter", statistics.unmet_filters(since)),
        tables.needs("Where it was looked for", "Around", statistics.unmet_areas(since)),
    )


@require_safe
@needs(Permission.SEE_SEARCHES)
def words_sheet(request: HttpRequest) -> HttpResponse:
    """Every group of five or more, as a spreadsheet."""
    period = period_of(request)
    header = ["Words", "Searches", "Found nothing", "Usual milliseconds", "Longest milliseconds"]
    rows = ([one.words, one.times, one.in_vain, one.average, one.slowest] for one in statistics.words(period.since))
    return sheets.answer(f"searches-{period.name}.csv", header, rows)
