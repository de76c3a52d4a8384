"""`python -m benchmarks.search [--size 20000] [--rounds 300]`: a search page, against SQLite's FTS5 in the same run.

A page is words (8 in 100 of them rare), filters, a circle, the exact total, the counts of five groups and the first 20.
Both sides answer the same questions in turn, warm, from one client; the totals have to agree.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from benchmarks.fts5 import Question

FOLDER = Path(__file__).resolve().parent.parent / "var" / "bench-search"
RARE = 0.08  # of the words asked for
WARM_UP = 20
GOALS = {20_000: (0.25, 0.06), 200_000: (0.15, 0.04)}


def start() -> None:
    """A database and an index of our own, whatever the settings say."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    os.environ |= {
        "DATABASE_URL": f"sqlite:///{FOLDER / 'waymark.sqlite3'}",
        "SEARCH_DIR": str(FOLDER / "index"),
        "SEARCH_URL": "",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    os.environ.setdefault("SECRET_KEY", "only for a benchmark")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


class Contest:
    """The same questions to our page, to our engine alone, and to the reference."""

    def __init__(self, size: int) -> None:
        from benchmarks.fts5 import Fts5
        from benchmarks.services import Maker
        from search import index, push
        from search.engines.choice import embedded

        self.size = size
        self.reference = Fts5(FOLDER / "fts5.sqlite3")
        self.seconds = {
            "reference filled": timed(lambda: self.reference.fill(Maker().documents(size))),
            "truth filled": timed(lambda: index.put_many(Maker().documents(size))),
            "embedded built": timed(push.drain),
            "embedded rebuilt": timed(push.rebuild),
        }
        self.maker = Maker(seed=7)
        self.engine = embedded()
        self.taken: dict[str, list[float]] = {"page": [], "engine": [], "reference": []}
        self.differ = 0

    def question(self) -> Question:
        from benchmarks.fts5 import Question
        from benchmarks.services import GROUPS

        maker, roll = self.maker, self.maker.random
        words = (
            maker.rare_word() if roll.random() < RARE else maker.common_word() for _ in range(roll.choice((1, 1, 2)))
        )
        chosen = roll.sample(sorted(GROUPS), roll.choice((0, 1, 1, 2)))
        return Question(
            words=tuple(dict.fromkeys(words)),
            facets={group: maker.choices(group, 2) for group in chosen},
            point=maker.point() if roll.random() < 0.8 else None,
            miles=roll.choice((2.0, 5.0, 10.0, 10.0, 20.0)),
        )

    def round(self, number: int) -> None:
        """All three in turn, in both orders; the first rounds only warm up."""
        question = self.question()
        turns = self.turns(question)
        totals, times = {}, {}
        for name in list(turns) if number % 2 else reversed(turns):
            started = time.perf_counter()
            totals[name] = turns[name]()
            times[name] = time.perf_counter() - started
        if number < 0:
            return
        self.differ += totals["engine"] != totals["reference"]
        for name, spent in times.items():
            self.taken[name].append(spent)

    def turns(self, question: Question) -> dict[str, Callable[[], int]]:
        from benchmarks.services import GROUPS, TODAY
        from search import query
        from search.places import Near

        near = Near("here", *question.point) if question.point else None
        words = " ".join(question.words)
        asked = query.Query(words, near, question.miles, facets=question.facets, today=TODAY)
        return {
            "page": lambda: query.search(asked).total,
            "engine": lambda: self.engine.search(query.engine_query(asked, self.engine.name)).total,
            "reference": lambda: self.reference.page(question, tuple(GROUPS)),
        }


def measure(size: int, rounds: int) -> dict[str, Any]:
    contest = Contest(size)
    for number in range(-WARM_UP, rounds):
        contest.round(number)
    said = {"size": size, "rounds": rounds, "totals that differ": contest.differ, "seconds": contest.seconds}
    return said | figures(contest.taken)


def timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return round(time.perf_counter() - started, 2)


def figures(taken: dict[str, list[float]]) -> dict[str, Any]:
    spread = {
        name: {"p50_ms": median(times) * 1000, "p95_ms": quantiles(times, n=20)[-1] * 1000}
        for name, times in taken.items()
    }
    base = spread["reference"]
    ratios = {
        name: {"p50": spread[name]["p50_ms"] / base["p50_ms"], "p95": spread[name]["p95_ms"] / base["p95_ms"]}
        for name in ("page", "engine")
    }
    return {"times": spread, "ratios": ratios}


def show(result: dict[str, Any]) -> None:
    times, ratios = result["times"], result["ratios"]
    print(f"\nSearch page over {result['size']:,} services, {result['rounds']} questions")
    print(f"{'':34}{'p50 ms':>9}{'p95 ms':>9}{'p50 ratio':>11}{'p95 ratio':>11}")
    names = {
        "reference": "SQLite FTS5, as an ORM would",
        "engine": "our engine call alone",
        "page": "our whole search()",
    }
    for key, name in names.items():
        p50, p95 = (ratios.get(key, {"p50": 1, "p95": 1})[p] for p in ("p50", "p95"))
        print(f"{name:34}{times[key]['p50_ms']:9.2f}{times[key]['p95_ms']:9.2f}{p50:11.3f}{p95:11.3f}")
    if goal := GOALS.get(result["size"]):
        print(f"{'goal for the whole search()':52}{goal[0]:11.3f}{goal[1]:11.3f}")
    built = result["seconds"]
    print(f"built: {built}; rebuild is {built['embedded rebuilt'] / built['reference filled']:.2f} of FTS5's own")
    print(f"totals that differ from FTS5's: {result['totals that differ']} of {result['rounds']}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=300)
    options = parser.parse_args()
    start()
    result = measure(options.size, options.rounds)
    show(result)
    (FOLDER.parent / f"bench-search-{options.size}.json").write_text(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
