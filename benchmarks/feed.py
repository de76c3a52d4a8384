"""`python -m benchmarks.feed [--services 250] [--rounds 7] [--requests 10]`: the directory's data against hello-world.

One page of 100 services of the open feed, and one service's page for people, both worked out anew for each request,
against an answer of one word through the same site in the same round. A ratio of 0.05 means: 20 ms where hello-world
takes 1. Queries are counted too: the same for a page of 1 and of 100, and at most 12 for a service's page.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.ledger import databases

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "var" / "bench-feed"
OUT = ROOT / "var" / "benchmarks" / "feed.json"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--services", type=int, default=250)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--requests", type=int, default=10, help="of each address in a round")
    options = parser.parse_args()
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    found: list[dict[str, Any]] = []
    for vendor, url in databases(FOLDER):
        found += measured(vendor, url, options)
    report(found)


def measured(vendor: str, url: str, options: argparse.Namespace) -> list[dict[str, Any]]:
    numbers = [str(number) for number in (options.services, options.rounds, options.requests)]
    words = [sys.executable, "-m", "benchmarks.feed_contest", vendor, *numbers]
    settings = {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings"}  # the real ones, for the test client
    done = subprocess.run(words, env={**os.environ, **settings}, cwd=ROOT, stdout=subprocess.PIPE, check=True)
    return [json.loads(line) for line in done.stdout.decode().splitlines() if line.startswith("{")]


def report(found: list[dict[str, Any]]) -> None:
    print(f"\n{'':46}{'hello ms':>9}{'ours ms':>9}{'ratio':>8}{'queries':>9}")
    for one in found:
        one["ratio"] = round(median(one["ratios"]), 4)
        hello, ours = median(one["hello_ms"]), median(one["ours_ms"])
        print(f"{one['name']:46}{hello:9.2f}{ours:9.2f}{one['ratio']:8.3f}{one['queries']:9}")
    found += [counted(one) for one in found if one["most_queries"]]
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(found, indent=2))
    print(f"\nWritten to {OUT.relative_to(ROOT)}")


def counted(one: dict[str, Any]) -> dict[str, Any]:
    name = f"{one['name']}, queries of {one['most_queries']}"
    return {"name": name, "ratio": one["queries"] / one["most_queries"], "goal": 1.0, "better": "lower"}


if __name__ == "__main__":
    main()
