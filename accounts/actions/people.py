"""Set people up: a sign-in, a person, the two together, what she needs, who cares for whom."""

from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.audit import audit
from accounts.models import Caring, CommunicationNeed, Person, User

CHANGEABLE = frozenset(
    {"name", "case_reference", "born_on", "contact_format", "phone", "address", "postcode", "no_sign_in"}
)


class Taken(Exception):
    """Somebody else has this case reference or address; the text says so."""


@transaction.atomic
def create_sign_in(
    *, email: str, name: str, by: User | None, password: str | None = None, at: datetime | None = None
) -> User:
    """A sign-in whose e-mail address is known to be theirs. Without a password they set one by "forgotten password"."""
    user = User.objects.create_user(email, password, name=name)
    if at:
        user.created_at = at
        user.save(update_fields=["created_at"])
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    audit(action="user.created", by=by, subject=f"user:{user.pk}", at=at)
    return user


@transaction.atomic
def create_locked(*, email: str, name: str, by: User, at: datetime | None = None) -> User:
    """A sign-in for somebody who was named and has not come yet. Locked: nobody gets in before the invitation is
    accepted, not by "forgotten password" either, since nobody has shown yet that the address is theirs."""
    user = User.objects.create_user(email, None, name=name, is_active=False)
    EmailAddress.objects.create(user=user, email=user.email, verified=False, primary=True)
    audit(action="user.named", by=by, subject=f"user:{user.pk}", at=at)
    return user


@transaction.atomic
def unlock(*, user: User, password: str, at: datetime | None = None) -> None:
    """She has opened the link that went to her address, and told the number she was given."""
    user.is_active = True
    user.set_password(password)
    user.save(update_fields=["is_active", "password"])
    EmailAddress.objects.filter(user=user, email=user.email).update(verified=True)
    audit(action="user.unlocked", by=user, subject=f"user:{user.pk}", at=at)


@transaction.atomic
def create(
    *, name: str, by: User | None, user: User | None = None, at: datetime | None = None, **details: Any
) -> Person:
    """A resident, carer or self-funder; `details` are further fields of `Person`."""
    _check_reference(details.get("case_reference"))
    person = Person.objects.create(name=name, user=user, **details)
    audit(action="person.created", by=by, subject=f"person:{person.pk}", at=at)
    return person


def _check_reference(reference: str | None, but: Person | None = None) -> None:
    others = Person.objects.exclude(pk=but.pk) if but else Person.objects.all()
    if reference and others.filter(case_reference=reference).exists():
        raise Taken("Somebody else has this case reference")


@transaction.atomic
def change(*, person: Person, by: User, at: datetime | None = None, **details: Any) -> list[str]:
    """What we hold of a person. Answers the names of the fields that changed; the audit line has these, no values."""
    if unknown := details.keys() - CHANGEABLE:
        raise TypeError(f"Not for this: {', '.join(sorted(unknown))}")
    changed = sorted(name for name, value in details.items() if getattr(person, name) != value)
    if not changed:
        return []
    if "case_reference" in changed:
        _check_reference(details["case_reference"], person)
    for name in changed:
        setattr(person, name, details[name])
    person.save(update_fields=changed)
    if "name" in changed and person.user:
        person.user.name = person.name
        person.user.save(update_fields=["name"])
    audit(action="person.changed", by=by, subject=f"person:{person.pk}", detail={"fields": changed}, at=at)
    return changed


@transaction.atomic
def take_on(*, person: Person, by: User, at: datetime | None = None) -> None:
    """From now on this practitioner works with her."""
    person.practitioner = by
    person.save(update_fields=["practitioner"])
    audit(action="person.taken_on", by=by, subject=f"person:{person.pk}", at=at)


@transaction.atomic
def record_needs(*, person: Person, needs: dict[str, str], by: User, at: datetime | None = None) -> None:
    """What she needs so as to understand and be understood, as she says today: note by kind. What is left out of it
    ends. None at all is an answer too: she was asked."""
    now = at or timezone.now()
    known = {need.kind: need for need in needs_of(person)}
    for kind, need in known.items():
        if needs.get(kind) != need.note:
            CommunicationNeed.objects.filter(pk=need.pk, ended_at=None).update(ended_at=now, ended_by=by)
    CommunicationNeed.objects.bulk_create(
        CommunicationNeed(person=person, kind=kind, note=note, recorded_by=by, recorded_at=now)
        for kind, note in needs.items()
        if kind not in known or known[kind].note != note
    )
    person.needs_asked_on, person.needs_asked_by = timezone.localdate(now), by
    person.save(update_fields=["needs_asked_on", "needs_asked_by"])
    audit(action="person.needs_recorded", by=by, subject=f"person:{person.pk}", detail={"count": len(needs)}, at=now)


def needs_of(person: Person) -> list[CommunicationNeed]:
    return list(person.communication_needs.filter(ended_at=None).order_by("pk"))


@transaction.atomic
def record_carer(*, carer: Person, cared_for: Person, by: User, at: datetime | None = None) -> Caring:
    """That one cares for the other, unpaid. Twice is once."""
    now = at or timezone.now()
    if carer == cared_for:
        raise Taken("Nobody is their own carer")
    try:
        with transaction.atomic():
            made = Caring.objects.create(carer=carer, cared_for=cared_for, recorded_by=by, recorded_at=now)
    except IntegrityError:
        return Caring.objects.get(carer=carer, cared_for=cared_for, ended_at=None)
    detail = {"carer": carer.pk, "cared_for": cared_for.pk}
    audit(action="caring.recorded", by=by, subject=f"caring:{made.pk}", detail=detail, at=now)
    return made


@transaction.atomic
def end_carer(*, caring: Caring, by: User, at: datetime | None = None) -> bool:
    now = at or timezone.now()
    if not Caring.objects.filter(pk=caring.pk, ended_at=None).update(ended_at=now, ended_by=by):
        return False
    audit(action="caring.ended", by=by, subject=f"caring:{caring.pk}", at=now)
    return True


@transaction.atomic
def rename(*, user: User, name: str, by: User, at: datetime | None = None) -> None:
    """Somebody's name, on her sign-in and, where she has one, on her record."""
    user.name = name
    user.save(update_fields=["name"])
    Person.objects.filter(user=user).update(name=name)
    audit(action="user.renamed", by=by, subject=f"user:{user.pk}", at=at)
