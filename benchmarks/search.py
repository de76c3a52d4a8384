"""`python -m benchmarks.search [--sizes 20000 200000] [--rounds 300]`: search against SQLite's FTS5 in the same run.

And what our own code adds to Elasticsearch's time, how soon an edit is seen, a rebuild, a results page over HTTP
against an empty one on the same server, and the memory that search costs a web process.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "var" / "benchmarks" / "search.json"
GOALS = {20_000: (0.25, 0.06), 200_000: (0.15, 0.04)}
BARE = {20_000: (0.16, 0.026), 200_000: (0.083, 0.018)}  # of Tantivy alone on such work, for comparison

Line = dict[str, Any]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[20_000, 200_000])
    parser.add_argument("--rounds", type=int, default=300)
    options = parser.parse_args()
    lines: list[Line] = []
    results = [contest(size, options.rounds) for size in options.sizes]
    for result in results:
        show(result)
        lines += of_size(result)
    lines += of_growth(results)
    served = apart("benchmarks.search_served")
    lines += served["lines"]
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps({"lines": lines, "results": results, "served": served}, indent=2))


def contest(size: int, rounds: int) -> dict[str, Any]:
    return apart("benchmarks.search_contest", str(size), str(rounds))


def apart(module: str, *words: str) -> dict[str, Any]:
    """In a process of its own: the last line that it prints."""
    done = subprocess.run([sys.executable, "-m", module, *words], cwd=ROOT, stdout=subprocess.PIPE, check=True)
    said: dict[str, Any] = json.loads(done.stdout.decode().splitlines()[-1])
    return said


def of_size(result: dict[str, Any]) -> list[Line]:
    size, times, seconds = result["size"], result["times"], result["seconds"]
    goal50, goal95 = GOALS.get(size, (None, None))
    base = times["reference"]
    lines = [
        line(f"{size:,}: whole search() to FTS5, p50", times["page"]["p50_ms"] / base["p50_ms"], goal50),
        line(f"{size:,}: whole search() to FTS5, p95", times["page"]["p95_ms"] / base["p95_ms"], goal95),
        line(f"{size:,}: our engine call to FTS5, p50", times["engine"]["p50_ms"] / base["p50_ms"]),
        line(f"{size:,}: our engine call to FTS5, p95", times["engine"]["p95_ms"] / base["p95_ms"]),
        line(f"{size:,}: rebuild to FTS5's own", seconds["embedded rebuilt"] / seconds["reference filled"], 3),
        line(f"{size:,}: seconds from edit to seen", result["seconds until seen"], 1),
        line(f"{size:,}: totals that differ from FTS5's", result["totals that differ"]),
    ]
    if "server" in times:
        ours = times["server"]["p50_ms"] - times["took"]["p50_ms"]
        lines.append(line(f"{size:,}: ms beyond Elasticsearch's own, p50", ours, 15))
    return lines


def of_growth(results: list[dict[str, Any]]) -> list[Line]:
    if len(results) < 2:
        return []
    few, many = results[0], results[-1]
    growth = many["times"]["page"]["p95_ms"] / few["times"]["page"]["p95_ms"]
    return [line(f"growth of p95 for {many['size'] / few['size']:.0f} times the data", growth, 6)]


def line(name: str, ratio: float, goal: float | None = None) -> Line:
    return {"name": name, "ratio": round(ratio, 4), "better": "lower", **({"goal": goal} if goal else {})}


def show(result: dict[str, Any]) -> None:
    names = {
        "reference": "SQLite FTS5, as an ORM would",
        "engine": "our engine call alone",
        "page": "our whole search()",
        "server": "Elasticsearch, our call",
        "took": "Elasticsearch's own time",
    }
    print(f"\nSearch over {result['size']:,} services, {result['rounds']} questions")
    print(f"{'':34}{'p50 ms':>9}{'p95 ms':>9}")
    for key, name in names.items():
        if key in result["times"]:
            print(f"{name:34}{result['times'][key]['p50_ms']:9.2f}{result['times'][key]['p95_ms']:9.2f}")
    if bare := BARE.get(result["size"]):
        print(f"Tantivy alone was {bare[0]} and {bare[1]} of FTS5 when tried.")
    print(f"seconds: {result['seconds']}", flush=True)


if __name__ == "__main__":
    main()
