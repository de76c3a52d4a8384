"""Hostile questions beside ordinary ones, on the demo served by gunicorn: `python -m benchmarks.search_hostile`.

The fictional council is made in a folder of its own and served as in `make demo`, by one worker. Each kind of hostile
question goes to three doors (the page, the completions, the JSON API) as often as `--times` says, with an ordinary
question to the same door before every fourth. A kind's ratio is its median time to the ordinary median of the same
stretch, at the door where that is worst. Every answer must be a page or a refusal (below 500).

Time is what the worker worked, on the processor: on a machine with other work the clock stretches long answers more
than short ones. What the clock says is shown and kept as well; on a quiet machine it says the same.

Memory is what the worker holds. Before the first measurement each kind is asked a few times, so that threads,
allocators and what is read once are there. What 2,000 questions then add may only be caches of words, and those have an
end: 50,000 words in `analysis.stem`, 20,000 in `passages._tokens`, some 15 MB.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import socket
import string
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "var" / "benchmarks" / "search_hostile.json"
BIN = Path(sys.executable).parent
DOORS = {"page": "/search/?", "completions": "/search/suggest/?format=json&", "API": "/api/v1/search?"}
TWICE = 2  # goal: so many times as long as an ordinary question
GROWTH = 16  # goal, MB: the caches of words above at their fullest
LONGEST_TEXT = 500  # characters of a question that are read
LONGEST_ADDRESS = 7_800  # bytes that config/gunicorn.py lets in, without the rest of the line
ORDINARY_EACH = 4
WARM = 4
VISITORS = 250  # the limit of how often one may ask is not what is measured

KNOWN = (
    "help bath wash lunch meals wheels dementia carer money support home care personal assistant transport shopping",
    "cleaning garden day club group advice debt benefit housing clean cook drive befriend sitting respite equipment",
)
SAME_THINGS = "OT PA mum dad meals on wheels alzheimers wheelchair telly loo hoover nan granny shower bath toilet "
CHOICES = {"day": ["mon", "tue"], "kind": ["service", "advice"], "access": ["step-free"], "cost": ["free"]}

Params = Mapping[str, object]


class Asker:
    """Questions to make. The same seed asks the same."""

    def __init__(self, seed: int = 7) -> None:
        self.random = random.Random(seed)

    def ordinary(self) -> Params:
        words = self.random.choice(["help with bathing", "help with washing and dressing", "bath help", "lunch club"])
        filters = [{"kind": "service"}, {"day": ["mon", "tue"]}, {"access": "step-free"}, {}]
        return {"q": words, "near": self.random.choice(["Alderford", "AM3", "AM1"]), **self.random.choice(filters)}

    def hostile(self) -> Mapping[str, Callable[[], Params]]:
        return {
            "100 kB of text": lambda: {"q": self.text(100_000)},
            "made-up words, as many as fit": lambda: {"q": self.text(LONGEST_ADDRESS)},
            "known words, as many as fit": lambda: {"q": self.known(LONGEST_ADDRESS)},
            "words with synonyms": lambda: {"q": SAME_THINGS * 60},
            "misspelt words": lambda: {"q": f"hlep bathnig luncch dementai wheelchiar assisatnt {self.word()} " * 60},
            "one word of 8 kB": lambda: {"q": self.word() + "x" * 7_700},
            "control characters": lambda: {"q": "\x00\x01\x1b[31m lunch \x7f" * 150, "near": "AM3\x00 2QT"},
            "right-to-left marks": lambda: {"q": "\u202elunch\u202c \u200f" * 200},
            "signs that stand for many letters": lambda: {"q": "\ufdfa" * 850},
            "operators": lambda: {"q": "title:lunch AND (x OR NOT y)~2^9 * [a TO b] +\\-&&||!{} \"' " * 50},
            "page 1,000,000,000": lambda: {"q": "help", "page": 10**9},
            "distance NaN": lambda: {"q": "help", "near": "AM3", "distance": "NaN"},
            "500 values of filters": lambda: {"day": [f"v{n}" for n in range(250)], "need": ["mon"] * 250},
            "everything at once": self.everything,
        }

    def everything(self) -> Params:
        """Words in all their ways, a circle, every filter, and next to nothing found."""
        unknown = [f"v{n}" for n in range(40)]
        return {"q": SAME_THINGS * 10, "near": "AM3", "distance": "5", **CHOICES, "topic": unknown}

    def known(self, size: int) -> str:
        words = " ".join(KNOWN).split()
        return " ".join(self.random.choices(words, k=size // 5))[:size]

    def text(self, size: int) -> str:
        return " ".join(self.word() for _ in range(size // 5))[:size]

    def word(self) -> str:
        return "".join(self.random.choices(string.ascii_lowercase, k=self.random.randint(3, 10)))

    def visitor(self) -> str:
        return f"198.51.100.{self.random.randrange(VISITORS)}"


class Spent(NamedTuple):
    """Milliseconds: on the worker's processor, and by the clock."""

    worked: float
    clock: float


