"""People, roles and mandates for tests, made the way the site makes them."""

from datetime import date, datetime, time
from itertools import count

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from allauth.account.internal.userkit import user_id_to_str
from django.test import Client
from django.utils import timezone

from accounts import acting, duties
from accounts.actions import mandate_offers, mandates, people, roles
from accounts.models import Mandate, Person, User
from accounts.roles import Basis, Role, Scope

PASSWORD = "waymark-demo-2026"
_numbers = count(1)


def user(name: str = "Sam Field", email: str = "", password: str | None = None) -> User:
    """A sign-in. Without a password it is quick to make: use `client.force_login`."""
    address = email or f"{name.split()[0].lower()}{next(_numbers)}@aldermere.example"
    return people.create_sign_in(email=address, name=name, by=None, password=password)


def person(name: str = "Rosa Alvarez", *, signs_in: bool = True, **details) -> Person:
    return people.create(name=name, by=None, user=user(name) if signs_in else None, **details)


def staff(*held: Role, name: str = "Staff Member") -> User:
    member = user(name)
    for role in held:
        roles.grant(user=member, role=role, by=None)
    return member


def mandate(
    of: Person, to: User, *scopes: Scope, basis: Basis = Basis.NOMINATED, starts_on: date = date(2020, 1, 1), **more
) -> Mandate:
    """A mandate with these scopes, recorded by a practitioner, and accepted before its first day."""
    made = offer(of, to, *scopes, basis=basis, starts_on=starts_on, **more)
    at = min(timezone.now(), timezone.make_aware(datetime.combine(starts_on, time.min)))
    Mandate.objects.filter(pk=made.pk).update(accepted_at=at, accepted_by=to)
    made.refresh_from_db()
    return made


def offer(
    of: Person, to: User, *scopes: Scope, basis: Basis = Basis.NOMINATED, starts_on: date = date(2020, 1, 1), **more
) -> Mandate:
    """The same before anybody has answered."""
    given = {"evidence": "Signed form seen", "by": staff(Role.PRACTITIONER), **more}
    return mandates.record(person=of, delegate=to, basis=basis, scopes=scopes, starts_on=starts_on, **given)


def accepted(made: Mandate, **more) -> Mandate:
    mandate_offers.accept(mandate=made, by=made.delegate, read=duties.VERSION, **more)
    return made


def sign_in(client: Client, who: User, *, acting_for: Mandate | None = None) -> Client:
    """Signed in with the second step taken, and perhaps acting for somebody."""
    client.force_login(who)
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "at": timezone.now().timestamp(), "type": "totp"}]
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = user_id_to_str(who)
    if acting_for:
        session[acting.SESSION_KEY] = acting_for.pk
    session.save()
    return client
