"""What belongs to an imported service: its place, times, telephone and the words it is filed under."""

from collections.abc import Container, Iterable, Sequence
from typing import Any

from directory import page_lists
from directory.actions.import_records import THEIRS, Source, keep
from directory.models import (
    Eligibility,
    Language,
    Location,
    Phone,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    Taxonomy,
    TaxonomyTerm,
)
from directory.offered import Offered
from directory.opening import CODES
from directory.queries import theirs
from search.models import GazetteerPlace
from search.places import find_any, postcode_key
from search.table_import import Refusal

Points = dict[str, dict[str, float]]
Terms = dict[tuple[str, str], TaxonomyTerm]


def places(offered: Sequence[Offered], source: Source, services: dict[str, Service], found: Points) -> list[Refusal]:
    """A point comes from the row, else from the postcode in the gazetteer. Answers where a place was left as it is."""
    rows: dict[str, dict[str, Any]] = {}
    for one in offered:
        for key, place in one.at:
            row = {"latitude": None, "longitude": None, **place}
            if row["latitude"] is None:
                row |= found.get(place.get("postcode", ""), {})
            rows[key] = row
    locations = keep(Location, source, rows, theirs=theirs.places)
    pairs = {(services[one.source_id].pk, locations[key].pk) for one in offered for key, _ in one.at}
    _leave_places(source, services, pairs)
    ServiceAtLocation.objects.bulk_create(
        [ServiceAtLocation(service_id=service, location_id=place) for service, place in sorted(pairs)],
        ignore_conflicts=True,
    )
    left = {key for key, row in rows.items() if _differs(locations[key], row)}
    return [Refusal(one.row, "location", THEIRS) for one in offered for key, _ in one.at if key in left]


def _differs(place: Location, row: dict[str, Any]) -> bool:
    """The point follows from the rest."""
    return any(getattr(place, name) != value for name, value in row.items() if name not in ("latitude", "longitude"))


def _leave_places(source: Source, services: dict[str, Service], pairs: set[tuple[int, int]]) -> None:
    """Places of this source where a service is not given any more."""
    pks = [service.pk for service in services.values()]
    at = ServiceAtLocation.objects.filter(service__in=pks, location__source=source.source)
    left = [pk for pk, *pair in at.values_list("pk", "service_id", "location_id") if tuple(pair) not in pairs]
    if left:
        ServiceAtLocation.objects.filter(pk__in=left).delete()


def points(postcodes: Iterable[str]) -> Points:
    keys = {postcode_key(postcode) for postcode in postcodes if postcode}
    found = GazetteerPlace.objects.filter(kind=GazetteerPlace.Kind.POSTCODE, key__in=keys)
    return {place.name: {"latitude": place.lat, "longitude": place.lon} for place in found}


def _terms(offered: Sequence[Offered], source: Source) -> Terms:
    """Terms of the source, made where they are not there yet, and those that are used here."""
    used = {pair for one in offered for pair in one.terms} | {(term.taxonomy, term.slug) for term in source.terms}
    there = TaxonomyTerm.objects.filter(slug__in={slug for _, slug in used}).select_related("taxonomy")
    found: Terms = {(term.taxonomy.slug, term.slug): term for term in there}
    for term in source.terms:
        pair = (term.taxonomy, term.slug)
        if pair not in found:
            taxonomy, _ = Taxonomy.objects.get_or_create(
                slug=term.taxonomy, defaults={"name": term.taxonomy.capitalize(), "description": ""}
            )
            found[pair] = TaxonomyTerm.objects.create(taxonomy=taxonomy, slug=term.slug, name=term.name)
    return found


def make_anew(offered: Sequence[Offered], services: dict[str, Service], source: Source, known: Container[str]) -> None:
    """Times, telephone, terms, and what else the source speaks of. Only what was known before has any to take away."""
    terms = _terms(offered, source)
    pks = [services[one.source_id].pk for one in offered if one.source_id in known]
    Schedule.objects.filter(service__in=pks).delete()
    Phone.objects.filter(service__in=pks).delete()
    Schedule.objects.bulk_create([made for one in offered for made in schedules_of(one, services[one.source_id])])
    Phone.objects.bulk_create(
        [Phone(service=services[one.source_id], number=one.phone) for one in offered if one.phone]
    )
    through = Service.terms.through
    through._default_manager.filter(service__in=pks).delete()
    through._default_manager.bulk_create(
        [
            through(service_id=services[one.source_id].pk, taxonomyterm_id=terms[name].pk)
            for one in offered
            for name in one.terms
        ]
    )
    for part in (_rules, _areas, _languages):
        part(offered, services)


def _rules(offered: Sequence[Offered], services: dict[str, Service]) -> None:
    told = [(services[one.source_id], one.rules) for one in offered if one.rules is not None]
    Eligibility.objects.filter(service__in=[service for service, _ in told]).delete()
    Eligibility.objects.bulk_create(
        Eligibility(service=service, words=words, position=position)
        for service, rules in told
        for position, words in enumerate(rules)
    )


def _areas(offered: Sequence[Offered], services: dict[str, Service]) -> None:
    told = [(services[one.source_id], one.areas) for one in offered if one.areas is not None]
    known = find_any([*{name for _, areas in told for name in areas}])
    ServiceArea.objects.filter(service__in=[service for service, _ in told]).delete()
    ServiceArea.objects.bulk_create(
        page_lists.area(service, name, known.get(name)) for service, areas in told for name in areas
    )


def _languages(offered: Sequence[Offered], services: dict[str, Service]) -> None:
    told = [(services[one.source_id], one.languages) for one in offered if one.languages is not None]
    ids = dict(Language.objects.values_list("name", "pk"))
    through = Service.languages.through
    through._default_manager.filter(service__in=[service for service, _ in told]).delete()
    through._default_manager.bulk_create(
        through(service_id=service.pk, language_id=ids[name])
        for service, names in told
        for name in names
        if name in ids
    )


def schedules_of(offered: Offered, service: Service) -> list[Schedule]:
    """Days with the same times are one schedule, as Open Referral has them."""
    days: dict[tuple[Any, Any], list[str]] = {}
    for hours in offered.hours:
        days.setdefault((hours.opens, hours.closes), []).append(CODES[hours.weekday - 1])
    return [
        Schedule(service=service, byday=",".join(codes), opens_at=opens, closes_at=closes)
        for (opens, closes), codes in days.items()
    ]
