"""What there is, by kind of support and by place. All of it is public: nothing here is about a person."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import QuerySet

from directory import public
from directory.models import AreaServed, Service, ServiceArea, ServiceAtLocation, TaxonomyTerm
from marketplace.models import Listing
from search import geo
from search.models import GazetteerPlace
from search.places import postcode_key, town_key

ASSISTANTS = "personal-assistants"
ELSEWHERE = "Elsewhere, or not known"


@dataclass(frozen=True)
class Town:
    name: str
    lat: float
    lon: float


class Towns:
    """The gazetteer's towns, and how words, postcodes and points lead to them."""

    def __init__(self) -> None:
        rows = GazetteerPlace.objects.filter(kind=GazetteerPlace.Kind.TOWN).order_by("name")
        self.by_key = {row.key: Town(row.name, row.lat, row.lon) for row in rows}

    @cached_property
    def outward(self) -> dict[str, str]:
        """The first half of a postcode: the town nearest to its middle."""
        rows = GazetteerPlace.objects.filter(kind=GazetteerPlace.Kind.OUTWARD)
        return {row.key: self.nearest(row.lat, row.lon) for row in rows}

    def of_postcodes(self, postcodes: Iterable[str]) -> dict[str, str]:
        """Their towns, by the postcode's key: one statement."""
        keys = {postcode_key(postcode) for postcode in postcodes if postcode}
        rows = GazetteerPlace.objects.filter(kind=GazetteerPlace.Kind.POSTCODE, key__in=keys)
        return dict(rows.exclude(town="").values_list("key", "town"))

    def named(self, words: str) -> str:
        town = self.by_key.get(town_key(words))
        return town.name if town else ""

    def nearest(self, lat: float, lon: float) -> str:
        towns = self.by_key.values()
        near = min(towns, key=lambda town: geo.miles_between(lat, lon, town.lat, town.lon), default=None)
        return near.name if near else ""

    def within(self, lat: float | None, lon: float | None, miles: int | None) -> Iterator[str]:
        if lat is not None and lon is not None and miles:
            for town in self.by_key.values():
                if geo.miles_between(lat, lon, town.lat, town.lon) <= miles:
                    yield town.name


@dataclass(frozen=True)
class Supply:
    """`there` has the things (service or assistant ids) of a kind in a place; `kinds_of` the kinds of each service,
    `words` its name and what it helps with."""

    kinds: dict[str, str]
    kinds_of: dict[int, tuple[str, ...]]
    words: dict[int, str]
    there: dict[tuple[str, str], set[int]]
    everywhere: dict[str, set[int]]
    of_kind: dict[str, set[int]]
    on_sale: dict[str, int]

    @property
    def places(self) -> list[str]:
        return sorted({place for _, place in self.there})

    def count(self, kind: str, place: str) -> int:
        """Given there or coming there, and not only by telephone or across the whole area."""
        return len(self.there.get((kind, place), ()))

    def services_at(self, place: str) -> int:
        """Each once, however many kinds it is of."""
        kinds = (kind for kind in self.kinds if kind != ASSISTANTS)
        return len(set().union(*(self.there.get((kind, place), set()) for kind in kinds)))

    def places_without(self, kind: str) -> list[str]:
        return [place for place in self.places if not self.count(kind, place)]


def now(towns: Towns, day: date) -> Supply:
    """In a fixed number of statements, however much there is."""
    services = public.public_services()
    kinds_of = _kinds_of(services)
    where, everywhere = _places_of_services(towns, services)
    assistants = _assistants(towns, day)
    found = [(kind, service, where.get(service, ())) for service, kinds in kinds_of.items() for kind in kinds]
    found += [(ASSISTANTS, assistant, places) for assistant, places in assistants.items()]
    there: dict[tuple[str, str], set[int]] = defaultdict(set)
    of_kind: dict[str, set[int]] = defaultdict(set)
    for kind, one, places in found:
        of_kind[kind].add(one)
        for place in places:
            there[kind, place].add(one)
    return Supply(
        kinds=_kind_names(),
        kinds_of=kinds_of,
        words=_words(services),
        there=dict(there),
        everywhere={kind: ones & everywhere for kind, ones in of_kind.items() if kind != ASSISTANTS},
        of_kind=dict(of_kind),
        on_sale=_on_sale(kinds_of, day),
    )


def _kind_names() -> dict[str, str]:
    topics = TaxonomyTerm.objects.filter(taxonomy__slug="topic").order_by("name").values_list("slug", "name")
    return {ASSISTANTS: "Personal assistants", **dict(topics)}


def _words(services: QuerySet[Service]) -> dict[int, str]:
    found = dict(services.values_list("pk", "name"))
    needs = services.filter(terms__taxonomy__slug="need").order_by("pk").values_list("pk", "terms__name")
    for pk, need in needs:
        found[pk] += f" {need}"
    return found


def _kinds_of(services: QuerySet[Service]) -> dict[int, tuple[str, ...]]:
    pairs = services.filter(terms__taxonomy__slug="topic").values_list("pk", "terms__slug")
    found: dict[int, list[str]] = defaultdict(list)
    for pk, slug in pairs.order_by("pk", "terms__slug"):
        found[pk].append(slug)
    return {pk: tuple(slugs) for pk, slugs in found.items()}


def _places_of_services(towns: Towns, services: QuerySet[Service]) -> tuple[dict[int, set[str]], set[int]]:
    """Towns where each is given or to which it comes; and those that are there for everybody."""
    places: dict[int, set[str]] = defaultdict(set)
    at = list(
        ServiceAtLocation.objects.filter(service__in=services).values_list(
            "service_id", "location__city", "location__postcode"
        )
    )
    by_postcode = towns.of_postcodes(postcode for _, _, postcode in at)
    for service, city, postcode in at:
        if town := towns.named(city) or by_postcode.get(postcode_key(postcode), ""):
            places[service].add(town)
    everywhere = set(services.filter(anywhere=True).values_list("pk", flat=True))
    areas = ServiceArea.objects.filter(service__in=services)
    for service, name, lat, lon, miles in areas.values_list("service_id", "name", "latitude", "longitude", "miles"):
        reached = {town for town in (towns.named(name), *towns.within(lat, lon, miles)) if town}
        places[service] |= reached
        if not reached and lat is None:
            everywhere.add(service)
    return dict(places), everywhere


def _assistants(towns: Towns, day: date) -> dict[int, set[str]]:
    """Those whose approval holds, with the towns that they travel to."""
    found: dict[int, set[str]] = {pk: set() for pk in public.approved_assistants(day).values_list("pk", flat=True)}
    for pk, name, lat, lon, miles in AreaServed.objects.values_list(
        "profile_id", "name", "latitude", "longitude", "miles"
    ):
        if pk in found:
            found[pk] |= {town for town in (towns.named(name), *towns.within(float(lat), float(lon), miles)) if town}
    return found


def _on_sale(kinds_of: dict[int, tuple[str, ...]], day: date) -> dict[str, int]:
    """Offers with a price, by kind."""
    found: dict[str, int] = defaultdict(int)
    for service, assistant in Listing.objects.on_sale(day).values_list("service_id", "personal_assistant_id"):
        for kind in (ASSISTANTS,) if assistant else kinds_of.get(service, ()):
            found[kind] += 1
    return dict(found)
