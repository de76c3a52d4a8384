"""Public services with what search is told of them, many at a time: each relation by one query, handed over as rows.
What many have in common, an organisation or a term, is one object.

Django's own prefetching makes a query set for each service and each of its relations, which was more than half of the
time of an import. What `.all()` answers here is a tuple: whoever would filter it further hears so, and gets no wrong
rows.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db.models import Model, QuerySet

from directory import public
from directory.models import (
    Accessibility,
    CostOption,
    Eligibility,
    Organisation,
    Phone,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    TaxonomyTerm,
)

PARTS = {
    "schedules": Schedule,
    "areas": ServiceArea,
    "eligibilities": Eligibility,
    "costs": CostOption,
    "phones": Phone,
}


def services(found: QuerySet[Service], chunk: int) -> Iterator[Service]:
    """A chunk in memory at a time, each by the same number of queries."""
    rows = found.select_related(None).iterator(chunk_size=chunk)
    while some := list(islice(rows, chunk)):
        _fill(some)
        yield from some


def _fill(some: Sequence[Service]) -> None:
    pks = [service.pk for service in some]
    for name, model in PARTS.items():
        _share(some, name, model._default_manager.filter(service__in=pks), "service")
    _terms(some, pks)
    _places(some, pks)
    approvals = public.approvals_with_checks().filter(state__in=public.SHOWN)
    _share(some, "approvals", approvals.filter(service__in=pks), "service")
    organisations = Organisation.objects.in_bulk({service.organisation_id for service in some})
    _share(organisations.values(), "approvals", approvals.filter(organisation__in=list(organisations)), "organisation")
    for service in some:
        service.organisation = organisations[service.organisation_id]


def _terms(some: Sequence[Service], pks: Sequence[int]) -> None:
    filed: dict[int, set[int]] = defaultdict(set)
    through = Service.terms.through._default_manager.filter(service__in=pks)
    for pk, term in through.values_list("service_id", "taxonomyterm_id"):
        filed[pk].add(term)
    used = {pk for pks_of in filed.values() for pk in pks_of}
    terms = list(TaxonomyTerm.objects.filter(pk__in=used).select_related("taxonomy", "parent"))
    for service in some:
        _give(service, "terms", [term for term in terms if term.pk in filed[service.pk]])


def _places(some: Sequence[Service], pks: Sequence[int]) -> None:
    at = list(ServiceAtLocation.objects.filter(service__in=pks).select_related("location"))
    _share(some, "at_locations", at, "service")
    lines = Schedule.objects.filter(service_at_location__in=[one.pk for one in at])
    _share(at, "schedules", lines, "service_at_location")
    locations = [one.location for one in at]
    ways_in = Accessibility.objects.filter(location__in={one.pk for one in locations}).select_related("term")
    _share(locations, "accessibilities", ways_in, "location")


def _share(owners: Iterable[Model], name: str, rows: Iterable[Any], by: str) -> None:
    """Each owner's own of them, which know it in turn."""
    theirs: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        theirs[getattr(row, f"{by}_id")].append(row)
    for owner in owners:
        for row in theirs[owner.pk]:
            row._meta.get_field(by).set_cached_value(row, owner)
        _give(owner, name, theirs[owner.pk])


def _give(owner: Model, name: str, rows: Sequence[Any]) -> None:
    """What `owner.<name>.all()` says from now on."""
    owner.__dict__.setdefault("_prefetched_objects_cache", {})[name] = tuple(rows)
