"""Records of an import, found again by source and source id, with the addresses they get."""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any, Protocol, TypeVar

from django.utils import timezone
from django.utils.text import slugify

from directory.mapping import Term
from directory.models import Location, Organisation, Service

Kept = TypeVar("Kept", Organisation, Service, Location)
THEIRS = "Confirmed by the provider since; a moderator should look"


class Source(Protocol):
    """Where records come from: its short name, the words it files under, and whether new ones go up."""

    @property
    def source(self) -> str: ...
    @property
    def publish(self) -> bool: ...
    @property
    def terms(self) -> Sequence[Term]: ...


def known_by_id(model: type[Kept], source: Source, ids: Iterable[str]) -> dict[str, Kept]:
    found = model._default_manager.filter(source=source.source, source_id__in=list(ids))
    return {one.source_id: one for one in found}


def keep(
    model: type[Kept],
    source: Source,
    rows: dict[str, dict[str, Any]],
    prepare: Callable[[Sequence[Kept]], None] | None = None,
    theirs: Callable[[Collection[int]], set[int]] = lambda _pks: set(),
) -> dict[str, Kept]:
    """Create or change by source and source id. `prepare` sees the new ones before they are saved; what is `theirs`
    stays as it is."""
    there = known_by_id(model, source, rows)
    new = {key: model(source=source.source, source_id=key, **row) for key, row in rows.items() if key not in there}
    if prepare:
        prepare(list(new.values()))
    model._default_manager.bulk_create(new.values())
    left = theirs([one.pk for one in there.values()])
    changing = {key: one for key, one in there.items() if one.pk not in left}
    for key, one in changing.items():
        one.changed_at = timezone.now()
        for name, value in rows[key].items():
            setattr(one, name, value)
    fields: set[str] = {name for key in changing for name in rows[key]}
    if fields:
        model._default_manager.bulk_update(changing.values(), ["changed_at", *sorted(fields)], batch_size=100)
    return {**there, **new}


def give_slugs(model: type[Organisation] | type[Service], new: Sequence[Organisation | Service]) -> None:
    """The name; where that is taken, with their id; and where that is taken too, with ours. A slug once given stays."""
    wishes = [(slugify(one.name)[:90] or "service", slugify(one.source_id)[-25:]) for one in new]
    wishes = [(name, f"{name}-{theirs}") for name, theirs in wishes]
    asked = [slug for pair in wishes for slug in pair]
    taken = set(model._default_manager.filter(slug__in=asked).values_list("slug", flat=True))
    for one, pair in zip(new, wishes, strict=True):
        free = [slug for slug in pair if slug not in taken]
        one.slug = free[0] if free else f"{pair[0]}-{one.uuid.hex[:12]}"
        taken.add(one.slug)
