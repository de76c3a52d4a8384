"""`python -m benchmarks.statement [--rounds 7] [--requests 20]`: money pages at 100,000 postings and at 1,000.

Two people in one database ask for the real pages, in turn, one request each: the first page (the balance, what happened
lately) and the first page of the statement. Once with everything in this month, which is the harder, and once with ten
years of it against one. A ratio of 1.2 means: 12 ms where the person with 1,000 postings waits 10.
"""

from __future__ import annotations

import argparse
from statistics import median
from typing import Any

from benchmarks import contests

GOAL = 1.2


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--requests", type=int, default=20, help="of each person for each page in a round")
    options = parser.parse_args()
    report(contests.held("statement", options.rounds, options.requests, **contests.TEST_SITE))


def report(found: list[dict[str, Any]]) -> None:
    print(f"\n{'':58}{'1,000 ms':>9}{'100,000 ms':>11}{'ratio':>7}")
    for one in found:
        one["ratio"] = round(median(one["ratios"]), 3)
        one["better"] = "lower"
        if one.pop("counts"):
            one["goal"] = GOAL
        print(f"{one['name']:58}{median(one['few_ms']):9.1f}{median(one['many_ms']):11.1f}{one['ratio']:7.2f}")
    contests.keep("statement", found)


if __name__ == "__main__":
    main()
