"""What the room that sells knows of an assistant's bookings, and does when an approval stops.

The directory may not import that room: it registers here. `visitors` gives the people who have visits booked, the
next visit first; `stopped` is called in the transaction of a suspension or withdrawal, `lapsed` in that which writes
down that an approval reached its last day, `unregistered` in that in
which a listing comes down for want of one, `succeeded` in that in which another provider takes a service over, `left`
in that of a member of an organisation's staff who has left. `sold` says what hangs on a service.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from accounts.models import Person, User
from design.registry import Registry
from directory.models import Organisation, PersonalAssistantProfile, Service, StaffMember


@dataclass(frozen=True)
class Booked:
    """Somebody who has visits of this assistant booked."""

    person: Person
    visits: int
    next_at: datetime


@dataclass(frozen=True)
class Stop:
    """An assistant's approval does not hold any more. `tell`: the people who have visits booked are to be told."""

    profile: PersonalAssistantProfile
    by: User
    at: datetime
    tell: bool


@dataclass(frozen=True)
class Unregistered:
    """A listing may not go on: the law asks for a registration that it does not have."""

    subject: Service | PersonalAssistantProfile
    by: User | None
    at: datetime


@dataclass(frozen=True)
class Succeeded:
    """Another organisation gives this service from now on."""

    service: Service
    before: Organisation
    to: Organisation
    by: User | None
    at: datetime


@dataclass(frozen=True)
class Sold:
    """What hangs on a service, and what becomes of the money: for whoever decides about a succession."""

    offers: int
    people: int
    visits: int
    paid: str


@dataclass(frozen=True)
class Left:
    """A member of an organisation's staff is not sent any more."""

    member: StaffMember
    by: User
    at: datetime


Selling = Callable[[Service, Organisation, datetime], Sold]
Visitors = Callable[[PersonalAssistantProfile, datetime], list[Booked]]
_visitors: Registry[Visitors] = Registry("people with visits booked")
_stopped: Registry[Callable[[Stop], None]] = Registry("what to do when an approval stops")
_lapsed: Registry[Callable[[PersonalAssistantProfile, datetime], None]] = Registry("what to do when an approval ends")
_unregistered: Registry[Callable[[Unregistered], None]] = Registry("what to do without a registration")
_succeeded: Registry[Callable[[Succeeded], None]] = Registry("what to do when a service has a successor")
_selling: Registry[Selling] = Registry("what hangs on a service")
_left: Registry[Callable[[Left], None]] = Registry("what to do when a member of staff leaves")
on_left = _left.register
on_succeeded = _succeeded.register
register_selling = _selling.register
register_visitors = _visitors.register
on_stopped = _stopped.register
on_lapsed = _lapsed.register
on_unregistered = _unregistered.register


def visitors(profile: PersonalAssistantProfile | None, at: datetime) -> list[Booked]:
    """Everybody with visits to come, whoever is visited next first; nobody where it is no assistant's approval."""
    if profile is None:
        return []
    found = [booked for fn in _visitors.values() for booked in fn(profile, at)]
    return sorted(found, key=lambda booked: booked.next_at)


def stop(profile: PersonalAssistantProfile | None, *, by: User, at: datetime, tell: bool) -> None:
    if profile is not None:
        for fn in _stopped.values():
            fn(Stop(profile, by, at, tell))


def lapsed(profile: PersonalAssistantProfile | None, *, at: datetime) -> None:
    if profile is not None:
        for fn in _lapsed.values():
            fn(profile, at)


def unregistered(subject: Service | PersonalAssistantProfile, *, by: User | None, at: datetime) -> None:
    for fn in _unregistered.values():
        fn(Unregistered(subject, by, at))


def succeeded(service: Service, before: Organisation, to: Organisation, *, by: User | None, at: datetime) -> None:
    for fn in _succeeded.values():
        fn(Succeeded(service, before, to, by, at))


def sold(service: Service, to: Organisation, at: datetime) -> list[Sold]:
    return [fn(service, to, at) for fn in _selling.values()]


def left(member: StaffMember, *, by: User, at: datetime) -> None:
    for fn in _left.values():
        fn(Left(member, by, at))
