"""Writing the gazetteer: postcodes and towns as given, and the centres worked out from postcodes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Avg, Value
from django.db.models.functions import StrIndex, Substr

from search.models import GazetteerPlace
from search.places import postcode_key, town_key

Kind = GazetteerPlace.Kind
AT_ONCE = 500
CONTENT = ("name", "lat", "lon", "ward", "town", "measured")


@dataclass(frozen=True)
class Entry:
    """`town` of a postcode is what its centre counts towards; `measured` is a centre that nobody gave."""

    kind: str
    name: str
    lat: float
    lon: float
    ward: str = ""
    town: str = ""
    measured: bool = False

    @property
    def key(self) -> str:
        return town_key(self.name) if self.kind == Kind.TOWN else postcode_key(self.name)


def put(entries: Iterable[Entry]) -> Counter[str]:
    """Add or change; answers how many were added, changed and as before."""
    everyone = list({(entry.kind, entry.key): entry for entry in entries}.values())
    counts: Counter[str] = Counter()
    for start in range(0, len(everyone), AT_ONCE):
        counts += _put_some(everyone[start : start + AT_ONCE])
    return counts


def find_centres() -> Counter[str]:
    """Outward codes and towns lie at the mean of their postcodes, unless somebody gave a place for them."""
    postcodes = GazetteerPlace.objects.filter(kind=Kind.POSTCODE)
    space = StrIndex("name", Value(" "))
    outward = postcodes.annotate(centre_of=Substr("name", 1, space - 1))
    towns = postcodes.exclude(town="").annotate(centre_of=Substr("town", 1))
    return put(_unless_given(Kind.OUTWARD, outward)) + put(_unless_given(Kind.TOWN, towns))


def _unless_given(kind: str, postcodes) -> list[Entry]:  # type: ignore[no-untyped-def] # a queryset with an annotation
    means = postcodes.values_list("centre_of").annotate(Avg("lat"), Avg("lon")).order_by("centre_of")
    entries = [Entry(kind, name, lat, lon, measured=True) for name, lat, lon in means]
    given = set(GazetteerPlace.objects.filter(kind=kind, measured=False).values_list("key", flat=True))
    return [entry for entry in entries if entry.key not in given]


def _put_some(entries: Sequence[Entry]) -> Counter[str]:
    keys = [entry.key for entry in entries]
    kinds = {entry.kind for entry in entries}
    there = {(row.kind, row.key): row for row in GazetteerPlace.objects.filter(kind__in=kinds, key__in=keys)}
    counts = Counter(_state(entry, there.get((entry.kind, entry.key))) for entry in entries)
    changed = [entry for entry in entries if _state(entry, there.get((entry.kind, entry.key))) != "as before"]
    GazetteerPlace.objects.bulk_create(
        [GazetteerPlace(key=entry.key, kind=entry.kind, **_content(entry)) for entry in changed],
        update_conflicts=True,
        unique_fields=["kind", "key"],
        update_fields=CONTENT,
    )
    return counts


def _state(entry: Entry, row: GazetteerPlace | None) -> str:
    if row is None:
        return "added"
    return "as before" if all(getattr(row, name) == getattr(entry, name) for name in CONTENT) else "changed"


def _content(entry: Entry) -> dict[str, object]:
    return {name: getattr(entry, name) for name in CONTENT}
