"""Tables and charts of the commissioner's desk."""

from collections.abc import Callable
from typing import Any

from design.components import Cell, Column, Table
from design.formats import pounds
from directory.free_times import join
from marketplace.queries.picture import Picture
from marketplace.queries.supply import ASSISTANTS, ELSEWHERE
from marketplace.spreads import Spread

HIDDEN = "Fewer than 5, or hidden"  # what would give a small count away is hidden too
KIND = Column("Kind of support", header=True)
STEPS = ("Lowest", "A quarter below", "Middle", "Three quarters below", "Highest")


def number(count: int | None) -> str:
    return HIDDEN if count is None else f"{count:,}"


def searched(picture: Picture) -> list[tuple[str, int, str]]:
    """A chart: searches by kind, the most first."""
    return [
        (picture.supply.kinds[kind], times, f"{times:,} searches") for kind, times in picture.searches.most_common()
    ]


def kinds(picture: Picture) -> Table:
    """Every kind, the most searched for first."""
    supply, people = picture.supply, picture.asked.people
    columns = [
        KIND,
        Column("There are", numeric=True),
        Column("With a price to book", numeric=True),
        Column("Searches", numeric=True),
        Column("People who asked to book", numeric=True),
    ]
    order = sorted(supply.kinds, key=lambda kind: (-picture.searches[kind], supply.kinds[kind]))
    rows = [
        [
            supply.kinds[kind],
            number(len(supply.of_kind.get(kind, ()))),
            number(supply.on_sale.get(kind, 0)),
            number(picture.searches[kind] or None),
            number(people.rows[kind]) if kind in people.rows else "None can be booked",
        ]
        for kind in order
    ]
    return Table("By kind of support", columns, rows, hide_caption=True)


def places(picture: Picture) -> Table:
    supply, people = picture.supply, picture.asked.people
    columns = [
        Column("Place", header=True),
        Column("Services", numeric=True),
        Column("Personal assistants", numeric=True),
        Column("Searches that found nothing", numeric=True),
        Column("People who asked to book", numeric=True),
    ]
    rows = [
        [
            place,
            number(supply.services_at(place)) if place != ELSEWHERE else "",
            number(supply.count(ASSISTANTS, place)) if place != ELSEWHERE else "",
            number(picture.unmet_at[place] or None),
            number(people.columns[place]),
        ]
        for place in people.columns
    ]
    return Table("By place", columns, rows, hide_caption=True)


def gaps(picture: Picture) -> Table | None:
    """Kinds that some places have none of, those with the most searches first."""
    supply = picture.supply
    found = [(kind, supply.places_without(kind)) for kind in supply.kinds]
    found = sorted(
        ((kind, without) for kind, without in found if without),
        key=lambda each: (-picture.searches[each[0]], -len(each[1]), supply.kinds[each[0]]),
    )
    rows: list[list[Any]] = [
        [
            supply.kinds[kind],
            Cell(join(without) if len(without) < len(supply.places) else "Everywhere", reaches(picture, kind)),
            number(picture.searches[kind] or None),
        ]
        for kind, without in found
    ]
    columns = [KIND, Column("None in"), Column("Searches", numeric=True)]
    return Table("Where there is none", columns, rows, hide_caption=True) if rows else None


def reaches(picture: Picture, kind: str) -> str:
    """What is there for everybody, by telephone or across the whole area."""
    count = len(picture.supply.everywhere.get(kind, ()))
    return f"{count} by telephone, online or across the whole area" if count else ""


def not_taken(picture: Picture) -> Table | None:
    """People whose request was turned down or not answered."""
    names, counts = picture.supply.kinds, picture.asked.in_vain
    rows = [[names[kind], number(count)] for kind, count in counts.items() if count is not None]
    columns = [KIND, Column("People", numeric=True)]
    return Table("Requests that nobody took", columns, rows, hide_caption=True) if rows else None


def prices(picture: Picture) -> Table | None:
    """The spread of an hour's price, on weekdays and at weekends."""
    columns = [KIND, Column("When"), Column("Offers", numeric=True), *[Column(step, numeric=True) for step in STEPS]]
    rows = price_rows(picture)
    return Table("An hour’s price", columns, rows, hide_caption=True) if rows else None


def price_rows(picture: Picture, money: Callable[[int], Any] = pounds) -> list[list[Any]]:
    """Two for each kind, its pence said by `money`."""
    return [
        [picture.supply.kinds[one.kind], when, *_figures(found, money)]
        for one in picture.hourly
        for when, found in (("Weekday", one.weekdays), ("Weekend", one.weekends))
    ]


def _figures(found: Spread | None, money: Callable[[int], Any]) -> list[Any]:
    if found is None:
        return [HIDDEN, *[""] * len(STEPS)]
    steps = (found.lowest, found.quarter, found.middle, found.three_quarters, found.highest)
    return [found.offers, *map(money, steps)]


def middles(picture: Picture) -> list[tuple[str, int, str]]:
    """A chart: the middle price of an hour on a weekday, with the lowest and highest in words."""
    found = [(picture.supply.kinds[one.kind], one.weekdays) for one in picture.hourly]
    return [
        (name, one.middle, f"{pounds(one.middle)} in the middle, from {pounds(one.lowest)} to {pounds(one.highest)}")
        for name, one in found
        if one
    ]
