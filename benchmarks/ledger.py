"""`python -m benchmarks.ledger [--rounds 5] [--posts 60]`: postings through `accounts.ledger` against bare SQL.

The reference writes the same rows (transaction, posting, two balances, audit line) with nothing checked: on PostgreSQL
by one SQL function called in a loop from `psycopg`, on SQLite by the standard library's `sqlite3`. Both sides take
turns on the same tables, first one then the other, and the next round the other way about. A ratio of 0.6 means: 60
postings while the reference writes 100.
"""

from __future__ import annotations

import argparse
from statistics import median
from typing import Any

from benchmarks import contests

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
    report(contests.held("ledger", options.rounds, options.posts, **contests.SITE))


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
    contests.keep("ledger", found)


def slowest(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A line of its own for how long all but one in a hundred wait at most."""
    of = [one for one in found if one["name"] == P99_OF]
    name = f"{P99_OF}, p99 to {P99_MS} ms"
    return [{"name": name, "ratio": round(one["p99_ms"] / P99_MS, 3), "goal": 1, "better": "lower"} for one in of]


if __name__ == "__main__":
    main()
