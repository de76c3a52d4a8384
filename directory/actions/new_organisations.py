"""An organisation that is not in the directory: somebody tells of it and shows that she works there, as for a claim; a
moderator looks at what is like it, and says yes or no. Yes makes it, with a first page that nobody sees yet."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from accounts.audit import audit
from accounts.models import User
from accounts.permissions import may
from accounts.roles import Permission
from directory import claim_rules as rules
from directory import emails
from directory.actions import proving
from directory.claim_rules import NewState, Way
from directory.models import (
    Location,
    MemberRole,
    NewOrganisation,
    Organisation,
    OrganisationMember,
    Service,
    ServiceAtLocation,
)
from directory.queries import alike
from directory.refusals import Moved, Refused
from search import places

FIRST = {Way.EMAIL: NewState.CODE, Way.POST: NewState.CODE, Way.COUNCIL: NewState.WAITING}
OPEN = [NewState.CODE.value, NewState.WAITING.value]


@transaction.atomic
def ask(*, told: Mapping[str, str], way: Way, by: User, email: str = "", at: datetime | None = None) -> NewOrganisation:
    """One at a time for each sign-in: what she asked before is over."""
    now = at or timezone.now()
    User.objects.select_for_update().get(pk=by.pk)  # a button pressed twice
    if known := alike.by_number(told):
        raise Refused(f"{known[0].name} has this registration number and is in the directory already.")
    if way == Way.EMAIL and not rules.fits(email, told.get("website", "")):
        raise Refused("The address must be at the organisation’s own website.")
    if way == Way.POST and not (told.get("address_1") and told.get("postcode")):
        raise Refused("Enter the address to which we post the code.")
    NewOrganisation.objects.filter(user=by, state__in=OPEN).update(state=NewState.OVER)
    made = NewOrganisation.objects.create(user=by, way=way.value, state=FIRST[way].value, asked_at=now, **told)
    if way == Way.EMAIL:
        code = proving.new_code(made, now, posted=False)
        emails.new_organisation_code(made, code, address=email.strip().lower(), at=now)
    _audit("new_organisation.asked", made, by, now, way=way.value)
    return made


@transaction.atomic
def print_code(*, new: NewOrganisation, by: User, at: datetime | None = None) -> str:
    """The letter's code, which can be read this once. Printed again, the one before is over."""
    _check_staff(new, by)
    now = at or timezone.now()
    if new.way != Way.POST or new.state != NewState.CODE:
        raise Moved("There is no letter to print.")
    _audit("new_organisation.printed", new, by, now)
    return proving.new_code(new, now, posted=True)


@transaction.atomic
def another_letter(*, new: NewOrganisation, by: User, at: datetime | None = None) -> None:
    now = at or timezone.now()
    proving.another_letter(new, by=by, state=NewState.CODE, now=now)
    _audit("new_organisation.letter_again", new, by, now)


@transaction.atomic
def cancel(*, new: NewOrganisation, by: User, at: datetime | None = None) -> None:
    """By whoever asked. A code on its way opens nothing any more."""
    if not NewOrganisation.objects.filter(pk=new.pk, user=by, state__in=OPEN).update(state=NewState.OVER):
        raise Moved("This is over already.")
    _audit("new_organisation.cancelled", new, by, at or timezone.now())


def enter(*, new: NewOrganisation, typed: str, by: User, at: datetime | None = None) -> None:
    """The code shows that she reads post or e-mail there: then the council looks."""
    now = at or timezone.now()
    proving.check_code(new, typed, by=by, state=NewState.CODE, now=now)
    with transaction.atomic():
        proved = NewOrganisation.objects.filter(pk=new.pk, state=NewState.CODE)
        if not proved.update(state=NewState.WAITING, proved_at=now):
            raise Moved("This is over already.")
        _audit("new_organisation.proved", new, by, now)


@transaction.atomic
def approve(*, new: NewOrganisation, by: User, at: datetime | None = None) -> Organisation:
    """It is made, she manages it, and its first page waits for her as a draft."""
    _check_staff(new, by)
    now = at or timezone.now()
    told = {name: getattr(new, name) for name in alike.NUMBERS}
    if known := alike.by_number(told):
        raise Refused(f"{known[0].name} has this registration number by now. Say no, and tell them to claim it.")
    _decide(new, NewState.DONE, by, now)
    organisation = _make(new)
    NewOrganisation.objects.filter(pk=new.pk).update(organisation=organisation)
    OrganisationMember.objects.create(
        organisation=organisation, user=new.user, role=MemberRole.MANAGER, added_at=now, added_by=by
    )
    emails.new_organisation_answered(new, "new_organisation_agreed", at=now)
    _audit("new_organisation.agreed", new, by, now, organisation=str(organisation.pk))
    return organisation


@transaction.atomic
def decline(*, new: NewOrganisation, reasons: str, by: User, at: datetime | None = None) -> None:
    _check_staff(new, by)
    now = at or timezone.now()
    if not reasons.strip():
        raise Refused("Say why.")
    _decide(new, NewState.DECLINED, by, now, reasons=reasons)
    emails.new_organisation_answered(new, "new_organisation_declined", at=now)
    _audit("new_organisation.declined", new, by, now)


def _make(new: NewOrganisation) -> Organisation:
    said = {name: getattr(new, name) for name in ("name", "description", "website", *alike.NUMBERS)}
    organisation = Organisation.objects.create(slug=_free_slug(Organisation, new.name), **said)
    page = Service.objects.create(organisation=organisation, name=new.name, slug=_free_slug(Service, new.name))
    if new.address_1 and new.postcode:
        near = places.find(new.postcode)
        where = {"address_1": new.address_1, "city": new.city, "postcode": new.postcode}
        point = {"latitude": near.lat, "longitude": near.lon} if near else {}
        location = Location.objects.create(name=new.name, **where, **point)
        ServiceAtLocation.objects.create(service=page, location=location)
    return organisation


def _free_slug(model: type[Organisation] | type[Service], name: str) -> str:
    wanted = slugify(name)[:100] or "organisation"
    taken = set(model._default_manager.filter(slug__startswith=wanted).values_list("slug", flat=True))
    return next(slug for slug in (wanted, *(f"{wanted}-{n}" for n in range(2, len(taken) + 3))) if slug not in taken)


def _decide(new: NewOrganisation, state: NewState, by: User, now: datetime, **more: str) -> None:
    """No is possible while the code is still on its way, yes only after it."""
    frm = OPEN if state == NewState.DECLINED else [NewState.WAITING.value]
    decided = {"state": state.value, "decided_at": now, "decided_by": by, **more}
    if not NewOrganisation.objects.filter(pk=new.pk, state__in=frm).update(**decided):
        raise Moved("Somebody else answered this just now, or the code has not been typed yet.")


def _check_staff(new: NewOrganisation, by: User) -> None:
    if not may(by, Permission.MODERATE_LISTINGS) or new.user_id == by.pk:
        raise Refused("Somebody else must answer this.")


def _audit(action: str, new: NewOrganisation, by: User, at: datetime, **detail: str) -> None:
    audit(action=action, by=by, subject=f"new-organisation:{new.pk}", detail=detail, at=at)
