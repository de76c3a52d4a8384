"""What the public may see, with everything a page or a search document needs in a fixed number of queries."""

from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from directory.approval_rules import State
from directory.models import (
    Approval,
    ApprovalCheck,
    CostOption,
    Organisation,
    PersonalAssistantProfile,
    Service,
    ServiceAtLocation,
    ServiceDocument,
    ServicePhoto,
    Status,
    TaxonomyTerm,
)

SHOWN = [State.APPROVED.value, State.LAPSED.value]  # an approval under suspicion is not discussed in public


def public_services() -> QuerySet[Service]:
    return shown().select_related("organisation")


def shown() -> QuerySet[Service]:
    """What is up, and not hidden for being too old."""
    return Service.objects.filter(status=Status.PUBLISHED, hidden_at=None)


def hidden_services() -> QuerySet[Service]:
    """Too old to show: their own page says so, and nothing else does."""
    return Service.objects.filter(status=Status.PUBLISHED, hidden_at__isnull=False).select_related("organisation")


def whole_services() -> QuerySet[Service]:
    """Public services with all that a page or a search document says of them."""
    return whole(public_services())


def whole(found: QuerySet[Service]) -> QuerySet[Service]:
    """Also of services that are not public: a provider looks at a page before others can."""
    at_locations = ServiceAtLocation.objects.select_related("location").prefetch_related(
        "schedules", "location__phones", "location__accessibilities__term"
    )
    return found.select_related("organisation").prefetch_related(
        Prefetch("at_locations", at_locations),
        Prefetch("terms", TaxonomyTerm.objects.select_related("taxonomy", "parent")),
        Prefetch("approvals", approvals_with_checks().filter(state__in=SHOWN)),
        Prefetch("organisation__approvals", approvals_with_checks().filter(state__in=SHOWN)),
        "organisation__phones",
        "schedules",
        "closed_days",
        "areas",
        "eligibilities",
        "costs",
        "languages",
        "phones",
        "contacts__phones",
        Prefetch("photos", ServicePhoto.objects.filter(position__isnull=False)),
        Prefetch("documents", ServiceDocument.objects.filter(position__isnull=False)),
    )


def public_organisations() -> QuerySet[Organisation]:
    """Organisations with something to offer."""
    return Organisation.objects.filter(Exists(shown().filter(organisation=OuterRef("pk"))))


def approvals_with_checks() -> QuerySet[Approval]:
    checks = ApprovalCheck.objects.select_related("checked_by")
    return Approval.objects.select_related("scheme").prefetch_related(
        Prefetch("checks", checks), "scheme__required_checks"
    )


def published_assistants() -> QuerySet[PersonalAssistantProfile]:
    """Approved now or lapsed: a lapse is said on the page, a suspension takes the page down."""
    shown = Approval.objects.filter(personal_assistant=OuterRef("pk"), state__in=SHOWN)
    return PersonalAssistantProfile.objects.filter(Exists(shown), status=Status.PUBLISHED)


def public_assistants() -> QuerySet[PersonalAssistantProfile]:
    """Published, and not hidden for being too old."""
    return published_assistants().filter(hidden_at=None)


def hidden_assistants() -> QuerySet[PersonalAssistantProfile]:
    return published_assistants().filter(hidden_at__isnull=False)


def approved_assistants(day: date) -> QuerySet[PersonalAssistantProfile]:
    return public_assistants().filter(_holding(day))


def holding_assistants(day: date) -> QuerySet[PersonalAssistantProfile]:
    """Whose approval holds, whether their page is up or not."""
    return PersonalAssistantProfile.objects.filter(_holding(day))


def _holding(day: date) -> Exists:
    holding = Approval.objects.filter(personal_assistant=OuterRef("pk"), state=State.APPROVED.value, until__gte=day)
    return Exists(holding)


def whole_assistants() -> QuerySet[PersonalAssistantProfile]:
    return whole_assistant(public_assistants())


def whole_assistant(found: QuerySet[PersonalAssistantProfile]) -> QuerySet[PersonalAssistantProfile]:
    """Also of one that is not public: she looks at her page before others can."""
    return found.prefetch_related(
        Prefetch("approvals", approvals_with_checks().filter(state__in=SHOWN)),
        "areas",
        "free_times",
        Prefetch("needs", TaxonomyTerm.objects.select_related("taxonomy", "parent")),
        "languages",
    )


def prices_on(service: Service, day: date) -> list[CostOption]:
    """Of the costs that are loaded, those that hold on a day; the lowest first."""
    held = [
        cost
        for cost in service.costs.all()
        if (cost.valid_from is None or cost.valid_from <= day) and (cost.valid_to is None or day <= cost.valid_to)
    ]
    return sorted(held, key=lambda cost: (cost.amount_pence is None, cost.amount_pence or 0))
