"""Applying to be approved: begun, filled in step by step, sent. Approvers see nothing of it before it is sent."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from accounts.audit import audit
from accounts.models import User
from directory import application_steps, page_assistants, passport, referee_rules
from directory.actions import approvals, cases, personal_assistants, references
from directory.application_steps import Step
from directory.approval_rules import State
from directory.models import (
    Application,
    Approval,
    ApprovalScheme,
    MemberRole,
    Organisation,
    PersonalAssistantProfile,
    Service,
)
from directory.permissions import roles_in
from directory.queries import referees
from directory.refusals import Moved, NotReady

Subject = PersonalAssistantProfile | Organisation | Service


@transaction.atomic
def begin_as_assistant(
    *, scheme: ApprovalScheme, name: str, employment: str, by: User, phone: str = "", at: datetime | None = None
) -> Application:
    """How somebody works is recorded first: law and price follow from it. A page in draft comes with it."""
    User.objects.select_for_update().get(pk=by.pk)  # a button pressed twice
    profile = PersonalAssistantProfile.objects.filter(user=by).first()
    if profile is None:
        profile = PersonalAssistantProfile.objects.create(
            user=by, name=name.strip(), slug=free_slug(name), employment=employment
        )
    if phone:
        personal_assistants.keep_phone(profile=profile, phone=phone, by=by, at=at)
    return _begin(scheme, profile, by, at)


@transaction.atomic
def begin_for(
    *,
    scheme: ApprovalScheme,
    by: User,
    organisation: Organisation,
    service: Service | None = None,
    at: datetime | None = None,
) -> Application:
    """For the organisation, or for one service of it alone."""
    if service is not None and service.organisation_id != organisation.pk:
        raise NotReady("This service is another organisation's.", [])
    if MemberRole.MANAGER not in roles_in(by, organisation):
        raise NotReady("Only a manager of the organisation can apply for it.", [])
    return _begin(scheme, service or organisation, by, at)


def _begin(scheme: ApprovalScheme, subject: Subject, by: User, at: datetime | None) -> Application:
    now = at or timezone.now()
    approval = approvals.open(scheme=scheme, subject=subject, by=by, at=now, preparing=True)
    return Application.objects.create(approval=approval, applicant=by, started_at=now, changed_at=now)


def free_slug(name: str) -> str:
    base = slugify(name)[:100] or "assistant"
    number, slug = 1, base
    while PersonalAssistantProfile.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    return slug


def steps_of(application: Application) -> list[Step]:
    steps = application_steps.steps_for(assistant=application.approval.personal_assistant_id is not None)
    return steps if application.only is None else [step for step in steps if step.key in application.only]


def said_before(renewal: Application, step: str) -> dict[str, Any] | None:
    """What she sent the last time, so that she need only change it."""
    sent = Application.objects.filter(approval=renewal.approval_id, sent_at__isnull=False).order_by("-sent_at", "-pk")
    answered = (one.answers.get(step) for one in sent if renewal.is_renewal)
    return next(filter(None, answered), None)


@transaction.atomic
def save(*, application: Application, step: str, answers: dict[str, Any], at: datetime | None = None) -> None:
    """Keep one step. What belongs on the page goes there at once while nobody sees it: not where another approval of
    hers stands, since then a moderator looks at each change of it."""
    now = at or timezone.now()
    locked = Application.objects.select_for_update().get(pk=application.pk)
    if locked.sent_at is not None:
        raise Moved("You have sent this application. Tell the approvers what has changed.")
    if locked.only is None and locked.approval.state != State.PREPARING:
        raise Moved("This application was taken back.")
    if step == "referees":
        _two_others(locked, answers)
    profile = locked.approval.personal_assistant
    if profile and step in PUT and not _stands_elsewhere(locked.approval):
        PUT[step](profile, answers)
    locked.answers = {**locked.answers, step: answers}
    locked.changed_at = now
    locked.save(update_fields=["answers", "changed_at"])
    application.answers = locked.answers


def _stands_elsewhere(approval: Approval) -> bool:
    begun_or_over = (State.PREPARING.value, State.WITHDRAWN.value)
    others = Approval.objects.filter(personal_assistant=approval.personal_assistant_id).exclude(pk=approval.pk)
    return others.exclude(state__in=begun_or_over).exists()


def _put_about(profile: PersonalAssistantProfile, answers: dict[str, Any]) -> None:
    profile.about = answers["about"]
    profile.save(update_fields=["about", "changed_at"])


def _put_helps(profile: PersonalAssistantProfile, answers: dict[str, Any]) -> None:
    profile.needs.set(answers["needs"])


def _put_area(profile: PersonalAssistantProfile, answers: dict[str, Any]) -> None:
    served = page_assistants.area_served(profile, answers["town"], answers["miles"])
    profile.areas.all().delete()
    served.save()


PUT = {"about": _put_about, "helps": _put_helps, "area": _put_area}


@transaction.atomic
def send(*, application: Application, by: User, at: datetime | None = None) -> Approval:
    """All of it goes to the approvers, and both referees are written to."""
    now, approval = at or timezone.now(), application.approval
    steps = steps_of(application)
    if missing := application_steps.missing(steps, application.answers):
        raise NotReady(f"This is missing: {', '.join(step.title for step in missing)}.", [one.key for one in missing])
    _covered(approval)
    given = application.answers.get("referees", {})
    if given:
        _two_others(application, given)
    if not Application.objects.filter(pk=application.pk, sent_at=None).update(sent_at=now):
        raise Moved("You have sent this application already.")
    if not application.is_renewal:
        approvals.apply(approval=approval, by=by, at=now)
    for number in ("1", "2") if given else ():
        known = {"name": given[f"name_{number}"], "email": given[f"email_{number}"]}
        if not referees.same(approval, known["email"]):  # an approver may have asked for a renewal already
            references.ask(approval=approval, by=by, at=now, **known)
    audit(action="application.sent", by=by, subject=f"approval:{approval.pk}", at=now)
    return approval


def _two_others(application: Application, named: dict[str, str]) -> None:
    own = referees.own(application.approval, application.applicant)
    alone = application.approval.personal_assistant_id is not None
    if found := referee_rules.problems(named, own, alone=alone):
        raise NotReady(f"Two people who know your work: {next(iter(found.values()))}.", ["referees"])


def _covered(approval: Approval) -> None:
    """A scheme may be for some kinds of support alone."""
    covers = set(approval.scheme.covers.values_list("pk", flat=True))
    if covers and not covers & set(passport.supports(approval).values_list("pk", flat=True)):
        raise NotReady("The scheme does not cover any kind of support that you give.", ["helps"])


@transaction.atomic
def take_back(*, application: Application, by: User, at: datetime | None = None) -> None:
    """The applicant stops it, before or after it was sent. Of what nobody has read nothing is kept."""
    approval = application.approval
    if application.is_renewal:
        _drop(application, by, at or timezone.now())
        return
    if approval.state not in (State.PREPARING, State.APPLIED, State.IN_PROGRESS) or not cases.is_hers(approval, by):
        raise Moved("This application cannot be taken back any more.")
    if Application.objects.filter(pk=application.pk, sent_at=None).update(answers={}):
        cases.drop_papers(approval)
    approvals.withdraw(approval=approval, by=by, reason="The applicant took it back", at=at)


def _drop(renewal: Application, by: User, at: datetime) -> None:
    """A renewal that was not sent leaves nothing behind; the approval stays as it is."""
    if (
        not cases.is_hers(renewal.approval, by)
        or not Application.objects.filter(pk=renewal.pk, sent_at=None).delete()[0]
    ):
        raise Moved("This renewal was sent already. Tell the approvers what has changed.")
    audit(action="renewal.dropped", by=by, subject=f"approval:{renewal.approval_id}", at=at)
