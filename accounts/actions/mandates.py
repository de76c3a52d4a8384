"""Offer and end somebody's right to act for a person (Care Act 2014 ss.31-32; Mental Capacity Act 2005).

An offer does nothing until its delegate has accepted it (`accounts.actions.mandate_offers`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts import notices
from accounts.actions import cards, invitations, mandate_notices, people
from accounts.actions.refused import Refused
from accounts.audit import audit, behalf
from accounts.models import Card, DelegateSettings, Mandate, Person, RestReason, User
from accounts.permissions import mandates_of, may, roles_of
from accounts.roles import Basis, Permission, Scope

LOOKING = frozenset({Scope.SEE_BALANCE, Scope.SEE_LINES})
GIVEN_BY_THE_PERSON = frozenset({Basis.NOMINATED, Basis.BROKER, Basis.VIEWER})
ENDED_BY_COUNCIL_ONLY = frozenset({Basis.AUTHORISED, Basis.DEPUTY})


class MandateRefused(Refused):
    """A mandate that may not be made or ended so; the text says why, in words for a screen."""


@dataclass(frozen=True)
class Named:
    """A delegate who was named. `number` is to be told by word of mouth; empty where they sign in already."""

    mandate: Mandate
    number: str = ""


@transaction.atomic
def name_delegate(
    *, person: Person, name: str, email: str, by: User, at: datetime | None = None, **given: Any
) -> Named:
    """Offer a mandate to somebody by their address (`given` as for `record`), and invite them to a sign-in of their
    own where they have none. The person is told, unless she did it herself."""
    now = at or timezone.now()
    Person.objects.select_for_update(no_key=True, of=("self",)).get(pk=person.pk)  # a double click is one mandate
    delegate = User.objects.filter(email__iexact=email.strip()).first()
    if delegate is None:
        delegate = people.create_locked(email=email, name=name, by=by, at=now)
    _check_not_twice(person, delegate, given["basis"])
    if by.pk == person.user_id and roles_of(delegate):
        raise MandateRefused("Somebody at the council cannot act for you here. Call us if you want help from them.")
    mandate = record(person=person, delegate=delegate, name=name, by=by, at=now, **given)
    if by.pk != person.user_id:
        notices.tell(person=person, template="accounts/letters/delegate_named", context={"mandate": mandate}, at=now)
    if not delegate.is_active:
        told = invitations.of_sign_in(user=delegate, by=by, template="accounts/emails/delegate_invited", at=now)
        return Named(mandate, told.number)
    context = {"link": reverse("money-acting-one", args=[mandate.pk]), "mandate": mandate}
    notices.queue(to=delegate, template="accounts/emails/delegate_named", context=context, at=now)
    return Named(mandate)


@transaction.atomic
def record(
    *,
    person: Person,
    delegate: User,
    basis: Basis,
    scopes: Iterable[Scope],
    evidence: str,
    by: User,
    starts_on: date,
    name: str = "",
    ends_on: date | None = None,
    pay_per_purchase_pence: int | None = None,
    pay_per_month_pence: int | None = None,
    at: datetime | None = None,
) -> Mandate:
    """An offer. The person names a nominee, a broker or a viewer herself; everything else is recorded by a
    practitioner. `name` as it was typed; without one, whoever offers it knows whose sign-in it is."""
    given = frozenset(scopes)
    if by.pk == delegate.pk:
        raise MandateRefused("Nobody gives herself the right to act for somebody else.")
    _check(person, delegate, basis, given)
    if not (by.pk == person.user_id and basis in GIVEN_BY_THE_PERSON) and not may(by, Permission.AGREE_BUDGETS):
        raise MandateRefused("Only the person, or the council on the evidence it has seen, can give this.")
    if basis in GIVEN_BY_THE_PERSON and Person.objects.filter(pk=person.pk).exclude(capacity_lost_on=None).exists():
        raise MandateRefused(f"{person.name} has to give this, and cannot decide about this money for now.")
    _check_no_worry(person, delegate, by)
    now = at or timezone.now()
    mandate = Mandate.objects.create(
        person=person,
        delegate=delegate,
        name=name.strip() or delegate.name,
        basis=basis,
        evidence=evidence,
        scopes=sorted(given),
        pay_per_purchase_pence=pay_per_purchase_pence,
        pay_per_month_pence=pay_per_month_pence,
        starts_on=starts_on,
        ends_on=ends_on,
        recorded_by=by,
        recorded_at=now,
        offered_until=timezone.localdate(now) + timedelta(days=DelegateSettings.current().offer_days),
    )
    audit(
        action="mandate.recorded",
        by=by,
        on_behalf_of=behalf(person, by),
        subject=f"mandate:{mandate.pk}",
        detail={"person": person.pk, "delegate": delegate.pk, "basis": basis, "scopes": sorted(given)},
        at=now,
    )
    return mandate


def _check_not_twice(person: Person, delegate: User, basis: Basis) -> None:
    for one in person.mandates.filter(delegate=delegate, basis=basis, ended_at=None):
        if one.is_open():
            done = "can act" if one.accepted_at else "has been asked to act"
            raise MandateRefused(f"{one.known_as} {done} for {person.name} on this basis already. End that first.")


def worries(person: int, delegate: int) -> QuerySet[Mandate]:
    """What the council paused out of worry between these two, though it may have ended since."""
    return Mandate.objects.filter(person=person, delegate=delegate, pause_reason=RestReason.WORRY)


def _check_no_worry(person: Person, delegate: User, by: User) -> None:
    """What the council paused out of worry does not begin again by being ended and given anew, or on another basis."""
    paused = worries(person.pk, delegate.pk).order_by("pk").last()
    if paused is not None and not may(by, Permission.AGREE_BUDGETS):
        raise MandateRefused(f"We have paused {paused.known_as}. Call us and we will explain why.")


def _check(person: Person, delegate: User, basis: Basis, scopes: frozenset[Scope]) -> None:
    if delegate.pk == person.user_id:
        raise MandateRefused("Nobody needs a mandate to act for herself.")
    if not scopes:
        raise MandateRefused("Say what they may do.")
    if Scope.SEE_LINES in scopes and Scope.SEE_BALANCE not in scopes:
        raise MandateRefused("Somebody who sees each payment sees the balance too.")
    if basis == Basis.VIEWER and not scopes <= LOOKING:
        raise MandateRefused("Somebody who only looks cannot order, pay, write or upload.")


def changed_by_council(mandate: Mandate) -> bool:
    """An authorised person, a deputy, or an attorney once the person has lost capacity: the council or the court's
    order changes those, on record."""
    lost = mandate.person.capacity_lost_on is not None
    return mandate.basis in ENDED_BY_COUNCIL_ONLY or (mandate.basis == Basis.ATTORNEY and lost)


def check_reference(mandate: Mandate, by: User, reference: str) -> None:
    if changed_by_council(mandate) and by.pk != mandate.delegate_id and not reference.strip():
        raise MandateRefused("Enter the reference of the decision or the court’s order.")


def lock_cards(mandate: Mandate) -> None:
    """Before the mandate, as when a shop asks."""
    hers = Card.objects.filter(account__person=mandate.person_id, holder=mandate.delegate_id).order_by("pk")
    list(hers.select_for_update(no_key=True).values_list("pk"))


@transaction.atomic
def end(*, mandate: Mandate, by: User, reason: str = "", reference: str = "", at: datetime | None = None) -> list[Card]:
    """End it now, and with it the delegate's cards: answers those. A court's or the council's appointment is ended by
    the council, on record with the `reference` of the decision; the rest by the person. An offer is taken back so. The
    delegate steps down so at any time: the person is told, and the council where it has to find somebody else."""
    now = at or timezone.now()
    _check_end(mandate, by)
    check_reference(mandate, by, reference)
    lock_cards(mandate)
    if not Mandate.objects.filter(pk=mandate.pk, ended_at=None).update(ended_at=now, ended_by=by):
        return []
    mandate.refresh_from_db()
    write_down("mandate.ended", mandate, by, now, reason=reason, reference=reference.strip())
    mandate_notices.ended(mandate, by, by_council=changed_by_council(mandate), at=now)
    ending = cards_that_end_with(mandate)
    return [card for card in ending if cards.stop(card=card, by=by, reason="mandate ended", at=now)]


def write_down(action: str, mandate: Mandate, by: User, at: datetime, **words: str) -> None:
    said = {name: text for name, text in words.items() if text}
    audit(
        action=action,
        by=by,
        on_behalf_of=behalf(mandate.person, by),
        subject=f"mandate:{mandate.pk}",
        detail={"person": mandate.person_id, "delegate": mandate.delegate_id, **said},
        at=at,
    )


def cards_that_end_with(mandate: Mandate) -> list[Card]:
    """The delegate's cards of the person's accounts, unless another mandate still lets her pay."""
    others = [one for one in mandates_of(mandate.delegate) if one.pk != mandate.pk]
    if any(one.person_id == mandate.person_id and Scope.PAY in one.scopes for one in others):
        return []
    hers = Card.objects.filter(account__person=mandate.person_id, holder=mandate.delegate_id)
    return list(hers.exclude(state=Card.State.CLOSED).select_related("account__person").order_by("pk"))


def _check_end(mandate: Mandate, by: User) -> None:
    if may(by, Permission.AGREE_BUDGETS):
        return
    if changed_by_council(mandate) and by.pk != mandate.delegate_id:
        raise MandateRefused("The council or the court ends this one. Call us and we will explain how.")
    if by.pk not in {mandate.person.user_id, mandate.delegate_id}:
        raise MandateRefused("Only the person, the delegate or the council can end this.")
