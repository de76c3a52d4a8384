"""Every rule that the database holds answers yes or no, whatever is empty.

SQL lets a CHECK pass that is neither true nor false, as `until >= approved_on` is where one of them is empty. So a rule
about what may be empty says so itself. Each is asked here about all combinations of a few values.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.db.models import CheckConstraint, Field, Model

from tests.factories import directory, surplus

ROOMS = {"accounts", "cms", "design", "directory", "marketplace", "search"}
pytestmark = pytest.mark.django_db


def checks() -> Iterator[tuple[type[Model], CheckConstraint]]:
    for model in apps.get_models():
        if model.__module__.partition(".")[0] in ROOMS:
            yield from ((model, each) for each in model._meta.constraints if isinstance(each, CheckConstraint))


def values(field: Field[Any, Any]) -> list[str]:
    """A few of its kind, as SQL; with NULL where the column allows it."""
    if field.choices and isinstance(field, models.CharField):
        found = [f"'{key}'" for key, _ in field.flatchoices] + ["''"]
    elif isinstance(field, models.CharField | models.TextField | models.FileField):
        found = ["''", "'x'"]
    elif isinstance(field, models.DateField):
        found = ["'2026-01-01'", "'2026-01-02'"]
    else:
        found = ["0", "1", "2"]
    return ["NULL", *found] if field.null else found


def unknown(model: type[Model], check: CheckConstraint) -> tuple[Any, ...] | None:
    """A combination of values for which the rule is neither true nor false."""
    quoted = check._get_check_sql(model, connection.SchemaEditorClass(connection))  # type: ignore[attr-defined]
    sql = str(quoted).replace(f'"{model._meta.db_table}".', "")
    fields = [field for field in model._meta.local_concrete_fields if f'"{field.column}"' in sql]
    if not any(field.null for field in fields):
        return None
    tables = ", ".join(f"t{n}(v) AS (VALUES {', '.join(f'({v})' for v in values(f))})" for n, f in enumerate(fields))
    row = ", ".join(f't{n}.v AS "{field.column}"' for n, field in enumerate(fields))
    joined = ", ".join(f"t{n}" for n in range(len(fields)))
    asked = f"WITH {tables}, r AS (SELECT {row} FROM {joined}) SELECT * FROM r WHERE ({sql}) IS NULL LIMIT 1"  # noqa: S608 (our own rules)
    with connection.cursor() as cursor:
        cursor.execute(asked)
        found = cursor.fetchone()
    return found and tuple(zip([field.column for field in fields], found, strict=True))


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the rules are the same on both, and only this one is lax")
def test_no_rule_is_passed_by_what_is_empty():
    open_ones = {check.name: unknown(model, check) for model, check in checks()}
    assert {name: row for name, row in open_ones.items() if row} == {}
    assert len(open_ones) > 100


def a_decided_surplus():
    return surplus.decided(surplus.proposed(surplus.rich().person))


@pytest.mark.parametrize(
    ("made", "wrong"),
    [
        (a_decided_surplus, {"decided_pence": None}),  # how much was decided
        (directory.approval, {"approved_on": date(2026, 8, 1)}),  # an approval without an end
        (directory.approval, {"until": date(2027, 8, 1)}),  # or a beginning
        (lambda: directory.place(directory.service()).location, {"latitude": None}),  # half a point is no place
    ],
)
def test_the_books_refuse_what_an_empty_value_let_through(made, wrong):
    row = made()
    with pytest.raises(IntegrityError), transaction.atomic():
        type(row).objects.filter(pk=row.pk).update(**wrong)
