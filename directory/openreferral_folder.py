"""A folder of Open Referral JSON, and how a paged feed becomes one. A stopped download goes on where it stopped."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from directory.fetching import Fetcher, NotFetched
from directory.openreferral_in import Document
from search.table_import import NotThisTableError

LARGEST = 50  # megabytes of one file
PER_PAGE = 100
MOST_PAGES = 2_000
GONE = (404, 410)
WHOLE = "service_at_locations"  # what a list leaves out and the service's own page has


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


def download(address: str, folder: Path, fetcher: Fetcher) -> None:
    """Every page of the feed's services, and each service whole. What is there already is not asked again."""
    folder.mkdir(parents=True, exist_ok=True)
    base = address.rstrip("/").removesuffix("/services")
    for number in range(1, MOST_PAGES + 1):
        page = _page(base, number, folder, fetcher)
        for service in page["contents"]:
            if is_service(service) and WHOLE not in service:
                _whole(base, str(service.get("id")), folder, fetcher)
        if page.get("last_page", True) or number >= int(page.get("total_pages") or number):
            return
    raise NotThisTableError(f"The feed has more than {MOST_PAGES:,} pages.")


def _page(base: str, number: int, folder: Path, fetcher: Fetcher) -> dict[str, Any]:
    path = folder / f"page-{number:05}.json"
    if not path.exists():
        _save(path, fetcher.get(f"{base}/services?page={number}&per_page={PER_PAGE}"))
    page = _read(path)
    if not isinstance(page, dict) or not isinstance(page.get("contents"), list):
        path.unlink()
        raise NotThisTableError("The address does not answer with an Open Referral page of services.")
    return page


def _whole(base: str, key: str, folder: Path, fetcher: Fetcher) -> None:
    path = folder / f"service-{quote(key, safe='')[:200]}.json"
    if path.exists():
        return
    try:
        content = fetcher.get(f"{base}/services/{quote(key, safe='')}")
    except NotFetched as error:
        if error.status in GONE:
            return  # since the list was written
        raise
    if is_service(_parsed(content, "A service")):
        _save(path, content)


def _save(path: Path, content: bytes) -> None:
    """Whole or not at all."""
    part = path.with_suffix(".part")
    part.write_bytes(content)
    part.rename(path)


def forget(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
