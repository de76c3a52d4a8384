"""Write down that a person has lost the capacity to decide about this money, and that it is back.

Care Act 2014 s.31 needs her own capacity to ask for a direct payment, so while it is lost what she gave herself rests:
a nomination, a broker, somebody who looks. An authorised person (s.32), an attorney or a deputy then decides. When it
is back an authorised person rests, what she gave still does, and she decides herself who acts for her.

Nothing ends by this, no card is frozen, and it is about this money only (Mental Capacity Act 2005 ss.2-3: for the
matter, at the time). Each step is an audit line with the reference of the assessment.
"""

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts import notices
from accounts.actions import mandate_pauses
from accounts.actions.mandates import GIVEN_BY_THE_PERSON
from accounts.actions.refused import Refused
from accounts.audit import audit, behalf
from accounts.models import Mandate, Person, RestReason, User
from accounts.permissions import has_part_in, may
from accounts.roles import Basis, Permission
from design.formats import day


class CapacityRefused(Refused):
    pass


@transaction.atomic
def record_loss(
    *, person: Person, lost_on: date, reference: str, by: User, at: datetime | None = None
) -> list[Mandate]:
    """Answers what rests from now on. Again: nothing happens."""
    now = at or timezone.now()
    held = _lock(person)
    _check(held, by, lost_on, reference, now)
    if held.capacity_lost_on is not None:
        return []
    held.capacity_lost_on, held.capacity_reference = lost_on, reference.strip()
    held.capacity_recorded_by, held.capacity_recorded_at = by, now
    _save(held)
    rested = _rest(held, GIVEN_BY_THE_PERSON, RestReason.CAPACITY_LOST, by, reference, now)
    _write_down("person.capacity_lost", held, by, now, lost_on, reference, rested)
    _tell(held, "capacity_lost", now)
    return rested


@transaction.atomic
def record_return(
    *, person: Person, returned_on: date, reference: str, by: User, at: datetime | None = None
) -> list[Mandate]:
    """She decides again. Answers what rests from now on. Again: nothing happens."""
    now = at or timezone.now()
    held = _lock(person)
    _check(held, by, returned_on, reference, now)
    if held.capacity_lost_on is None:
        return []
    if returned_on < held.capacity_lost_on:
        raise CapacityRefused(f"It was lost on {day(held.capacity_lost_on)}. The day must be that day or later.")
    held.capacity_lost_on = held.capacity_recorded_by = held.capacity_recorded_at = None
    held.capacity_reference = ""
    _save(held)
    rested = _rest(held, {Basis.AUTHORISED}, RestReason.CAPACITY_BACK, by, reference, now)
    _write_down("person.capacity_back", held, by, now, returned_on, reference, rested)
    _tell(held, "capacity_back", now)
    return rested


def deciding(person: Person) -> list[Mandate]:
    """Who decides about the money in her place today, by the law's order: those whom the council or a court put there,
    and attorneys."""
    found = person.mandates.exclude(basis__in=GIVEN_BY_THE_PERSON).select_related("delegate", "person").order_by("pk")
    return [mandate for mandate in found if mandate.holds_on(timezone.localdate())]


def _lock(person: Person) -> Person:
    return Person.objects.select_for_update(no_key=True, of=("self",)).select_related("user").get(pk=person.pk)


def _check(person: Person, by: User, on: date, reference: str, now: datetime) -> None:
    if not may(by, Permission.AGREE_BUDGETS) or has_part_in(by, person):
        raise CapacityRefused("A practitioner who does not act for the person records this.")
    if person.died_on:
        raise CapacityRefused(f"{person.name} has died.")
    if on > timezone.localdate(now):
        raise CapacityRefused("The day must be today or earlier.")
    if not reference.strip():
        raise CapacityRefused("Enter the reference of the assessment.")


def _save(person: Person) -> None:
    names = ("lost_on", "reference", "recorded_by", "recorded_at")
    person.save(update_fields=[f"capacity_{name}" for name in names])


def _rest(
    person: Person, bases: "frozenset[Basis] | set[Basis]", reason: RestReason, by: User, reference: str, now: datetime
) -> list[Mandate]:
    found = person.mandates.filter(basis__in=bases, ended_at=None).order_by("pk")
    going = [mandate for mandate in found.select_related("person", "delegate") if mandate.is_open()]
    return [
        mandate
        for mandate in going
        if mandate_pauses.rest(mandate=mandate, by=by, reason=reason, reference=reference, at=now)
    ]


def _write_down(
    action: str, person: Person, by: User, now: datetime, on: date, reference: str, rested: list[Mandate]
) -> None:
    detail = {"on": on.isoformat(), "reference": reference.strip(), "rest": [mandate.pk for mandate in rested]}
    behalf_of = behalf(person, by)
    audit(action=action, by=by, on_behalf_of=behalf_of, subject=f"person:{person.pk}", detail=detail, at=now)


def _tell(person: Person, template: str, now: datetime) -> None:
    """Her, in her format; and whoever goes on deciding. Those whose right rests are told of that."""
    who = deciding(person)
    notices.tell(person=person, template=f"accounts/letters/{template}", context={"deciding": who}, at=now)
    words = {"link": reverse("money-acting")}
    for mandate in who:
        if mandate.delegate.is_active:
            notices.queue(to=mandate.delegate, template=f"accounts/emails/{template}", context=words, at=now)
