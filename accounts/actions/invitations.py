"""Invite somebody to a sign-in of her own, and let her in once she has shown who she is.

Two things are needed, which come by two ways. What opens an invitation (a link by e-mail, or a code on paper) shows
that she reads that post. It may have gone astray, so a second proof is asked that is not in it:
- a person gives her date of birth. Her case reference would be no proof: it stands on every letter of the council, so
  whoever takes one letter from a doormat may have both;
- a delegate, and a member of staff, gives a number of 6 figures that was told to them by word of mouth, since we hold
  no date of birth of theirs and have no reason to ask for one.
Five wrong answers end it (5 in 30,000 days, 5 in a million numbers). A link lasts 14 days and a printed code 28. A code
does not make the sign-in by itself: it sends a link to the address that she types, so no sign-in has an address that
nobody reads. Everything is single use: once she is in, all that was open is over.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts import codes, letters, notices
from accounts.actions import people
from accounts.audit import audit
from accounts.models import Invitation, Person, User
from accounts.models.invitations import MOST_TRIES
from design.models import Council

Way = Invitation.Way
LINK_LASTS = timedelta(days=14)
CODE_LASTS = timedelta(days=28)
SECOND_LINK_LASTS = timedelta(days=1)  # the one that a code sends: she is sitting there
EMAIL, LETTER = "accounts/emails/invitation", "accounts/letters/invitation"


class InvitationRefused(Exception):
    """It cannot be made; the text says why, in words for a screen."""


class Closed(Exception):
    """It was used, taken back, tried too often, or its time is over."""


@dataclass(frozen=True)
class Told:
    """An invitation and the number to be told by word of mouth: this is the only time that it can be read."""

    invitation: Invitation
    number: str


@transaction.atomic
def by_email(
    *, person: Person, email: str, by: User, lasts: timedelta = LINK_LASTS, at: datetime | None = None
) -> Invitation:
    """A link to a person's own address. Whatever link went out before is over."""
    now, address = at or timezone.now(), email.strip().lower()
    _lock(person)
    check_person(person)
    check_address(address)
    _end(open_ones().filter(person=person, way=Way.EMAIL), now)
    token = codes.token()
    made = _make(now, lasts, person=person, way=Way.EMAIL, email=address, opener=codes.hashed("token", token), by=by)
    _send(made, token, person.name, now)
    return made


@transaction.atomic
def by_post(*, person: Person, by: User, at: datetime | None = None) -> Invitation:
    """A letter with a code. The code is made when the letter is printed (`print_code`)."""
    now = at or timezone.now()
    _lock(person)
    check_person(person)
    if not (person.address and person.postcode):
        raise InvitationRefused("Enter the person’s address first: the letter goes there")
    _end(open_ones().filter(person=person, way=Way.POST), now)
    made = _make(now, CODE_LASTS, person=person, way=Way.POST, by=by)
    context = {"code": letters.CODE, "where": reverse("accounts-invited"), "days": CODE_LASTS.days}
    letters.queue(person=person, template=LETTER, context=context, invitation=made, at=now)
    return made


@transaction.atomic
def of_sign_in(*, user: User, by: User, template: str = EMAIL, at: datetime | None = None, **context: Any) -> Told:
    """A delegate or a member of staff, whose locked sign-in was made when they were named."""
    now = at or timezone.now()
    User.objects.select_for_update(no_key=True, of=("self",)).get(pk=user.pk)
    if user.is_active:
        raise InvitationRefused("They can sign in already")
    _end(open_ones().filter(sign_in=user), now)
    token, number = codes.token(), codes.number()
    hashes = {"opener": codes.hashed("token", token), "number": codes.hashed("number", number)}
    made = _make(now, LINK_LASTS, sign_in=user, way=Way.EMAIL, email=user.email, by=by, **hashes)
    _send(made, token, user.name, now, template=template, **context)
    return Told(made, number)


@transaction.atomic
def print_code(*, invitation: Invitation, by: User, at: datetime | None = None) -> str:
    """A new code for the paper, good from now on. The one on paper that was printed before no longer opens anything."""
    now, code = at or timezone.now(), codes.code()
    fresh = {"opener": codes.hashed("code", codes.typed(code)), "expires_at": now + CODE_LASTS}
    if not open_ones().filter(pk=invitation.pk, way=Way.POST).update(**fresh):
        raise Closed
    audit(action="invitation.printed", by=by, subject=f"invitation:{invitation.pk}", at=now)
    return code


@transaction.atomic
def take_back(*, invitation: Invitation, by: User, at: datetime | None = None) -> bool:
    """Whether it was still open."""
    now = at or timezone.now()
    if not _end(open_ones().filter(pk=invitation.pk), now):
        return False
    audit(action="invitation.taken_back", by=by, subject=f"invitation:{invitation.pk}", at=now)
    return True


def open_ones() -> QuerySet[Invitation]:
    return Invitation.objects.filter(used_at=None, ended_at=None)


def good(now: datetime) -> QuerySet[Invitation]:
    """Open, in time and not tried too often."""
    return open_ones().filter(expires_at__gt=now, tries__lt=MOST_TRIES).select_related("person", "sign_in")


def opened_by_token(token: str, *, at: datetime | None = None) -> Invitation | None:
    return good(at or timezone.now()).filter(opener=codes.hashed("token", token), way=Way.EMAIL).first()


