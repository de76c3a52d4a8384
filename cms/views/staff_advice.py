"""The editors' desk: what is due, in one place."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.desks import STAFF
from accounts.permissions import needs
from accounts.requests import Request
from accounts.roles import Permission
from cms import due
from cms.desk import waiting
from cms.links import broken
from cms.views import staff_advice_tables as tables
from search import statistics


@require_safe
@needs(Permission.EDIT_CONTENT)
def overview(request: Request) -> HttpResponse:
    today = timezone.localdate()
    context = {
        "section": "staff",
        "breadcrumbs": STAFF,
        "waiting": waiting(request.user),
        "reviews": tables.shortened(tables.reviews, due.reviews(today)),
        "figures": tables.shortened(tables.figures, due.figures(today)),
        "links": tables.shortened(tables.links, broken()),
        "feedback": tables.feedback(due.not_useful(today - due.RECENT)),
        "unmet": tables.unmet(statistics.unmet_words(today - due.RECENT)),
    }
    return render(request, "cms/staff_advice.html", context)
