"""What can be bought: the list, and one offer."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.roles import Scope
from marketplace import easy_words, words
from marketplace.models import Listing
from marketplace.permissions import may_book, may_write
from marketplace.readers import seller_readers

PER_PAGE = 20


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    listings = Listing.objects.on_sale(timezone.localdate())
    found = listings.select_related("personal_assistant", "service__organisation").order_by("title", "pk")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = [{"listing": listing, "price": words.price(listing.terms)} for listing in page]
    crumbs = [("Home", "/")]
    context = {"page": page, "rows": rows, "section": "find", "breadcrumbs": crumbs}
    return render(request, "marketplace/home.html", context)


@require_safe
def listing(request: HttpRequest, slug: str) -> HttpResponse:
    on_sale = Listing.objects.on_sale(timezone.localdate())
    found = get_object_or_404(on_sale.select_related("personal_assistant", "service__organisation", "payee"), slug=slug)
    crumbs = [("Home", "/"), ("Things to buy", reverse("marketplace-home"))]
    context = {
        "listing": found,
        "price": words.price(found.terms),
        "notice": words.notice(found.terms),
        "easy_notice": easy_words.notice(found.terms),
        "shortest": words.length(found.minimum_minutes) if found.minimum_minutes else "",
        "may_book": may_book(request.acting),  # type: ignore[attr-defined]
        "may_write": may_write(request.acting) and bool(seller_readers(found.sold_by)),  # type: ignore[attr-defined]
        "may_plan": request.acting.person is not None and request.acting.may(Scope.PROPOSE),  # type: ignore[attr-defined]
        "section": "find",
        "breadcrumbs": crumbs,
    }
    return render(request, "marketplace/listing.html", context)
