"""The filters of the open feed, as conditions that the database works out: for services and for personal assistants."""

from __future__ import annotations

from math import sin
from typing import Any

from django.db.models import Exists, ExpressionWrapper, F, FloatField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Cos, Greatest, Power, Radians, Sin
from django.utils import timezone

from directory.models import AreaServed, Location, Schedule, ServiceArea, ServiceAtLocation, TaxonomyTerm
from directory.openreferral.asked import Asked
from search.geo import EARTH_MILES, box
from search.places import Near

METRES = 1609.344  # in a mile
Here = dict[str, Any]


def last_changed(to: str = "") -> Greatest:
    """When a service, who offers it, or a place where it is given changed. `to` is the way to the service."""
    at = Location.objects.filter(of_services__service=OuterRef(f"{to}pk")).order_by("-changed_at").values("changed_at")
    own = f"{to}changed_at"
    return Greatest(own, f"{to}organisation__changed_at", Coalesce(Subquery(at[:1]), own))


def of_services(found: QuerySet[Any], asked: Asked, to: str = "", **place: Any) -> QuerySet[Any]:
    """`to` is the way to the service; `place` says which of its places alone counts."""
    found = found.annotate(last_changed=last_changed(to))
    service = OuterRef(f"{to}pk")
    for word in asked.search.split():
        named = TaxonomyTerm.objects.filter(services=service, name__icontains=word)
        texts = ("name", "summary", "description", "organisation__name")
        found = found.filter(_any(word, [f"{to}{text}" for text in texts]) | Exists(named))
    found = _filed(found, asked, TaxonomyTerm.objects.filter(services=service))
    if asked.modified_after is not None:
        found = found.filter(last_changed__gte=asked.modified_after)
    if asked.minimum_age is not None:
        found = found.filter(**{f"{to}minimum_age__gte": asked.minimum_age})
    if asked.maximum_age is not None:
        found = found.filter(**{f"{to}maximum_age__lte": asked.maximum_age})
    if asked.start_time or asked.end_time or asked.day:
        found = found.filter(Exists(_open(asked, service, place)))
    return found.filter(_near(asked.postcode, asked.proximity, to, place)) if asked.postcode else found


def of_assistants(found: QuerySet[Any], asked: Asked) -> QuerySet[Any]:
    """They have neither ages nor opening times: whoever asks for those does not mean them."""
    if asked.minimum_age is not None or asked.maximum_age is not None:
        return found.none()
    if asked.start_time or asked.end_time or asked.day:
        return found.none()
    me = OuterRef("pk")
    for word in asked.search.split():
        named = TaxonomyTerm.objects.filter(personal_assistants=me, name__icontains=word)
        found = found.filter(_any(word, ["name", "about"]) | Exists(named))
    found = _filed(found, asked, TaxonomyTerm.objects.filter(personal_assistants=me))
    if asked.modified_after is not None:
        found = found.filter(changed_at__gte=asked.modified_after)
    if asked.postcode:
        found = found.filter(Exists(_covering(AreaServed.objects.filter(profile=me), asked.postcode)))
    return found


def _any(word: str, names: list[str]) -> Q:
    condition = Q()
    for name in names:
        condition |= Q(**{f"{name}__icontains": word})
    return condition


def _filed(found: QuerySet[Any], asked: Asked, terms: QuerySet[TaxonomyTerm]) -> QuerySet[Any]:
    if asked.taxonomy_term_id:
        found = found.filter(Exists(terms.filter(uuid=asked.taxonomy_term_id)))
    if asked.taxonomy_id:
        found = found.filter(Exists(terms.filter(taxonomy__uuid=asked.taxonomy_id)))
    return found


def _open(asked: Asked, service: OuterRef, place: Here) -> QuerySet[Schedule]:
    """Lines of times, not ended, of the service, or of its places: of the one place alone where one is meant."""
    there = place or {"service_at_location__service": service}
    going_on = Q(valid_to=None) | Q(valid_to__gte=timezone.localdate())
    lines = Schedule.objects.filter(Q(service=service) | Q(**there), going_on)
    if asked.start_time:
        lines = lines.filter(opens_at__gte=asked.start_time)
    if asked.end_time:
        lines = lines.filter(closes_at__lte=asked.end_time)
    return lines.filter(byday__contains=asked.day) if asked.day else lines


def _near(point: Near, metres: float | None, to: str, place: Here) -> Q:
    areas = ServiceArea.objects.filter(service=OuterRef(f"{to}pk"))
    covers = Exists(_covering(areas, point))
    if metres is None:
        return Q(**{f"{to}anywhere": True}) | ~Exists(areas.filter(_on_the_map())) | covers
    at = ServiceAtLocation.objects.filter(service=OuterRef(f"{to}pk"))
    if place:
        return Q(Exists(_within(at.filter(pk=OuterRef("pk")), "location__", point, metres / METRES)))
    return Exists(_within(at, "location__", point, metres / METRES)) | covers


def _on_the_map() -> Q:
    return Q(latitude__isnull=False, miles__isnull=False)


def _covering(areas: QuerySet[Any], near: Near) -> QuerySet[Any]:
    """Areas whose circle holds the point."""
    reach = Power(Sin(ExpressionWrapper(F("miles") / Value(2 * EARTH_MILES), FloatField())), 2)
    return areas.filter(_on_the_map()).annotate(half=_half("", near)).filter(half__lte=reach)


def _within(rows: QuerySet[Any], to: str, near: Near, miles: float) -> QuerySet[Any]:
    south, north, west, east = box(near.lat, near.lon, miles)
    rows = rows.filter(**{f"{to}latitude__range": (south, north), f"{to}longitude__range": (west, east)})
    return rows.annotate(half=_half(to, near)).filter(half__lte=sin(miles / EARTH_MILES / 2) ** 2)


def _half(to: str, near: Near) -> ExpressionWrapper:
    """The haversine of the angle between a row's point and this one: what `search.geo.miles_between` works out."""
    lat, lon = Radians(ExpressionWrapper(F(f"{to}latitude"), FloatField())), F(f"{to}longitude")
    phi = Radians(Value(near.lat))
    return ExpressionWrapper(
        Power(Sin((lat - phi) / 2), 2)
        + Cos(lat) * Cos(phi) * Power(Sin(Radians(ExpressionWrapper(lon - Value(near.lon), FloatField())) / 2), 2),
        FloatField(),
    )
