"""The rest of the county: two sheets that a person can edit, and what services of one sort have in common.

`county/organisations.csv` and `county/services.csv` have a line each; a service's column `like` names a pattern of
`county/patterns.toml`. What comes out has the shape of `organisations.toml`.
"""

import csv
import tomllib
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "county"
REACH = {"goes-out": "county", "anywhere": "anywhere"}


def organisations() -> list[dict[str, Any]]:
    """Each with its services, in the order of the sheets."""
    patterns = tomllib.loads((FOLDER / "patterns.toml").read_text())
    offered: dict[str, list[dict[str, Any]]] = {}
    for row in read("services"):
        offered.setdefault(row["organisation"], []).append(service(row, patterns[row["like"]]))
    return [organisation(row, offered[row["name"]]) for row in read("organisations")]


def people_of_the_year() -> list[dict[str, Any]]:
    """The eight residents of `county/year.toml`."""
    return tomllib.loads((FOLDER / "year.toml").read_text())["resident"]


def read(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(newline="") as sheet:
        return list(csv.DictReader(sheet))


def organisation(row: dict[str, str], services: list[dict[str, Any]]) -> dict[str, Any]:
    told = {name: value for name, value in row.items() if value}
    return {**told, "service": services}


def service(row: dict[str, str], pattern: dict[str, Any]) -> dict[str, Any]:
    made = {**pattern, "name": row["name"], "text": row["text"], "hours": row["hours"].split("; ")}
    if row["pounds"] != "free":
        amount, unit = row["pounds"].split(" ")
        made["pounds"] = [float(amount), unit]
    if row["reach"]:
        made[REACH[row["reach"]]] = True
    return made
