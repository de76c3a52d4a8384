"""What a personal assistant's page says, as `directory.page_lists` does for a service. Of where, only towns."""

from collections.abc import Callable
from typing import Any

from design.formats import pounds
from directory.models import AreaServed, PersonalAssistantProfile, TaxonomyTerm
from directory.page_lists import keep
from directory.refusals import NotReady
from search import places
from search.places import Near

Value = dict[str, Any]
UNKNOWN = "Enter the name of a town that we know, and no postcode"


def town(words: str) -> Near | None:
    """A postcode, or a street, could say where somebody lives: only a town will do."""
    near = places.find(words)
    return near if near is not None and near.kind == "town" else None


def area_served(profile: PersonalAssistantProfile, words: str, miles: int) -> AreaServed:
    """The centre of a town to two decimals, not saved yet. Raises NotReady."""
    near = town(words)
    if near is None:
        raise NotReady(f"{UNKNOWN}.", [])
    point = {"latitude": round(near.lat, 2), "longitude": round(near.lon, 2)}
    return AreaServed(profile=profile, name=near.label, miles=miles, **point)


def _area(row: AreaServed) -> Value:
    return {"name": row.name, "miles": row.miles}


def areas(of: PersonalAssistantProfile) -> list[Value]:
    return [_area(row) for row in of.areas.all()]


def write_areas(of: PersonalAssistantProfile, wanted: list[Value]) -> None:
    keep(of.areas.all(), wanted, _area, lambda one: area_served(of, one["name"], one["miles"]))


def rates(of: PersonalAssistantProfile) -> Value:
    return {
        "weekday": of.weekday_pence,
        "weekend": of.weekend_pence,
        "minimum": of.minimum_minutes,
        "travel": of.travel_included_miles,
    }


def write_rates(of: PersonalAssistantProfile, value: Value) -> None:
    of.weekday_pence, of.weekend_pence = value["weekday"], value["weekend"]
    of.minimum_minutes, of.travel_included_miles = value["minimum"], value["travel"]


def rate_lines(value: Value) -> list[str]:
    weekday, weekend, miles = value["weekday"], value["weekend"], value["travel"]
    return [
        f"{pounds(weekday)} an hour on weekdays" if weekday else "Weekdays: ask for the price",
        f"{pounds(weekend)} an hour at weekends" if weekend else "Weekends: ask for the price",
        f"Shortest visit {value['minimum']} minutes",
        *([f"Travel included within {miles} miles"] if miles else []),
    ]


def terms(taxonomy: str) -> Callable[[PersonalAssistantProfile], list[str]]:
    return lambda of: sorted(term.slug for term in of.needs.all() if term.taxonomy.slug == taxonomy)


def write_terms(taxonomy: str) -> Callable[[PersonalAssistantProfile, list[str]], None]:
    def write(of: PersonalAssistantProfile, slugs: list[str]) -> None:
        of.needs.remove(*of.needs.filter(taxonomy__slug=taxonomy))
        of.needs.add(*TaxonomyTerm.objects.filter(taxonomy__slug=taxonomy, slug__in=slugs))

    return write
