"""One contest of `benchmarks.search`, in a process of its own: `python -m benchmarks.search_contest SIZE ROUNDS`.

A page is words (8 in 100 of them rare), filters, a circle, the exact total, the counts of five groups and the first 20.
All sides answer the same questions in turn, warm, from one client; the totals have to agree. Elasticsearch answers them
too where WAYMARK_BENCH_ELASTICSEARCH says where one is (`make bench` starts it).
"""

from __future__ import annotations

import gc
import json
import os
import shutil
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.fts5 import Question

FOLDER = Path(__file__).resolve().parent.parent / "var" / "bench-search"
RARE = 0.08  # of the words asked for
WARM_UP = 20
SERVER = os.environ.get("WAYMARK_BENCH_ELASTICSEARCH", "")


def start() -> None:
    """A database and an index of our own, whatever the settings say."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    os.environ |= {
        "DATABASE_URL": f"sqlite:///{FOLDER / 'waymark.sqlite3'}",
        "SEARCH_DIR": str(FOLDER / "index"),
        "SEARCH_URL": f"{SERVER}/bench" if SERVER else "",
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
        from search.engines.choice import embedded, writers

        self.size = size
        self.reference = Fts5(FOLDER / "fts5.sqlite3")
        self.seconds = {
            "reference filled": timed(lambda: self.reference.fill(Maker().documents(size))),
            "truth filled": timed(lambda: index.put_many(Maker().documents(size))),
        }
        for engine in writers():
            self.seconds[f"{engine.name} built"] = timed(partial(push._drain, engine))
            self.seconds[f"{engine.name} rebuilt"] = timed(partial(push._rebuild, engine))
        self.maker = Maker(seed=7)
        self.engine = embedded()
        self.server = writers()[1] if SERVER else None
        self.taken: dict[str, list[float]] = {"page": [], "engine": [], "reference": [], "server": [], "took": []}
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
        if self.server:
            self.taken["took"].append(self.took)

    def turns(self, question: Question) -> dict[str, Callable[[], int]]:
        from benchmarks.services import GROUPS, TODAY
        from search import query
        from search.places import Near

        def server() -> int:
            assert self.server
            answer = self.server.search(query.engine_query(asked, self.server.name))
            self.took = answer.engine_ms / 1000
            return answer.total

        near = Near("here", *question.point) if question.point else None
        words = " ".join(question.words)
        asked = query.Query(words, near, question.miles, facets=question.facets, today=TODAY)
        return {
            "page": lambda: query._search(asked, self.engine).total,
            "engine": lambda: self.engine.search(query.engine_query(asked, self.engine.name)).total,
            "reference": lambda: self.reference.page(question, tuple(GROUPS)),
        } | ({"server": server} if self.server else {})

    def seconds_until_seen(self) -> float:
        """From the commit of an edit to the first search that finds it, with the push between."""
        from dataclasses import replace

        from benchmarks.services import TODAY, Maker
        from search import index, push, query

        first = next(Maker().documents(1))
        started = time.perf_counter()
        index.put(replace(first, title="Zzyzx"))
        push._drain(self.engine)
        assert query._search(query.Query("zzyzx", today=TODAY), self.engine).total == 1
        return time.perf_counter() - started


def timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return round(time.perf_counter() - started, 2)


def spread(times: list[float]) -> dict[str, float]:
    return {"p50_ms": median(times) * 1000, "p95_ms": quantiles(times, n=20)[-1] * 1000}


def main() -> None:
    size, rounds = map(int, sys.argv[1:3])
    start()
    contest = Contest(size)
    gc.collect()
    gc.freeze()  # as the web server does (config/gunicorn.py)
    for number in range(-WARM_UP, rounds):
        contest.round(number)
    said = {
        "size": size,
        "rounds": rounds,
        "totals that differ": contest.differ,
        "seconds": contest.seconds,
        "seconds until seen": contest.seconds_until_seen(),
        "times": {name: spread(times) for name, times in contest.taken.items() if times},
    }
    print(json.dumps(said))


if __name__ == "__main__":
    main()
