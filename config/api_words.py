"""What an OpenAPI document says, as plain values for a page. Pure: dictionaries in, dataclasses out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from design.components import Cell, Column, Table

TRY = {"/api/v1/search": "?q=free+lunhc+on+tuesday", "/api/v1/services": "?q=lunch&sort=name"}
SIMPLE = {"string": "text", "integer": "whole number", "number": "number", "boolean": "true or false", "null": "null"}
DEEPEST = 4  # shapes within shapes of an example


@dataclass(frozen=True)
class Operation:
    name: str
    method: str
    path: str
    summary: str
    description: str
    parameters: Table | None
    statuses: str
    shape: str
    example: str
    href: str


@dataclass(frozen=True)
class Shape:
    name: str
    description: str
    fields: Table


def operations(schema: Mapping[str, Any], slugs: Mapping[str, str]) -> list[Operation]:
    """`slugs`: for an operation with one in its path, one that exists."""
    return [
        _operation(path, method, operation, schema, slugs.get(operation["operationId"], ""))
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    ]


def shapes(schema: Mapping[str, Any]) -> list[Shape]:
    return [
        Shape(_plain(name), described.get("description", ""), _fields(name, described))
        for name, described in sorted(schema["components"]["schemas"].items())
    ]


def _operation(path: str, method: str, told: Mapping[str, Any], schema: Mapping[str, Any], slug: str) -> Operation:
    answer = told["responses"][200]["content"]["application/json"]["schema"]
    plain_path = path.replace(":slug", "")
    href = path if "{" not in path else path.partition("{")[0] + slug if slug else ""
    return Operation(
        name=told["operationId"],
        method=method.upper(),
        path=plain_path,
        summary=told["summary"],
        description=told.get("description", ""),
        parameters=_parameters(told["summary"], told["parameters"]),
        statuses=", ".join(str(status) for status in sorted(told["responses"], key=int)),
        shape=_plain(answer["$ref"].rpartition("/")[2]),
        example=json.dumps(_example(answer, schema, DEEPEST), indent=2, ensure_ascii=False),
        href=href + TRY.get(path, ""),
    )


def _parameters(summary: str, told: list[dict[str, Any]]) -> Table | None:
    columns = [Column("Parameter", header=True), Column("What it is"), Column("What it takes")]
    rows = [[one["name"], one.get("description", ""), _takes(one["schema"])] for one in told]
    return Table(f"Parameters of “{summary}”", columns, rows, hide_caption=True) if rows else None


def _fields(name: str, described: Mapping[str, Any]) -> Table:
    columns = [Column("Field", header=True), Column("What it takes"), Column("What it is")]
    rows = [[field, Cell(_takes(told)), told.get("description", "")] for field, told in described["properties"].items()]
    return Table(f"Fields of {_plain(name)}", columns, rows, hide_caption=True)


def _takes(schema: Mapping[str, Any]) -> str:
    """ "text, up to 500 characters", "one of relevance, name", "a list of text", "Place or null"."""
    if "$ref" in schema:
        return _plain(schema["$ref"].rpartition("/")[2])
    if several := schema.get("anyOf") or schema.get("oneOf"):
        return " or ".join(_takes(one) for one in several)
    if "enum" in schema:
        values = [str(value) for value in schema["enum"]]
        return f"one of {', '.join(values)}" if len(values) > 1 else values[0]
    if schema.get("type") == "array":
        return f"a list of {_takes(schema['items'])}" + _up_to(schema, "maxItems", "values")
    if schema.get("type") == "object":
        return "names and values"
    return _simple(schema)


def _simple(schema: Mapping[str, Any]) -> str:
    name = "date" if schema.get("format") == "date" else SIMPLE.get(schema.get("type", ""), "anything")
    return name + _up_to(schema, "maxLength", "characters") + _up_to(schema, "maximum", "")


def _up_to(schema: Mapping[str, Any], limit: str, of: str) -> str:
    return f", up to {schema[limit]:,.0f} {of}".rstrip() if limit in schema else ""


def _plain(name: str) -> str:
    """ "FoundOut" → "Found"."""
    return name.removesuffix("Out")


def _example(schema: Mapping[str, Any], document: Mapping[str, Any], depth: int) -> Any:
    if "$ref" in schema:
        named = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        return dict(_example_fields(named, document, depth)) if depth else {}
    if schema.get("examples"):
        return schema["examples"][0]
    if several := schema.get("anyOf"):
        return _example(several[0], document, depth)
    if schema.get("type") == "array":
        return [_example(schema["items"], document, depth)] if depth else []
    return schema.get("default", {"string": "", "boolean": False, "object": {}}.get(schema.get("type", "")))


def _example_fields(named: Mapping[str, Any], document: Mapping[str, Any], depth: int) -> Iterator[tuple[str, Any]]:
    for field, told in named["properties"].items():
        yield field, _example(told, document, depth - 1)
