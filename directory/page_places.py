"""What the page of a place says: its address, and what getting in there is like. As `directory.page_lists`."""

from directory.models import Location, TaxonomyTerm
from directory.page_lists import Value
from search import places


def address(of: Location) -> Value:
    return {"line": of.address_1, "town": of.city, "postcode": of.postcode}


def write_address(of: Location, value: Value) -> None:
    """The point on the map moves with the postcode."""
    of.address_1, of.city, of.postcode = value["line"], value["town"], value["postcode"]
    at = places.find(value["postcode"])
    of.latitude, of.longitude = (at.lat, at.lon) if at else (None, None)


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
