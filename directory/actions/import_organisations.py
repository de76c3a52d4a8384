"""Whose imported services are: one organisation for one registration number, wherever it came from first."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify

from directory.actions.import_records import Source, give_slugs, keep
from directory.models import Merge, Organisation
from directory.offered import Offered
from directory.queries import theirs

NUMBERS = ("cqc_provider_id", "company_number", "charity_number")
SAID = ("name", "description", "email", "website", "company_number", "charity_number")  # what its people may change
Rows = dict[str, dict[str, Any]]


def organisations_of(offered: Sequence[Offered], source: Source) -> dict[str, Organisation]:
    """By the source id of what is offered. Found by number anywhere, else by name within the source."""
    rows = {key_of(one): one.organisation for one in offered}
    registered = _registered(rows, source)
    unknown = {key: row for key, row in rows.items() if key not in registered}
    made = keep(
        Organisation, source, unknown, prepare=lambda new: give_slugs(Organisation, new), theirs=theirs.organisations
    )
    found = _followed({**made, **registered})
    return {one.source_id: found[key_of(one)] for one in offered}


def key_of(offered: Offered) -> str:
    numbers = (f"{name[:3]}-{offered.organisation[name]}" for name in NUMBERS if offered.organisation.get(name))
    return next(numbers, "") or slugify(offered.organisation["name"])[:120] or offered.source_id


def number_key(text: str) -> str:
    """Companies House writes eight places; charities none in front. Case and spaces say nothing."""
    return text.replace(" ", "").upper().lstrip("0")


def _registered(rows: Rows, source: Source) -> dict[str, Organisation]:
    """Those known by a number. Another source's record keeps its own words: only its gaps are filled."""
    numbered = {key: row for key, row in rows.items() if any(row.get(name) for name in NUMBERS)}
    if not numbered:
        return {}
    there = _by_number(numbered)
    spoken = theirs.organisations({one.pk for one in there.values()})
    found: dict[str, Organisation] = {}
    changed: dict[int, Organisation] = {}
    for key, row in numbered.items():
        names = [(name, number_key(row[name])) for name in NUMBERS if row.get(name)]
        one = next((there[name] for name in names if name in there), None)
        if one is not None:
            found[key] = one
            said = {name: row[name] for name in row if one.pk not in spoken or name not in SAID}
            if _take(one, said, own=one.source == source.source):
                changed[one.pk] = one
    fields = ["changed_at", *sorted({name for row in numbered.values() for name in row})]
    Organisation.objects.bulk_update(changed.values(), fields, batch_size=100)
    return found


def _by_number(rows: Rows) -> dict[tuple[str, str], Organisation]:
    wanted = Q()
    for name in NUMBERS:
        asked = {row[name] for row in rows.values() if row.get(name)}
        spelled = {form for number in asked for form in (number, number_key(number), number_key(number).zfill(8))}
        if spelled:
            wanted |= Q(**{f"{name}__in": spelled})
    return {
        (name, number_key(getattr(one, name))): one
        for one in Organisation.objects.filter(wanted).order_by("-pk")
        for name in NUMBERS
        if getattr(one, name)
    }


def _take(one: Organisation, row: dict[str, Any], *, own: bool) -> bool:
    news = {name: value for name, value in row.items() if value and getattr(one, name) != value}
    news = {name: value for name, value in news.items() if own or not getattr(one, name)}
    for name, value in news.items():
        setattr(one, name, value)
    one.changed_at = timezone.now()
    return bool(news)


def _followed(found: dict[str, Organisation]) -> dict[str, Organisation]:
    """One that was merged into another stands for it."""
    merges = Merge.objects.filter(organisation_gone__in=[one.pk for one in found.values()], undone_at=None)
    kept = {merge.organisation_gone_id: merge.organisation_kept for merge in merges.select_related("organisation_kept")}
    return {key: kept.get(one.pk) or one for key, one in found.items()}
