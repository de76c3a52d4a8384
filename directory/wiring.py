"""What the directory hands to lower rooms, once, when the project starts."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from accounts import daily, desks, second_factor
from accounts.models import User
from accounts.permissions import may
from accounts.roles import Permission
from cms import about, access, counts, support
from design import slots as shell
from directory import documents, held_here, offers, queries, retention_rules, shortlist, telling, things  # noqa: F401
from directory.actions import approvals, open_data, renewals
from directory.models import PersonalAssistantProfile, Status, TaxonomyTerm
from search import answers, facets
from search.documents import Kind
from search.documents import register as register_kind
from search.facets import FacetGroup

TIMES = {"morning": "Mornings", "afternoon": "Afternoons", "evening": "Evenings", "night": "Nights"}


def named(taxonomy: str) -> facets.Labels:
    """The names of a taxonomy's terms, as they stand now."""
    return lambda: dict(TaxonomyTerm.objects.filter(taxonomy__slug=taxonomy).values_list("slug", "name"))


def approvers_desk(user: User) -> desks.Desk | None:
    if not may(user, Permission.APPROVE_PROVIDERS):
        return None
    today = timezone.localdate()
    waiting = queries.desk(show="to-check", day=today).count()
    ending = queries.desk(show="ending", day=today).count()
    lapsed = queries.desk(show="lapsed", day=today).count()
    line = f"{waiting} to check. {ending} with something that ends within 60 days. {lapsed} lapsed."
    return desks.Desk("Approvals", line, reverse("staff-approvals"), icon="shield-check")


def works_for_somebody(user: User) -> bool:
    """Providers and personal assistants: they see where people live and when. Not yet who only applies."""
    shown = PersonalAssistantProfile.objects.filter(user=user).exclude(status=Status.DRAFT)
    return user.memberships.filter(ended_at=None).exists() or shown.exists()


def shortlist_link(request: HttpRequest) -> dict[str, Any] | None:
    """Only once there is something on it: read from the cookie, so it costs no query."""
    kept = shortlist.read(request)
    href = reverse("directory-shortlist")
    return {"label": f"Your shortlist ({len(kept)})", "href": href, "section": "shortlist"} if kept else None


def lapse(at: datetime) -> str:
    return f"{approvals.lapse_due(at)} lapsed, {renewals.remind_due(at)} reminded"


def turn(at: datetime) -> str:
    return f"{documents.refresh_turning(timezone.localdate(at))} services with new times or prices"


def give_away(at: datetime) -> str:
    made = open_data.write_due(at)
    return f"{made.records} services and people in the open data" if made else "the open data is of today"


facets.register(FacetGroup("topic", "Kind of support", named("topic"), rank=15))
facets.register(FacetGroup("time", "Time of day", lambda: TIMES, in_order=True, rank=31))
for group in ("need", "for", "access"):
    facets.name_values(group, named(group))
facets.name_values("approved", lambda: {"cqc": "CQC registered"})
register_kind(
    Kind(
        "service",
        "Services",
        documents.services,
        plural="services",
        rank=20,
        template="directory/_result.html",
    )
)
register_kind(
    Kind(
        "personal_assistant",
        "Personal assistants",
        documents.personal_assistants,
        plural="personal assistants",
        rank=30,
        template="directory/_result.html",
    )
)
answers.register("service", telling.manner("service"))
answers.register("personal_assistant", telling.manner("personal-assistant", whole_miles=True))
access.administer("directory", ("approvalscheme", "levelforsupport", "requiredcheck", "taxonomyterm"))
shell.register("nav", shortlist_link)
desks.register("approvals", approvers_desk)
second_factor.required_for("providers", works_for_somebody)
daily.register("approvals", lapse)
daily.register("services", turn)
daily.register("open_data", give_away)
counts.register("services", offers.services)
counts.register("personal_assistants", offers.personal_assistants)
support.register("directory", offers.offer)
about.register_all(things.KINDS, things.ADDRESSES)
