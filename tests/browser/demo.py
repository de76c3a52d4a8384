"""The seeded demo as a template: made once for this state of the code and this day, copied for each browser test.

The folder holds the database, the search index and every visitor's session (password and second step taken).
"""

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.management import call_command, get_commands
from django.test import override_settings
from django.utils import timezone

from accounts.models import User
from accounts.permissions import mandates_of
from config.demo.people import COUNCIL, PROVIDERS, RESIDENTS
from tests import databases, sessions

ROOMS = ("config", "marketplace", "directory", "cms", "accounts", "search", "design", "tests/browser")
NOBODY = "nobody"
VISITORS = RESIDENTS + PROVIDERS + COUNCIL
FOR_JOAN = "amira-for-joan"  # Amira once more, with Joan picked


@cache
def fingerprint() -> str:
    """Changes with the code, with whatever decides a page, and with the day: the demo's dates are relative to it."""
    digest = hashlib.sha256(f"{databases.fingerprint()} {timezone.localdate()}".encode())
    for room in ROOMS:
        for path in sorted((settings.BASE_DIR / room).rglob("*")):
            tells = path.suffix in (".py", ".toml", ".csv", ".html", ".txt") and not path.name.startswith("test_")
            if tells and path.is_file():
                digest.update(str(path).encode() + path.read_bytes())
    for path in sorted((settings.BASE_DIR / "tests").glob("*/pages.py")):  # what rooms bring to the crawl
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def template() -> Path:
    """With sessions, as the browser's tests need it."""
    start = seeded()
    return made_once("demo", lambda making: make(start, making))


def seeded() -> Path:
    """What `seed_demo` makes of an empty database, for tests that only look at it or go on in a copy."""
    empty = databases.sqlite_template()
    return made_once("seeded", lambda making: seed(empty, making))


def made_once(name: str, do: Callable[[Path], None]) -> Path:
    """The folder of this name for this state of the code and day: another process waits until it is there."""
    folder = settings.TEMPLATES_OF_DATABASES / f"{name}-{fingerprint()}"
    with databases.locked(settings.TEMPLATES_OF_DATABASES / f"{name}-lock"):
        if not folder.exists():
            for old in settings.TEMPLATES_OF_DATABASES.glob(f"{name}-*/"):
                shutil.rmtree(old)
            making = folder.with_name(f"making-{name}")
            shutil.rmtree(making, ignore_errors=True)
            making.mkdir()
            do(making)
            making.rename(folder)
    return folder


def seed(empty: Path, folder: Path) -> None:
    shutil.copy(empty, folder / "waymark.sqlite3")
    with in_folder(folder):
        call_command("seed_demo", stdout=StringIO())
        if "push_search" in get_commands():
            call_command("push_search", stdout=StringIO())
        databases.settle()


def make(start: Path, folder: Path) -> None:
    shutil.copytree(start, folder, dirs_exist_ok=True)
    with in_folder(folder):
        (folder / "keys.json").write_text(json.dumps(dict(make_sessions())))
        databases.settle()


def make_sessions() -> Iterator[tuple[str, str]]:
    """One for each visitor, and one for a delegate who has picked whom she acts for."""
    for visitor in VISITORS:
        user = User.objects.filter(email=visitor.email).first()
        if user:
            yield name_of(visitor.email), sessions.session(user).session_key or ""
    amira = User.objects.get(email="amira@aldermere.example")
    for mandate in mandates_of(amira)[:1]:
        yield FOR_JOAN, sessions.session(amira, acting=mandate).session_key or ""


def name_of(email: str) -> str:
    return email.split("@")[0]


@contextmanager
def in_folder(folder: Path) -> Iterator[None]:
    """The site as the demo has it, on the database and files in this folder."""
    databases.use_database(str(folder / "waymark.sqlite3"))
    with override_settings(
        WAYMARK_DEMO=True,
        OWN_MONEY=True,
        SEARCH_DIR=folder / "search",
        MEDIA_ROOT=folder / "media",
        EMAIL_BACKEND="django.core.mail.backends.filebased.EmailBackend",
        EMAIL_FILE_PATH=str(folder / "mail"),
    ):
        yield
    databases.use_database(str(settings.SCRATCH / "test.sqlite3"))
