"""Organisations in the directory that may be the one somebody is about to add."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q

from directory import public
from directory.duplicates import EMPTY, Seen, names_alike, site, why
from directory.models import Location, Organisation

NUMBERS = ("company_number", "charity_number", "cqc_provider_id")
LIKE = "A name like it"
MOST = 10
ANYHOW = 200  # candidates that are looked at more closely


@dataclass(frozen=True)
class Alike:
    organisation: Organisation
    reasons: str
    is_public: bool  # then it can be claimed from its page


def by_number(told: Mapping[str, str]) -> list[Organisation]:
    """A registration number names one thing in the world. Spaces and case do not matter."""
    found = Q()
    for name in NUMBERS:
        if number := told.get(name, "").replace(" ", ""):
            found |= Q(**{f"{name}__iexact": number})
    return list(Organisation.objects.filter(found).order_by("pk")) if found else []


def to(told: Mapping[str, str], *, all_of_them: bool = False) -> list[Alike]:
    """Those with the same number, or a name like it; of public ones alone unless a moderator asks."""
    words = [word for word in re.findall(r"[a-z0-9]+", told["name"].lower()) if word not in EMPTY and len(word) > 2]
    wanted = Q(pk__in=[one.pk for one in by_number(told)])
    for word in words:
        wanted |= Q(name__icontains=word)
    if at := site(told.get("website", "")):
        wanted |= Q(website__icontains=at)
    shown = set(public.public_organisations().filter(wanted).values_list("pk", flat=True)[:ANYHOW])
    found = Organisation.objects.filter(wanted) if all_of_them else Organisation.objects.filter(pk__in=shown)
    mine = _seen_of(told)
    postcodes = _postcodes([one.pk for one in found[:ANYHOW]])
    alike = [
        Alike(one, ", ".join(reasons), one.pk in shown)
        for one in found[:ANYHOW]
        if (reasons := _reasons(mine, one, postcodes[one.pk]))
    ]
    return sorted(alike, key=lambda each: (each.reasons == LIKE, each.organisation.name))[:MOST]


def _reasons(mine: Seen, one: Organisation, postcodes: set[str]) -> tuple[str, ...]:
    """As the finder of duplicates has it; and here a name that is nearly the same is enough to ask."""
    return why(mine, _seen(one, postcodes)) or ((LIKE,) if names_alike(mine.name, one.name) else ())


def _seen_of(told: Mapping[str, str]) -> Seen:
    numbers = frozenset(f"{name} {told[name]}" for name in NUMBERS if told.get(name))
    postcodes = frozenset([told["postcode"]] if told.get("postcode") else [])
    return Seen(0, told["name"], numbers, postcodes, frozenset(), told.get("website", ""))


def _seen(one: Organisation, postcodes: set[str]) -> Seen:
    numbers = frozenset(f"{name} {getattr(one, name)}" for name in NUMBERS if getattr(one, name))
    return Seen(one.pk, one.name, numbers, frozenset(postcodes), frozenset(), one.website)


def _postcodes(organisations: list[int]) -> dict[int, set[str]]:
    to_one = "of_services__service__organisation"
    rows = Location.objects.filter(**{f"{to_one}__in": organisations}).exclude(postcode="")
    found: dict[int, set[str]] = defaultdict(set)
    for pk, postcode in rows.values_list(to_one, "postcode"):
        found[pk].add(postcode)
    return found
