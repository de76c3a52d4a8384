"""A seller's week: who is visited when, and what is to be recorded first."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import Request
from marketplace.models import Visit
from marketplace.permissions import Seller
from marketplace.queries import desk, weeks
from marketplace.states import VisitState
from marketplace.views.desk import crumbs, for_seller


@require_safe
@for_seller
def week(request: Request, seller: Seller) -> HttpResponse:
    now = timezone.now()
    today = timezone.localdate(now)
    shown = weeks.asked(request.GET.get("week", ""), today)
    found = list(weeks.visits(seller.visits, shown))
    to_record = list(desk.to_record(seller.visits, now).values_list("starts_at", flat=True))
    sends = seller.organisation_id is not None
    by_staff = sends and request.GET.get("by") == "staff"
    context = {
        "seller": seller,
        "week": shown,
        "is_this_week": shown == weeks.of(today),
        "groups": _groups(found, shown, seller, by_staff),
        "sends": sends,
        "by_staff": by_staff,
        "still_open": sum(map(_nobody_goes, found)),
        "count": len(found),
        "to_record": len(to_record),
        "oldest": min(to_record, default=None),
        "section": "provider",
        "breadcrumbs": crumbs(),
    }
    return render(request, "marketplace/provider_week.html", context)


def _groups(found: list[Visit], shown: weeks.Week, seller: Seller, by_staff: bool) -> list[weeks.Group]:
    """Where people live is for those who keep the diary."""
    if by_staff or not found:
        return weeks.by_staff(found, addresses=seller.keeps_diary)
    return weeks.by_day(found, shown, sends=seller.organisation_id is not None, addresses=seller.keeps_diary)


def _nobody_goes(visit: Visit) -> bool:
    """Planned, not paused, and nobody is chosen."""
    return visit.state == VisitState.PLANNED and not visit.staff_member_id and not weeks.is_paused(visit)
