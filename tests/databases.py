"""One migrated template database, kept under the hash of all that decides what it holds, copied for each process."""

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import django
import psycopg
import wagtail
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connections

DECIDING = (  # what `migrate` reads; other code may change, and the template stays
    "migrations/*.py",
    "models.py",
    "models/*.py",  # content types and permissions are made from them
    "roles.py",
    "permissions.py",
    "access.py",
    "wiring.py",
    "receivers.py",  # the groups of the council's staff
    "guards.py",  # the ledger's triggers
    "content/*.py",
    "content/synonyms.toml",  # a migration puts these words in
)


@cache
def fingerprint() -> str:
    """Hash of all that decides what an empty migrated database holds."""
    digest = hashlib.sha256(f"{django.__version__} {wagtail.__version__}".encode())
    for config in sorted(apps.get_app_configs(), key=lambda config: config.label):
        if Path(config.path).is_relative_to(settings.BASE_DIR / ".venv"):
            continue
        for path in sorted(path for pattern in DECIDING for path in Path(config.path).glob(pattern)):
            digest.update(str(path.name).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def use_database(name: str) -> None:
    connections["default"].close()
    settings.DATABASES["default"]["NAME"] = name
    connections["default"].settings_dict["NAME"] = name


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """One test process at a time. The system lets go of the file when its holder dies."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def sqlite_template() -> Path:
    """The migrated file for this state of the code; those of older states are thrown away."""
    folder = settings.TEMPLATES_OF_DATABASES
    folder.mkdir(parents=True, exist_ok=True)
    template = folder / f"{fingerprint()}.sqlite3"
    with locked(folder / "lock"):
        if not template.exists():
            for old in folder.glob("*.sqlite3*"):
                old.unlink()
            making = template.with_suffix(".making")
            making.unlink(missing_ok=True)
            use_database(str(making))
            call_command("migrate", verbosity=0)
            settle()
            os.replace(making, template)
    return template


def settle() -> None:
    """Everything in the one file, none in the write-ahead log, so that the file can be copied."""
    with connections["default"].cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connections["default"].close()


def renew() -> None:
    """This process's own database, fresh from the template: at the start, and after a test that really committed."""
    connections["default"].close()
    if connections["default"].vendor == "sqlite":
        copy = settings.SCRATCH / "test.sqlite3"
        settings.SCRATCH.mkdir(parents=True, exist_ok=True)
        for leftover in ("-wal", "-shm"):
            copy.with_name(copy.name + leftover).unlink(missing_ok=True)
        fresh = shutil.copy(sqlite_template(), copy.with_suffix(".fresh"))
        os.replace(fresh, copy)  # another file of that name: a thread that still has the old one does not see it change
        use_database(str(copy))
    else:
        template = postgresql_template()
        with maintenance() as server:
            server.execute(f"DROP DATABASE IF EXISTS {own_name()} WITH (FORCE)")
            server.execute(f"CREATE DATABASE {own_name()} TEMPLATE {template}")
        use_database(own_name())


def discard() -> None:
    connections["default"].close()
    if connections["default"].vendor == "postgresql":
        with maintenance() as server:
            server.execute(f"DROP DATABASE IF EXISTS {own_name()} WITH (FORCE)")
    shutil.rmtree(settings.SCRATCH, ignore_errors=True)


def own_name() -> str:
    return f"waymark_test_{os.getpid()}_{settings.WORKER}"


def postgresql_template() -> str:
    """Like the file: made once for this state of the code, under a lock that the server frees if its holder dies."""
    template = f"waymark_template_{fingerprint()}"
    making = f"waymark_making_{fingerprint()}"
    with maintenance() as server:
        server.execute("SELECT pg_advisory_lock(20100401)")
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [template]).fetchone():
            server.execute(f"DROP DATABASE IF EXISTS {making} WITH (FORCE)")
            server.execute(f"CREATE DATABASE {making}")
            use_database(making)
            call_command("migrate", verbosity=0)
            connections["default"].close()
            server.execute(f"ALTER DATABASE {making} RENAME TO {template}")
    return template


@contextmanager
def maintenance() -> Iterator[psycopg.Connection]:
    """A connection to the server's own database, from which others are made and dropped."""
    use_database(settings.DATABASES["default"]["TEST"]["MAINTENANCE"])
    with psycopg.connect(**postgresql_words(), autocommit=True) as connection:
        yield connection


def postgresql_words() -> dict[str, str]:
    words = connections["default"].get_connection_params()
    keep = ("dbname", "user", "password", "host", "port")
    return {key: words[key] for key in keep if words.get(key)}
