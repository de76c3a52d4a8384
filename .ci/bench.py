"""`make bench`: every benchmark under benchmarks/, one after another, and one table of their ratios at the end.

A benchmark is a module with a `main()`, run as `python -m benchmarks.<name>` without arguments. In one run it times
itself and a reference, prints what it likes, and writes var/benchmarks/<name>.json: a list of lines, or an object whose
"lines" is that list. A line has "name", "ratio" (ours to the reference), and where there is one "goal" and "better":
"higher" (the default) or "lower".
"""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import search_server
from steps import BIN, ROOT, say

OUT = ROOT / "var" / "benchmarks"
MAIN = re.compile(r"^def main\(", re.MULTILINE)
PART = ("_contest", "_served")  # of another benchmark, which runs it


def benchmarks(only: list[str]) -> list[str]:
    paths = [path for path in (ROOT / "benchmarks").glob("*.py") if not path.stem.endswith(PART)]
    found = sorted(path.stem for path in paths if MAIN.search(path.read_text()))
    return [name for name in found if not only or name in only]


def run(name: str) -> tuple[bool, list[dict[str, Any]]]:
    result = OUT / f"{name}.json"
    result.unlink(missing_ok=True)
    say(f"\n--- {name}")
    done = subprocess.run([BIN / "python", "-m", f"benchmarks.{name}"], cwd=ROOT, check=False)
    if done.returncode or not result.exists():
        return False, []
    kept = json.loads(result.read_text())
    return True, kept["lines"] if isinstance(kept, dict) else kept


def verdict(line: dict[str, Any]) -> str:
    if not line.get("goal"):
        return ""
    lower = line.get("better", "higher") == "lower"
    reached = line["ratio"] <= line["goal"] if lower else line["ratio"] >= line["goal"]
    return "reached" if reached else "MISSED"


def show(results: dict[str, tuple[bool, list[dict[str, Any]]]], seconds: dict[str, float]) -> None:
    say(f"\n{'benchmark':<54}{'ratio':>8}{'goal':>10}")
    for name, (ran, lines) in results.items():
        say(f"{name} ({seconds[name]:.0f} seconds)" if ran else f"{name} FAILED")
        for line in lines:
            sign = "≤" if line.get("better") == "lower" else "≥"
            goal = f"{sign} {line['goal']:g}" if line.get("goal") else ""
            say(f"  {line['name']:<52}{line['ratio']:>8.3f}{goal:>10}  {verdict(line)}".rstrip())
    say(f"Each figure's details are in {OUT.relative_to(ROOT)}/.")


@contextmanager
def elasticsearch() -> Iterator[None]:
    """A real server for those benchmarks that can use one."""
    with ExitStack() as until_the_end:
        try:
            (node,) = until_the_end.enter_context(search_server.cluster(heap="1g"))
            os.environ["WAYMARK_BENCH_ELASTICSEARCH"] = node.url
        except (search_server.CannotRunError, OSError) as why:
            say(f"Without Elasticsearch: {why}")
        yield


def main(only: list[str]) -> int:
    OUT.mkdir(parents=True, exist_ok=True)
    results, seconds = {}, {}
    with elasticsearch():
        for name in benchmarks(only):
            started = time.monotonic()
            results[name] = run(name)
            seconds[name] = time.monotonic() - started
    show(results, seconds)
    return 0 if all(ran for ran, _ in results.values()) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
