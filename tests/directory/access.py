"""Who may open the directory and the approver's desk."""

from datetime import date

from directory.actions import services
from tests.access import ANYONE, Row
from tests.factories import directory


def published_service(_cast):
    service = directory.service()
    services.publish(service=service, by=None)
    return {"slug": service.slug}


def published_assistant(cast):
    """Approved once, lapsed since: still to be seen."""
    decided = {"decided_at": directory.NOON, "decided_by": cast.user("approver")}
    days = {"approved_on": date(2026, 9, 1), "until": date(2026, 9, 30)}
    directory.approval(cast.profile, state="lapsed", **decided, **days)
    type(cast.profile).objects.filter(pk=cast.profile.pk).update(status="published")
    return {"slug": cast.profile.slug}


def organisation(cast):
    services.publish(service=directory.service(organisation=cast.organisation), by=None)
    return {"slug": cast.organisation.slug}


def approval(_cast):
    return {"pk": directory.approval().pk}


ACCESS = [
    Row("directory-find", ANYONE),
    Row("directory-organisation", ANYONE, at=organisation),
    Row("directory-service", ANYONE, at=published_service),
    Row("directory-assistants", ANYONE),
    Row("directory-assistant", ANYONE, at=published_assistant),
    Row("api:services", ANYONE, get=503),  # no search index in these tests
    Row("api:service", ANYONE, at=published_service),
    Row("api:personal-assistants", ANYONE, get=503),
    Row("api:personal-assistant", ANYONE, at=published_assistant),
    Row("directory-shortlist", ANYONE),
    Row("directory-shortlist-add", ANYONE, "POST", post=400),  # nothing was named
    Row("directory-shortlist-remove", ANYONE, "POST", post=400),
    Row("directory-shortlist-empty", ANYONE, "POST", post=302),
    Row("staff-approvals", "approver"),
    Row("staff-approval", "approver", at=approval),
    Row("staff-approval-check", "approver", "GET POST", at=approval),
    Row("staff-approval-approve", "approver", "GET POST", at=approval),
    Row("staff-approval-suspend", "approver", "GET POST", at=approval),
    Row("staff-approval-withdraw", "approver", "GET POST", at=approval),
]
