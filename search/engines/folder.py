"""Builds of the embedded index on disk: one folder each, a pointer to the one that serves, and a lock for the writer.

The pointer is a file replaced atomically, so a reader sees the old build or the new one. The lock is the operating
system's: it goes with the process that held it, however that ended.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

KEPT_BUILDS = 2  # the one that serves and one to go back to


class WriterBusyError(Exception):
    """Somebody else is writing, and still is after a decent wait."""


class IndexFolder:
    def __init__(self, root: Path) -> None:
        self.root = root
        self.pointer = root / "serving"
        self.damage = root / "damaged"

    def serving(self) -> str | None:
        try:
            name = self.pointer.read_text().strip()
        except OSError:
            return None
        return name or None

    def path(self, build: str) -> Path:
        return self.root / build

    def begin(self, fingerprint: str) -> str:
        """An empty folder for a new build, beside the others."""
        build = f"{fingerprint}-{time.strftime('%Y%m%dT%H%M%S')}-{time.time_ns() % 10**9:09d}"
        self.path(build).mkdir(parents=True)
        return build

    def swap(self, build: str) -> None:
        fresh = self.root / "serving.new"
        with fresh.open("w") as file:
            file.write(build)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self.pointer)
        self.damage.unlink(missing_ok=True)
        self._forget_old(build)

    def previous(self) -> str | None:
        """The newest whole build beside the one that serves."""
        serving = self.serving()
        others = [build for build in self._builds() if build != serving and (self.path(build) / "meta.json").exists()]
        return others[-1] if others else None

    def _builds(self) -> list[str]:
        """Oldest first."""
        if not self.root.is_dir():
            return []
        folders = [path for path in self.root.iterdir() if path.is_dir() and "-" in path.name]
        return [path.name for path in sorted(folders, key=lambda path: path.stat().st_mtime)]

    def report_damage(self, build: str) -> None:
        """A reader found the build unreadable: the writer will look here."""
        try:
            self.damage.write_text(build)
        except OSError:
            return  # a read-only disk: the writer finds out by itself

    def is_damaged(self, build: str) -> bool:
        try:
            return self.damage.read_text() == build
        except OSError:
            return False

    @contextmanager
    def writing(self, patience: float) -> Iterator[None]:
        """One writer at a time on this machine."""
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / "writer.lock").open("w") as file:
            self._lock(file.fileno(), time.monotonic() + patience)
            yield  # closing the file lets the next one in

    @staticmethod
    def _lock(number: int, until: float) -> None:
        while True:
            try:
                return fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > until:
                    raise WriterBusyError from None
                time.sleep(0.02)

    def _forget_old(self, serving: str) -> None:
        others = [build for build in self._builds() if build != serving]
        for build in others[: max(0, len(others) - KEPT_BUILDS + 1)]:
            shutil.rmtree(self.path(build), ignore_errors=True)