class Server:
    """One worker on the demo's data, and what it holds."""

    def __init__(self, process: int, port: int, asker: Asker) -> None:
        self.process, self.port, self.asker = process, port, asker
        self.statuses: dict[str, Counter[int]] = defaultdict(Counter)

    def ask(self, door: str, params: Params, kind: str = "ordinary") -> Spent:
        """Until the whole answer is there. The API refuses what the page cuts: there it is cut before."""
        if door == "API" and len(text := str(params.get("q", ""))) < LONGEST_ADDRESS * 2:
            params = {**params, "q": text[:LONGEST_TEXT]}
        path = DOORS[door] + urlencode(params, doseq=True, errors="surrogatepass")
        started, worked = time.perf_counter(), self.worked()
        status = self.get(path)
        spent = Spent((self.worked() - worked) * 1000, (time.perf_counter() - started) * 1000)
        self.statuses[kind][status] += 1
        if status >= 500:
            raise SystemExit(f"{kind} at the {door} was answered with {status}")
        return spent

    def get(self, path: str) -> int:
        line = HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            line.request("GET", path, headers={"X-Forwarded-For": self.asker.visitor()})
            answer = line.getresponse()
            answer.read()
            return answer.status
        finally:
            line.close()

    @cached_property
    def worker(self) -> Path:
        children = Path(f"/proc/{self.process}/task/{self.process}/children").read_text()
        return Path("/proc") / children.split()[0]

    def worked(self) -> float:
        """Seconds on the processor until now, of all threads."""
        return sum(int(one.read_text().split()[0]) for one in self.worker.glob("task/*/schedstat")) / 1e9

    def megabytes(self) -> float:
        line = next(one for one in (self.worker / "status").read_text().splitlines() if one.startswith("VmRSS"))
        return int(line.split()[1]) / 1024


def environment(folder: Path, port: int) -> dict[str, str]:
    return {
        **os.environ,
        "WAYMARK_DEMO": "1",
        "DEBUG": "0",
        "SECRET_KEY": "only for a benchmark, and never anywhere else 0123456789",
        "SITE_URL": f"http://127.0.0.1:{port}",
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "TRUSTED_PROXIES": "1",
        "BIND": f"127.0.0.1:{port}",
        "WEB_CONCURRENCY": "1",
        "DATABASE_URL": f"sqlite:///{folder / 'waymark.sqlite3'}",
        "CACHE_URL": f"filecache://{folder / 'cache'}",
        "EMAIL_URL": f"filemail://{folder / 'mail'}",
        "MEDIA_ROOT": str(folder / "media"),
        "SEARCH_URL": "",
        "SEARCH_DIR": str(folder / "search"),
        "CARD_ISSUER": "sandbox",
        "STRIPE_SECRET_KEY": "",
    }


def seed(env: dict[str, str]) -> None:
    for words in (["migrate", "--verbosity=0"], ["seed_demo"], ["push_search"]):
        command = [BIN / "python", "manage.py", *words]
        subprocess.run(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, check=True)


