"""`python -m benchmarks.statement [--rounds 7] [--requests 20]`: money pages at 100,000 postings and at 1,000.

Two people in one database ask for the real pages, in turn, one request each: the first page (the balance, what happened
lately) and the first page of the statement. Once with everything in this month, which is the harder, and once with ten
years of it against one. A ratio of 1.2 means: 12 ms where the person with 1,000 postings waits 10.
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
FOLDER = ROOT / "var" / "bench-statement"
OUT = ROOT / "var" / "benchmarks" / "statement.json"
GOAL = 1.2


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--requests", type=int, default=20, help="of each person for each page in a round")
    options = parser.parse_args()
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    found: list[dict[str, Any]] = []
    for vendor, url in databases(FOLDER):
        found += measured(vendor, url, options)
    report(found)


def measured(vendor: str, url: str, options: argparse.Namespace) -> list[dict[str, Any]]:
    words = [sys.executable, "-m", "benchmarks.statement_contest", vendor, str(options.rounds), str(options.requests)]
    settings = {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings"}  # the real ones, for the test client
    done = subprocess.run(words, env={**os.environ, **settings}, cwd=ROOT, stdout=subprocess.PIPE, check=True)
    return [json.loads(line) for line in done.stdout.decode().splitlines() if line.startswith("{")]


def report(found: list[dict[str, Any]]) -> None:
    print(f"\n{'':58}{'1,000 ms':>9}{'100,000 ms':>11}{'ratio':>7}")
    for one in found:
        one["ratio"] = round(median(one["ratios"]), 3)
        one["better"] = "lower"
        if one.pop("counts"):
            one["goal"] = GOAL
        print(f"{one['name']:58}{median(one['few_ms']):9.1f}{median(one['many_ms']):11.1f}{one['ratio']:7.2f}")
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(found, indent=2))
    print(f"\nWritten to {OUT.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
