"""An offer goes on sale, and comes off: each on a page that says what follows."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from accounts.requests import Request
from marketplace.actions import listings
from marketplace.actions.moves import Refused
from marketplace.models import Listing
from marketplace.permissions import Seller
from marketplace.queries import offers
from marketplace.views.asking import ASKS
from marketplace.views.desk import for_manager, show
from marketplace.views.desk_offers import load, offer_crumbs, rows_of

NEEDED = {"cqc", "payee", "employee"}  # without these it does not go on sale; the rest can come later


@ASKS
@for_manager
def sell(request: Request, seller: Seller, slug: str) -> HttpResponse:
    found = load(seller, slug)
    if request.method == "POST":
        return moved(request, found)
    shown = offers.offers([found], timezone.localdate())[0]
    context = {
        "offer": shown,
        "table_rows": rows_of(found),
        "may": not any(stop.code in NEEDED for stop in shown.stops),
        "breadcrumbs": offer_crumbs(found),
    }
    return show(request, "provider_offer_sell", **context)


def moved(request: Request, found: Listing) -> HttpResponse:
    try:
        listings.publish(listing=found, by=request.user)
    except Refused as refused:
        messages.info(request, refused.words)
        return redirect("provider-offer-sell", found.slug)
    if found.is_sound(timezone.localdate()):
        messages.success(request, "It is on sale. People can book it now.")
    else:
        messages.info(request, "It is put on sale. Nobody finds it until what is said below is put right.")
    return redirect("provider-offer", found.slug)


@ASKS
@for_manager
def pause(request: Request, seller: Seller, slug: str) -> HttpResponse:
    found = load(seller, slug)
    if request.method == "POST":
        listings.pause(listing=found, by=request.user)
        messages.success(request, "It is off sale. What people have ordered goes on.")
        return redirect("provider-offer", found.slug)
    return show(request, "provider_offer_pause", listing=found, breadcrumbs=offer_crumbs(found))
