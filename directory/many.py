"""Public services with what search is told of them, many at a time: each relation by one query, handed over as rows.
What many have in common, an organisation or a term, is one object.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice

from django.db.models import QuerySet

from directory import public
from directory.handing import give, share
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
        share(some, name, model._default_manager.filter(service__in=pks), "service")
    _terms(some, pks)
    _places(some, pks)
    approvals = public.approvals_with_checks().filter(state__in=public.SHOWN)
    share(some, "approvals", approvals.filter(service__in=pks), "service")
    organisations = Organisation.objects.in_bulk({service.organisation_id for service in some})
    share(organisations.values(), "approvals", approvals.filter(organisation__in=list(organisations)), "organisation")
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
        give(service, "terms", [term for term in terms if term.pk in filed[service.pk]])


def _places(some: Sequence[Service], pks: Sequence[int]) -> None:
    at = list(ServiceAtLocation.objects.filter(service__in=pks).select_related("location"))
    share(some, "at_locations", at, "service")
    lines = Schedule.objects.filter(service_at_location__in=[one.pk for one in at])
    share(at, "schedules", lines, "service_at_location")
    locations = [one.location for one in at]
    ways_in = Accessibility.objects.filter(location__in={one.pk for one in locations}).select_related("term")
    share(locations, "accessibilities", ways_in, "location")
