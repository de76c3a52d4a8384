"""Let somebody's right to act for a person rest, and go on again. Nothing ends: her cards stay hers and say no.

What the council or the court has put in place is paused by the council, on record with a reference; the rest by the
person. Who paused it lets it go on: the council does not undo the person's word while she can give it.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts import notices
from accounts.actions.mandates import (
    GIVEN_BY_THE_PERSON,
    MandateRefused,
    changed_by_council,
    check_reference,
    lock_cards,
    write_down,
)
from accounts.models import Mandate, Person, RestReason, User
from accounts.permissions import may
from accounts.roles import Permission

BY_CAPACITY = frozenset({RestReason.CAPACITY_LOST, RestReason.CAPACITY_BACK})
# What rests already rests for the weightier reason, so that nobody undoes one by the rule of another.
WEIGHTS = {RestReason.ASKED: 0, RestReason.CAPACITY_LOST: 0, RestReason.WORRY: 1, RestReason.CAPACITY_BACK: 2}


@transaction.atomic
def pause(
    *,
    mandate: Mandate,
    by: User,
    reason: RestReason = RestReason.ASKED,
    reference: str = "",
    at: datetime | None = None,
) -> bool:
    """From now on it lets nobody do anything. Both are told. Again, or for a reason that weighs less: nothing
    happens. An offer lets nobody do anything as it is; out of worry the council pauses it, and nobody accepts it."""
    now = at or timezone.now()
    check_side(mandate, by)
    worried = reason == RestReason.WORRY and may(by, Permission.AGREE_BUDGETS)
    if mandate.accepted_at is None and not worried:
        raise MandateRefused("They have not accepted it yet, and can do nothing. The offer can be taken back.")
    if mandate.has_lapsed(timezone.localdate(now)):
        raise MandateRefused("The time to answer is over, so nobody can accept it.")
    check_reference(mandate, by, reference)
    return rest(mandate=mandate, by=by, reason=reason, reference=reference, at=now)


@transaction.atomic
def rest(*, mandate: Mandate, by: User, reason: RestReason, reference: str = "", at: datetime) -> bool:
    """The same where somebody else has looked who may: a change of capacity makes several rest at once."""
    lock_cards(mandate)
    lighter = [each for each in WEIGHTS if WEIGHTS[each] < WEIGHTS[reason]]
    held = Mandate.objects.filter(Q(paused_at=None) | Q(pause_reason__in=lighter), pk=mandate.pk, ended_at=None)
    if not held.update(paused_at=at, paused_by=by, pause_reason=reason):
        return False
    mandate.refresh_from_db()
    write_down("mandate.paused", mandate, by, at, reason=reason, reference=reference.strip())
    _tell(mandate, "delegate_paused", at, person=reason not in BY_CAPACITY)
    return True


@transaction.atomic
def resume(*, mandate: Mandate, by: User, reference: str = "", at: datetime | None = None) -> bool:
    """It goes on as it was. Both are told; of an offer, which then waits for an answer again, the person. Again:
    nothing happens."""
    now = at or timezone.now()
    Person.objects.select_for_update(no_key=True, of=("self",)).get(pk=mandate.person_id)  # nor does capacity change
    lock_cards(mandate)
    mandate.refresh_from_db()
    check_side(mandate, by)
    check_resume(mandate, by)
    check_reference(mandate, by, reference)
    resting = Mandate.objects.filter(pk=mandate.pk, ended_at=None, paused_at=mandate.paused_at)
    if mandate.paused_at is None or not resting.update(paused_at=None, paused_by=None, pause_reason=""):
        return False
    mandate.refresh_from_db()
    write_down("mandate.resumed", mandate, by, now, reference=reference.strip())
    _tell(mandate, "delegate_resumed", now)
    return True


def check_side(mandate: Mandate, by: User) -> None:
    """The person, or the council; never the delegate, whatever her roles. Raises MandateRefused."""
    if by.pk == mandate.delegate_id:
        raise MandateRefused("You cannot pause or start your own right to act.")
    if may(by, Permission.AGREE_BUDGETS):
        return
    if by.pk != mandate.person.user_id:
        raise MandateRefused("Only the person or the council can pause this.")
    if changed_by_council(mandate):
        raise MandateRefused("The council or the court changes this one. Call us and we will explain how.")


def check_resume(mandate: Mandate, by: User) -> None:
    """Raises MandateRefused."""
    person = mandate.person
    if mandate.paused_at is None:
        return
    if mandate.has_lapsed(timezone.localdate()):
        raise MandateRefused("The time to answer is over. They can be asked again.")
    if person.capacity_lost_on is not None and mandate.basis in GIVEN_BY_THE_PERSON:
        raise MandateRefused("This can go on once it is written down that the person decides about this money again.")
    if mandate.pause_reason == RestReason.CAPACITY_BACK and person.capacity_lost_on is None:
        raise MandateRefused("The person decides about this money again. They can choose somebody anew.")
    if by.pk == person.user_id:
        if mandate.paused_by_id != by.pk and mandate.pause_reason not in BY_CAPACITY:
            raise MandateRefused("The council paused this. Call us and we will explain why.")
        return
    if person.user_id and mandate.basis in GIVEN_BY_THE_PERSON and mandate.pause_reason != RestReason.WORRY:
        raise MandateRefused(f"{person.name} decides when this goes on.")


def _tell(mandate: Mandate, template: str, at: datetime, *, person: bool = True) -> None:
    """Without the person where one letter tells her all (`accounts.actions.capacity`)."""
    words = {"mandate": mandate, "link": reverse("money-acting")}
    if person:
        notices.tell(person=mandate.person, template=f"accounts/letters/{template}", context=words, at=at)
    if mandate.delegate.is_active and mandate.accepted_at is not None:  # an offer lets her do nothing, paused or not
        notices.queue(to=mandate.delegate, template=f"accounts/emails/{template}", context=words, at=at)
