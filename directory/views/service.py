"""A service: what it is, who for, when, where, what it costs, and how old this knowledge is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from design.components import Column, Table
from design.formats import open_hours
from directory import ages, having_room, markup, merged, opening, page_files, page_lists, passport, public, slots, whole
from directory.documents import all_schedules
from directory.models import ClosedDay, Schedule, Service, ServiceAtLocation, TaxonomyTerm
from directory.queries import feedback
from directory.views import nearby
from search.places import Near


@dataclass(frozen=True)
class Where:
    """One place where it is given."""

    at: ServiceAtLocation
    miles: float | None
    times: Table | None


@require_safe
def service(request: HttpRequest, slug: str) -> HttpResponse:
    found = whole.service(feedback.said_of(public.public_services()).filter(slug=slug))
    if found is None:
        return too_old(request, slug)
    context = said(request, found) | {"book": slots.fill("book_service", request, found)}
    return render(request, "directory/service.html", context | shell("Find support", "directory-find", request))


def too_old(request: HttpRequest, slug: str) -> HttpResponse:
    """Gone for now, with the reason: an old link should not lead nowhere."""
    hidden = public.hidden_services().prefetch_related("organisation__phones").filter(slug=slug).first()
    if hidden is None:
        return merged.leads_on_or_404("service", slug)
    context = {"page": hidden, "of": hidden.organisation, **shell("Find support", "directory-find", request)}
    return render(request, "directory/page_hidden.html", context, status=410)


def said(request: HttpRequest, found: Service) -> dict[str, object]:
    """All that the page says; also for the provider who looks at a change before others can."""
    today, near = timezone.localdate(), nearby.near_of(request)
    terms, hours = terms_by_group(found.terms.all()), opening.weekly(all_schedules(found), today)
    closed = list(found.closed_days.all())
    return {
        "service": found,
        "more": more_than_summary(found),
        "rules": [rule for rule in found.eligibilities.all() if str(rule) not in terms.get("for", [])],
        "near": near,
        "miles": nearby.miles_to(near, points(found)),
        "places": [where(at, near, today) for at in found.at_locations.all()],
        "today": [] if is_closed(closed, today) else today_hours(hours, today),
        "closed": page_lists.closed_lines([one for one in page_lists.closed(found) if one["to"] >= today.isoformat()]),
        "has_times": bool(hours),
        "room": having_room.of_service(found),
        "times": times_table(list(found.schedules.all()), today),
        "prices": public.prices_on(found, today),
        "terms": terms,
        "photos": page_files.on_page(found.photos.all()),
        "documents": page_files.on_page(found.documents.all()),
        "passport": passport.current([*found.approvals.all(), *found.organisation.approvals.all()], today),
        "is_old": ages.is_old(found, today),
        "near_query": nearby.query_of(request),
        "markup": markup.service(found, today, request.build_absolute_uri),
    }


def is_closed(days: Iterable[ClosedDay], today: date) -> bool:
    return any(one.first_on <= today <= one.last_on for one in days)


def today_hours(hours: list[opening.Hours], today: date) -> list[str]:
    return [open_hours(one.opens, one.closes) for one in opening.hours_on(hours, today)]


def shell(label: str, url_name: str, request: HttpRequest) -> dict[str, object]:
    crumbs = [("Home", "/"), (label, reverse(url_name) + nearby.query_of(request))]
    return {"section": "find", "breadcrumbs": crumbs}


def points(of: Service) -> list[tuple[float | None, float | None]]:
    """Where it is given, else the places it goes to."""
    given = [(at.location.latitude, at.location.longitude) for at in of.at_locations.all()]
    return given + [(area.latitude, area.longitude) for area in of.areas.all()]


def where(at: ServiceAtLocation, near: Near | None, today: date) -> Where:
    miles = nearby.miles_to(near, [(at.location.latitude, at.location.longitude)])
    return Where(at, miles, times_table(list(at.schedules.all()), today))


def times_table(schedules: list[Schedule], today: date) -> Table | None:
    """Seven days, or nothing where no time is known."""
    hours = opening.weekly(schedules, today)
    if not hours:
        return None
    rows = [[f"{day.name}, today" if day.is_today else day.name, in_words(day)] for day in opening.week(hours, today)]
    return Table("Opening times", [Column("Day", header=True, phone="main"), Column("Open", phone="amount")], rows)


def in_words(day: opening.Day) -> str:
    return ", ".join(open_hours(one.opens, one.closes) for one in day.hours) or "Closed"


def terms_by_group(terms: Iterable[TaxonomyTerm]) -> dict[str, list[str]]:
    """Names under the slug of their taxonomy."""
    grouped: dict[str, list[str]] = {}
    for term in terms:
        grouped.setdefault(term.taxonomy.slug, []).append(term.name)
    return grouped


def more_than_summary(of: Service) -> list[str]:
    """The description's paragraphs; many begin with the summary, which is not said twice."""
    rest = of.description.removeprefix(of.summary) if of.summary else of.description
    return [line.strip() for line in rest.splitlines() if line.strip()]
