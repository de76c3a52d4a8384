"""The rates of employing somebody, by tax year: the last version of each."""

from dataclasses import fields
from datetime import date

from accounts.employing import Rates
from accounts.models import EmploymentRates

OFFERED = 3  # the year before, this one, and the next once it is there


def figures(row: EmploymentRates) -> Rates:
    return Rates(**{each.name: getattr(row, each.name) for each in fields(Rates)})


def years() -> list[EmploymentRates]:
    """The last version of each tax year, the newest year first."""
    return latest(versions())


def latest(rows: list[EmploymentRates]) -> list[EmploymentRates]:
    """The same of `versions` that were read already."""
    last: dict[date, EmploymentRates] = {}
    for row in rows:
        last.setdefault(row.starts_on, row)
    return list(last.values())


def versions() -> list[EmploymentRates]:
    """Every version, the newest year and its newest version first."""
    return list(EmploymentRates.objects.select_related("added_by"))


def of_day(rows: list[EmploymentRates], on: date) -> EmploymentRates | None:
    """What holds on a day: the last tax year that has begun, even when its own next one is missing."""
    return next((row for row in rows if row.starts_on <= on), rows[-1] if rows else None)


def offered(rows: list[EmploymentRates], on: date) -> list[EmploymentRates]:
    """Today's first, then what is to come, then the year before."""
    now = of_day(rows, on)
    return ([now] if now else []) + [row for row in rows if row != now][: OFFERED - 1]


def missing_from(rows: list[EmploymentRates]) -> date:
    """The first day for which there are no rates. `rows` has one at least."""
    last = max(row.starts_on for row in rows)
    return last.replace(year=last.year + 1)


def has_ended(row: EmploymentRates, on: date) -> bool:
    """Its tax year is over: nobody has added the next."""
    return on >= row.starts_on.replace(year=row.starts_on.year + 1)