def opened_by_code(text: str, *, at: datetime | None = None) -> Invitation | None:
    found = good(at or timezone.now()).filter(opener=codes.hashed("code", codes.typed(text)), way=Way.POST)
    return found.first()


@transaction.atomic
def prove(*, invitation: Invitation, born_on: date | None = None, number: str = "", at: datetime | None = None) -> bool:
    """Whether the second proof is right. The last wrong one that is allowed ends the invitation."""
    now = at or timezone.now()
    locked = good(now).select_for_update(of=("self",)).filter(pk=invitation.pk).first()
    if locked is None:
        raise Closed
    if _is_right(locked, born_on, number):
        return True
    Invitation.objects.filter(pk=locked.pk).update(tries=F("tries") + 1)
    if locked.tries + 1 >= MOST_TRIES:
        _end(open_ones().filter(pk=locked.pk), now)
        audit(action="invitation.tried_too_often", by=None, subject=f"invitation:{locked.pk}", at=now)
    return False


def _is_right(invitation: Invitation, born_on: date | None, number: str) -> bool:
    if invitation.person:
        return born_on is not None and invitation.person.born_on == born_on
    return bool(number) and invitation.number == codes.hashed("number", number)


@transaction.atomic
def send_link(*, invitation: Invitation, email: str, at: datetime | None = None) -> Invitation:
    """After a printed code and the second proof: a link to the address that she typed. The code stays good until she is
    in, so that a slip in the address costs nothing."""
    now = at or timezone.now()
    mine = good(now).filter(pk=invitation.pk, way=Way.POST).first()
    if mine is None or mine.person is None or mine.made_by is None:
        raise Closed
    return by_email(person=mine.person, email=email, by=mine.made_by, lasts=SECOND_LINK_LASTS, at=now)


@transaction.atomic
def accept(*, invitation: Invitation, password: str, at: datetime | None = None) -> User:
    """She is in: the address is hers, and this is her password."""
    now = at or timezone.now()
    mine = _use(invitation, now)
    if mine.sign_in:
        people.unlock(user=mine.sign_in, password=password, at=now)
        return mine.sign_in
    if mine.person is None or User.objects.filter(email__iexact=mine.email).exists():
        raise Closed
    user = people.create_sign_in(email=mine.email, name=mine.person.name, by=None, password=password, at=now)
    _join(mine, user, now)
    return user


@transaction.atomic
def accept_as(*, invitation: Invitation, user: User, at: datetime | None = None) -> None:
    """The same for somebody who has a sign-in with this address already, and has signed in."""
    now = at or timezone.now()
    if user.email.lower() != invitation.email.lower() or Person.objects.filter(user=user).exists():
        raise Closed
    _join(_use(invitation, now), user, now)


def _use(invitation: Invitation, now: datetime) -> Invitation:
    mine = good(now).filter(pk=invitation.pk, way=Way.EMAIL).first()
    if mine is None or not open_ones().filter(pk=mine.pk).update(used_at=now):
        raise Closed
    return mine


def _join(invitation: Invitation, user: User, now: datetime) -> None:
    """The person and her sign-in, together from now on; whatever else was open for her is over."""
    hers = Person.objects.filter(invitations=invitation, user=None)
    if not hers.update(user=user, no_sign_in=False):
        raise Closed
    _end(open_ones().filter(person=invitation.person_id), now)
    detail = {"person": invitation.person_id}
    audit(action="invitation.accepted", by=user, subject=f"invitation:{invitation.pk}", detail=detail, at=now)


def _lock(person: Person) -> None:
    """Two invitations of one person are made one after the other; the later one counts."""
    Person.objects.select_for_update(no_key=True, of=("self",)).get(pk=person.pk)


def check_person(person: Person) -> None:
    if person.user_id:
        raise InvitationRefused("This person can sign in already")
    if person.born_on is None:
        raise InvitationRefused("Enter the person’s date of birth first: it is how we know that it is them")


def check_address(email: str) -> None:
    """An address belongs to one human being: two people who share one need one each, or paper."""
    taken = Q(person__isnull=False) | Q(is_active=False)
    if User.objects.filter(taken, email__iexact=email).exists():
        raise InvitationRefused("Somebody else signs in with this address. Each person needs an address of their own")


def _make(now: datetime, lasts: timedelta, *, by: User, **fields: Any) -> Invitation:
    made = Invitation.objects.create(made_by=by, made_at=now, expires_at=now + lasts, **fields)
    audit(action="invitation.made", by=by, subject=f"invitation:{made.pk}", detail={"way": made.way}, at=now)
    return made


def _end(found: QuerySet[Invitation], now: datetime) -> int:
    """Over, and its letter is not posted any more."""
    ids = list(found.values_list("pk", flat=True))
    letters.drop(letters.waiting().filter(invitation__in=ids), at=now)
    return open_ones().filter(pk__in=ids).update(ended_at=now)


def _send(made: Invitation, token: str, name: str, now: datetime, template: str = EMAIL, **context: Any) -> None:
    link = reverse("accounts-invited-link", args=[token])
    given = {"council": Council.current(), "link": link, "invitation": made, **context}
    notices.queue_to_address(address=made.email, name=name, template=template, context=given, at=now)
