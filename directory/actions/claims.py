"""Somebody claims an organisation: by a code to an address at its own domain, by a code to its address on record, or
by asking the council. Where it has a manager already only the council, or that manager, lets another in."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.audit import audit
from accounts.models import User
from accounts.permissions import may
from accounts.roles import Permission
from directory import claim_rules as rules
from directory import emails
from directory.actions import proving
from directory.claim_rules import State, Way
from directory.models import Location, MemberRole, Organisation, OrganisationClaim, OrganisationMember
from directory.permissions import roles_in
from directory.refusals import Moved, Refused


@transaction.atomic
def ask(
    *,
    organisation: Organisation,
    way: Way,
    by: User,
    email: str = "",
    words: str = "",
    at: datetime | None = None,
) -> OrganisationClaim:
    now = at or timezone.now()
    User.objects.select_for_update().get(pk=by.pk)  # a button pressed twice
    if way not in ways(organisation):
        raise Refused("This way is not open for this organisation.")
    if roles_in(by, organisation):
        raise Refused("You are on its list already.")
    if way == Way.EMAIL and not rules.fits(email, organisation.website):
        raise Refused(f"The address must end in @{rules.domain(organisation.website)}.")
    OrganisationClaim.objects.filter(organisation=organisation, user=by, state=State.OPEN).update(state=State.OVER)
    claim = OrganisationClaim.objects.create(
        organisation=organisation, user=by, way=way.value, words=words, asked_at=now
    )
    if way == Way.EMAIL:
        code = proving.new_code(claim, now, posted=False)
        emails.claim_code(claim, code, address=email.strip().lower(), at=now)
    audit(action="claim.asked", by=by, subject=f"organisation:{organisation.pk}", detail={"way": way.value}, at=now)
    return claim


def ways(organisation: Organisation) -> list[Way]:
    if has_manager(organisation):
        return [Way.COUNCIL]
    found = [Way.EMAIL] if rules.domain(organisation.website) else []
    return [*found, *([Way.POST] if address_of(organisation) else []), Way.COUNCIL]


def has_manager(organisation: Organisation) -> bool:
    return organisation.managers().exists()


def address_of(organisation: Organisation) -> Location | None:
    """The address on record: where it offers something, and nothing that somebody typed just now."""
    found = Location.objects.filter(of_services__service__organisation=organisation).exclude(address_1="")
    return found.exclude(postcode="").order_by("pk").first()


@transaction.atomic
def print_code(*, claim: OrganisationClaim, by: User, at: datetime | None = None) -> str:
    """The letter's code, which can be read this once. Printed again, the one before is over."""
    _check_staff(claim, by)
    now = at or timezone.now()
    if claim.way != Way.POST or claim.state != State.OPEN:
        raise Moved("There is no letter to print.")
    audit(action="claim.printed", by=by, subject=f"claim:{claim.pk}", at=now)
    return proving.new_code(claim, now, posted=True)


@transaction.atomic
def another_letter(*, claim: OrganisationClaim, by: User, at: datetime | None = None) -> None:
    now = at or timezone.now()
    proving.another_letter(claim, by=by, state=State.OPEN, now=now)
    audit(action="claim.letter_again", by=by, subject=f"claim:{claim.pk}", at=now)


@transaction.atomic
def cancel(*, claim: OrganisationClaim, by: User, at: datetime | None = None) -> None:
    """By whoever asked. A code on its way opens nothing any more."""
    open_ones = OrganisationClaim.objects.filter(pk=claim.pk, user=by, state=State.OPEN)
    if not open_ones.update(state=State.OVER):
        raise Moved("This is over already.")
    audit(action="claim.cancelled", by=by, subject=f"claim:{claim.pk}", at=at)


def enter(*, claim: OrganisationClaim, typed: str, by: User, at: datetime | None = None) -> None:
    """The code lets her in as a manager."""
    now = at or timezone.now()
    proving.check_code(claim, typed, by=by, state=State.OPEN, now=now)
    _let_in(claim, by=by, at=now)


@transaction.atomic
def approve(*, claim: OrganisationClaim, by: User, at: datetime | None = None) -> None:
    _check_staff(claim, by)
    now = at or timezone.now()
    _let_in(claim, by=by, at=now, decided_at=now, decided_by=by)
    emails.claim_answered(claim, "claim_agreed", at=now)


@transaction.atomic
def decline(*, claim: OrganisationClaim, reasons: str, by: User, at: datetime | None = None) -> None:
    _check_staff(claim, by)
    now = at or timezone.now()
    if not reasons.strip():
        raise Refused("Say why.")
    answered = {"state": State.DECLINED, "reasons": reasons, "decided_at": now, "decided_by": by}
    if not OrganisationClaim.objects.filter(pk=claim.pk, state=State.OPEN).update(**answered):
        raise Moved("Somebody else answered this just now.")
    audit(action="claim.declined", by=by, subject=f"claim:{claim.pk}", at=now)
    emails.claim_answered(claim, "claim_declined", at=now)


@transaction.atomic
def _let_in(claim: OrganisationClaim, *, by: User, at: datetime, **decided: object) -> None:
    """Once. A code asked for before somebody else became its manager opens nothing."""
    organisation = Organisation.objects.select_for_update().get(pk=claim.organisation_id)
    if not decided and has_manager(organisation):
        raise Moved("This organisation has a manager by now. Ask them, or ask the council.")
    if MemberRole.MANAGER in roles_in(claim.user, organisation):
        raise Moved("They manage it already. Say no, so that this is off the list.")
    if not OrganisationClaim.objects.filter(pk=claim.pk, state=State.OPEN).update(state=State.DONE, **decided):
        raise Moved("Somebody else answered this just now.")
    OrganisationMember.objects.create(
        organisation=organisation, user=claim.user, role=MemberRole.MANAGER, added_at=at, added_by=by
    )
    audit(action="claim.done", by=by, subject=f"claim:{claim.pk}", at=at)


def _check_staff(claim: OrganisationClaim, by: User) -> None:
    if not may(by, Permission.MODERATE_LISTINGS) or claim.user_id == by.pk or roles_in(by, claim.organisation):
        raise Refused("Somebody else must answer this.")
