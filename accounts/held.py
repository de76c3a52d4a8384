"""All that is held about somebody: each room registers its tables here, and what it leaves out with the reason.

Names, addresses and numbers of those whom she knows, or who act for her, are left out of what somebody downloads.
Sellers, and staff who looked, are named.
A model that leads to a person and is neither in a table nor left out makes a test fail (tests/config/test_download.py).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import FileField, Model
from django.utils import timezone

from accounts.models import Person, User
from accounts.money import text as pounds
from design.registry import Registry

Rows = Iterable[Sequence[str]]


@dataclass(frozen=True)
class Who:
    """Whose information it is. Not everybody who signs in is a person with a record here."""

    user: User
    person: Person | None


@dataclass(frozen=True)
class Table:
    """One table of hers. `files` are what she sent: a name in the download, and the stored file."""

    room: str
    title: str
    header: Sequence[str]
    rows: Callable[[Who], Rows]
    models: Sequence[type[Model]]
    files: Callable[[Who], Iterable[tuple[str, Any]]] = lambda who: ()


_tables: Registry[Table] = Registry("held")
register = _tables.register
tables = _tables.items
_left_out: Registry[tuple[str, Sequence[type[Model]]]] = Registry("left out")


def leave_out(key: str, why: str, *models: type[Model]) -> None:
    _left_out.register(key, (why, models))


def left_out() -> dict[type[Model], str]:
    return {model: why for why, models in _left_out.values() for model in models}


def covered() -> set[type[Model]]:
    return {model for table in _tables.values() for model in table.models}


def of_model(
    room: str, title: str, model: type[Model], to: str, fields: str, *, also: Sequence[type[Model]] = ()
) -> Table:
    """A table of one model's rows. `to` leads from a row to whose it is: "order__person", or "user:owner" for a
    sign-in. `fields` are names with a space between; two underscores go on to another model."""
    names = fields.split()

    def rows(who: Who) -> Rows:
        for row in found(model, to, who):
            yield [words(row, name) for name in names]

    return Table(room, title, [label(model, name) for name in names], rows, (model, *also))


def found(model: type[Model], to: str, who: Who) -> Iterable[Model]:
    by_user = to.startswith("user:")
    whose = who.user if by_user else who.person
    if whose is None:
        return []
    return model._default_manager.filter(**{to.removeprefix("user:"): whose.pk}).order_by("pk").distinct()


def label(model: type[Model], name: str) -> str:
    """weekly_pence → Weekly, agreed_by__name → Agreed by"""
    first, _, rest = name.partition("__")
    field = model._meta.get_field(first)
    if rest not in ("", "name") and isinstance(field.related_model, type):
        return label(field.related_model, rest)
    said = str(getattr(field, "verbose_name", first)).removesuffix(" pence").strip()
    return said[:1].upper() + said[1:]


def words(row: Any, name: str) -> str:
    first, _, rest = name.partition("__")
    if rest:
        next_row = getattr(row, first)
        return words(next_row, rest) if next_row is not None else ""
    shown = getattr(row, f"get_{first}_display", None)
    value = shown() if shown else getattr(row, first)
    return pounds(value) if first.endswith("_pence") and value is not None else in_words(value)


def in_words(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    return str(value)


def files_of(model: type[Model], to: str, field: str, folder: str) -> Callable[[Who], Iterable[tuple[str, FileField]]]:
    """Each row's file, named by its number."""

    def files(who: Who) -> Iterable[tuple[str, Any]]:
        for row in found(model, to, who):
            kept = getattr(row, field)
            if kept:
                yield f"{folder}/{row.pk}.{kept.name.rpartition('.')[2]}", kept

    return files
