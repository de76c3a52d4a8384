"""A provider's services with all that a sheet says of them, and what was proposed of each."""

from django.db.models import QuerySet

from directory.change_rules import TO_WRITE, State
from directory.models import ChangeProposal, Organisation, Service, Status

MOST = 500  # rows of one sheet


def services(of: Organisation) -> QuerySet[Service]:
    """What is on the site, or not yet. What was taken down is not changed by a sheet."""
    found = Service.objects.filter(organisation=of).exclude(status=Status.WITHDRAWN)
    return found.select_related("organisation").prefetch_related("phones", "costs", "schedules").order_by("name", "pk")


def open_changes(of: Organisation) -> list[ChangeProposal]:
    found = ChangeProposal.objects.filter(
        service__organisation=of, state__in=[*TO_WRITE, State.WAITING], came_from=ChangeProposal.Came.PROVIDER
    )
    return list(found.prefetch_related("changes"))
