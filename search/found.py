"""How often records were found, read back for whoever offers them: nothing under five, so that nobody can be made out.

A record was found when it stood on the first page of an answer. A visitor counts once a day for the same words.
"""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from search.models import FoundCount, SearchCount
from search.record import FEWEST
from search.statistics import Need

KEPT = timedelta(days=62)


@dataclass(frozen=True)
class Found:
    """`by_ref` has the true count of each record that was asked about: small ones are not to be shown. `words` has
    only what five searches or more had."""

    by_ref: dict[str, int]
    words: list[Need]


def often(kind: str, refs: Collection[str], since: date) -> Found:
    """In two queries. Of a search that found several of these records its words count once."""
    rows = FoundCount.objects.filter(kind=kind, ref__in=refs, day__gte=since)
    by_ref = Counter(dict.fromkeys(refs, 0))
    most: dict[str, Counter[date]] = defaultdict(Counter)
    for ref, day, digest, times in rows.values_list("ref", "day", "digest", "times"):
        by_ref[ref] += times
        most[digest][day] = max(most[digest][day], times)
    counted = {digest: days.total() for digest, days in most.items() if days.total() >= FEWEST}
    return Found(dict(by_ref), _words(counted))


def _words(counted: dict[str, int]) -> list[Need]:
    """Those that are known: `SearchCount.words` is empty until five searches had them."""
    said = dict(SearchCount.objects.filter(digest__in=counted).exclude(words="").values_list("digest", "words"))
    needs = [Need(said[digest], times) for digest, times in counted.items() if digest in said]
    return sorted(needs, key=lambda need: (-need.times, need.label))


def forget(before: date) -> int:
    gone, _ = FoundCount.objects.filter(day__lt=before).delete()
    return gone
