"""The care directory as CQC publishes it: four lines above the heading, 15 columns, lists with `|` between. Made up."""

import csv
from pathlib import Path

PREAMBLE = [["CQC care directory"], ["Updated 01 May 2026"], ["Made up for tests"], []]
HEADING = [
    "Name",
    "Also known as",
    "Address",
    "Postcode",
    "Phone number",
    "Service's website (if available)",
    "Service types",
    "Date of latest check",
    "Specialisms/services",
    "Provider name",
    "Local authority",
    "Region",
    "Location URL",
    "CQC Location ID (for office use only)",
    "CQC Provider ID (for office use only)",
]


def row(name: str = "Oak House", location: str = "1-100", **changed: str) -> list[str]:
    """A care home of Acorn Care in Alderford; `changed` is by the heading's words, lower case with underscores."""
    cells = {
        "also_known_as": "",
        "address": "1 High Street, Alderford",
        "postcode": "AM3 2QT",
        "phone": "01632 960210",
        "website": "www.oak.example",
        "types": "Residential homes|Nursing homes",
        "checked": "19/May/2022 - 00:00",
        "specialisms": "Caring for adults over 65 yrs|Dementia",
        "provider": "Acorn Care Limited",
        "authority": "Aldermere",
        "region": "West Midlands",
        "url": f"https://www.cqc.org.uk/location/{location}" if location else "",
        "location": location,
        "provider_id": "1-900",
    } | changed
    return [name, *cells.values()]


def write(path: Path, *rows: list[str], updated: str = "Updated 01 May 2026") -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerows([PREAMBLE[0], [updated], *PREAMBLE[2:], HEADING, *rows])
    return path


def generated(path: Path, count: int) -> Path:
    """So many homes of a tenth as many providers."""
    return write(path, *(numbered(number) for number in range(count)))


def numbered(number: int) -> list[str]:
    inward = "ABDEFGHJLN"
    postcode = f"AM{number % 9 + 1} {number // 9 % 9 + 1}{inward[number // 81 % 10]}{inward[number // 810 % 10]}"
    return row(
        f"House {number}",
        f"1-{1000 + number}",
        postcode=postcode,
        provider=f"Provider {number // 10}",
        provider_id=f"1-9{number // 10}",
    )
