"""`make drill-crash`: processes killed (SIGKILL) under load, and a process that dies at every named place.

A real PostgreSQL whose commits wait for the disk, gunicorn with two workers, the worker. Clients order, accept, record,
confirm and give back over HTTP, finance pays providers, shops ask cards; each writes down what was acknowledged. Then
one web worker, the web server, the worker, the shops' process and PostgreSQL are killed at random moments, DRILL_TIMES
(20) times each. After each of PostgreSQL's deaths and at the end the books are audited and every acknowledged id is
looked for. Then crash_points.py walks the places of accounts/failpoints.py, on PostgreSQL and on SQLite. Prints a
table. Exit 1 if anything was lost, doubled, half done or stuck, or the site came back late.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from types import FrameType

import crash_reckon as reckon
from crash_postgres import Postgres, migrated_file
from crash_site import Service, Site, environment, free_port
from steps import BIN, ROOT, say

TIMES = int(os.environ.get("DRILL_TIMES", "20"))
VISITS = 90  # of each lane, that wait to be recorded
BACK_WITHIN = 2.0  # seconds, once its database answers
SLOWER = 3.0  # a web server that was killed whole has to load the site first: how much longer than without load
LANES = ("lane-0", "lane-1", "finance")


@dataclass
class Fault:
    """One kind of death, how often, how soon the site was ready after each, and what was wrong."""

    name: str
    kill: Callable[[], None]
    within: float
    pause: tuple[float, float]
    checks: bool = False
    back: list[float] = field(default_factory=list)
    acknowledged: int = 0
    unanswered: int = 0
    wrong: list[str] = field(default_factory=list)

    def line(self) -> str:
        middle, worst = (median(self.back), max(self.back)) if self.back else (0, 0)
        return (
            f"{self.name:<34}{len(self.back):>6}{middle:>10.2f}{worst:>9.2f}{self.within:>8.0f}"
            f"{self.acknowledged:>14}{self.unanswered:>12}{len(self.wrong):>7}"
        )


class Drill:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.postgres = Postgres(folder / "pg")
        self.site = Site(free_port(), folder / "up")
        self.env = environment(folder, self.postgres.address("waymark"), self.site.port)
        self.env["DRILL_UP"] = str(self.site.up)
        self.starts_within = BACK_WITHIN
        self.trouble: list[str] = []
        self.faults: list[Fault] = []
        web = ("gunicorn", "--config", ".ci/crash_gunicorn.py", "--no-control-socket", "config.wsgi")
        self.serve("web", *web)
        self.serve("worker", "python", "manage.py", "db_worker", "--no-reload", "--interval", "0.2")
        self.serve("cards", "python", ".ci/crash_cards.py", str(folder), "cards")

    def serve(self, name: str, *words: str) -> None:
        self.site.services[name] = Service(name, words, self.env, self.folder / f"{name}.log")

    def prepare(self) -> None:
        say("Starting PostgreSQL, and a small town in it")
        (self.folder / "journal").mkdir()
        self.site.up.mkdir()
        (self.folder / "port").write_text(str(self.site.port))
        self.postgres.start()
        self.postgres.wait()
        self.postgres.migrated("waymark", self.env)
        self.postgres.tell("CREATE DATABASE points TEMPLATE waymark")

    def settle(self) -> None:
        """People, and Django in this process for looking at what becomes of them."""
        seed = [BIN / "python", ".ci/crash_seed.py", self.folder, str(VISITS)]
        subprocess.run(seed, cwd=ROOT, env=self.env, check=True)
        os.environ.update(self.env)
        sys.path.insert(0, str(ROOT))
        import django

        django.setup()

    def faults_to_play(self) -> list[Fault]:
        services = self.site.services
        return [
            Fault("one web worker", self.site.kill_a_web_worker, BACK_WITHIN, (0.2, 1.5)),
            Fault("the web server, whole", services["web"].kill, self.starts_within, (0.5, 3.0)),
            Fault("the worker", services["worker"].kill, BACK_WITHIN, (1.5, 4.0)),
            Fault("the shops' process", services["cards"].kill, BACK_WITHIN, (1.5, 4.0)),
            Fault("PostgreSQL and all its children", self.kill_postgres, BACK_WITHIN, (0.3, 1.5), checks=True),
        ]

    def kill_postgres(self) -> None:
        self.postgres.kill()
        time.sleep(random.uniform(0.0, 0.5))
        self.postgres.start()
        self.postgres.wait()

    def play(self, fault: Fault) -> None:
        say(f"  {fault.name} …")
        self.faults.append(fault)
        before = reckon.told(self.folder)
        for _ in range(TIMES):
            time.sleep(random.uniform(*fault.pause))
            fault.kill()
            back = self.site.ready(fault.within)
            if back is None:
                fault.wrong.append(f"not ready after {fault.within:.0f} seconds")
                back = fault.within + (self.site.ready(60) or 60)
            fault.back.append(back)
            if fault.checks:
                fault.wrong += self.look()
        after = reckon.told(self.folder)
        fault.acknowledged = after.acknowledged - before.acknowledged
        fault.unanswered = after.unanswered - before.unanswered

    def look(self) -> list[str]:
        """In a connection of its own: the last one died with its server."""
        from django.db import connection

        connection.close()
        return reckon.everything(self.folder)

    def rehearse(self) -> None:
        env = self.env
        self.site.keep()
        if (took := self.site.ready(120)) is None:
            raise RuntimeError(f"The site did not start: {(self.folder / 'web.log').read_text()[-2000:]}")
        self.starts_within = BACK_WITHIN + SLOWER * took
        words = [[BIN / "python", ".ci/crash_client.py", str(self.folder), name] for name in LANES]
        with (self.folder / "clients.log").open("ab") as lines:
            clients = [subprocess.Popen(each, cwd=ROOT, env=env, stdout=lines, stderr=lines) for each in words]
        time.sleep(2)
        try:
            for fault in self.faults_to_play():
                self.play(fault)
                if died := [name for name, one in zip(LANES, clients, strict=True) if one.poll() is not None]:
                    text = (self.folder / "clients.log").read_text()[-1500:]
                    self.trouble.append(f"{', '.join(died)} stopped by an answer that makes no sense:\n{text}")
                    break
        finally:
            (self.folder / "over").touch()
            for one in clients:
                one.wait(timeout=60)
            self.site.services.pop("cards")  # ends by itself too

    def reckon(self) -> None:
        """All is quiet: what is stuck, what is there, and what the clock puts right."""
        from django.db import connection

        say("  all is quiet: what is stuck, what is there, what the clock puts right …")
        connection.close()
        self.trouble += reckon.stuck(patience=5)
        self.trouble += self.look()
        self.site.services.pop("worker").kill()
        orphans = reckon.orphans()
        on = (datetime.now(UTC) + timedelta(days=1)).date().isoformat()
        day = subprocess.run(
            [BIN / "python", "manage.py", "run_day", "--date", on],
            cwd=ROOT,
            env=self.env,
            capture_output=True,
            text=True,
        )
        if day.returncode:
            self.trouble.append(f"run_day failed: {day.stdout} {day.stderr[-1000:]}")
        batch = [BIN / "python", "manage.py", "db_worker", "--no-reload", "--batch"]
        subprocess.run(batch, cwd=ROOT, env=self.env, check=True, capture_output=True)
        self.trouble += list(reckon.left_undone())
        self.trouble += self.look()
        self.counted(orphans)

    def counted(self, orphans: int) -> None:
        known = reckon.told(self.folder)
        each = ", ".join(f"{len(of)} {did.replace('_', ' ')}" for did, of in sorted(known.has.items()))
        say(f"\nAcknowledged, and there exactly once: {each}.")
        say(f"{known.unanswered} requests had no answer: each was done whole or not at all.")
        say(f"{orphans} tasks were begun by a worker that died; run_day and the next worker did what they were for.")

    def points(self) -> bool:
        """Every named place, on both databases."""
        well = True
        file = self.folder / "points.sqlite3"
        migrated_file(file, self.env)
        for name, address in (("PostgreSQL", self.postgres.address("points")), ("SQLite", f"sqlite:///{file}")):
            say(f"\nEvery named place on {name}")
            own = self.folder / name.lower()
            own.mkdir()
            env = environment(own, address, self.site.port)
            words = [BIN / "python", ".ci/crash_points.py", own]
            well &= subprocess.run(words, cwd=ROOT, env=env, check=False).returncode == 0
        return well

    def table(self) -> None:
        head = (
            f"{'killed':<34}{'times':>6}{'back, s':>10}{'worst':>9}{'limit':>8}{'acknowledged':>14}{'unanswered':>12}"
        )
        say(f"\n{head}{'wrong':>7}")
        for fault in self.faults:
            say(fault.line())
            self.trouble += [f"{fault.name}: {wrong}" for wrong in fault.wrong[:3]]


def interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def main() -> int:
    started = time.monotonic()
    signal.signal(signal.SIGTERM, interrupt)  # whoever stops the drill leaves nothing running
    folder = Path(tempfile.mkdtemp(prefix="waymark-crash-"))
    folder.chmod(0o755)  # root's PostgreSQL runs as another user
    drill = Drill(folder)
    try:
        drill.prepare()
        if "points" not in sys.argv[1:]:
            drill.settle()
            drill.rehearse()
            drill.reckon()
        drill.site.stop()
        well = drill.points()
    finally:
        (folder / "over").touch()
        drill.site.stop()
        drill.postgres.stop()
        if not os.environ.get("DRILL_KEEP"):
            shutil.rmtree(folder, ignore_errors=True)
    drill.table()
    say("\n".join(drill.trouble) or ("Nothing was lost, doubled, half done or stuck." if well else ""))
    say(f"{time.monotonic() - started:.0f} seconds in all.")
    return 1 if drill.trouble or not well else 0


if __name__ == "__main__":
    sys.exit(main())
