"""One database: the import and the bare writing take turns. Run by `benchmarks.imports`."""

from __future__ import annotations

import csv
import io
import json
import sys
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - after django.setup()
from django.db import transaction  # noqa: E402

from directory.models import (  # noqa: E402
    Location,
    Organisation,
    Phone,
    Schedule,
    Service,
    ServiceAtLocation,
    Taxonomy,
    TaxonomyTerm,
)

BATCH = 500
HEADING = ["ref", "name", "run_by", "about", "web", "address", "postcode", "lat", "lon", "tel", "mon", "tue"]
MAPPING = """
source = "{source}"
source_id = ["ref"]
confirmed_as = "A benchmark"
confirmed_on = 2026-05-01
publish = true
[columns]
"organisation.name" = "run_by"
"service.name" = "name"
"service.description" = "about"
"service.url" = "web"
"location.address" = "address"
"location.postcode" = "postcode"
"location.latitude" = "lat"
"location.longitude" = "lon"
"phone.number" = "tel"
[hours]
MO = "mon"
TU = "tue"
[[terms]]
taxonomy = "topic"
slug = "clubs"
name = "Clubs"
"""


def main(vendor: str, rounds: int, rows: int) -> None:
    call_command("migrate", verbosity=0)
    taxonomy, _ = Taxonomy.objects.get_or_create(slug="topic", defaults={"name": "Topic", "description": ""})
    TaxonomyTerm.objects.get_or_create(taxonomy=taxonomy, slug="clubs", defaults={"name": "Clubs"})
    found: dict[str, Any] = {"name": f"{vendor}, {rows:,} services", "ratios": []}
    found |= {"ours_per_second": [], "bare_per_second": []}
    with TemporaryDirectory() as folder:
        for number in range(rounds):
            sides: list[tuple[str, Callable[[Path, str], None]]] = [("ours", ours), ("bare", bare)]
            for name, side in sides if number % 2 else reversed(sides):
                source = f"{name}-{number}"
                path = written(Path(folder) / f"{source}.csv", rows, source)
                started = time.perf_counter()
                side(path, source)
                found[f"{name}_per_second"].append(rows / (time.perf_counter() - started))
                assert Service.objects.filter(source=source).count() == rows
            found["ratios"].append(found["ours_per_second"][-1] / found["bare_per_second"][-1])
    print(json.dumps(found))


def written(path: Path, rows: int, source: str) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADING)
        writer.writerows(row(number, source) for number in range(rows))
    return path


def row(number: int, source: str) -> list[str]:
    about = "Company, a hot drink and something to do, in words that somebody wrote for everybody who lives near. "
    where = [f"{number} High Street, Alderford", "AM3 2QT", "52.1", "-1.2"]
    name = f"{source} club {number}"
    times = ["09:00-12:30,13:30-17:00", "10:00-12:00"]
    site = f"https://club.example/{number}"
    return [f"c{number}", name, f"Group {number // 10}", about * 3, site, *where, "01632 960210", *times]


def ours(path: Path, source: str) -> None:
    mapping = path.with_suffix(".toml")
    mapping.write_text(MAPPING.replace("{source}", source))
    call_command("import_services", str(path), "--mapping", str(mapping), stdout=io.StringIO())


def bare(path: Path, source: str) -> None:
    term = TaxonomyTerm.objects.get(taxonomy__slug="topic", slug="clubs")
    groups: dict[str, Organisation] = {}
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        while batch := list(islice(rows, BATCH)):
            with transaction.atomic():
                _write(batch, source, groups, term)


def _write(batch: list[dict[str, str]], source: str, groups: dict[str, Organisation], term: TaxonomyTerm) -> None:
    new = {one["run_by"]: one for one in batch if one["run_by"] not in groups}
    made = [Organisation(source=source, source_id=name, name=name, slug=f"{source}-{name}"[:100]) for name in new]
    groups.update({one.name: one for one in Organisation.objects.bulk_create(made)})
    services = Service.objects.bulk_create(_service(one, source, groups) for one in batch)
    places = Location.objects.bulk_create(_place(one, source) for one in batch)
    ServiceAtLocation.objects.bulk_create(
        ServiceAtLocation(service=service, location=place) for service, place in zip(services, places, strict=True)
    )
    Schedule.objects.bulk_create(
        made for service, one in zip(services, batch, strict=True) for made in _times(service, one)
    )
    Phone.objects.bulk_create(
        Phone(service=service, number=one["tel"]) for service, one in zip(services, batch, strict=True)
    )
    through = Service.terms.through
    through._default_manager.bulk_create(
        through(service_id=service.pk, taxonomyterm_id=term.pk) for service in services
    )


def _service(one: dict[str, str], source: str, groups: dict[str, Organisation]) -> Service:
    return Service(
        source=source,
        source_id=one["ref"],
        organisation=groups[one["run_by"]],
        name=one["name"],
        slug=f"{source}-{one['ref']}",
        description=one["about"],
        url=one["web"],
        status="published",
        confirmed_as="A benchmark",
        confirmed_on="2026-05-01",
    )


def _place(one: dict[str, str], source: str) -> Location:
    point = {"latitude": float(one["lat"]), "longitude": float(one["lon"])}
    return Location(source=source, source_id=one["ref"], address_1=one["address"], postcode=one["postcode"], **point)


def _times(service: Service, one: dict[str, str]) -> Iterator[Schedule]:
    for day, text in (("MO", one["mon"]), ("TU", one["tue"])):
        for span in text.split(","):
            opens, closes = span.split("-")
            yield Schedule(service=service, byday=day, opens_at=opens, closes_at=closes)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
