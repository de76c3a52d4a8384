"""What a seller sells: the list, an offer written or changed, and what keeps each from being found."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import Request
from accounts.views import checking
from design.formats import pounds
from directory.models import PersonalAssistantProfile, Service, Status
from marketplace import words
from marketplace.actions import listings
from marketplace.actions import offers as actions
from marketplace.actions.moves import Refused
from marketplace.forms.offers import OfferForm, WhichForm, said
from marketplace.models import Listing
from marketplace.models.listings import ListingState
from marketplace.models.terms import OfferTerms
from marketplace.permissions import Seller
from marketplace.pricing import Unit
from marketplace.queries import desk, offers
from marketplace.views.asking import ASKS, typed
from marketplace.views.desk import crumbs, for_manager, for_seller_who, show

for_whoever_answers = for_seller_who(lambda seller: seller.manages)


def load(seller: Seller, slug: str) -> Listing:
    return get_object_or_404(offers.counted(seller.listings), slug=slug)


def offer_crumbs(listing: Listing | None = None) -> list[tuple[str, str]]:
    found = crumbs(("What you sell", reverse("provider-offers")))
    return [*found, (listing.title, reverse("provider-offer", args=[listing.slug]))] if listing else found


@require_safe
@for_whoever_answers
def index(request: Request, seller: Seller) -> HttpResponse:
    """Who works as an employee reads why nothing of hers is sold by invoice."""
    shown = [] if seller.is_employee else offers.offers(list(offers.hers(seller.listings)), timezone.localdate())
    rows = [{"offer": one, "price": words.price(one.listing.terms)} for one in shown]
    return show(request, "provider_offers", seller=seller, rows=rows, breadcrumbs=crumbs())


@require_safe
@for_manager
def offer(request: Request, seller: Seller, slug: str) -> HttpResponse:
    found = load(seller, slug)
    context = {
        "offer": offers.offers([found], timezone.localdate())[0],
        "table_rows": rows_of(found),
        "breadcrumbs": offer_crumbs(),
    }
    return show(request, "provider_offer", **context)


def rows_of(terms: OfferTerms) -> list[dict[str, Any]]:
    """The terms as people read them."""
    lasts = words.length(terms.minimum_minutes) if terms.minimum_minutes else ""
    price = f"{pounds(terms.price_pence)} {words.UNITS[Unit(terms.unit)]}"
    rows = [("Called", terms.title), ("What is included", terms.included), ("Price", price)]
    if terms.weekend_price_pence:
        rows.append(("On Saturdays and Sundays", pounds(terms.weekend_price_pence)))
    if lasts:
        rows.append(("Shortest visit" if terms.is_hourly else "Lasts", lasts))
    rows.append(("Cancelling", words.notice(terms.terms, "the person")))
    rows += [("Who sells it", terms.seller_name), ("Where people can write", terms.seller_address or "Not said")]
    return [{"key": key, "value": value} for key, value in rows]


def sellable(seller: Seller) -> list[Service]:
    found = Service.objects.filter(organisation=seller.organisation_id).exclude(status=Status.WITHDRAWN)
    return list(found) if seller.organisation_id else []


@ASKS
@for_manager
def which(request: Request, seller: Seller) -> HttpResponse:
    """Of which service; an assistant sells her own help, and where there is one service nobody is asked."""
    if seller.personal_assistant_id:
        profile = PersonalAssistantProfile.objects.get(pk=seller.personal_assistant_id)
        return redirect("provider-offer-add", profile.slug)
    services = sellable(seller)
    if len(services) == 1:
        return redirect("provider-offer-add", services[0].slug)
    form = WhichForm(typed(request), services=services)
    if request.method == "POST" and form.is_valid():
        return redirect("provider-offer-add", form.cleaned_data["service"])
    return show(request, "provider_offer_which", form=form, services=services, breadcrumbs=offer_crumbs())


def offered(seller: Seller, slug: str) -> Service | PersonalAssistantProfile:
    """Hers only: a withdrawn service is not sold."""
    if seller.personal_assistant_id:
        return get_object_or_404(PersonalAssistantProfile, pk=seller.personal_assistant_id, slug=slug)
    services = Service.objects.exclude(status=Status.WITHDRAWN).select_related("organisation")
    return get_object_or_404(services, organisation=seller.organisation_id, slug=slug)


@ASKS
@for_manager
def add(request: Request, seller: Seller, slug: str) -> HttpResponse:
    of = offered(seller, slug)
    form = OfferForm(
        typed(request),
        is_assistant=isinstance(of, PersonalAssistantProfile),
        payees=desk.payees(seller.payees),
        initial=at_first(seller, of),
    )
    if request.method == "POST" and form.is_valid():
        paid = form.cleaned_data.get("payee", "")
        made = actions.add(seller=seller, of=of, by=request.user, payee=paid, **form.terms())
        return redirect("provider-offer-sell", made.slug)
    return ask(request, form, f"Sell {of.name}" if isinstance(of, Service) else "Sell your help", offer_crumbs())


def at_first(seller: Seller, of: Service | PersonalAssistantProfile) -> dict[str, Any]:
    """What is known: her rates as her page has them, and who sells as her last offer says. The rest as it comes."""
    new = Listing()
    hers: dict[str, Any] = {
        "unit": Unit.HOUR.value,
        "title": of.name,
        "free_cancel_hours": new.free_cancel_hours,
        "late_cancel_percent": new.late_cancel_percent,
    }
    if isinstance(of, PersonalAssistantProfile):
        hers |= {
            "title": f"Support from {of.name}",
            "price_pence": of.weekday_pence,
            "weekend_price_pence": of.weekend_pence,
            "minimum_minutes": of.minimum_minutes,
            "seller_name": of.name,
        }
    if last := Listing.objects.filter(seller.listings).order_by("-created_at", "-pk").first():
        hers |= {"seller_name": last.seller_name, "seller_address": last.seller_address}
    return hers


@ASKS
@for_manager
def change(request: Request, seller: Seller, slug: str) -> HttpResponse:
    """What is on sale is changed for whoever comes next, so it is shown once more before it is done."""
    found = load(seller, slug)
    form = OfferForm(typed(request), is_assistant=found.personal_assistant_id is not None, initial=said(found))
    trail = offer_crumbs(found)
    if not checking.is_ready(request, form):
        return ask(request, form, "Change this offer", trail, seen=seen_on(request, found))
    if found.state == ListingState.PUBLISHED and not checking.is_confirmed(request):
        return check(request, found, form)
    try:
        listings.change(listing=found, by=request.user, seen=seen_on(request, found), **form.terms())
        messages.success(request, "Saved. Orders that people have made keep their price and terms.")
    except Refused as refused:
        messages.info(request, refused.words)
    return redirect("provider-offer", found.slug)


def seen_on(request: Request, listing: Listing) -> str:
    """As it stood when the page was first shown."""
    return request.POST.get("seen") or listing.changed_at.isoformat()


def check(request: Request, listing: Listing, form: OfferForm) -> HttpResponse:
    before = {row["key"]: row["value"] for row in rows_of(listing)}
    context = {
        "rows": [_beside(row, before.get(row["key"])) for row in rows_of(Listing(**form.terms()))],
        "typed": checking.typed(request),
        "listing": listing,
        "breadcrumbs": offer_crumbs(listing),
    }
    return show(request, "provider_offer_check", **context)


def _beside(row: dict[str, Any], before: Any) -> dict[str, Any]:
    """What changes, with what it was."""
    if row["value"] == before:
        return row
    return {"key": row["key"], "value": f"{row['value']} (it was: {before or 'not said'})"}


def ask(request: Request, form: OfferForm, title: str, trail: Iterable[Any], seen: str = "") -> HttpResponse:
    return show(request, "provider_offer_form", form=form, title=title, seen=seen, breadcrumbs=list(trail))
