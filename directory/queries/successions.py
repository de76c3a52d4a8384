"""Services whose registration has ended, and which live registration may go on with each."""

from django.db.models import Q, QuerySet

from directory.models import Merge, Service, Succession

SHOWN = 25


def waiting() -> QuerySet[Service]:
    """The last to end is first. What was put into another record is over."""
    gone = Merge.objects.filter(undone_at=None, service_gone__isnull=False).values("service_gone")
    found = Service.objects.filter(gives_personal_care=True, cqc_ended_on__isnull=False).exclude(pk__in=gone)
    return found.select_related("organisation").order_by("-cqc_ended_on", "-pk")


def done() -> QuerySet[Succession]:
    return Succession.objects.select_related("service", "from_organisation", "to_organisation", "by")[:SHOWN]


def likely(service: Service) -> list[Service]:
    """Registered now by another provider, at one of its places or under its name. Three statements at most."""
    postcodes = list(service.at_locations.values_list("location__postcode", flat=True))
    there = Q(at_locations__location__postcode__in=[code for code in postcodes if code])
    found = live().filter(there | Q(name__iexact=service.name)).exclude(organisation=service.organisation_id)
    return list(found.exclude(pk=service.pk).distinct().order_by("name", "pk")[:10])


def live() -> QuerySet[Service]:
    return Service.objects.exclude(Service.unregistered()).select_related("organisation")


def by_location(location_id: str) -> Service | None:
    return live().filter(cqc_location_id__iexact=location_id.strip()).first()
