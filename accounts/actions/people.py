"""Set people up: a sign-in, a person, and the two together."""

from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction

from accounts.audit import audit
from accounts.models import Person, User


@transaction.atomic
def create_sign_in(
    *, email: str, name: str, by: User | None, password: str | None = None, at: datetime | None = None
) -> User:
    """A sign-in whose e-mail address is known to be theirs. Without a password they set one by "forgotten password"."""
    user = User.objects.create_user(email, password, name=name)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    audit(action="user.created", by=by, subject=f"user:{user.pk}", at=at)
    return user


@transaction.atomic
def create(
    *, name: str, by: User | None, user: User | None = None, at: datetime | None = None, **details: Any
) -> Person:
    """A resident, carer or self-funder; `details` are further fields of `Person`."""
    person = Person.objects.create(name=name, user=user, **details)
    audit(action="person.created", by=by, subject=f"person:{person.pk}", at=at)
    return person


@transaction.atomic
def rename(*, user: User, name: str, by: User, at: datetime | None = None) -> None:
    """Somebody's name, on her sign-in and, where she has one, on her record."""
    user.name = name
    user.save(update_fields=["name"])
    Person.objects.filter(user=user).update(name=name)
    audit(action="user.renamed", by=by, subject=f"user:{user.pk}", at=at)
