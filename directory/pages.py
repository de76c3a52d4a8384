"""Which pages are somebody's, and how each stands."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from accounts.models import User
from directory.actions import proposals
from directory.change_rules import State
from directory.models import (
    ChangeProposal,
    Location,
    MemberRole,
    Organisation,
    OrganisationMember,
    PersonalAssistantProfile,
    Service,
    Status,
    TaxonomyTerm,
)
from directory.page_fields import Subject
from directory.permissions import WRITERS, Owner, roles_in


def loaded(model: type[Any]) -> QuerySet[Any]:
    """With what its fields read."""
    if model is Service:
        terms = Prefetch("terms", TaxonomyTerm.objects.select_related("taxonomy"))
        return Service.objects.select_related("organisation").prefetch_related(terms)
    if model is PersonalAssistantProfile:
        return PersonalAssistantProfile.objects.prefetch_related("areas", "languages", "needs__taxonomy")
    if model is Location:
        return Location.objects.prefetch_related("accessibilities__term")
    return Organisation.objects.all()


def organisations_of(user: User) -> list[Organisation]:
    """Those of whose pages she may write something."""
    held = OrganisationMember.objects.filter(user=user, ended_at=None, role__in=WRITERS)
    manages = held.filter(organisation=OuterRef("pk"), role=MemberRole.MANAGER)
    found = Organisation.objects.filter(pk__in=held.values("organisation")).annotate(is_managed=Exists(manages))
    return list(found.order_by("name", "pk"))


def owner(user: User, subject: Subject) -> Owner | None:
    """For whom she writes this page: herself, or an organisation; of a place, one that offers something there."""
    return next((one for one in owners(subject) if roles_in(user, one) & WRITERS), None)


def owners(subject: Subject) -> list[Owner]:
    if isinstance(subject, Organisation | PersonalAssistantProfile):
        return [subject]
    if isinstance(subject, Service):
        return [subject.organisation]
    return list(Organisation.objects.filter(offers__at_locations__location=subject).distinct().order_by("name", "pk"))


def overview(mine: Iterable[Organisation]) -> list[dict[str, Any]]:
    """Each organisation with its services and what was proposed of each, in a fixed number of queries."""
    services = list(Service.objects.filter(organisation__in=mine).order_by("name", "pk"))
    open_ones = ChangeProposal.objects.filter(
        of__in=mine,
        state__in=[State.DRAFT, State.WAITING, State.SENT_BACK],
        service__isnull=False,
        came_from=ChangeProposal.Came.PROVIDER,  # what a reader said is told once a moderator passes it on
    )
    states: dict[int, list[State]] = {}
    for service, state in open_ones.values_list("service", "state").order_by("pk"):
        if state not in states.setdefault(service, []):  # two that wait are told once
            states[service].append(State(state))
    return [
        {
            "organisation": one,
            "services": [
                {"service": service, "states": states.get(service.pk, [])}
                for service in services
                if service.organisation_id == one.pk
            ],
        }
        for one in mine
    ]


def waiting(subject: Subject) -> QuerySet[ChangeProposal]:
    """What was sent of a page and is not over, and what was answered last; the newest first."""
    found = ChangeProposal.objects.filter(
        **{proposals.FIELDS[type(subject)]: subject}, came_from="provider", sent_at__isnull=False
    )
    if isinstance(subject, Service):
        found = found.filter(of=subject.organisation_id)  # not what the provider before wrote
    return found.order_by("-sent_at", "-pk")[:5]


def told(subject: Subject) -> QuerySet[ChangeProposal]:
    """What readers said and a moderator passed on, since the page was last confirmed."""
    of = {proposals.FIELDS[type(subject)]: subject}
    found = ChangeProposal.objects.filter(**of, came_from="public", state=State.APPROVED)
    if isinstance(subject, Service | PersonalAssistantProfile) and subject.confirmed_on:
        found = found.filter(decided_at__date__gte=subject.confirmed_on)
    return found.order_by("-decided_at", "-pk")[:5]


def places(service: Service) -> list[Location]:
    return list(Location.objects.filter(of_services__service=service).order_by("name", "pk"))


def places_of(of: Organisation) -> list[Location]:
    """Where any of its services is given; what was taken down does not count."""
    there = Location.objects.filter(of_services__service__organisation=of)
    return list(there.exclude(of_services__service__status=Status.WITHDRAWN).distinct().order_by("name", "pk"))


def services_at(place: Location, of: Organisation) -> list[Service]:
    found = Service.objects.filter(at_locations__location=place, organisation=of).exclude(status=Status.WITHDRAWN)
    return list(found.select_related("organisation").order_by("name", "pk"))
