"""`python -m benchmarks.imports [--rounds 3] [--rows 2000]`: `import_services` against `csv` and `bulk_create`.

The reference writes the same rows (organisations, services, places, times, telephones, terms) in batches of 500 with
nothing checked, nothing looked for and nothing told to search. Both take turns in one database, first one then the
other, and the next round the other way about. A ratio of 0.3 means: 300 rows while the reference writes 1,000.
"""

from __future__ import annotations

import argparse
from statistics import median
from typing import Any

from benchmarks import contests

GOAL = 0.3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--rows", type=int, default=2_000, help="of each side in a round")
    options = parser.parse_args()
    report(contests.held("imports", options.rounds, options.rows, **contests.SITE))


def report(found: list[dict[str, Any]]) -> None:
    print(f"\n{'':34}{'ours/s':>9}{'bare/s':>9}{'ratio':>8}{'goal':>7}")
    for one in found:
        one["ratio"], one["goal"] = round(median(one["ratios"]), 3), GOAL
        ours, bare = median(one["ours_per_second"]), median(one["bare_per_second"])
        print(f"{one['name']:34}{ours:9.0f}{bare:9.0f}{one['ratio']:8.2f}{GOAL:7}")
    contests.keep("imports", found)


if __name__ == "__main__":
    main()
