"""Queries that Django made once, for the few places where making one costs more than running it.

    of_card = Kept(lambda: Card.objects.filter(issuer_reference=Given("reference", CharField())))
    of_card(reference="ic_12")

Each is Django's own SQL with its own rows, tuples or instances, as the queryset that made it would have read them. On
PostgreSQL the server keeps it too: after its third time on a connection it is not parsed and planned again. A process
has one database.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from functools import cached_property
from types import SimpleNamespace
from typing import Any, Generic, TypeVar

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.utils import CursorWrapper
from django.db.models.constants import OnConflict
from django.db.models.expressions import Expression
from django.db.models.sql import InsertQuery

Row = TypeVar("Row")
M = TypeVar("M", bound=models.Model)


def execute(sql: str, words: Sequence[object]) -> CursorWrapper:
    """On Django's connection, in its transaction, with its wrappers and its log. On PostgreSQL with bound values and as
    a prepared statement: Django writes values into the text, which the server then parses and plans each time."""
    database: Any = connections[DEFAULT_DB_ALIAS]
    if database.vendor == "postgresql":
        database.ensure_connection()
        bare = psycopg.Cursor(database.connection)
        cursor = database.make_debug_cursor(bare) if database.queries_logged else database.make_cursor(bare)
    else:
        cursor = database.cursor()
    cursor.execute(sql, words)
    return cursor


@contextmanager
def together() -> Iterator[None]:
    """What is asked inside goes to PostgreSQL without waiting for answers, one journey for all. Read them afterwards;
    each statement still sees what was committed before its own turn. Only for what this module runs: Django looks at
    counts of rows at once."""
    database: Any = connections[DEFAULT_DB_ALIAS]
    if database.vendor != "postgresql":
        yield
        return
    database.ensure_connection()
    with database.wrap_database_errors, database.connection.pipeline():
        yield


class Given(Expression):
    """A value that comes when the query runs, of a field's kind."""

    def __init__(self, name: str, field: models.Field[Any, Any]) -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: object, connection: object, **_: object) -> tuple[str, list[Any]]:  # type: ignore[override]
        return "%s", [self]

    def among(self, values: dict[str, Any]) -> object:
        return self.output_field.get_db_prep_value(values[self.name], connections[DEFAULT_DB_ALIAS])


class Kept(Generic[Row]):
    """What the queryset gives, as a list; by `values_list` or as instances. One that locks rows is for transactions."""

    def __init__(self, build: Callable[[], "models.QuerySet[Any, Row]"]) -> None:
        self.build = build

    def __call__(self, **values: object) -> list[Row]:
        return self.ask(**values)()

    def ask(self, **values: object) -> Callable[[], list[Row]]:
        """Ask now, and read by calling what comes back: of several, asked `together`."""
        made = self._made
        cursor = execute(made.sql, [each.among(values) if isinstance(each, Given) else each for each in made.params])
        return lambda: made.read(cursor)

    @cached_property
    def _made(self) -> "_Made":
        queryset: Any = self.build()
        return _Made(queryset, queryset.query.get_compiler(using=DEFAULT_DB_ALIAS))


class _Made:
    """A queryset with its SQL, and Django's own way to read the rows."""

    def __init__(self, queryset: Any, compiler: Any) -> None:
        self.queryset, self.compiler = queryset, compiler
        self.sql, self.params = compiler.as_sql()
        converters = compiler.get_converters([each for each, *_ in compiler.select])
        compiler.get_converters = lambda _: converters

    def read(self, cursor: CursorWrapper) -> list[Any]:
        with cursor:
            rows = cursor.fetchall()
        reader = copy(self.compiler)
        reader.connection, reader.execute_sql = connections[DEFAULT_DB_ALIAS], lambda *_, **__: [rows]
        ran = SimpleNamespace(  # what Django looks at in a queryset that has run
            db=DEFAULT_DB_ALIAS,
            query=SimpleNamespace(get_compiler=lambda *_, **__: reader),
            _fields=self.queryset._fields,
            _known_related_objects={},
        )
        return list(self.queryset._iterable_class(ran))


class KeptInsert(Generic[M]):
    """Write one row, as `save` does for a new instance. It comes back with its key where that is `wanted`; a row that
    may not be there twice is let be where that is to be `ignored`."""

    def __init__(self, model: type[M], *, wanted: bool = False, ignored: bool = False) -> None:
        self.model, self.wanted, self.ignored = model, wanted, ignored

    def __call__(self, row: M) -> M:
        sql, fields = self._made
        database = connections[DEFAULT_DB_ALIAS]
        words = [field.get_db_prep_save(field.pre_save(row, True), database) for field in fields]
        with execute(sql, words) as cursor:
            if self.wanted:
                [row.pk] = cursor.fetchone()
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS
        return row

    @cached_property
    def _made(self) -> tuple[str, list[Any]]:
        fields = [field for field in self.model._meta.concrete_fields if not field.primary_key]
        query: Any = InsertQuery(self.model, on_conflict=OnConflict.IGNORE if self.ignored else None)
        query.insert_values(fields, [self.model()], raw=True)
        compiler = query.get_compiler(using=DEFAULT_DB_ALIAS)
        compiler.returning_fields = [self.model._meta.pk] if self.wanted else None
        [(sql, _)] = compiler.as_sql()
        return sql, fields
