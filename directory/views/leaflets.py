"""A shortlist on paper, in normal or large print: one leaflet for each, with all that is needed to ring and to go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from design.formats import day as day_words
from design.formats import pounds
from directory import opening, passport, public, shortlist
from directory.models import PersonalAssistantProfile, Phone, Service, ServiceAtLocation
from directory.views import nearby, side_by_side
from directory.views.side_by_side import Thing

SIZES = {"normal": "Normal print", "large": "Large print"}


@dataclass(frozen=True)
class Place:
    """One to go to: lines of its address, and what helps to get there and in."""

    lines: tuple[str, ...]
    when: tuple[str, ...]
    ways_in: tuple[str, ...]
    phones: tuple[str, ...]
    note: str


@dataclass(frozen=True)
class Leaflet:
    thing: Thing
    words: tuple[str, ...]
    phones: tuple[str, ...]
    emails: tuple[str, ...]
    websites: tuple[str, ...]
    places: tuple[Place, ...]
    goes_to: tuple[str, ...]
    anywhere: bool
    prices: tuple[tuple[str, str], ...]
    about_costs: str
    how_to_start: str
    passport: passport.Passport | None
    cqc: bool
    confirmed: str


@require_safe
@never_cache
def leaflets(request: HttpRequest) -> HttpResponse:
    """Nothing of who she is: the list is in her cookie, and the size in the address."""
    near, today = nearby.near_of(request), timezone.localdate()
    things = side_by_side.all_of(shortlist.read(request), near)
    size = request.GET.get("size", "")
    size = size if size in SIZES else "normal"
    context = {
        "leaflets": [of(thing, today) for thing in things],
        "size": size,
        "other": next(name for name in SIZES if name != size),
        "sizes": SIZES,
        "other_label": next(words for name, words in SIZES.items() if name != size),
        "near": near,
        "near_query": nearby.query_of(request),
        "today": today,
        "section": "shortlist",
        "breadcrumbs": [("Home", "/"), ("Your shortlist", reverse("directory-shortlist"))],
    }
    return render(request, "directory/leaflets.html", context)


def of(thing: Thing, today: date) -> Leaflet:
    record = thing.record
    if isinstance(record, PersonalAssistantProfile):
        return _of_assistant(thing, record, today)
    return _of_service(thing, record, today)


def _of_service(thing: Thing, service: Service, today: date) -> Leaflet:
    organisation = service.organisation
    return Leaflet(
        thing=thing,
        words=tuple(line.strip() for line in (service.description or service.summary).splitlines() if line.strip()),
        phones=_phones([*service.phones.all()] or [*organisation.phones.all()]),
        emails=_said(service.email or organisation.email),
        websites=_said(service.url or organisation.website),
        places=tuple(_place(at, today) for at in service.at_locations.all()),
        goes_to=tuple(area.name for area in service.areas.all()),
        anywhere=service.anywhere,
        prices=tuple(_prices(service, today)),
        about_costs=service.fees,
        how_to_start=service.how_to_apply,
        passport=passport.current([*service.approvals.all(), *organisation.approvals.all()], today),
        cqc=service.is_cqc_registered,
        confirmed=_confirmed(service),
    )


def _of_assistant(thing: Thing, profile: PersonalAssistantProfile, today: date) -> Leaflet:
    """How to reach them is through the site: their own address and number are private."""
    rates = (("An hour on weekdays", profile.weekday_pence), ("An hour at weekends", profile.weekend_pence))
    return Leaflet(
        thing=thing,
        words=tuple(line.strip() for line in profile.about.splitlines() if line.strip()),
        phones=(),
        emails=(),
        websites=(),
        places=(),
        goes_to=tuple(area.name for area in profile.areas.all()),
        anywhere=False,
        prices=tuple((words, pounds(pence)) for words, pence in rates if pence),
        about_costs="",
        how_to_start="",
        passport=passport.current(profile.approvals.all(), today),
        cqc=False,
        confirmed=_confirmed(profile),
    )


def _place(at: ServiceAtLocation, today: date) -> Place:
    location = at.location
    ways = [
        f"{way.description}. {way.details}" if way.details else way.description
        for way in location.accessibilities.all()
    ]
    name = [location.name] if location.name else []
    return Place(
        lines=(*name, *location.address_lines),
        when=tuple(side_by_side.opening_in_words(opening.weekly(at.schedules.all(), today))),
        ways_in=tuple(ways),
        phones=_phones(location.phones.all()),
        note=at.description,
    )


def _prices(service: Service, today: date) -> Iterator[tuple[str, str]]:
    for cost in public.prices_on(service, today):
        unknown, free = cost.amount_pence is None, cost.amount_pence == 0
        price = f"{pounds(cost.amount_pence)} {cost.get_unit_display()}"
        price = "Ask for the price" if unknown else side_by_side.FREE if free else price
        yield cost.option, f"{price}. {cost.amount_description}" if cost.amount_description else price


def _confirmed(page: Service | PersonalAssistantProfile) -> str:
    if page.confirmed_on is None:
        return "Nobody has confirmed these details. Ring before you go."
    who = page.confirmed_as[:1].upper() + page.confirmed_as[1:]
    return f"{who} confirmed these details on {day_words(page.confirmed_on)}."


def _phones(phones: Iterable[Phone]) -> tuple[str, ...]:
    return tuple(f"{one.number}, {one.description}" if one.description else one.number for one in phones)


def _said(text: str) -> tuple[str, ...]:
    return (text,) if text else ()
