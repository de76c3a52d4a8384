"""The commissioner's picture: what there is beside what is asked for. Each part is asked for once."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from marketplace.queries import demand, hourly, supply
from marketplace.queries.demand import Asked, Period
from marketplace.queries.hourly import Hourly
from marketplace.queries.supply import Supply, Towns
from search import statistics
from search.statistics import Need

YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Picture:
    day: date

    @property
    def period(self) -> Period:
        return demand.year_to(self.day)

    @property
    def searched_since(self) -> date:
        return self.day - YEAR

    @cached_property
    def towns(self) -> Towns:
        return Towns()

    @cached_property
    def supply(self) -> Supply:
        return supply.now(self.towns, self.day)

    @cached_property
    def asked(self) -> Asked:
        return demand.asked(self.period, self.supply, self.towns, {*self.supply.places, *self.unmet_at})

    @cached_property
    def searches(self) -> Counter[str]:
        return demand.searches(self.searched_since, self.supply)

    @cached_property
    def unmet_at(self) -> Counter[str]:
        return demand.unmet_at(self.searched_since, self.towns)

    @cached_property
    def unmet(self) -> list[tuple[str, str, list[Need]]]:
        """By words, by filter and by area: each in groups of five or more of its own."""
        since = self.searched_since
        return [
            ("Words that found nothing", "Words", statistics.unmet_words(since)),
            ("Filters that were on", "Filter", statistics.unmet_filters(since)),
            ("Where it was looked for", "Around", statistics.unmet_areas(since)),
        ]

    @cached_property
    def hourly(self) -> list[Hourly]:
        return hourly.prices(self.supply, self.day)
