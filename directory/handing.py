"""Rows that were loaded for many at once, handed to whom they belong: what `owner.<name>.all()` answers from then on.

Django's own prefetching makes a query set for each owner and each of its relations, which was more than half of the
time of an import. What `.all()` answers here is a tuple: whoever would filter it further hears so, and gets no wrong
rows.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Model


def share(owners: Iterable[Model], name: str, rows: Iterable[Any], by: str) -> None:
    """Each owner's own of them, which know it in turn. `by` is the way from a row to its owner."""
    theirs: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        theirs[getattr(row, f"{by}_id")].append(row)
    for owner in owners:
        for row in theirs[owner.pk]:
            row._meta.get_field(by).set_cached_value(row, owner)
        give(owner, name, theirs[owner.pk])


def give(owner: Model, name: str, rows: Iterable[Any]) -> None:
    owner.__dict__.setdefault("_prefetched_objects_cache", {})[name] = tuple(rows)
