"""Somebody tells us something: kept once, with a reference and a clock, and never in the hands of whom it is about."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from accounts.audit import audit
from accounts.models import Person, RoleGrant, User
from cms import about, complaint_rules, emails, references
from cms.about import Thing
from cms.complaint_rules import Kind
from cms.models import Complaint, ComplaintEvent, ComplaintLetter, ComplaintSubject

LETTERS = 4


@dataclass(frozen=True)
class Told:
    """What somebody has told us. `token` belongs to the journey, so that sending twice is sending once."""

    token: str
    kind: str
    subject: str
    words: str
    wish: str = ""
    staff_named: str = ""
    about: Thing | None = None
    name: str = ""
    contact_format: str = ""
    email: str = ""
    phone: str = ""
    address: str = ""
    consent: str = ""


def tell(*, told: Told, by: User | None, person: Person | None = None, at: datetime | None = None) -> Complaint:
    """Keep it and start its clock. `by` is None without a sign-in; `person` is whom it is for, if she is known here."""
    now = at or timezone.now()
    try:
        with transaction.atomic():
            return Complaint.objects.filter(token=told.token).first() or _keep(told, by, person, now)
    except IntegrityError:  # the same journey, sent at the same moment
        return Complaint.objects.get(token=told.token)


def _keep(told: Told, by: User | None, person: Person | None, now: datetime) -> Complaint:
    thing = told.about or Thing("", "", "")
    fields = {name: value for name, value in vars(told).items() if name != "about"}
    complaint = Complaint.objects.create(
        **fields,
        about_kind=thing.kind,
        about_ref=thing.ref,
        about_words=thing.words[:200],
        reference=references.new(LETTERS, lambda made: Complaint.objects.filter(reference=made).exists()),
        made_by=by,
        person=person,
        received_at=now,
        due_on=complaint_rules.first_due(told.kind, timezone.localdate(now)),
    )
    for user in _in_it(complaint):
        ComplaintSubject.objects.create(complaint=complaint, user=user, recorded_at=now)
    ComplaintEvent.objects.create(complaint=complaint, name="received", to_stage=complaint.stage, by=by, at=now)
    detail = {"kind": told.kind, "subject": told.subject}
    audit(action="complaint.received", by=by, subject=f"complaint:{complaint.reference}", detail=detail, at=now)
    emails.tell(complaint, "received", at=now)
    emails.to_handlers(complaint, at=now)
    return complaint


def _in_it(complaint: Complaint) -> list[User]:
    """Whose thing it is about, and council staff whose name is in the words "who it is about". Rather one too many:
    somebody else then handles it, and takes out whom it is not about."""
    owners = about.belongs(complaint.about_kind, complaint.about_ref)
    return list({user.pk: user for user in [*owners, *staff_named(complaint.staff_named)]}.values())


def staff_named(text: str) -> list[User]:
    """Council staff with a first or last name among these words."""
    words = set(re.findall(r"\w{3,}", text.casefold()))
    if not words:
        return []
    held = RoleGrant.objects.filter(ended_at=None).values("user")
    staff = User.objects.filter(pk__in=held, is_active=True).order_by("pk")
    return [user for user in staff if words & set(re.findall(r"\w{3,}", user.name.casefold()))]


@transaction.atomic
def forget_who(before: datetime) -> int:
    """Who wrote a comment or a compliment that was closed before then, and how to reach them. The words stay, and so
    do complaints: they are a case."""
    told = Q(made_by__isnull=False) | Q(person__isnull=False) | ~Q(name="") | ~Q(email="") | ~Q(phone="")
    old = Complaint.objects.filter(kind__in=[Kind.COMMENT, Kind.COMPLIMENT], closed_at__lt=before)
    ComplaintLetter.objects.filter(complaint__in=old).delete()
    empty = dict.fromkeys(("name", "email", "phone", "address", "contact_format"), "")
    return old.filter(told | ~Q(address="")).update(made_by=None, person=None, **empty)
