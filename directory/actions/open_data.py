"""The whole directory, written to files once a day, and again when something was taken out since."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from datetime import datetime
from itertools import tee, zip_longest
from pathlib import Path

from django.utils import timezone

from accounts import sheets
from directory import open_data
from directory.models import ApprovalEvent, PersonalAssistantProfile, PublicationEvent, Service
from directory.open_data import File, Made
from directory.openreferral import shapes

A_WHILE = 3600  # seconds: nobody writes longer
Lines = Callable[[Iterator[shapes.ServiceWhole], datetime], Iterator[str]]


def write_due(at: datetime) -> Made | None:
    """None where today's are there already and nobody has been taken out since."""
    made = open_data.latest()
    return write(at=at) if made is None or is_old(made, at) else None


def is_old(made: Made, at: datetime) -> bool:
    """Of another day, or something went up, came down or was hidden since: it does not stay in a file of ours."""
    another_day = timezone.localdate(made.at) != timezone.localdate(at)
    changes = (PublicationEvent.objects.all(), ApprovalEvent.objects.all())
    pages = (Service.objects.all(), PersonalAssistantProfile.objects.all())
    is_hidden = any(rows.filter(hidden_at__gt=made.at).exists() for rows in pages)
    return another_day or is_hidden or any(rows.filter(at__gt=made.at).exists() for rows in changes)


def write(*, at: datetime) -> Made:
    """All files under new names, then `latest.json` in one move, and then the old ones away."""
    folder, today = open_data.folder(), timezone.localdate(at)
    folder.mkdir(parents=True, exist_ok=True)
    before = open_data.latest()
    count = 0

    def counted() -> Iterator[shapes.ServiceWhole]:
        nonlocal count
        for count, record in enumerate(open_data.records(today), 1):  # noqa: B007  read after the last
            yield record

    each = zip(FILES.items(), tee(counted(), len(FILES)), strict=True)
    files = _put(folder, {name: lines(records, at) for (name, lines), records in each})
    made = Made(at, count, files)
    [(latest, _)] = _written(folder, {open_data.LATEST: iter([made.written()])})
    os.replace(latest, folder / open_data.LATEST)
    _tidy(folder, keep=[*made.files, *(before.files if before else ())])
    return made


def _csv(records: Iterator[shapes.ServiceWhole], at: datetime) -> Iterator[str]:
    yield "\ufeff"  # so that spreadsheets read £ as £
    yield from sheets.lines(open_data.HEADING, map(open_data.row, records))


def _json(records: Iterator[shapes.ServiceWhole], at: datetime) -> Iterator[str]:
    """One service a line: easy to compare two nights, and to read a line at a time."""
    yield json.dumps(open_data.head(at), indent=1, ensure_ascii=False).removesuffix("\n}") + ',\n "services": ['
    for number, record in enumerate(records):
        yield ("," if number else "") + "\n" + record.model_dump_json(exclude_none=True)
    yield "\n]}\n"


FILES: dict[str, Lines] = {"directory.csv": _csv, "directory.json": _json}


def _put(folder: Path, files: dict[str, Iterator[str]]) -> tuple[File, ...]:
    """Each under its own name only once all are whole."""
    written = _written(folder, files)
    return tuple(_stored(path, name, digest) for name, (path, digest) in zip(files, written, strict=True))


def _stored(path: Path, name: str, digest: str) -> File:
    stem, _, end = name.rpartition(".")
    stored = path.with_name(f"{stem}-{digest[:16]}.{end}")
    os.replace(path, stored)
    return File(name, stored.name, stored.stat().st_size, digest)


def _written(folder: Path, files: dict[str, Iterator[str]]) -> list[tuple[Path, str]]:
    """On disk under names of this process, with their SHA-256. A line of each in turn: what is read for one is there
    for the others, and none waits in memory."""
    paths = [folder / f"making-{os.getpid()}-{name}" for name in files]
    digests = [hashlib.sha256() for _ in files]
    with ExitStack() as until_written:
        opened = [until_written.enter_context(path.open("wb")) for path in paths]
        for lines in zip_longest(*files.values(), fillvalue=""):
            for file, digest, line in zip(opened, digests, lines, strict=True):
                data = line.encode()
                digest.update(data)
                file.write(data)
        for file in opened:
            file.flush()
            os.fsync(file.fileno())
    return [(path, digest.hexdigest()) for path, digest in zip(paths, digests, strict=True)]


def _tidy(folder: Path, keep: list[File]) -> None:
    """The ones before stay for whoever is in the middle of taking them, and new ones for whoever is writing them."""
    kept = {open_data.LATEST, *(one.stored for one in keep)}
    for path in folder.iterdir():
        with suppress(FileNotFoundError):
            if path.name not in kept and path.stat().st_mtime < time.time() - A_WHILE:
                path.unlink()
