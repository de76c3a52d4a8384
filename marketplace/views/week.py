"""A seller's week: who is visited when, and what is to be recorded first."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import Request
from marketplace.permissions import Seller
from marketplace.queries import desk, weeks
from marketplace.views.desk import crumbs, for_seller


@require_safe
@for_seller
def week(request: Request, seller: Seller) -> HttpResponse:
    now = timezone.now()
    today = timezone.localdate(now)
    shown = weeks.asked(request.GET.get("week", ""), today)
    found = list(weeks.visits(seller.visits, shown))
    to_record = list(desk.to_record(seller.visits, now).values_list("starts_at", flat=True))
    context = {
        "seller": seller,
        "week": shown,
        "is_this_week": shown == weeks.of(today),
        "groups": weeks.by_day(found, shown) if found else [],
        "count": len(found),
        "to_record": len(to_record),
        "oldest": min(to_record, default=None),
        "section": "provider",
        "breadcrumbs": crumbs(),
    }
    return render(request, "marketplace/provider_week.html", context)
