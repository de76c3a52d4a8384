"""Record that it is necessary to pay a close relative of the household, and end it (SI 2014/2871, regulation 3)."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts import notices
from accounts.actions.refused import Refused
from accounts.audit import audit, behalf
from accounts.models import Person, User
from accounts.permissions import has_part_in, may
from accounts.roles import Permission
from directory.models import PersonalAssistantProfile
from marketplace import emails
from marketplace.actions import necessity_ends
from marketplace.models import NecessityDecision

RENEWED = "Decided anew after a second look."
LONGEST = timedelta(days=366)  # regulation 7: a direct payment is reviewed every 12 months or less


class NecessityRefused(Refused):
    pass


@transaction.atomic
def record(
    *,
    person: Person,
    profile: PersonalAssistantProfile,
    relation: NecessityDecision.Relation,
    what_for: NecessityDecision.WhatFor,
    reasons: str,
    review_on: date,
    by: User,
    at: datetime | None = None,
    tell: bool = True,
) -> NecessityDecision:
    """From now on this assistant may be paid though of the household. The person is told, here or by the caller.
    Raises NecessityRefused."""
    now = at or timezone.now()
    Person.objects.select_for_update(no_key=True, of=("self",)).get(pk=person.pk)  # a double click is one decision
    _check(person, profile, by)
    if not reasons.strip():
        raise NecessityRefused("Write why it is necessary.")
    if not timezone.localdate(now) < review_on <= timezone.localdate(now) + LONGEST:
        raise NecessityRefused("It is looked at again within 12 months: choose a day from tomorrow on.")
    stands = NecessityDecision.objects.filter(
        person=person, personal_assistant=profile, what_for=what_for, ended_at=None
    )
    if stands.exists():
        raise NecessityRefused("This stands already. End it first, to decide anew.")
    made = NecessityDecision.objects.create(
        person=person,
        personal_assistant=profile,
        relation=relation,
        what_for=what_for,
        reasons=reasons.strip(),
        review_on=review_on,
        decided_by=by,
        decided_at=now,
    )
    _done("necessity.recorded", made, by, now, tell)
    return made


@transaction.atomic
def end(*, decision: NecessityDecision, reasons: str, by: User, at: datetime | None = None, tell: bool = True) -> bool:
    """What is done after today is not paid by it any more, and what was booked for then is cancelled. Person and
    assistant are told. Again: nothing happens."""
    now = at or timezone.now()
    _check(decision.person, decision.personal_assistant, by)
    if not _close(decision, reasons, by, now):
        return False
    _done("necessity.ended", decision, by, now, tell)
    emails.necessity_to_assistant(decision, at=now)
    necessity_ends.carry_out(decision, by, now)
    return True


@transaction.atomic
def renew(
    *, decision: NecessityDecision, reasons: str, review_on: date, by: User, at: datetime | None = None
) -> NecessityDecision:
    """Decided anew, with other reasons and another day: what is booked goes on. The caller tells the person."""
    now = at or timezone.now()
    _check(decision.person, decision.personal_assistant, by)
    if _close(decision, RENEWED, by, now):
        _done("necessity.ended", decision, by, now, tell=False)
    return record(
        person=decision.person,
        profile=decision.personal_assistant,
        relation=NecessityDecision.Relation(decision.relation),
        what_for=NecessityDecision.WhatFor(decision.what_for),
        reasons=reasons,
        review_on=review_on,
        by=by,
        at=now,
        tell=False,
    )


def _close(decision: NecessityDecision, reasons: str, by: User, now: datetime) -> bool:
    """Whether it stood until now."""
    if not reasons.strip():
        raise NecessityRefused("Write why it ends.")
    stands = NecessityDecision.objects.filter(pk=decision.pk, ended_at=None)
    changed = stands.update(ended_at=now, ended_by=by, end_reasons=reasons.strip())
    decision.refresh_from_db()
    return bool(changed)


def _check(person: Person, profile: PersonalAssistantProfile, by: User) -> None:
    if not may(by, Permission.AGREE_BUDGETS) or has_part_in(by, person) or by.pk == profile.user_id:
        raise NecessityRefused("A practitioner decides this who acts for neither of them.")


def _done(action: str, decision: NecessityDecision, by: User, now: datetime, tell: bool) -> None:
    person = decision.person
    detail = {"person": person.pk, "assistant": decision.personal_assistant_id, "what_for": decision.what_for}
    subject = f"necessity:{decision.pk}"
    audit(action=action, by=by, on_behalf_of=behalf(person, by), subject=subject, detail=detail, at=now)
    if not tell:
        return
    context = {"decision": decision, "link": reverse("money-family")}
    notices.tell(person=person, template=f"marketplace/emails/{action.replace('.', '_')}", context=context, at=now)
