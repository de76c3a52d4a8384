"""One public service with all that a page says of it, in a handful of statements however much that is."""

from __future__ import annotations

from django.db.models import Prefetch, Q, QuerySet

from directory import public, together
from directory.handing import give, share
from directory.models import (
    Accessibility,
    ClosedDay,
    Contact,
    CostOption,
    Eligibility,
    Language,
    Phone,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceDocument,
    ServicePhoto,
    TaxonomyTerm,
)


def service(found: QuerySet[Service]) -> Service | None:
    """The first of these, loaded as `public.whole_services` loads many."""
    terms = TaxonomyTerm.objects.select_related("taxonomy", "parent")
    places = ServiceAtLocation.objects.select_related("location")
    one = found.prefetch_related(Prefetch("terms", terms), Prefetch("at_locations", places)).first()
    if one is not None:
        _approvals(one)
        _parts(one)
    return one


def _approvals(of: Service) -> None:
    """Its own, and its organisation's."""
    both = Q(service=of.pk) | Q(organisation=of.organisation_id)
    rows = list(public.approvals_with_checks().filter(both, state__in=public.SHOWN))
    give(of, "approvals", [row for row in rows if row.service_id])
    give(of.organisation, "approvals", [row for row in rows if row.organisation_id])


def _parts(of: Service) -> None:
    at = list(of.at_locations.all())
    locations = [one.location_id for one in at]
    mine = {"service": of.pk}
    areas, closed, rules, costs, languages, contacts, lines, ways, phones, photos, documents = together.load(
        [
            ServiceArea.objects.filter(**mine),
            ClosedDay.objects.filter(**mine),
            Eligibility.objects.filter(**mine),
            CostOption.objects.filter(**mine),
            Language.objects.filter(services=of.pk),
            Contact.objects.filter(**mine),
            Schedule.objects.filter(Q(**mine) | Q(service_at_location__in=[one.pk for one in at])),
            Accessibility.objects.filter(location__in=locations),
            Phone.objects.filter(
                Q(**mine) | Q(organisation=of.organisation_id) | Q(location__in=locations) | Q(contact__service=of.pk)
            ),
            ServicePhoto.objects.filter(**mine, position__isnull=False),
            ServiceDocument.objects.filter(**mine, position__isnull=False),
        ]
    )
    for name, rows in (
        ("areas", areas),
        ("closed_days", closed),
        ("eligibilities", rules),
        ("costs", costs),
        ("contacts", contacts),
        ("photos", photos),
        ("documents", documents),
    ):
        give(of, name, rows)
    give(of, "languages", languages)
    share([of], "schedules", lines, "service")
    share(at, "schedules", lines, "service_at_location")
    share([one.location for one in at], "accessibilities", ways, "location")
    share([of], "phones", phones, "service")
    share([of.organisation], "phones", phones, "organisation")
    share([one.location for one in at], "phones", phones, "location")
    share(contacts, "phones", phones, "contact")
