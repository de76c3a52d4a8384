"""Answer an offer to act for somebody: accept it, having read what it asks of one, or say no, with or without a reason.

A nominated person has to agree (Care Act 2014 s.31(4)), an authorised person asks for the payment herself (s.32(1)),
and nobody else is made to act. Until then an offer lets nobody do anything (`Mandate.holds_on`).
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts import duties
from accounts.actions import mandate_notices, mandates
from accounts.actions.mandates import MandateRefused, changed_by_council, write_down
from accounts.models import Mandate, Person, User


@transaction.atomic
def accept(*, mandate: Mandate, by: User, read: str, at: datetime | None = None) -> bool:
    """From now on, or from its first day, she acts. `read` is which words about her duties she was shown. The person
    is told. Again: nothing happens."""
    now = at or timezone.now()
    _lock(mandate)
    _check(mandate, by, now)
    if mandate.accepted_at is not None:
        return False
    if read != duties.VERSION:
        raise MandateRefused("What this asks of you has changed. Read it again, then answer.")
    if mandate.paused_at is not None:
        raise MandateRefused("This rests for now. Call us and we will explain why.")
    _check_no_worry(mandate)
    mandate.accepted_at, mandate.accepted_by = now, by
    mandate.save(update_fields=["accepted_at", "accepted_by"])
    write_down("mandate.accepted", mandate, by, now, duties=read)
    mandate_notices.answered(mandate, "delegate_accepted", now)
    return True


@transaction.atomic
def decline(*, mandate: Mandate, by: User, words: str = "", at: datetime | None = None) -> bool:
    """It is over. The person is told, and the council where it has to find somebody else. Again: nothing happens."""
    now = at or timezone.now()
    _lock(mandate)
    if mandate.ended_at is not None and mandate.ended_by_id == by.pk == mandate.delegate_id:
        return False
    _check(mandate, by, now)
    if mandate.accepted_at is not None:
        raise MandateRefused("You have accepted this. You can stop acting at any time.")
    mandate.ended_at, mandate.ended_by, mandate.decline_words = now, by, words.strip()
    mandate.save(update_fields=["ended_at", "ended_by", "decline_words"])
    write_down("mandate.declined", mandate, by, now)
    mandate_notices.answered(mandate, "delegate_declined", now)
    if changed_by_council(mandate):
        mandate_notices.council(mandate, now)
    return True


def tell_lapsed(at: datetime) -> str:
    """The person reads once that nobody answered in time, and the council where it has to find somebody else."""
    today = timezone.localdate(at)
    late = Mandate.objects.filter(
        accepted_at=None, ended_at=None, offered_until__lt=today, lapse_told_at=None, person__died_on=None
    )
    return f"{sum(_tell_lapsed(mandate, at) for mandate in late.order_by('pk'))} offers to act lapsed"


@transaction.atomic
def _tell_lapsed(mandate: Mandate, at: datetime) -> bool:
    _lock(mandate)
    if mandate.lapse_told_at is not None or mandate.ended_at is not None:
        return False
    mandate.lapse_told_at = at
    mandate.save(update_fields=["lapse_told_at"])
    mandate_notices.answered(mandate, "delegate_lapsed", at)
    if changed_by_council(mandate):
        mandate_notices.council(mandate, at)
    return True


def _lock(mandate: Mandate) -> None:
    """The person first: nor does her capacity change meanwhile."""
    Person.objects.select_for_update(no_key=True, of=("self",)).get(pk=mandate.person_id)
    mandate.refresh_from_db(from_queryset=Mandate.objects.select_for_update(no_key=True, of=("self",)))


def _check_no_worry(mandate: Mandate) -> None:
    """What the council paused out of worry does not go on by an offer that was open then. One that came after it the
    council made itself (`mandates.record`)."""
    if mandates.worries(mandate.person_id, mandate.delegate_id).filter(paused_at__gte=mandate.recorded_at).exists():
        raise MandateRefused("This rests for now. Call us and we will explain why.")


def _check(mandate: Mandate, by: User, now: datetime) -> None:
    today = timezone.localdate(now)
    if by.pk != mandate.delegate_id:
        raise MandateRefused("Only whoever was asked can answer.")
    if mandate.ended_at is not None or mandate.person.died_on is not None:
        raise MandateRefused("This is over. Nobody waits for your answer any more.")
    if mandate.has_lapsed(today) or (mandate.ends_on is not None and mandate.ends_on < today):
        raise MandateRefused("The time to answer is over. They can ask you again.")
