"""Places for new people: how many more a seller has room for, said anew or confirmed as they are."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import Request
from design.formats import counted, day
from directory import free_times, room
from directory.actions import capacity
from directory.models import Capacity, PersonalAssistantProfile, Service, ServiceArea, Status
from directory.models.capacity import Owner
from directory.refusals import Moved
from marketplace.forms.places import PlacesForm
from marketplace.permissions import Seller
from marketplace.views.asking import ASKS, typed
from marketplace.views.desk import crumbs, for_keeper, show


@dataclass(frozen=True)
class Standing:
    """How what somebody said stands today."""

    of: Owner
    said_on: str
    said_ago: str
    counts_until: str
    lines: list[str]
    seen: str


def offers_of(seller: Seller) -> list[Owner]:
    """The assistant, or what the organisation does in people's homes."""
    if seller.personal_assistant_id:
        return [PersonalAssistantProfile.objects.get(pk=seller.personal_assistant_id)]
    goes_out = Exists(ServiceArea.objects.filter(service=OuterRef("pk")))
    said = Exists(Capacity.objects.filter(service=OuterRef("pk")))
    theirs = Service.objects.filter(organisation=seller.organisation_id, status=Status.PUBLISHED)
    return list(theirs.filter(Q(gives_personal_care=True) | goes_out | said))


def load(seller: Seller, slug: str) -> Owner:
    for of in offers_of(seller):
        if of.slug == slug:
            return of
    raise Http404


def standing(of: Owner, rows: list[Capacity], now: datetime) -> Standing:
    if not rows:
        return Standing(of, "", "", "", [], room.fingerprint(rows))
    said_at = min(row.confirmed_at for row in rows)
    until = day(timezone.localtime(said_at + room.COUNTS_FOR)) if room.counts(said_at, now) else ""
    ago = room.said_ago(timezone.localtime(said_at), timezone.localtime(now))
    return Standing(of, day(timezone.localtime(said_at)), ago, until, lines_of(rows), room.fingerprint(rows))


def lines_of(rows: list[Capacity]) -> list[str]:
    """ "Tuesday mornings in Alderford: 2 places" """
    order = sorted(rows, key=lambda row: (row.area, row.weekday, free_times.PARTS.index(row.part)))
    return [_line(row) for row in order]


def _line(row: Capacity) -> str:
    left = room.left(row)
    where = f" in {row.area}" if row.area else ""
    places = counted(left, "place") if left else "full"
    return f"{room.when(row.weekday, row.part)}{where}: {places}"


def rows_of(offers: list[Owner]) -> dict[int, list[Capacity]]:
    """By whose they are, in one statement: the offers of a seller are all of one sort."""
    name = "service" if offers and isinstance(offers[0], Service) else "profile"
    found: dict[int, list[Capacity]] = {of.pk: [] for of in offers}
    for row in Capacity.objects.filter(**{f"{name}__in": offers}).order_by("weekday", "pk"):
        found[getattr(row, f"{name}_id")].append(row)
    return found


@require_safe
@for_keeper
def index(request: Request, seller: Seller) -> HttpResponse:
    now, offers = timezone.now(), offers_of(seller)
    rows = rows_of(offers)
    found = [standing(of, rows[of.pk], now) for of in offers]
    return show(request, "provider_places", seller=seller, found=found, breadcrumbs=crumbs())


@ASKS
@for_keeper
def week(request: Request, seller: Seller, slug: str) -> HttpResponse:
    """The week of one area, said anew. What somebody booked meanwhile is shown before it is written over."""
    of = load(seller, slug)
    areas = [area.name for area in of.areas.all()]
    area = request.GET.get("area", room.EVERYWHERE)
    if area not in (room.EVERYWHERE, *areas):
        raise Http404
    rows = list(capacity.said_by(of))
    form = PlacesForm(typed(request), rows=[row for row in rows if row.area == area])
    if request.method == "POST" and form.is_valid():
        try:
            capacity.say(of=of, area=area, lines=form.lines(), seen=request.POST.get("seen", ""), by=request.user)
        except Moved as moved:
            form.add_error(None, str(moved))
            rows = list(capacity.said_by(of))
        else:
            messages.success(request, "Your places are saved. People find you by them for 14 days.")
            return redirect("provider-places")
    now = timezone.now()
    context = {"form": form, "of": of, "area": area, "standing": standing(of, rows, now), "breadcrumbs": _crumbs()}
    return show(request, "provider_places_week", seller=seller, areas=_areas(of, areas, area), **context)


def _areas(of: Owner, names: list[str], chosen: str) -> list[dict[str, Any]]:
    """Whoever goes to several areas may say it for each."""
    if len(names) < 2:
        return []
    here = reverse("provider-places-week", args=[of.slug])
    all_of_them = {"text": "All your areas", "href": here, "current": chosen == room.EVERYWHERE}
    each = [{"text": name, "href": f"{here}?{urlencode({'area': name})}", "current": name == chosen} for name in names]
    return [all_of_them, *each]


@require_POST
@for_keeper
def confirm(request: Request, seller: Seller, slug: str) -> HttpResponse:
    of = load(seller, slug)
    try:
        capacity.confirm(of=of, seen=request.POST.get("seen", ""), by=request.user)
    except Moved as moved:
        messages.error(request, str(moved))
    else:
        messages.success(request, "Thank you. People find you by these places for 14 days.")
    return redirect("provider-places")


def _crumbs() -> list[tuple[str, str]]:
    return crumbs(("Places for new people", reverse("provider-places")))
