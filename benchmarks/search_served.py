"""A results page over HTTP, uncached, against an empty view on the same server; and the memory that search costs.

`python -m benchmarks.search_served` uses the truth and index that `benchmarks.search_contest` left behind.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "var" / "bench-search"
PORT = 8765
ROUNDS = 150


def environment() -> dict[str, str]:
    return {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{FOLDER / 'waymark.sqlite3'}",
        "SEARCH_DIR": str(FOLDER / "index"),
        "SEARCH_URL": "",
        "CACHE_URL": f"filecache://{FOLDER / 'cache'}",
        "SECRET_KEY": "only for a benchmark, and never anywhere else 0123456789",
        "SITE_URL": f"http://127.0.0.1:{PORT}",
        "DEBUG": "0",
    }


def get(address: str) -> float:
    started = time.perf_counter()
    with urllib.request.urlopen(f"http://127.0.0.1:{PORT}{address}", timeout=30) as answer:
        answer.read()
    return time.perf_counter() - started


def wait() -> None:
    for _ in range(200):
        try:
            get("/health/live")
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("The server did not start")


def questions() -> list[str]:
    from benchmarks.services import Maker

    maker = Maker(seed=11)
    return [f"/search/?{urlencode({'q': maker.common_word()})}" for _ in range(ROUNDS)]


def megabytes(process: int) -> float:
    """What the workers of this server hold."""
    workers = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return sum(resident(int(worker)) for worker in workers)


def resident(process: int) -> float:
    line = next(one for one in Path(f"/proc/{process}/status").read_text().splitlines() if one.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def main() -> None:
    sys.path.insert(0, str(ROOT))
    words = ["gunicorn", "config.wsgi", "--no-control-socket", "-b", f"127.0.0.1:{PORT}", "-w", "1", "--threads", "1"]
    with subprocess.Popen(
        [Path(sys.executable).parent / words[0], *words[1:]], cwd=ROOT, env=environment(), stderr=subprocess.DEVNULL
    ) as server:
        try:
            wait()
            for _ in range(20):
                get("/health/live")
            get("/accounts/login/")  # a page of the site without search
            before = megabytes(server.pid)
            pages, empty = [], []
            for address in questions():
                pages.append(get(address))
                empty.append(get("/health/live"))
            after = megabytes(server.pid)
        finally:
            server.terminate()
    ratio = median(empty[10:]) / median(pages[10:])
    lines = [
        {"name": "results page to an empty view, pages a second", "ratio": round(ratio, 4), "goal": 0.03},
        {"name": "MB that search adds to a web process", "ratio": after - before, "goal": 150, "better": "lower"},
    ]
    print(json.dumps({"lines": lines, "page_ms": median(pages) * 1000, "empty_ms": median(empty) * 1000}))


if __name__ == "__main__":
    main()
