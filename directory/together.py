"""Rows of several small tables by one statement: a page with ten short lists need not ask ten times.

Every column travels as text and is read again by its field, so a new column of a model is there by itself. Not for
moments in time, whose text differs between databases.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import CharField, ForeignKey, IntegerField, Model, QuerySet, TextField, Value, Window
from django.db.models.functions import Cast, RowNumber


def load(parts: Sequence[QuerySet[Any]]) -> list[list[Any]]:
    """The rows of each, in the order of its model."""
    width = max(len(part.model._meta.concrete_fields) for part in parts)
    branches = [_branch(number, part, width) for number, part in enumerate(parts)]
    found: list[list[Any]] = [[] for _ in parts]
    for number, _, *cells in sorted(branches[0].union(*branches[1:], all=True), key=lambda row: row[:2]):
        found[number].append(_row(parts[number].model, cells))
    return found


def _branch(number: int, part: QuerySet[Any], width: int) -> QuerySet[Any]:
    names = [field.attname for field in part.model._meta.concrete_fields]
    cells = {f"cell_{at}": Cast(name, TextField()) for at, name in enumerate(names)}
    empty = {f"cell_{at}": Cast(Value(None), TextField()) for at in range(len(names), width)}
    place = Window(RowNumber(), order_by=list(part.model._meta.ordering))
    told = part.order_by().annotate(part=Cast(Value(number), IntegerField()), place=place, **cells, **empty)
    return told.values_list("part", "place", *cells, *empty)


def _row(model: type[Model], cells: Sequence[str | None]) -> Model:
    """As if it had been loaded: a foreign key is read as the column it points to."""
    values = []
    for field, cell in zip(model._meta.concrete_fields, cells, strict=False):
        kind: Any = field.target_field if isinstance(field, ForeignKey) else field
        text = isinstance(kind, (CharField, TextField))
        values.append(cell if cell is None or text else kind.to_python(cell))
    return model.from_db(None, [field.attname for field in model._meta.concrete_fields], values)
