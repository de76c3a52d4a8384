"""The handover sheet: written by the person or for her, read by whom she names, for as long as she says."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts import codes, notices
from accounts.audit import audit, behalf
from accounts.models import Person, User
from accounts.roles import Scope
from design.models import Council
from marketplace.actions.moves import Refused
from marketplace.models import HandoverContact, HandoverLink, HandoverOpening, HandoverSheet
from marketplace.permissions import authority
from marketplace.queries import handover

FOLDER = "marketplace/emails"
PARTS = ("routines", "to_know", "key_place")
MOST_CONTACTS = 6
MOST_LINKS = 10  # made in one day
DAY = timedelta(days=1)
LOOKS_LIKE_A_LINK = re.compile(r"[/:@]|\.[a-z]", re.IGNORECASE)  # a name goes into an e-mail
LONGEST = timedelta(days=14)
Consent = HandoverLink.Consent
FORGOTTEN = "Somebody"  # after the time that we keep names of receivers


@dataclass(frozen=True)
class Given:
    """A link and what opens it: the only time that it can be read."""

    link: HandoverLink
    address: str


@transaction.atomic
def write(*, person: Person, part: str, text: str, by: User, at: datetime | None = None) -> HandoverSheet:
    """One part of the sheet in the person's words; whoever has a link reads the new words from now on."""
    now = at or timezone.now()
    if part not in PARTS:
        raise ValueError(f"A sheet has no {part!r}: {', '.join(PARTS)}")
    sheet = _sheet(person, by, now)
    HandoverSheet.objects.filter(pk=sheet.pk).update(**{part: text.strip()}, changed_by=by, changed_at=now)
    _audit("written", sheet, by, now, part=part)
    sheet.refresh_from_db()
    return sheet


def _sheet(person: Person, by: User, now: datetime) -> HandoverSheet:
    authority(by, person, Scope.HANDOVER, at=now)
    sheet, _ = HandoverSheet.objects.get_or_create(person=person, defaults={"changed_by": by, "changed_at": now})
    return sheet


@transaction.atomic
def save_contact(
    *,
    person: Person,
    name: str,
    who: str,
    phone: str,
    by: User,
    contact: HandoverContact | None = None,
    at: datetime | None = None,
) -> HandoverContact:
    """A new contact, or other words for one that is there."""
    now = at or timezone.now()
    sheet = _sheet(person, by, now)
    if contact is None and sheet.contacts.count() >= MOST_CONTACTS:
        raise Refused("contacts", f"There are {MOST_CONTACTS} people on the sheet. Take one off first.")
    given = {"name": name.strip(), "who": who.strip(), "phone": phone.strip()}
    saved, _ = HandoverContact.objects.update_or_create(pk=contact.pk if contact else None, sheet=sheet, defaults=given)
    _audit("contact_saved", sheet, by, now)
    return saved


@transaction.atomic
def remove_contact(*, contact: HandoverContact, by: User, at: datetime | None = None) -> None:
    now = at or timezone.now()
    sheet = contact.sheet
    authority(by, sheet.person, Scope.HANDOVER, at=now)
    contact.delete()
    _audit("contact_removed", sheet, by, now)


@transaction.atomic
def give(
    *,
    person: Person,
    receiver: str,
    lasts: timedelta,
    agreed: bool,
    by: User,
    email: str = "",
    at: datetime | None = None,
) -> Given:
    """A link for one named receiver. Her consent is recorded: her own word, or a delegate's that she told them so.

    What the same receiver had before is over, so that a double click leaves one link.
    """
    now = at or timezone.now()
    power = authority(by, person, Scope.HANDOVER, at=now)
    if not agreed:
        raise Refused("consent", "Nobody reads the sheet unless the person agrees.")
    if not timedelta(0) < lasts <= LONGEST:
        raise Refused("lasts", f"A link lasts {LONGEST.days} days at most.")
    if LOOKS_LIKE_A_LINK.search(receiver):
        raise Refused("receiver", "Enter a name, without a web address.")
    sheet = HandoverSheet.objects.select_for_update().filter(person=person).first()
    if sheet is None or not is_written(sheet):
        raise Refused("empty", "Write something on the sheet first.")
    if sheet.links.filter(made_at__gt=now - DAY).count() >= MOST_LINKS:
        raise Refused("receiver", f"You have made {MOST_LINKS} links in one day. Make another tomorrow, or call us.")
    for before in handover.open_links(now).filter(sheet=sheet, receiver__iexact=receiver.strip()):
        _withdraw(before, by, now)
    token = codes.token()
    link = HandoverLink.objects.create(
        sheet=sheet,
        receiver=receiver.strip(),
        email=email.strip(),
        opener=codes.hashed("handover", token),
        consent=Consent.TOLD if power.mandate else Consent.OWN,
        consent_at=now,
        mandate=power.mandate,
        made_by=by,
        made_at=now,
        expires_at=now + lasts,
    )
    given = Given(link, reverse("handover-link", args=[token]))
    _audit("given", sheet, by, now, link=link.pk, consent=link.consent)
    _tell(given, now)
    return given


def is_written(sheet: HandoverSheet) -> bool:
    return any(getattr(sheet, part) for part in PARTS) or sheet.contacts.exists()


def _tell(given: Given, now: datetime) -> None:
    """The receiver, if by e-mail: the link and nothing else. The person, where her delegate made it."""
    link, person = given.link, given.link.sheet.person
    context = {"council": Council.current(), "link": given.address, "expires_at": link.expires_at}
    if link.email:
        notices.queue_to_address(
            address=link.email, name=link.receiver, template=f"{FOLDER}/handover_link", context=context, at=now
        )
    if link.mandate:
        there = {"link": reverse("handover-home"), "expires_at": link.expires_at}
        notices.tell(person=person, template=f"{FOLDER}/handover_given", context=there, at=now)


@transaction.atomic
def withdraw(*, link: HandoverLink, by: User, at: datetime | None = None) -> bool:
    """From this moment it opens nothing. Whether it still did."""
    now = at or timezone.now()
    authority(by, link.sheet.person, Scope.HANDOVER, at=now)
    return _withdraw(link, by, now)


def _withdraw(link: HandoverLink, by: User, now: datetime) -> bool:
    still = HandoverLink.objects.filter(pk=link.pk, withdrawn_at=None, expires_at__gt=now)
    if not still.update(withdrawn_at=now, withdrawn_by=by):
        return False
    _audit("withdrawn", link.sheet, by, now, link=link.pk)
    return True


@transaction.atomic
def opened(*, link: HandoverLink, at: datetime | None = None) -> HandoverOpening:
    """Written down before the sheet is shown: whoever held the link reads it now."""
    now = at or timezone.now()
    _audit("opened", link.sheet, None, now, link=link.pk)
    return HandoverOpening.objects.create(link=link, opened_at=now)


def _audit(name: str, sheet: HandoverSheet, by: User | None, now: datetime, **detail: object) -> None:
    person = sheet.person
    subject = f"handover_sheet:{sheet.pk}"
    audit(action=f"handover.{name}", by=by, on_behalf_of=behalf(person, by), subject=subject, detail=detail, at=now)


def forget_receivers(before: datetime) -> int:
    """Who had a link that ended before then. That there was one, and when it was opened, stays."""
    over = Q(expires_at__lt=before) | Q(withdrawn_at__lt=before)
    return HandoverLink.objects.filter(over).exclude(receiver=FORGOTTEN).update(receiver=FORGOTTEN, email="")
