"""What is done with a personal assistant's page. Search hears of it in the same transaction."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.audit import audit
from accounts.models import User
from directory import documents
from directory.actions import confirming
from directory.approval_rules import State
from directory.cqc_boundary import Sort
from directory.models import PersonalAssistantProfile, PublicationEvent, Status
from directory.refusals import Moved, NotPublishable, Refused

BY_THE_COUNCIL = "the council"
REGULATED = (
    "What this person offers is personal care that the Care Quality Commission (CQC) regulates. "
    "It can be published only as a service with a live registration."
)


@transaction.atomic
def publish(*, profile: PersonalAssistantProfile, by: User | None, at: datetime | None = None) -> None:
    """Let the public find them: somebody who was checked, with an area to be found in."""
    now = at or timezone.now()
    if why := why_not_published(profile, now):
        raise NotPublishable(why)
    _move(profile, Status.PUBLISHED, by, now, reason="")
    confirming.confirm(page=profile, by=by, confirmed_as=who(profile, by), at=now)


def who(profile: PersonalAssistantProfile, by: User | None) -> str:
    """Who says that the page is right, as people read it: herself, or the council that put it on the site."""
    return profile.name if by and by.pk == profile.user_id else BY_THE_COUNCIL


def why_not_published(profile: PersonalAssistantProfile, now: datetime) -> str:
    """Empty where she may be found."""
    if not holds_approval(profile, now):
        return f"{profile.name} has no approval that holds today."
    if is_regulated(profile):
        return REGULATED
    return "" if profile.areas.exists() else f"Say where {profile.name} works first."


@transaction.atomic
def withdraw(*, profile: PersonalAssistantProfile, by: User | None, reason: str, at: datetime | None = None) -> None:
    _move(profile, Status.WITHDRAWN, by, at or timezone.now(), reason)


@transaction.atomic
def keep_phone(*, profile: PersonalAssistantProfile, phone: str, by: User, at: datetime | None = None) -> None:
    """On which the council calls her; empty: none. It is no part of her page, and the audit does not repeat it."""
    if profile.user_id != by.pk:
        raise Refused("Only whoever it is about gives this number.")
    profile.private_phone = phone.strip()
    profile.save(update_fields=["private_phone"])
    audit(action="assistant.phone", by=by, subject=f"assistant:{profile.pk}", at=at)


def forget_phone(profile: PersonalAssistantProfile | None) -> None:
    """There is nothing to call her about once none of her approvals is left."""
    if profile and not profile.approvals.exclude(state=State.WITHDRAWN).exists():
        PersonalAssistantProfile.objects.filter(pk=profile.pk).update(private_phone="")


def holds_approval(profile: PersonalAssistantProfile, at: datetime) -> bool:
    return profile.approvals.filter(state="approved", until__gte=timezone.localdate(at)).exists()


def is_regulated(profile: PersonalAssistantProfile) -> bool:
    """By the last answers that count (`directory.cqc_boundary`)."""
    counts = profile.care_answers.filter(counts_from__isnull=False).order_by("-counts_from", "-pk")
    return counts.values_list("sort", flat=True).first() == Sort.REGULATED


def _move(profile: PersonalAssistantProfile, to: Status, by: User | None, at: datetime, reason: str) -> None:
    """Compare and swap: it goes on only where the state that was seen still holds."""
    seen = profile.status
    if seen == to:
        raise Moved(f"This page is {Status(to).label.lower()} already.")
    found = PersonalAssistantProfile.objects.filter(pk=profile.pk, status=seen)
    if not found.update(status=to, changed_at=at):
        raise Moved("Somebody else changed this page just now.")
    profile.status = to
    PublicationEvent.objects.create(
        personal_assistant=profile, from_status=seen, to_status=to, reason=reason, at=at, by=by
    )
    audit(action=f"assistant.{to.value}", by=by, subject=f"assistant:{profile.pk}", at=at)
    documents.refresh_assistants(profile.pk)
