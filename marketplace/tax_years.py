"""The tax year of people who are taxed by themselves: 6 April to 5 April. Pure.

Source: Income Tax Act 2007, section 4: a tax year begins on 6 April and ends on the following 5 April.
"""

from dataclasses import dataclass
from datetime import date

FIRST_MONTH, FIRST_DAY = 4, 6


@dataclass(frozen=True)
class TaxYear:
    """The one that begins in April of `year`."""

    year: int

    @property
    def first_day(self) -> date:
        return date(self.year, FIRST_MONTH, FIRST_DAY)

    @property
    def last_day(self) -> date:
        return date(self.year + 1, FIRST_MONTH, FIRST_DAY - 1)

    @property
    def words(self) -> str:
        """2026 to 2027"""
        return f"{self.year} to {self.year + 1}"

    @property
    def months(self) -> list[tuple[date, date]]:
        """First and last day of each part: calendar months, of which April is cut in two."""
        starts = [self.first_day, *[self._first_of(number) for number in range(1, 13)]]
        ends = [date.fromordinal(start.toordinal() - 1) for start in starts[1:]]
        return list(zip(starts, [*ends, self.last_day], strict=True))

    def _first_of(self, after: int) -> date:
        months = FIRST_MONTH - 1 + after
        return date(self.year + months // 12, months % 12 + 1, 1)


def of(on: date) -> TaxYear:
    begun = (on.month, on.day) >= (FIRST_MONTH, FIRST_DAY)
    return TaxYear(on.year if begun else on.year - 1)
