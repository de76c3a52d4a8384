"""`make drill-planted`: ten faults, each planted by itself (tests/planted.py), each caught by the suite.

The tests named beside a fault pass without it and fail with it. `python .ci/drill_planted.py NAME…` plays only those.
Exit 1 where a fault was not caught, or its tests fail without it.
"""

import importlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from crash_postgres import Postgres
from crash_site import environment
from steps import BIN, ROOT, say

FAILED = re.compile(r"^FAILED (\S+)", re.MULTILINE)
NAME_OF_TEMPLATE = "from tests import databases; import django; django.setup(); print(databases.fingerprint())"


def pytest(tests: tuple[str, ...], env: dict[str, str], *more: str) -> tuple[int, str]:
    words = [BIN / "python", "-m", "pytest", "-p", "tests.planted", "-rf", "--tb=no", *more, *tests]
    done = subprocess.run(words, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def play(name: str, tests: tuple[str, ...], env: dict[str, str]) -> tuple[str, str]:
    """caught, NOT CAUGHT, or what else went wrong; and which tests noticed, or the last words."""
    code, said = pytest(tests, env)
    if code:
        return "FAILS WITHOUT IT", "\n" + "\n".join(said.splitlines()[-6:])
    code, said = pytest(tests, env, "--plant", name)
    noticed = FAILED.findall(said)
    if code == 1 and noticed and not re.search(r"^ERROR ", said, re.MULTILINE):
        more = f" and {len(noticed) - 1} more" if len(noticed) > 1 else ""
        return "caught", noticed[0].partition("::")[2] + more
    return ("NOT CAUGHT", "") if not code else ("DID NOT RUN", "\n" + "\n".join(said.splitlines()[-6:]))


def there(dotted: str) -> bool:
    """Whether what a fault waits for is built by now."""
    module, _, name = dotted.rpartition(".")
    try:
        return hasattr(importlib.import_module(module), name)
    except ImportError:
        return False


@contextmanager
def postgresql() -> Iterator[str]:
    """With the template from which each test process copies its database: made here in seconds, there in a minute."""
    folder = Path(tempfile.mkdtemp(prefix="planted-"))
    folder.chmod(0o755)
    server = Postgres(folder / "pg")
    try:
        server.start()
        server.wait()
        env = environment(folder, server.address("postgres"), 8000)
        words = [BIN / "python", "-c", NAME_OF_TEMPLATE]
        tests = env | {"DJANGO_SETTINGS_MODULE": "tests.settings"}
        mark = subprocess.run(words, cwd=ROOT, env=tests, check=True, capture_output=True, text=True).stdout.strip()
        server.migrated(f"waymark_template_{mark}", env)
        yield server.address("postgres")
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def main(only: list[str]) -> int:
    sys.path.insert(0, str(ROOT))
    from tests.planted import FAULTS

    started, caught, played, waits = time.monotonic(), 0, 0, []
    plain = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "WAYMARK_FAILPOINT")}
    with ExitStack() as until_the_end:
        database = ""
        for name, fault in FAULTS.items():
            if only and name not in only:
                continue
            if fault.waits_for and not there(fault.waits_for):
                waits.append(f"{name} ({fault.waits_for})")
                continue
            if fault.postgresql:
                database = database or until_the_end.enter_context(postgresql())
            env = plain | ({"DATABASE_URL": database} if fault.postgresql else {})
            how, words = play(name, fault.tests, env)
            played += 1
            caught += how == "caught"
            say(f"{name:<22}{fault.words:<50}{how:<12}{words}")
    if waits:
        say(f"Waits until there is something to break: {', '.join(waits)}.")
    say(f"{caught} of {played} planted faults caught, in {time.monotonic() - started:.0f} seconds.")
    return 0 if played and caught == played else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
