"""The files of the whole directory that anybody may take: which there are, how old, and how large.

Each night's files have names of their own, which end in the beginning of their checksum. `latest.json` names those that
count, and is replaced last: so a file and its checksum always belong together, also while new ones are written.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from directory.openreferral import found, licence, shapes, told

FOLDER = "open-data"
LATEST = "latest.json"
CHUNK = 500
HEADING = (
    *("id", "kind", "name", "organisation", "description", "url", "email", "phones", "places", "postcodes"),
    *("latitude", "longitude", "areas", "opening", "costs", "about_costs", "minimum_age", "maximum_age", "who_for"),
    *("languages", "terms", "what_was_checked", "last_confirmed", "last_modified"),
)


@dataclass(frozen=True)
class File:
    """One of them: `name` is what people ask for, `stored` what it is called here."""

    name: str
    stored: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Made:
    """One night's files."""

    at: datetime
    records: int
    files: tuple[File, ...]

    def file(self, name: str) -> File | None:
        return next((one for one in self.files if one.name == name), None)

    def written(self) -> str:
        told_at = {"at": self.at.isoformat(), "records": self.records}
        return json.dumps(told_at | {"files": [asdict(one) for one in self.files]}, indent=1)


def whole(path: str) -> str:
    """As a request builds addresses."""
    return f"{settings.SITE_URL}{path}"


def folder() -> Path:
    return Path(settings.MEDIA_ROOT) / FOLDER


def latest() -> Made | None:
    """Those that count now; None before the first night."""
    try:
        kept = json.loads((folder() / LATEST).read_text())
    except FileNotFoundError:
        return None
    files = tuple(File(**one) for one in kept["files"])
    return Made(datetime.fromisoformat(kept["at"]), kept["records"], files)


def records(today: date) -> Iterator[shapes.ServiceWhole]:
    """All that is public, as the open feed tells it, in steady memory.

    Of assistants those whose approval holds tomorrow too: yesterday's file is still there for a moment after midnight,
    and nobody is in it whose approval has just ended.
    """
    for service in found.whole_services().order_by("pk").iterator(chunk_size=CHUNK):
        yield told.service(service, today, whole)
    for profile in found.whole_assistants(today + timedelta(days=1)).order_by("pk").iterator(chunk_size=CHUNK):
        yield told.assistant(profile, today, whole)


def head(at: datetime) -> dict[str, str]:
    """What the JSON file says of itself, before its services."""
    return {
        "standard": f"Open Referral UK {licence.VERSION}",
        "profile": licence.PROFILE,
        "licence": licence.NAME,
        "licence_url": licence.URL,
        "made_at": at.isoformat(timespec="seconds"),
        "from": whole("/open-data/"),
    }


def row(of: shapes.ServiceWhole) -> list[Any]:
    """One line of the spreadsheet; several of a thing are told apart by semicolons."""
    places = [at.location for at in of.service_at_locations]
    addresses = [address for place in places for address in place.addresses]
    organisation = of.organization
    phones = of.phones or (organisation.phones if organisation else [])
    point = next((place for place in places if place.latitude is not None), None)
    return [
        of.id,
        "service" if organisation else "personal assistant",
        of.name,
        organisation.name if organisation else "",
        of.description,
        of.url,
        of.email or (organisation.email if organisation else ""),
        _several(phone.number for phone in phones),
        _several(_line(address) for address in addresses),
        _several(address.postal_code for address in addresses),
        point.latitude if point else "",
        point.longitude if point else "",
        _several(area.service_area for area in of.service_areas),
        _several(
            _times(line) for line in [*of.schedules, *(one for at in of.service_at_locations for one in at.schedules)]
        ),
        _several(_cost(cost) for cost in of.cost_options),
        of.fees,
        of.minimum_age,
        of.maximum_age,
        of.eligibility_description,
        _several(language.name for language in of.languages),
        _several(one.taxonomy_term.name for one in of.attributes),
        of.accreditations,
        of.assured_date,
        of.last_modified.isoformat(timespec="seconds"),
    ]


def _several(texts: Iterator[str]) -> str:
    return "; ".join(dict.fromkeys(text for text in texts if text))


def _line(of: shapes.Address) -> str:
    return ", ".join(part for part in (of.address_1, of.city, of.region, of.postal_code) if part)


def _times(of: shapes.Schedule) -> str:
    return f"{of.byday or ''} {(of.opens_at or '')[:5]}-{(of.closes_at or '')[:5]}".strip(" -")


def _cost(of: shapes.CostOption) -> str:
    amount = "price not known" if of.amount is None else f"£{of.amount:.2f}"
    return f"{of.option}: {amount}, {of.amount_description}"
