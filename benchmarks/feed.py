"""`python -m benchmarks.feed [--services 250] [--rounds 7] [--requests 10]`: the directory's data against hello-world.

One page of 100 services of the open feed, and one service's page for people, both worked out anew for each request,
against an answer of one word through the same site in the same round. A ratio of 0.05 means: 20 ms where hello-world
takes 1. Queries are counted too: the same for a page of 1 and of 100, and at most 12 for a service's page.
"""

from __future__ import annotations

import argparse
from statistics import median
from typing import Any

from benchmarks import contests


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--services", type=int, default=250)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--requests", type=int, default=10, help="of each address in a round")
    options = parser.parse_args()
    report(contests.held("feed", options.services, options.rounds, options.requests, **contests.TEST_SITE))


def report(found: list[dict[str, Any]]) -> None:
    print(f"\n{'':46}{'hello ms':>9}{'ours ms':>9}{'ratio':>8}{'queries':>9}")
    for one in found:
        one["ratio"] = round(median(one["ratios"]), 4)
        hello, ours = median(one["hello_ms"]), median(one["ours_ms"])
        print(f"{one['name']:46}{hello:9.2f}{ours:9.2f}{one['ratio']:8.3f}{one['queries']:9}")
    found += [counted(one) for one in found if one["most_queries"]]
    contests.keep("feed", found)


def counted(one: dict[str, Any]) -> dict[str, Any]:
    name = f"{one['name']}, queries of {one['most_queries']}"
    return {"name": name, "ratio": one["queries"] / one["most_queries"], "goal": 1.0, "better": "lower"}


if __name__ == "__main__":
    main()
