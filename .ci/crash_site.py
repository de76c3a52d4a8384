"""The site as an operator runs it, each part started again as soon as it is gone, and killed by the drill."""

import http.client
import os
import random
import signal
import socket
import subprocess
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from steps import BIN, ROOT

PAUSE = 0.1  # seconds: systemd's RestartSec


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def environment(folder: Path, database: str, port: int) -> dict[str, str]:
    """Nothing of this machine's own settings counts."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SECRET_KEY": "only for a drill, and never anywhere else 0123456789",
        "WAYMARK_DEMO": "0",
        "DEBUG": "0",
        "SITE_URL": f"http://127.0.0.1:{port}",
        "ALLOWED_HOSTS": "127.0.0.1",
        "TRUSTED_PROXIES": "0",
        "BIND": f"127.0.0.1:{port}",
        "WEB_CONCURRENCY": "2",
        "DATABASE_URL": database,
        "CACHE_URL": f"filecache://{folder / 'cache'}",
        "EMAIL_URL": f"filemail:///{folder / 'mail'}",
        "MEDIA_ROOT": str(folder / "media"),
        "SEARCH_URL": "",
        "SEARCH_DIR": str(folder / "search"),
        "CARD_ISSUER": "sandbox",
        "STRIPE_SECRET_KEY": "",
        "WAYMARK_FAILPOINT": "",
        "PYTHONUNBUFFERED": "1",
    }


@dataclass
class Service:
    """One process with its children, in a session of its own."""

    name: str
    words: tuple[str, ...]
    env: dict[str, str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    started: int = 0

    def start(self) -> None:
        with self.log.open("ab") as lines:
            self.process = subprocess.Popen(
                [BIN / self.words[0], *self.words[1:]],
                cwd=ROOT,
                env=self.env,
                stdout=lines,
                stderr=lines,
                start_new_session=True,
            )
        self.started += 1

    def gone(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def kill(self) -> None:
        """The first process; what it leaves behind is killed with it, as a service manager does."""
        if self.process is None:
            return
        for kill in (os.kill, os.killpg):
            try:
                kill(self.process.pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        self.process.wait()

    def children(self) -> list[int]:
        if self.gone() or self.process is None:
            return []
        try:
            return [child.pid for child in psutil.Process(self.process.pid).children()]
        except psutil.NoSuchProcess:
            return []


@dataclass
class Site:
    """Web, worker and what else is to be kept running; a thread plays the service manager."""

    port: int
    up: Path  # where each web worker says that it is ready: .ci/crash_gunicorn.py
    services: dict[str, Service] = field(default_factory=dict)
    over: threading.Event = field(default_factory=threading.Event)

    def keep(self) -> threading.Thread:
        thread = threading.Thread(target=self._keep, daemon=True)
        thread.start()
        return thread

    def _keep(self) -> None:
        while not self.over.wait(PAUSE):
            for service in tuple(self.services.values()):
                if service.gone():
                    service.start()

    def stop(self) -> None:
        self.over.set()
        time.sleep(PAUSE * 2)
        for service in self.services.values():
            service.kill()

    def ready(self, seconds: float) -> float | None:
        """After how many seconds `/health/ready` says yes; None where it did not in this time."""
        started = time.monotonic()
        while (waited := time.monotonic() - started) < seconds:
            if self.says_ready():
                return time.monotonic() - started
            time.sleep(0.02)
        return None if waited >= seconds else waited

    def says_ready(self) -> bool:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
            connection.request("GET", "/health/ready")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False

    def kill_a_web_worker(self) -> None:
        """One of gunicorn's workers, once both are ready: another is there to go on."""
        web, until = self.services["web"], time.monotonic() + 120
        while len(ready := self.web_workers()) < 2 and time.monotonic() < until:
            time.sleep(0.05)
        os.kill(random.choice(ready or web.children()), signal.SIGKILL)

    def web_workers(self) -> list[int]:
        return [pid for pid in self.services["web"].children() if (self.up / str(pid)).exists()]
