"""`python -m benchmarks.authorise_race [--rounds 7]`: 50 authorisations race for one balance that is enough for 25.

Fifty processes, each with a connection of its own, ask at the same moment. Every round must come out exactly: 25 are
approved, nothing is left, all of it is held. The figure is how long the slowest waited, in the median round, to 500 ms:
a ratio of 0.4 means 200 ms.
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
FOLDER = ROOT / "var" / "bench-authorise-race"
OUT = ROOT / "var" / "benchmarks" / "authorise_race.json"
MOST_MS = 500


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    report([measured(vendor, url, options.rounds) for vendor, url in databases(FOLDER)])


def measured(vendor: str, url: str, rounds: int) -> dict[str, Any]:
    words = [sys.executable, "-m", "benchmarks.authorise_race_contest", vendor, str(rounds)]
    settings = {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings", "SECRET_KEY": "for a benchmark"}
    done = subprocess.run(words, env={**os.environ, **settings}, cwd=ROOT, stdout=subprocess.PIPE, check=True)
    found: dict[str, Any] = json.loads(done.stdout.decode().splitlines()[-1])
    return found


def report(found: list[dict[str, Any]]) -> None:
    print(f"\n{'':52}{'median ms':>10}{'slowest ms':>11}{'goal':>7}")
    for one in found:
        slowest = median(one["slowest_ms"])
        one |= {"ratio": round(slowest / MOST_MS, 3), "goal": 1, "better": "lower"}
        print(f"{one['name']:52}{median(one['median_ms']):10.0f}{slowest:11.0f}{MOST_MS:7}")
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(found, indent=2))
    print(f"\nWritten to {OUT.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
