"""Who may open approvals: applying, the case, references and the passport."""

from datetime import date

from directory.actions import (
    applications,
    cases,
    references,
)
from directory.models import Application, Approval
from tests.access import ANYONE, SIGNED_IN, Row
from tests.factories import directory
from tests.factories.directory import photo


def own_approval(cast):
    return {"pk": held_passport(cast).pk}


def approval(_cast):
    return {"pk": directory.approval().pk}


def referee_of_a_case(cast):
    given = {"name": "Ann Lee", "email": "ann@post.example", "by": cast.user("approver")}
    return {"pk": references.ask(approval=directory.approval(), **given).pk}


def appealed(cast):
    decided = {"decided_at": directory.NOON, "decided_by": directory.decider(), "approved_on": date(2026, 9, 1)}
    made = directory.approval(cast.profile, state="suspended", until=date(2027, 9, 1), **decided)
    cases.appeal(approval=made, words="It was not me", by=cast.assistant)
    return {"pk": made.pk}


def with_a_number(cast):
    made = directory.approval()
    given = {"number": "012345678901", "consented_on": date(2026, 9, 1), "by": cast.user("approver")}
    cases.keep_dbs_number(approval=made, **given)
    return {"pk": made.pk}


def paper(cast):
    made = directory.approval()
    given = {"kind": "identity", "sent": photo(), "by": cast.user("approver")}
    return {"pk": cases.send_paper(approval=made, **given).pk}


def link(cast):
    """Nobody's: the same words as for one that was used."""
    return {"token": "not-a-link"}


def application(cast):
    """Of the assistant: begun, or suspended since where a page is about that."""
    begun = applications.begin_as_assistant(
        scheme=directory.scheme(), name="Ben Okafor", employment="self_employed", by=cast.assistant
    )
    return {"pk": begun.pk}


def suspended(cast):
    found = application(cast)
    decided = {"decided_at": directory.NOON, "decided_by": directory.decider(), "approved_on": date(2026, 9, 1)}
    begun = Application.objects.get(**found)
    Approval.objects.filter(pk=begun.approval_id).update(state="suspended", until=date(2027, 9, 1), **decided)
    given = {"number": "012345678901", "consented_on": date(2026, 9, 1), "by": cast.user("approver")}
    cases.keep_dbs_number(approval=begun.approval, **given)
    return found


def step(cast):
    return application(cast) | {"key": "about"}


def held_passport(cast):
    decided = {"decided_at": directory.NOON, "decided_by": cast.user("approver")}
    days = {"approved_on": date(2026, 9, 1), "until": date(2036, 9, 30)}
    type(cast.profile).objects.filter(pk=cast.profile.pk).update(status="published")
    return directory.approval(cast.profile, state="approved", **decided, **days)


def passport_of(cast):
    return {"slug": held_passport(cast).personal_assistant.slug}


def approved(cast, **subject):
    decided = {"decided_at": directory.NOON, "decided_by": cast.user("approver")}
    days = {"approved_on": date(2026, 9, 1), "until": date(2036, 9, 30)}
    return directory.approval(None, state="approved", **decided, **days, **subject)


def passport_of_a_service(cast):
    service = directory.service(organisation=cast.organisation, status="published")
    approved(cast, service=service)
    return {"slug": service.slug}


def passport_of_an_organisation(cast):
    service = directory.service(organisation=cast.organisation, status="published")
    approved(cast, organisation=service.organisation)
    return {"slug": service.organisation.slug}


def check_of(cast):
    return {"pk": held_passport(cast).pk}


APPROVALS = [
    Row("directory-passport", ANYONE, at=passport_of),
    Row("directory-passport-code", ANYONE, at=passport_of),
    Row("directory-passport-file", ANYONE, at=passport_of),
    Row("directory-service-passport", ANYONE, at=passport_of_a_service),
    Row("directory-service-passport-code", ANYONE, at=passport_of_a_service),
    Row("directory-service-passport-file", ANYONE, at=passport_of_a_service),
    Row("directory-organisation-passport", ANYONE, at=passport_of_an_organisation),
    Row("directory-organisation-passport-code", ANYONE, at=passport_of_an_organisation),
    Row("directory-organisation-passport-file", ANYONE, at=passport_of_an_organisation),
    Row("approvals-keys", ANYONE),
    Row("approvals-well-known", ANYONE),
    Row("approvals-check", ANYONE, "GET POST"),
    Row("approvals-check-one", ANYONE, at=check_of),
    Row("approvals-check-json", ANYONE, at=check_of),
    Row("directory-feedback", SIGNED_IN, "GET POST", at=passport_of),
    Row("reference-door", ANYONE, "GET POST", at=link, get=404, post=404),
    Row("reference-write", ANYONE, "GET POST", get=404, post=404),
    Row("staff-approval-note", "approver", "GET POST", at=approval),
    Row("staff-approval-paper", "approver", "GET POST", at=approval),
    Row("staff-approval-referee", "approver", "GET POST", at=approval),
    Row("staff-approval-complaint", "approver", "GET POST", at=approval),
    Row("staff-approval-appeal", "approver", "GET POST", at=appealed),
    Row("staff-dbs-number", "approver", "GET POST", at=approval),
    Row("staff-dbs-number-gone", "approver", "GET POST", at=with_a_number),
    Row("staff-paper", "approver", at=paper),
    Row("staff-referee-again", "approver", "GET POST", at=referee_of_a_case),
    Row("approvals-apply", SIGNED_IN, "GET POST"),
    Row("approvals-application", "assistant", at=application, answers={"others": 404}),
    Row("approvals-application-step", "assistant", "GET POST", at=step, answers={"others": 404}),
    Row("approvals-application-send", "assistant", "GET POST", at=application, answers={"others": 404}),
    Row("approvals-application-back", "assistant", "GET POST", at=application, answers={"others": 404}),
    Row("approvals-paper", "assistant", "GET POST", at=application, answers={"others": 404}),
    Row("approvals-appeal", "assistant", "GET POST", at=suspended, answers={"others": 404}),
    Row("approvals-number-gone", "assistant", "GET POST", at=suspended, answers={"others": 404}),
    Row("staff-approvals", "approver"),
    Row("staff-approval", "approver", at=approval),
    Row("staff-approval-check", "approver", "GET POST", at=approval),
    Row("staff-approval-approve", "approver", "GET POST", at=approval),
    Row("staff-approval-suspend", "approver", "GET POST", at=approval),
    Row("staff-approval-withdraw", "approver", "GET POST", at=approval),
    Row("approvals-renew", "assistant", "GET POST", at=own_approval),
]
