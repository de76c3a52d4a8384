"""The services of an organisation as a sheet: a row for each, a cell for each plain field, and the version it was of.

A cell that says what it said is left alone, so what a cell cannot hold (a price with a note) stays as it is.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

from accounts import money
from design.sheets import FORMULA
from directory import cells, opening, page_fields, page_lists
from directory.cells import Wrong, shown
from directory.models import Service
from directory.page_lists import Value

PAGE, VERSION = "Page", "Version"
TEXTS = {
    "name": "Name",
    "summary": "In one sentence",
    "description": "About it",
    "how_to_apply": "How to start",
    "email": "E-mail",
    "url": "Web page",
}
PHONES, PRICES, YOUNGEST, OLDEST = "Telephone", "Prices", "From age", "To age"
HEADING = (
    PAGE,
    VERSION,
    "Name",
    "In one sentence",
    PHONES,
    "E-mail",
    "Web page",
    PRICES,
    YOUNGEST,
    OLDEST,
    *opening.NAMES,
    "How to start",
    "About it",
)
FIELDS = (*TEXTS, "phones", "prices", "ages", "hours")
MOST_WORDS, MOST_PENCE, LEAST_MINUTES, MOST_MINUTES = 120, 1_000_000, 5, 1_440
NUMBER = re.compile(r"[0-9 +()]{5,30}")
DAY = r"\d{1,2} [A-Za-z]+ \d{4}"
UNITS = {words: unit for unit, words in page_lists.UNITS.items()}
PRICE = re.compile(
    r"(?P<what>.{1,80}?)\s*:\s*(?:(?P<free>nothing to pay|free)|"
    rf"£?(?P<amount>[\d,]+(?:\.\d\d?)?) (?P<unit>{'|'.join(UNITS)}))"
    rf"(?:, shortest visit (?P<minutes>\d{{1,4}}) minutes)?(?:, travel: (?P<travel>.{{1,{MOST_WORDS}}}?))?"
    rf"(?:, from (?P<first>{DAY}))?(?:, until (?P<last>{DAY}))?",
    re.IGNORECASE,
)


def said(of: Service) -> Value:
    """What its page says of all that the sheet holds."""
    known = page_fields.of(of)
    return {key: known[key].read(of) for key in FIELDS}


def version(values: Value) -> str:
    """Begins with a letter, so that no spreadsheet takes it for a number."""
    return f"v{page_fields.version({key: values[key] for key in FIELDS})[:16]}"


def row(of: Service) -> list[str]:
    values = said(of)
    given = written(values) | {PAGE: str(of.pk), VERSION: version(values)}
    return [given[name] for name in HEADING]


def written(values: Value) -> dict[str, str]:
    """Each cell by the name of its column."""
    ages = values["ages"]
    return {
        **{label: values[key] for key, label in TEXTS.items()},
        PHONES: "; ".join(page_lists.phone_lines(values["phones"])),
        PRICES: "; ".join(page_lists.price_lines(values["prices"])),
        YOUNGEST: _figure(ages["from"]),
        OLDEST: _figure(ages["to"]),
        **dict.fromkeys(opening.NAMES, ""),
        **page_lists.week(values["hours"]),
    }


def _figure(number: int | None) -> str:
    return "" if number is None else str(number)


def plain(cell: str) -> str:
    """Without the apostrophe that we put before what a spreadsheet would run."""
    cell = cell.replace("\r\n", "\n").strip()
    return cell[1:] if cell.startswith("'") and cell[1:].lstrip().startswith(FORMULA) else cell


def is_same(cell: str, was: str) -> bool:
    return plain(cell).split() == was.split()


def phones(cell: str, held: list[Value]) -> list[Value]:
    """ "01632 960 001, office; 01632 960 002, evenings" """
    return _several(cell, held, page_lists.phone_lines, _phone)


def _phone(line: str) -> Value:
    number, _, words = (part.strip() for part in line.partition(","))
    if not NUMBER.fullmatch(number):
        raise Wrong(f"{shown(number)} is not a telephone number")
    if len(words) > MOST_WORDS:
        raise Wrong(f"{shown(words)} is longer than {MOST_WORDS} letters")
    try:
        return {"number": cells.phone(number), "words": words}
    except Wrong:  # a short number
        return {"number": number, "words": words}


def prices(cell: str, held: list[Value]) -> list[Value]:
    """ "Weekday: £21.50 an hour; Weekend: £24 an hour, shortest visit 30 minutes" """
    return _several(cell, held, page_lists.price_lines, _price)


def _price(line: str) -> Value:
    found = PRICE.fullmatch(line)
    if not found:
        raise Wrong(f"{shown(line)} is not a price like “Weekday: £21.50 an hour”. Change it on its page")
    try:
        pence = 0 if found["free"] else money.parse(found["amount"])
    except money.NotMoney:
        raise Wrong(f"{shown(line)} has no amount of money like £21.50") from None
    minutes = int(found["minutes"]) if found["minutes"] else None
    first, last = _on(found["first"]), _on(found["last"])
    if pence > MOST_PENCE:
        raise Wrong(f"{shown(line)} is more than £10,000")
    if minutes is not None and not LEAST_MINUTES <= minutes <= MOST_MINUTES:
        raise Wrong(f"{shown(line)}: a visit takes {LEAST_MINUTES} minutes to 24 hours")
    if first and last and last < first:
        raise Wrong(f"{shown(line)} ends before it begins")
    return {
        "what": found["what"],
        "pence": pence,
        "unit": UNITS[found["unit"].lower()] if found["unit"] else "hour",
        "words": "",
        "minimum": minutes,
        "travel": found["travel"] or "",
        "from": first,
        "to": last,
    }


def _on(text: str | None) -> str:
    if not text:
        return ""
    try:
        return datetime.strptime(text, "%d %B %Y").date().isoformat()  # noqa: DTZ007 - a day has no time zone
    except ValueError:
        raise Wrong(f"{shown(text)} is not a day like 1 April 2027") from None


def _several(
    cell: str, held: list[Value], lines: Callable[[list[Value]], list[str]], read: Callable[[str], Value]
) -> list[Value]:
    """A line that was there keeps all that it holds."""
    known = dict(zip(lines(held), held, strict=True))
    found: list[Value] = []
    for line in _lines(plain(cell)):
        value = known[line] if line in known else read(line)
        if value not in found:
            found.append(value)
    return found


def _lines(cell: str) -> Iterator[str]:
    return (text for part in re.split(r"[;\n]", cell) if (text := " ".join(part.split())))


def rows(services: Iterable[Service]) -> Iterator[list[Any]]:
    return (row(one) for one in services)
