"""A year of searches, in counts by day as they are really kept: nobody asked them."""

import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from directory import documents
from directory.models import Service
from search import copies
from search.models import FoundCount, SearchCount, UnmetNeed
from search.record import FEWEST, SLOW, digest_of

FILE = Path(__file__).with_name("searches.toml")
MONTHS = 12
DAYS = 28  # of each month, spread over these


def a_year(today: date) -> None:
    """A little more each month."""
    told = tomllib.loads(FILE.read_text())
    counts = [one for words, times, in_vain in told["words"] for one in _words(words, times, in_vain, today)]
    SearchCount.objects.bulk_create(counts)
    FoundCount.objects.bulk_create(_found(told["found"], today))
    UnmetNeed.objects.bulk_create(
        UnmetNeed(day=day, filters=filters, area=area, digest=digest_of(""), times=count)
        for filters, area, times in told["unmet"]
        for day, count in _spread(times, today, filters + area)
    )


def _found(slugs: dict[str, dict[str, int]], today: date) -> Iterator[FoundCount]:
    """How often some pages were found in the last month, and for which words."""
    pks = dict(Service.objects.filter(slug__in=slugs).values_list("slug", "pk"))
    for slug, pk in pks.items():
        for words, times in slugs[slug].items():
            day = today - timedelta(days=3 + len(words) % 20)
            yield FoundCount(day=day, kind=documents.SERVICE, ref=str(pk), digest=digest_of(words), times=times)


def _words(words: str, times: int, in_vain: int, today: date) -> Iterator[SearchCount]:
    for number, (day, count) in enumerate(_spread(times, today, words)):
        longest = SLOW + 340 if number == 0 and words == "personal assistant" else 9 + (number * 7 + len(words)) % 30
        yield SearchCount(
            day=day,
            digest=digest_of(words),
            engine=copies.EMBEDDED,
            words=words if times >= FEWEST else "",
            times=count,
            in_vain=min(count, round(count * in_vain / times)),
            milliseconds=count * 8 + longest,
            slowest=longest,
            slow=int(longest >= SLOW),
            missed=0,
        )


def _spread(times: int, today: date, seed: str) -> Iterator[tuple[date, int]]:
    """So many in the last month, fewer in the ones before, on different days for different words."""
    for month in range(MONTHS):
        left = max(1, round(times * (MONTHS - month / 2) / MONTHS))
        days = max(1, min(left, 1 + len(seed) % 6))
        for number in range(days):
            day = today - timedelta(days=1 + month * 30 + (len(seed) * 3 + number * 5) % DAYS)
            yield day, left // days + (number < left % days)
