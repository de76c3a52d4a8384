"""What a page says in several lines: read as plain values, written back, and said in words. Nothing here asks who may.

A value that was not changed keeps its row: the id of an opening time is in the open feed, and stays.
"""

from collections.abc import Callable, Iterable
from datetime import date, time
from typing import Any

from django.db.models import Model

from design.formats import day, open_hours, pounds
from directory import opening
from directory.models import (
    ClosedDay,
    CostOption,
    Eligibility,
    Language,
    Organisation,
    PersonalAssistantProfile,
    Phone,
    Schedule,
    Service,
    ServiceArea,
    TaxonomyTerm,
)
from search import places

Value = dict[str, Any]
UNITS = dict(CostOption.Unit.choices)


def keep(rows: Iterable[Any], wanted: list[Value], of: Callable[[Any], Value], make: Callable[[Value], Model]) -> None:
    """Rows that say what is wanted stay, others go, and what is missing is made."""
    missing = list(wanted)
    for row in rows:
        if (said := of(row)) in missing:
            missing.remove(said)
        else:
            row.delete()
    for value in missing:
        make(value).save()


def _iso(on: date | None) -> str:
    return on.isoformat() if on else ""


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _phone(row: Phone) -> Value:
    return {"number": row.number, "words": row.description}


def phones(of: Service | Organisation) -> list[Value]:
    return [_phone(row) for row in of.phones.all()]


def write_phones(of: Service | Organisation, wanted: list[Value]) -> None:
    owner = "service" if isinstance(of, Service) else "organisation"
    keep(
        of.phones.all(),
        wanted,
        _phone,
        lambda one: Phone(**{owner: of, "number": one["number"], "description": one["words"]}),
    )


def phone_lines(value: list[Value]) -> list[str]:
    return [", ".join(filter(None, (one["number"], one["words"]))) for one in value]


def _every_week(of: Service) -> list[Schedule]:
    """Plain weekly times. Others (each first Monday, until June) come from elsewhere and stay as they are."""
    return [
        row
        for row in of.schedules.all()
        if row.freq == "WEEKLY" and row.interval == 1 and row.opens_at and not (row.valid_from or row.valid_to)
    ]


def _times(row: Schedule) -> Value:
    assert row.opens_at and row.closes_at  # noqa: S101 - the database holds both or neither
    return {"days": opening.weekdays(row.byday), "opens": f"{row.opens_at:%H:%M}", "closes": f"{row.closes_at:%H:%M}"}


def hours(of: Service) -> list[Value]:
    return [_times(row) for row in _every_week(of)]


def write_hours(of: Service, wanted: list[Value]) -> None:
    def make(one: Value) -> Schedule:
        byday = ",".join(opening.CODES[number - 1] for number in one["days"])
        opens, closes = time.fromisoformat(one["opens"]), time.fromisoformat(one["closes"])
        return Schedule(service=of, byday=byday, opens_at=opens, closes_at=closes)

    keep(_every_week(of), wanted, _times, make)


def hour_lines(value: list[Value]) -> list[str]:
    """One line a day, in the order of the week, so that a difference shows the days that changed."""
    return [
        f"{opening.NAMES[number - 1]}: {open_hours(time.fromisoformat(opens), time.fromisoformat(closes))}"
        for number, opens, closes in sorted((n, one["opens"], one["closes"]) for one in value for n in one["days"])
    ]


def week(value: list[Value]) -> dict[str, str]:
    """ "9am to midday, 1pm to 5pm" under each day's name, as people write it. A day that is closed has none."""
    lines: dict[str, list[str]] = {}
    for line in hour_lines(value):
        name, _, times = line.partition(": ")
        lines.setdefault(name, []).append("midnight to midnight" if times == "24 hours" else times)
    return {name: ", ".join(times) for name, times in lines.items()}


def _closed(row: ClosedDay) -> Value:
    return {"from": _iso(row.first_on), "to": _iso(row.last_on), "words": row.words}


def closed(of: Service) -> list[Value]:
    return [_closed(row) for row in of.closed_days.all()]


def write_closed(of: Service, wanted: list[Value]) -> None:
    keep(
        of.closed_days.all(),
        wanted,
        _closed,
        lambda one: ClosedDay(
            service=of,
            first_on=date.fromisoformat(one["from"]),
            last_on=date.fromisoformat(one["to"]),
            words=one["words"],
        ),
    )


def closed_lines(value: list[Value]) -> list[str]:
    return [_closed_words(_day(one["from"]), _day(one["to"]), one["words"]) for one in value]


def _closed_words(first: date | None, last: date | None, words: str) -> str:
    days = day(first) if first == last else f"{day(first)} to {day(last)}"
    return f"{days}: {words}" if words else days


