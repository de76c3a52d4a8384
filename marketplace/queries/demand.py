"""What people asked to book and searched for, by kind of support and by place: counts of people, small ones hidden."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from accounts.periods import midnight
from marketplace import hiding
from marketplace.hiding import Shown
from marketplace.models import Order
from marketplace.queries.supply import ASSISTANTS, ELSEWHERE, Supply, Towns
from marketplace.states import OrderState
from search import statistics, thesaurus
from search.analysis import STOP_WORDS, Alternative, Group, document_tokens
from search.places import postcode_key
from search.statistics import Words

NAME_COUNTS = 1_000  # a kind's own name tells more than the names of services filed under it
IN_VAIN = (OrderState.DECLINED, OrderState.EXPIRED)


@dataclass(frozen=True)
class Period:
    """Twelve whole months, so that nobody compares one day's counts with the next day's."""

    first: date
    last: date

    @property
    def starts(self) -> datetime:
        return midnight(self.first)

    @property
    def ends(self) -> datetime:
        return midnight(self.last + timedelta(days=1))


def year_to(day: date) -> Period:
    """The twelve months that were over before this one began."""
    this = day.replace(day=1)
    return Period(this.replace(year=this.year - 1), this - timedelta(days=1))


@dataclass(frozen=True)
class Asked:
    """People who asked to book something, by kind and place; and those whom nobody took, by kind. None is hidden."""

    people: Shown[str, str]
    in_vain: dict[str, int | None]


def asked(period: Period, supply: Supply, towns: Towns, places: Iterable[str]) -> Asked:
    """A person is in one place, and in every kind of what she asked for. Two statements."""
    rows = list(
        Order.objects.filter(requested_at__gte=period.starts, requested_at__lt=period.ends).values_list(
            "person_id", "person__postcode", "listing__service_id", "listing__personal_assistant_id", "state"
        )
    )
    by_postcode = towns.of_postcodes(postcode for _, postcode, _, _, _ in rows)
    there: dict[tuple[str, str], set[int]] = defaultdict(set)
    in_vain: dict[str, set[int]] = defaultdict(set)
    for person, postcode, service, assistant, state in rows:
        place = by_postcode.get(postcode_key(postcode), ELSEWHERE)
        for kind in (ASSISTANTS,) if assistant else supply.kinds_of.get(service, ()):
            there[kind, place].add(person)
            if state in IN_VAIN:
                in_vain[kind].add(person)
    kinds = [kind for kind in supply.kinds if kind in supply.on_sale or any(one == kind for one, _ in there)]
    towns_known = {*places, *(place for _, place in there)} - {ELSEWHERE}
    return Asked(
        _shown(there, kinds, [*sorted(towns_known), ELSEWHERE]),
        hiding.five_or_more({kind: len(in_vain[kind]) for kind in kinds}),
    )


def _shown(there: Mapping[tuple[str, str], set[int]], kinds: list[str], places: list[str]) -> Shown[str, str]:
    """Kinds of which nothing can be booked are left out: everybody knows that theirs is nought."""
    cells = {at: len(people) for at, people in there.items()}
    rows = {kind: len(_together(there, lambda at, kind=kind: at[0] == kind)) for kind in kinds}  # type: ignore[misc]
    columns = {place: len(_together(there, lambda at, place=place: at[1] == place)) for place in places}  # type: ignore[misc]
    return hiding.hide(cells, rows, columns, len(_together(there, lambda at: True)))


def _together(there: Mapping[tuple[str, str], set[int]], which) -> set[int]:  # type: ignore[no-untyped-def]
    return {person for at, people in there.items() if which(at) for person in people}


def searches(since: date, supply: Supply) -> Counter[str]:
    """Searches by kind, of words that five or more had: each counts for the kind whose names say it best."""
    names = _names(supply)
    found: Counter[str] = Counter()
    for asked_for in statistics.words(since):
        if kind := _kind_of(asked_for, names):
            found[kind] += asked_for.times
    return found


def unmet_at(since: date, towns: Towns) -> Counter[str]:
    """Searches that found nothing, by town: only areas with five or more."""
    found: Counter[str] = Counter()
    for need in statistics.unmet_areas(since):
        found[towns.named(need.label) or towns.outward.get(postcode_key(need.label), "") or ELSEWHERE] += need.times
    return found


def _names(supply: Supply) -> dict[str, Counter[str]]:
    """Each word, with how often the names of a kind, of its services and of what these help with have it."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for kind, name in supply.kinds.items():
        for token in document_tokens(name):
            found[token][kind] += NAME_COUNTS
    for service, kinds in supply.kinds_of.items():
        for token in set(document_tokens(supply.words[service])):
            found[token].update(kinds)
    return found


def _kind_of(asked_for: Words, names: Mapping[str, Counter[str]]) -> str:
    """The kind that has all of it, in any of the ways we know; of several the one that has it most."""
    groups = thesaurus.understood(asked_for.words)
    scores = {kind: min((_score(kind, group, names) for group in groups), default=0.0) for kind in _kinds(names)}
    best = max(scores, key=lambda kind: (scores[kind], kind), default="")
    return best if scores.get(best) else ""


def _score(kind: str, group: Group, names: Mapping[str, Counter[str]]) -> float:
    """The best way to say one thing; every word of that way counts, but for those that tell nothing."""
    return max((way.weight * _rarest(kind, way, names) for way in group), default=0.0)


def _rarest(kind: str, way: Alternative, names: Mapping[str, Counter[str]]) -> int:
    telling = (token for phrase in way.phrases for token in phrase if token not in STOP_WORDS)
    return min((names[token][kind] if token in names else 0 for token in telling), default=0)


def _kinds(names: Mapping[str, Counter[str]]) -> set[str]:
    return {kind for counts in names.values() for kind in counts}