@contextmanager
def served(env: dict[str, str], port: int, asker: Asker) -> Iterator[Server]:
    words = [BIN / "gunicorn", "--config", "config/gunicorn.py", "--no-control-socket", "config.wsgi"]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(words, cwd=ROOT, env=env, stdout=quiet, stderr=quiet) as process:
        server = Server(process.pid, port, asker)
        try:
            wait(server)
            yield server
        finally:
            process.terminate()


def wait(server: Server) -> None:
    for _ in range(300):
        try:
            server.get("/health/live")
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("The server did not start")


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def warm(server: Server, asker: Asker) -> None:
    for make in [asker.ordinary, *asker.hostile().values()] * WARM:
        for door in DOORS:
            server.ask(door, make(), "warming up")


def measured(server: Server, kind: str, make: Callable[[], Params], times: int) -> dict[str, dict[str, float]]:
    """By door, the median milliseconds of a kind and of ordinary questions."""
    hostile: dict[str, list[Spent]] = defaultdict(list)
    ordinary: dict[str, list[Spent]] = defaultdict(list)
    for number in range(times):
        for door in DOORS:
            if number % ORDINARY_EACH == 0:
                ordinary[door].append(server.ask(door, server.asker.ordinary()))
            hostile[door].append(server.ask(door, make(), kind))
    return {
        door: {
            "ms": median(one.worked for one in hostile[door]),
            "ordinary ms": median(one.worked for one in ordinary[door]),
            "ms by the clock": median(one.clock for one in hostile[door]),
            "ordinary ms by the clock": median(one.clock for one in ordinary[door]),
        }
        for door in DOORS
    }


def contest(server: Server, times: int) -> dict[str, Any]:
    kinds = server.asker.hostile()
    warm(server, server.asker)
    memory = [server.megabytes()]
    found: dict[str, dict[str, dict[str, float]]] = {}
    for number, (kind, make) in enumerate(kinds.items(), 1):
        found[kind] = measured(server, kind, make, times)
        show(kind, found[kind], server.statuses[kind])
        if number in (len(kinds) // 2, len(kinds)):
            memory.append(server.megabytes())
    return {"kinds": found, "memory": memory, "statuses": {kind: dict(told) for kind, told in server.statuses.items()}}


def worst(doors: Mapping[str, Mapping[str, float]], by: str = "") -> float:
    return max(told[f"ms{by}"] / told[f"ordinary ms{by}"] for told in doors.values())


def lines(result: Mapping[str, Any]) -> list[dict[str, Any]]:
    first, _, last = result["memory"]
    made = [(f"{kind}, to an ordinary question", worst(doors), TWICE) for kind, doors in result["kinds"].items()]
    made.append(("MB that hostile questions add to a worker", last - first, GROWTH))
    return [{"name": name, "ratio": round(ratio, 3), "goal": goal, "better": "lower"} for name, ratio, goal in made]


def show(kind: str, doors: Mapping[str, Mapping[str, float]], statuses: Mapping[int, int]) -> None:
    told = "  ".join(f"{door} {each['ms']:6.1f}/{each['ordinary ms']:5.1f} ms" for door, each in doors.items())
    clock = worst(doors, " by the clock")
    print(f"{kind:36}{worst(doors):5.2f} (by the clock {clock:.2f})  {told}  {dict(statuses)}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=48, help="questions of each kind at each door")
    times = parser.parse_args().times
    port, asker = free_port(), Asker()
    with tempfile.TemporaryDirectory(prefix="waymark-hostile-") as folder:
        env = environment(Path(folder), port)
        seed(env)
        with served(env, port, asker) as server:
            result = contest(server, times)
    print(f"MB before, in the middle and after: {', '.join(f'{one:.1f}' for one in result['memory'])}")
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps({"lines": lines(result), **result}, indent=1))


if __name__ == "__main__":
    main()
