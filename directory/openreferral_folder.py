"""A folder of Open Referral JSON, and how a paged feed becomes one. A stopped download goes on where it stopped."""

import json
import shutil
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote

from directory.fetching import NotFetched
from directory.openreferral_in import UNREAD, Document
from search.table_import import NotThisTableError

LARGEST = 50  # megabytes of one file
PER_PAGE = 100
MOST_PAGES = 2_000
KEPT = 7 * 24 * 60 * 60  # seconds that an answer counts: what is older is asked again
GONE = (404, 410)
WHOLE = "service_at_locations"  # what a list leaves out and the service's own page has


class Asking(Protocol):
    def get(self, address: str) -> bytes: ...


def documents(folder: Path) -> Iterator[Document]:
    """Each service once, from where most is said of it: a list of services, or a file of its own."""
    fullest: dict[str, tuple[int, Path]] = {}
    for path, service in _services(folder):
        size, _ = fullest.get(str(service.get("id")), (0, path))
        if len(service) > size:
            fullest[str(service.get("id"))] = (len(service), path)
    number = 0
    for path, service in _services(folder):
        key = str(service.get("id"))
        if fullest[key] == (len(service), path):
            number += 1
            yield Document(number, service)


def _services(folder: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    if not folder.is_dir():
        raise NotThisTableError(f"There is no folder {folder}.")
    found = sorted(folder.glob("*.json"))
    if not found:
        raise NotThisTableError(f"{folder.name} holds no JSON file.")
    organisations: dict[str, Any] = {}
    for path in found:
        for one in _listed(_read(path)):
            if is_organisation(one):
                organisations[str(one.get("id"))] = one
            elif is_service(one):
                if "organization" not in one and "organization_id" in one:
                    one["organization"] = organisations.get(str(one["organization_id"]), {})
                yield path, one


def is_service(one: Any) -> bool:
    return isinstance(one, dict) and "name" in one and ("organization" in one or "organization_id" in one)


def is_organisation(one: Any) -> bool:
    marks = ("organization_identifiers", "legal_status", "website", "year_incorporated")
    return isinstance(one, dict) and not is_service(one) and "name" in one and any(mark in one for mark in marks)


def _listed(content: Any) -> list[Any]:
    if isinstance(content, dict) and isinstance(content.get("contents"), list):
        return list(content["contents"])
    return content if isinstance(content, list) else [content]


def _read(path: Path) -> Any:
    if path.stat().st_size > LARGEST * 1_000_000:
        raise NotThisTableError(f"{path.name} is larger than {LARGEST} megabytes.")
    return _parsed(path.read_bytes(), path.name)


def _parsed(content: bytes, name: str) -> Any:
    try:
        return json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise NotThisTableError(f"{name} is not JSON.") from None


def download(address: str, folder: Path, fetcher: Asking) -> None:
    """Every page of the feed's services, and each service whole. What came lately is not asked again."""
    folder.mkdir(parents=True, exist_ok=True)
    base = base_of(address)
    for number in range(1, MOST_PAGES + 1):
        path = folder / f"page-{number:05}.json"
        page = _page(base, number, path, fetcher)
        short = [one for one in page["contents"] if is_service(one) and WHOLE not in one]
        gone = [one for one in short if not _whole(base, one, folder, fetcher)]
        if 0 < len(gone) < len(page["contents"]):  # all of them: this feed has no pages of its services
            left = [one for one in page["contents"] if one not in gone]
            _save(path, json.dumps(page | {"contents": left}).encode())
        if _is_last(page, number):
            return
    raise NotThisTableError(f"The feed has more than {MOST_PAGES:,} pages.")


def base_of(address: str) -> str:
    return address.rstrip("/").removesuffix("/services")


def is_there(address: str, key: str, fetcher: Asking) -> bool:
    """Is it only not on the list? A page slips from under whoever turns it. What does not answer may be there."""
    try:
        fetcher.get(_at(base_of(address), key))
    except NotFetched as error:
        return error.status not in GONE
    return True


def _is_last(page: Mapping[str, Any], number: int) -> bool:
    """As the page says, else by how many there are; nothing comes after an empty one."""
    pages, is_last = page.get("total_pages"), page.get("last_page")
    counted = isinstance(pages, int) and number >= pages > 0
    return not page["contents"] or (is_last if isinstance(is_last, bool) else counted)


def _page(base: str, number: int, path: Path, fetcher: Asking) -> dict[str, Any]:
    if not _came_lately(path):
        _save(path, fetcher.get(f"{base}/services?page={number}&per_page={PER_PAGE}"))
    page = _read(path)
    if not isinstance(page, dict) or not isinstance(page.get("contents"), list):
        path.unlink()
        raise NotThisTableError("The address does not answer with an Open Referral page of services.")
    return page


def _whole(base: str, brief: Mapping[str, Any], folder: Path, fetcher: Asking) -> bool:
    """Whether it is still there. What answers with something else is marked, and stays as it was here."""
    key = str(brief.get("id"))
    path = folder / f"service-{_quoted(key)[:200]}.json"
    if _came_lately(path):
        return True
    try:
        content = fetcher.get(_at(base, key))
    except NotFetched as error:
        if error.status in GONE:
            return False  # since the list was written
        raise
    _save(path, content if _says(content, key) else json.dumps({**brief, UNREAD: True}).encode())
    return True


def _says(content: bytes, key: str) -> bool:
    try:
        found = _parsed(content, "A service")
    except NotThisTableError:
        return False
    return is_service(found) and str(found.get("id")) == key


def _at(base: str, key: str) -> str:
    return f"{base}/services/{_quoted(key)}"


def _quoted(key: str) -> str:
    return quote(key, safe="", errors="replace")


def _came_lately(path: Path) -> bool:
    return path.exists() and time.time() - path.stat().st_mtime < KEPT


def _save(path: Path, content: bytes) -> None:
    """Whole or not at all."""
    part = path.with_suffix(".part")
    part.write_bytes(content)
    part.rename(path)


def forget(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
