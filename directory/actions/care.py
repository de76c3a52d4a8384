"""On which side of CQC's line a listing is: answered, agreed, and what follows from it at once."""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.audit import audit
from accounts.models import User
from accounts.permissions import may
from accounts.roles import Permission
from directory import bookings, cqc_boundary
from directory.actions import personal_assistants, services
from directory.cqc_boundary import Answers, Sorted
from directory.models import CareAnswers, PersonalAssistantProfile, Service, Status
from directory.permissions import Owner, has_part
from directory.refusals import Moved, NotPublishable

Subject = Service | PersonalAssistantProfile
NOT_REGISTERED = "It gives personal care that CQC regulates, and has no live registration"


@transaction.atomic
def answer(*, subject: Subject, answers: Answers, by: User, at: datetime | None = None) -> CareAnswers:
    """Keep what somebody says. It counts at once, unless a seller's answers would take a listing out of the rules:
    then it waits for the council, and the stricter one holds."""
    now, found = at or timezone.now(), cqc_boundary.sort(answers)
    for_council = may(by, Permission.APPROVE_PROVIDERS) and not has_part(by, owner_of(subject))
    waits = is_regulated(subject) and not found.is_regulated and not for_council
    kept = CareAnswers.objects.create(
        **field_of(subject),
        answers={**asdict(answers), "help": sorted(answers.help)},
        sort=found.sort.value,
        reason=found.reason,
        source=found.source,
        answered_by=by,
        answered_at=now,
        counts_from=None if waits else now,
    )
    _audit("care.answered", kept, by, now)
    if not waits:
        _follow(subject, found, by, now)
    return kept


@transaction.atomic
def agree(*, answers: CareAnswers, by: User, at: datetime | None = None) -> None:
    """The council has looked at what a seller said, and it counts from now on: never one's own answers, nor a
    colleague's."""
    now = at or timezone.now()
    if answers.answered_by_id == by.pk or has_part(by, owner_of(answers.subject)):
        raise NotPublishable("Somebody else has to agree to what you answered.")
    newest = CareAnswers.objects.filter(**field_of(answers.subject)).first()
    waiting = CareAnswers.objects.filter(pk=answers.pk, counts_from=None)
    if newest != answers or not waiting.update(counts_from=now, agreed_by=by):
        raise Moved("These answers do not wait any more.")
    answers.refresh_from_db()
    _audit("care.agreed", answers, by, now)
    _follow(answers.subject, cqc_boundary.sort(Answers.of(**answers.answers)), by, now)


def owner_of(subject: Subject) -> Owner:
    return subject.organisation if isinstance(subject, Service) else subject


def is_regulated(subject: Subject) -> bool:
    """As it counts now."""
    if isinstance(subject, Service):
        return subject.gives_personal_care
    return personal_assistants.is_regulated(subject)


def field_of(subject: Subject) -> dict[str, Subject]:
    return {"service" if isinstance(subject, Service) else "personal_assistant": subject}


def _follow(subject: Subject, found: Sorted, by: User, at: datetime) -> None:
    """What is regulated and has no live registration comes down in the same transaction."""
    if isinstance(subject, PersonalAssistantProfile):
        if found.is_regulated and subject.status == Status.PUBLISHED:
            personal_assistants.withdraw(profile=subject, by=by, reason=NOT_REGISTERED, at=at)
            bookings.unregistered(subject, by=by, at=at)
        return
    subject.refresh_from_db()
    if found.is_regulated and not subject.is_cqc_registered and subject.status == Status.PUBLISHED:
        services.withdraw(service=subject, by=by, reason=NOT_REGISTERED, at=at)
        bookings.unregistered(subject, by=by, at=at)
    subject.gives_personal_care = found.is_regulated
    subject.save(update_fields=["gives_personal_care", "changed_at"])


def _audit(action: str, kept: CareAnswers, by: User, at: datetime) -> None:
    audit(action=action, by=by, subject=f"care-answers:{kept.pk}", detail={"sort": kept.sort}, at=at)