def _price(row: CostOption) -> Value:
    return {
        "what": row.option,
        "pence": row.amount_pence,
        "unit": row.unit,
        "words": row.amount_description,
        "minimum": row.minimum_minutes,
        "travel": row.travel,
        "from": _iso(row.valid_from),
        "to": _iso(row.valid_to),
    }


def prices(of: Service) -> list[Value]:
    return [_price(row) for row in of.costs.all()]


def write_prices(of: Service, wanted: list[Value]) -> None:
    def make(one: Value) -> CostOption:
        return CostOption(
            service=of,
            option=one["what"],
            amount_pence=one["pence"],
            unit=one["unit"],
            amount_description=one["words"],
            minimum_minutes=one["minimum"],
            travel=one["travel"],
            valid_from=_day(one["from"]),
            valid_to=_day(one["to"]),
        )

    keep(of.costs.all(), wanted, _price, make)


def price_lines(value: list[Value]) -> list[str]:
    return [f"{one['what']}: {_amount(one)}{_more(one)}" for one in value]


def _amount(one: Value) -> str:
    if one["pence"] is None:
        return "ask for the price"
    return f"{pounds(one['pence'])} {UNITS[one['unit']]}" if one["pence"] else "nothing to pay"


def _more(one: Value) -> str:
    parts = [
        f"shortest visit {one['minimum']} minutes" if one["minimum"] else "",
        f"travel: {one['travel']}" if one["travel"] else "",
        f"from {day(_day(one['from']))}" if one["from"] else "",
        f"until {day(_day(one['to']))}" if one["to"] else "",
        one["words"],
    ]
    return "".join(f", {part}" for part in parts if part)


def ages(of: Service) -> Value:
    return {"from": of.minimum_age, "to": of.maximum_age}


def write_ages(of: Service, value: Value) -> None:
    of.minimum_age, of.maximum_age = value["from"], value["to"]


def age_lines(value: Value) -> list[str]:
    youngest, oldest = value["from"], value["to"]
    if youngest is not None and oldest is not None:
        return [f"Aged {youngest} to {oldest}"]
    if youngest is not None:
        return [f"Aged {youngest} or over"]
    return [f"Aged {oldest} or under"] if oldest is not None else []


def _rule(row: Eligibility) -> Value:
    return {"words": row.words, "area": row.area}


def rules(of: Service) -> list[Value]:
    return [_rule(row) for row in of.eligibilities.all()]


def write_rules(of: Service, wanted: list[Value]) -> None:
    keep(
        of.eligibilities.all(),
        wanted,
        _rule,
        lambda one: Eligibility(service=of, words=one["words"], area=one["area"], position=wanted.index(one)),
    )


def rule_lines(value: list[Value]) -> list[str]:
    return [str(Eligibility(words=one["words"], area=one["area"])) for one in value]


def terms(taxonomy: str) -> Callable[[Service], list[str]]:
    return lambda of: sorted(term.slug for term in of.terms.all() if term.taxonomy.slug == taxonomy)


def write_terms(taxonomy: str) -> Callable[[Service, list[str]], None]:
    def write(of: Service, slugs: list[str]) -> None:
        of.terms.remove(*of.terms.filter(taxonomy__slug=taxonomy))
        of.terms.add(*TaxonomyTerm.objects.filter(taxonomy__slug=taxonomy, slug__in=slugs))

    return write


def term_lines(taxonomy: str) -> Callable[[list[str]], list[str]]:
    return lambda slugs: list(
        TaxonomyTerm.objects.filter(taxonomy__slug=taxonomy, slug__in=slugs).values_list("name", flat=True)
    )


def _area(row: ServiceArea) -> Value:
    return {"name": row.name, "miles": row.miles}


def areas(of: Service) -> list[Value]:
    return [_area(row) for row in of.areas.all()]


def area(of: Service, name: str, at: places.Near | None, miles: int | None = None) -> ServiceArea:
    """A place that the gazetteer knows has a point to measure from; another is a whole area, found everywhere."""
    point = {"latitude": at.lat, "longitude": at.lon} if at else {}
    return ServiceArea(service=of, name=name, miles=miles, **point)


def write_areas(of: Service, wanted: list[Value]) -> None:
    known = places.find_any([one["name"] for one in wanted])
    keep(of.areas.all(), wanted, _area, lambda one: area(of, one["name"], known.get(one["name"]), one["miles"]))


def area_lines(value: list[Value]) -> list[str]:
    return [f"{one['name']}, up to {one['miles']} miles" if one["miles"] else one["name"] for one in value]


def languages(of: Service | PersonalAssistantProfile) -> list[str]:
    return sorted(language.code for language in of.languages.all())


def write_languages(of: Service | PersonalAssistantProfile, codes: list[str]) -> None:
    of.languages.set(Language.objects.filter(code__in=codes))


def language_lines(codes: list[str]) -> list[str]:
    return list(Language.objects.filter(code__in=codes).values_list("name", flat=True))
