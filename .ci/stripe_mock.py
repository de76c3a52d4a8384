"""Stripe's own mock server for the tests: built by Go, started on free ports, stopped at the end.

`with server() as address: ...`. It holds every request against Stripe's published description of its interface and
refuses what is unknown, mistyped or missing. It remembers nothing; stories are told by `tests/fake_stripe`.
"""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from search_server import CannotRunError, free_port

# Its description of the interface is of 2026-08-26, and no later one has been published; the library in
# requirements.txt speaks 2026-10-28. What we send is the same in both: mypy holds it against the library's types and
# this server against the description. Named by number, so that a day's news does not turn yesterday's tests red.
VERSION = "v0.203.0"
MODULE = f"github.com/stripe/stripe-mock@{VERSION}"
PATIENCE = 20.0  # seconds for it to be up


@contextmanager
def server() -> Iterator[str]:
    """Its address, http://127.0.0.1:P. Raises CannotRunError."""
    program = built()
    port, https = free_port(), free_port()
    words = [program, "-http-addr", f"127.0.0.1:{port}", "-https-addr", f"127.0.0.1:{https}"]
    with tempfile.TemporaryFile() as console:
        process = subprocess.Popen(words, stdout=console, stderr=console)
        try:
            wait(process, port)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.kill()
            process.wait()


def wait(process: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + PATIENCE
    while not answers(port):
        if process.poll() is not None or time.monotonic() > until:
            raise CannotRunError("stripe-mock did not start")
        time.sleep(0.1)


def answers(port: int) -> bool:
    door = HTTPConnection("127.0.0.1", port, timeout=3)
    try:
        door.request("GET", "/")  # 404 or 401: it is there
        return door.getresponse().status > 0
    except (OSError, HTTPException):
        return False
    finally:
        door.close()


def built() -> Path:
    """The program, built on the first call into a folder of this version's own."""
    program = Path.home() / ".cache" / "waymark" / f"stripe-mock-{VERSION}" / "stripe-mock"
    if not program.exists():
        env = {**os.environ, "GOBIN": str(program.parent)}
        done = subprocess.run([go(), "install", MODULE], env=env, capture_output=True, text=True, check=False)
        if done.returncode or not program.exists():
            raise CannotRunError(f"Go could not build stripe-mock: {(done.stdout + done.stderr).strip()[-300:]}")
    return program


def go() -> str:
    if not shutil.which("go") and os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for words in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "golang"]):
            subprocess.run(["apt-get", *words], env=quiet, stdout=subprocess.DEVNULL, check=False)  # noqa: S607
    found = shutil.which("go")
    if not found:
        raise CannotRunError("stripe-mock is built by Go, which is not here (Debian: apt install golang)")
    return found


if __name__ == "__main__":
    with server() as running:
        print(running, flush=True)  # noqa: T201 - a program's answer to whoever started it
        time.sleep(24 * 60 * 60)
