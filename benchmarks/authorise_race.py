"""`python -m benchmarks.authorise_race [--rounds 7]`: 50 authorisations race for one balance that is enough for 25.

Fifty processes, each with a connection of its own, ask at the same moment. Every round must come out exactly: 25 are
approved, nothing is left, all of it is held. The figure is how long the slowest waited, in the median round, to 500 ms:
a ratio of 0.4 means 200 ms.
"""

from __future__ import annotations

import argparse
from statistics import median
from typing import Any

from benchmarks import contests

MOST_MS = 500


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    report(contests.held("authorise_race", options.rounds, **contests.SITE))


def report(found: list[dict[str, Any]]) -> None:
    print(f"\n{'':52}{'median ms':>10}{'slowest ms':>11}{'goal':>7}")
    for one in found:
        slowest = median(one["slowest_ms"])
        one |= {"ratio": round(slowest / MOST_MS, 3), "goal": 1, "better": "lower"}
        print(f"{one['name']:52}{median(one['median_ms']):10.0f}{slowest:11.0f}{MOST_MS:7}")
    contests.keep("authorise_race", found)


if __name__ == "__main__":
    main()
