""" "Can this budget buy this, here?": a plan's lines beside today's offers near the person, and her weekly pots.

Near is where the seller says: within reach of an area that they serve, or 10 miles from where it is given. It is
measured from the middle of the person's postcode district, so that nothing says where she lives.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from accounts.models import Person, Pot
from marketplace import costing
from marketplace.models import Listing, PlanLine, PlanOutcome, PlanVersion
from marketplace.queries.wording import every_word
from search import places
from search.geo import miles_between
from search.places import Near

NEAR_MILES = 10
LOOKED_IN = ("title", "included", "service__organisation__name", "personal_assistant__name")
GENERAL = 0  # stands for money that is set aside for no outcome


@dataclass(frozen=True)
class Offer:
    """Something on sale near the person. `miles` is None where it is had by telephone or online."""

    listing: Listing
    miles: float | None


@dataclass(frozen=True)
class Priced:
    """One line beside what is on sale for it."""

    line: PlanLine
    offers: Sequence[Offer]

    @property
    def prices(self) -> list[int]:
        return sorted(offer.listing.price_pence for offer in self.offers)

    def weekly(self, which: str) -> int:
        """At the lowest, middle or highest price here; as it is written where nothing is on sale."""
        if not self.offers or which == "plan":
            return self.line.weekly_pence
        price = {"lowest": self.prices[0], "middle": costing.middle(self.prices), "highest": self.prices[-1]}[which]
        return costing.weekly_pence(self.line.pattern, price)


@dataclass(frozen=True)
class Sum:
    """The whole plan at one level of prices, beside the weekly money."""

    name: str
    weekly_pence: int
    short_pence: int


@dataclass(frozen=True)
class Answer:
    near: Near | None
    outcomes: Sequence[tuple[PlanOutcome, Sequence[Priced]]]
    sums: Sequence[Sum]
    pots_pence: int


LEVELS = (
    ("plan", "At the prices in the plan"),
    ("lowest", "At the lowest prices here"),
    ("middle", "At the middle prices here"),
    ("highest", "At the highest prices here"),
)


def of(version: PlanVersion, day: date) -> Answer:
    """A fixed number of queries, however long the plan is."""
    person = version.plan.person
    near = district_of(person)
    outcomes = [(outcome, list(outcome.lines.all())) for outcome in version.outcomes.all()]
    offers = _offers(near, {line.kind_id for _, lines in outcomes for line in lines if line.kind_id}, day)
    priced = [(outcome, [Priced(line, _fitting(line, offers)) for line in lines]) for outcome, lines in outcomes]
    pots = _pots(person)
    sums = [_sum(key, name, priced, pots) for key, name in LEVELS]
    return Answer(near, priced, sums, sum(pots.values()))


def district_of(person: Person) -> Near | None:
    """The middle of her postcode district: "AM3" of "AM3 2QT"."""
    district, _, _ = person.postcode.partition(" ")
    return (places.find(district) or places.find(person.postcode)) if district else None


def offers(person: Person, day: date, *, kind: int | None = None, said: str = "") -> list[Offer]:
    """On sale near the person, of a kind of help or with all these words in title, seller or what is included."""
    near, asked = district_of(person), every_word(said, LOOKED_IN)
    if kind:
        asked &= helps([kind])
    return [offer for offer, _ in _reached(near, asked, day)] if near and asked else []


def helps(kinds: list[int]) -> Q:
    """A filter for listings of one of these kinds of help."""
    return Q(service__terms__in=kinds) | Q(personal_assistant__needs__in=kinds)


def _offers(near: Near | None, kinds: Iterable[int], day: date) -> list[tuple[Offer, frozenset[int]]]:
    """On sale and near, each with the kinds of help that it gives."""
    wanted = list(kinds)
    return _reached(near, helps(wanted), day) if near and wanted else []


def _reached(near: Near, asked: Q, day: date) -> list[tuple[Offer, frozenset[int]]]:
    listings = Listing.objects.on_sale(day).filter(asked).distinct().order_by("price_pence", "pk")
    loaded = listings.select_related("service__organisation", "personal_assistant").prefetch_related(
        "service__terms",
        "service__areas",
        "service__at_locations__location",
        "personal_assistant__needs",
        "personal_assistant__areas",
    )
    reached = [(listing, reach_of(listing, near)) for listing in loaded]
    return [(Offer(listing, reach[1]), _kinds(listing)) for listing, reach in reached if reach[0]]


def _kinds(listing: Listing) -> frozenset[int]:
    return frozenset(term.pk for term in listing.kinds.all())


def reach_of(listing: Listing, near: Near) -> tuple[bool, float | None]:
    """Whether it comes as far as here, and how far it is: None where it is had from anywhere."""
    if listing.service and listing.service.anywhere:
        return True, None
    found = [(miles_between(near.lat, near.lon, lat, lon), reach) for lat, lon, reach in _points(listing)]
    inside = [miles for miles, reach in found if miles <= reach]
    return bool(inside), min(inside, default=None)


def _points(listing: Listing) -> list[tuple[float, float, float]]:
    """Latitude, longitude and miles around it: areas served, and places where it is given."""
    offered = listing.offered_by
    points: list[tuple[float, float, float]] = [
        (float(area.latitude), float(area.longitude), area.miles or NEAR_MILES)
        for area in offered.areas.all()
        if area.latitude is not None and area.longitude is not None
    ]
    for at in listing.service.at_locations.all() if listing.service else ():
        if at.location.latitude is not None and at.location.longitude is not None:
            points.append((float(at.location.latitude), float(at.location.longitude), NEAR_MILES))
    return points


def _fitting(line: PlanLine, offers: list[tuple[Offer, frozenset[int]]]) -> list[Offer]:
    """Of the same kind of help, priced by the same unit, and not longer at the shortest than what is wanted."""
    return [
        offer
        for offer, kinds in offers
        if line.kind_id in kinds
        and offer.listing.unit == line.unit
        and (line.unit != "hour" or offer.listing.minimum_minutes <= line.minutes)
    ]


def _pots(person: Person) -> Counter[int]:
    """Weekly pence by outcome; money for emergencies is not for every week."""
    found: Counter[int] = Counter()
    for pot in Pot.objects.filter(
        person=person, closed_at=None, is_contingency=False, by_order=False, is_set_aside=False
    ):
        found[pot.outcome_id or GENERAL] += pot.weekly_pence
    return found


def _sum(key: str, name: str, priced: Sequence[tuple[PlanOutcome, Sequence[Priced]]], pots: Counter[int]) -> Sum:
    needed: Counter[int] = Counter()
    for outcome, lines in priced:
        needed[outcome.outcome_id] += sum(line.weekly(key) for line in lines)
    covered = costing.cover(needed, pots, pots[GENERAL])
    return Sum(name, sum(needed.values()), sum(each.short_pence for each in covered.values()))
