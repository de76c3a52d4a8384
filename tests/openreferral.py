"""The whole open feed walked as a stranger walks it, and each document held against Open Referral UK's own schemas."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.cache import cache as counted
from django.test import Client
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource

FEED = "/api/openreferral"
SCHEMAS = settings.BASE_DIR.parent / "shared" / "data" / "openreferral" / "schema"
needs_schemas = pytest.mark.skipif(
    not SCHEMAS.is_dir(), reason="../shared/data/openreferral is not here: no document was held against its schemas"
)
LISTS = {  # path: the schema of an entry, and of one by its id
    "services": ("compiled/service_list.json", "compiled/service.json"),
    "service_at_locations": ("compiled/service_at_location_list.json", "compiled/service_at_location.json"),
    "taxonomies": ("taxonomy.json", "taxonomy.json"),
    "taxonomy_terms": ("taxonomy_term.json", "taxonomy_term.json"),
}
formats = FormatChecker(["uuid", "email", "date"])


@formats.checks("uri")
def _uri(text: object) -> bool:
    parts = urlsplit(str(text))
    return parts.scheme in ("http", "https") and bool(parts.netloc) and " " not in str(text)


@formats.checks("date-time", raises=ValueError)
def _moment(text: object) -> bool:
    return datetime.fromisoformat(str(text)).tzinfo is not None


def faults(schema: str, document: Any) -> list[str]:
    """What is wrong with it: everything that is not known has to be absent, so null is wrong too."""
    return [
        f"{'/'.join(map(str, one.absolute_path))}: {one.message}" for one in _validator(schema).iter_errors(document)
    ]


def walk(client: Client, path: str, *, per_page: int = 100, **query: Any) -> Iterator[dict[str, Any]]:
    """Entries of all pages. Counted by nobody: a test is not somebody to be throttled."""
    page, last = 1, False
    while not last:
        body = read(client, path, page=page, per_page=per_page, **query)
        yield from body["contents"]
        assert body["size"] == len(body["contents"])
        page, last = page + 1, body["last_page"]


def read(client: Client, path: str, **query: Any) -> dict[str, Any]:
    counted.clear()
    response = client.get(f"{FEED}/{path}", query)
    assert response.status_code == 200, f"{path} {query}: {response.content[:500]!r}"
    return response.json()


def walk_and_hold(client: Client) -> dict[str, int]:
    """The whole feed against the schemas; how many documents of each list there were."""
    found = {}
    for path, (entry, whole) in LISTS.items():
        entries = list(walk(client, path))
        for one in entries:
            assert faults(entry, one) == [], one
            told = read(client, f"{path}/{one['id']}")
            assert faults(whole, told) == [], told
            assert {name: told[name] for name in ("id", "name") if name in one} == {
                name: one[name] for name in ("id", "name") if name in one
            }
        assert len({one["id"] for one in entries}) == len(entries)
        found[path] = len(entries)
    return found


@cache
def _validator(schema: str) -> Draft202012Validator:
    terms = Resource.from_contents(_load("taxonomy_term.json") | {"$schema": Draft202012Validator.META_SCHEMA["$id"]})
    registry = Registry().with_resource("taxonomy_term.json", terms)
    return Draft202012Validator(_load(schema), format_checker=formats, registry=registry)


def _load(schema: str) -> dict[str, Any]:
    return json.loads((SCHEMAS / schema).read_text())
