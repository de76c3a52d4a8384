"""What a provider has spoken for since it came in: there an import asks a moderator first.

She confirmed it signed in or by the link in an e-mail, or a change of hers is on the page.
"""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Max, QuerySet

from directory.change_rules import State
from directory.models import ChangeProposal, ConfirmationAsk, Service, ServiceAtLocation, Succession

ON_THE_PAGE = (State.LIVE.value, State.APPROVED.value)


def services(pks: Collection[int]) -> set[int]:
    """What the provider before a successor said counts no longer."""
    signed_in = Service.objects.filter(pk__in=pks, confirmed_by__isnull=False).values_list("pk", flat=True)
    linked = ConfirmationAsk.objects.filter(service__in=pks, used_at__isnull=False).values_list("service", "used_at")
    changed = _changes(service__in=pks).values_list("service", "sent_at")
    said: list[tuple[int, datetime | None]] = [*linked, *changed]
    since = dict(_successions({pk for pk, _ in said}))
    return {*signed_in, *(pk for pk, at in said if pk not in since or (at and at > since[pk]))}


def organisations(pks: Collection[int]) -> set[int]:
    return set(_changes(organisation__in=pks).values_list("organisation", flat=True))


def places(pks: Collection[int]) -> set[int]:
    """Changed as a place, or of a page that is theirs."""
    given = list(ServiceAtLocation.objects.filter(location__in=pks).values_list("location", "service"))
    spoken = services({service for _, service in given})
    changed = _changes(location__in=pks).values_list("location", flat=True)
    return {*changed, *(place for place, service in given if service in spoken)}


def _changes(**of: Collection[int]) -> QuerySet[ChangeProposal]:
    return ChangeProposal.objects.filter(**of, state__in=ON_THE_PAGE).order_by()


def _successions(pks: Collection[int]) -> Iterable[tuple[int, datetime]]:
    found = Succession.objects.filter(service__in=pks).order_by()
    return found.values("service").annotate(last=Max("at")).values_list("service", "last")
