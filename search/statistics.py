"""What people search for, read back: groups of five or more, so that nobody can be made out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Max, QuerySet, Sum

from search import facets
from search.models import SearchCount, UnmetNeed
from search.record import FEWEST

KEPT = timedelta(days=396)  # 13 months


@dataclass(frozen=True)
class Totals:
    """`slow` is of one second or more; `missed` could not be counted in full."""

    searches: int
    in_vain: int
    slow: int
    missed: int
    milliseconds: int

    @property
    def average(self) -> int:
        return round(self.milliseconds / self.searches) if self.searches else 0


@dataclass(frozen=True)
class Words:
    """Words that at least five searches had; times are in milliseconds."""

    words: str
    times: int
    in_vain: int
    average: int
    slowest: int


@dataclass(frozen=True)
class Need:
    label: str
    times: int


def totals(since: date) -> Totals:
    names = ("in_vain", "slow", "missed", "milliseconds")
    sums = SearchCount.objects.filter(day__gte=since).aggregate(
        searches=Sum("times", default=0), **{name: Sum(name, default=0) for name in names}
    )
    return Totals(**sums)


def words(since: date) -> list[Words]:
    """Most asked first."""
    found = _groups(since).order_by("-all", "said").values_list("said", "all", "none", "took", "longest")
    return [Words(said, times, none, round(took / times), slowest) for said, times, none, took, slowest in found]


def unmet_words(since: date) -> list[Need]:
    """Words for which at least five searches found nothing."""
    found = _groups(since).filter(none__gte=FEWEST).order_by("-none", "said").values_list("said", "none")
    return [Need(said, times) for said, times in found]


def unmet_filters(since: date) -> list[Need]:
    """Filters that were on when nothing was found, by their names."""
    counts: Counter[tuple[str, str]] = Counter()
    for filters, times in _unmet(since, "filters"):
        for one in filters.split():
            group, _, value = one.partition("=")
            counts[group, value] += times
    names = {group.name: (group.label, facets.labels(group)) for group in facets.groups()}
    labelled = (
        (f"{names[group][0]}: {names[group][1].get(value) or facets.in_words(value)}", times)
        for (group, value), times in counts.items()
        if group in names
    )
    return _five_or_more(labelled)


def unmet_areas(since: date) -> list[Need]:
    return _five_or_more((area, times) for area, times in _unmet(since, "area") if area)


def forget(before: date) -> int:
    """What was counted before then goes; and the words again, where fewer than five searches are left of them."""
    gone, _ = SearchCount.objects.filter(day__lt=before).delete()
    UnmetNeed.objects.filter(day__lt=before).delete()
    few = SearchCount.objects.values("digest").annotate(all=Sum("times")).filter(all__lt=FEWEST).values("digest")
    SearchCount.objects.exclude(words="").filter(digest__in=few).update(words="")
    return gone


def _groups(since: date) -> QuerySet[Any, Any]:
    """By words, those of five or more in this time."""
    rows = SearchCount.objects.filter(day__gte=since).values("digest")
    return rows.annotate(
        said=Max("words"),
        all=Sum("times"),
        none=Sum("in_vain"),
        took=Sum("milliseconds"),
        longest=Max("slowest"),
    ).filter(all__gte=FEWEST, said__gt="")


def _unmet(since: date, by: str) -> list[tuple[str, int]]:
    rows = UnmetNeed.objects.filter(day__gte=since).values(by).annotate(all=Sum("times"))
    return list(rows.values_list(by, "all"))


def _five_or_more(counted: Iterable[tuple[str, int]]) -> list[Need]:
    needs = [Need(label, times) for label, times in counted if times >= FEWEST]
    return sorted(needs, key=lambda need: (-need.times, need.label))
