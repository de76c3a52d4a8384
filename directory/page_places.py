"""What the page of a place says: its address, and what getting in there is like; and at which places a service is.

As `directory.page_lists`.
"""

from directory.models import Location, Service, ServiceAtLocation, TaxonomyTerm
from directory.page_lists import Value
from search import places


def address(of: Location) -> Value:
    return {"line": of.address_1, "town": of.city, "postcode": of.postcode}


def write_address(of: Location, value: Value) -> None:
    """The point on the map moves with the postcode."""
    of.address_1, of.city, of.postcode = value["line"], value["town"], value["postcode"]
    of.latitude, of.longitude = point(value["postcode"])


def point(postcode: str) -> tuple[float, float] | tuple[None, None]:
    at = places.find(postcode)
    return (at.lat, at.lon) if at else (None, None)


def address_lines(value: Value) -> list[str]:
    return [line for line in (value["line"], value["town"], value["postcode"]) if line]


def access(of: Location) -> list[str]:
    return sorted(row.term.slug for row in of.accessibilities.all() if row.term)


def write_access(of: Location, slugs: list[str]) -> None:
    """What is there in words alone, without a term, stays."""
    held = {row.term.slug: row for row in of.accessibilities.select_related("term") if row.term}
    for slug in held.keys() - set(slugs):
        held[slug].delete()
    for term in TaxonomyTerm.objects.filter(taxonomy__slug="access", slug__in=set(slugs) - held.keys()):
        of.accessibilities.create(term=term, description=term.name)


def given_at(of: Service) -> list[int]:
    return [at.location_id for at in of.at_locations.all()]


def write_given_at(of: Service, wanted: list[int]) -> None:
    """A place that stays keeps its times there, and its id in the open feed."""
    held = {at.location_id: at for at in of.at_locations.all()}
    for pk in held.keys() - set(wanted):
        held[pk].delete()
    for pk in [one for one in wanted if one not in held]:
        ServiceAtLocation.objects.create(service=of, location_id=pk)


def place_lines(pks: list[int]) -> list[str]:
    """Address and ways in, as a moderator looks at a new place; and whether the postcode was found."""
    found = Location.objects.filter(pk__in=pks).prefetch_related("accessibilities").in_bulk()
    return [_place(found[pk]) for pk in pks if pk in found]


def _place(of: Location) -> str:
    address = ", ".join(dict.fromkeys(filter(None, (of.name, *of.address_lines))))
    ways = ", ".join(way.description for way in of.accessibilities.all())
    unknown = " (this postcode is not on our map)" if of.latitude is None else ""
    return f"{address}{unknown}{f'. {ways}' if ways else ''}"
