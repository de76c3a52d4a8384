"""Pages are kept true: their providers are reminded, warned once more, and what nobody confirms is hidden."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from accounts.audit import audit
from accounts.models import User
from accounts.permissions import may
from accounts.roles import Permission
from directory import ages, documents, emails, freshness
from directory.actions import services
from directory.freshness import Age, Months
from directory.models import ConfirmationAsk, FreshnessSettings, MemberRole, Organisation, Service
from directory.permissions import roles_in
from directory.refusals import Moved, Refused

Kind = ConfirmationAsk.Kind
KINDS = {
    Age.REMIND: Kind.REMINDER,
    Age.OLD: Kind.REMINDER,
    Age.LAST_WARNING: Kind.LAST_WARNING,
    Age.HIDE: Kind.LAST_WARNING,
}


@dataclass(frozen=True)
class Done:
    reminded: int
    warned: int
    hidden: int


def due(at: datetime) -> Done:
    """All that the clock asks for today; a second run finds nothing to do."""
    today, months = timezone.localdate(at), FreshnessSettings.current().as_rule
    asked = dict.fromkeys(Kind, 0)
    for organisation, kind, found in _to_ask(today, months):
        asked[kind] += _ask(organisation, kind, found, at)
    hidden = sum(hide(service=service, at=at) for service in _to_hide(today, months))
    return Done(asked[Kind.REMINDER], asked[Kind.LAST_WARNING], hidden)


def _old(today: date, months: Months) -> QuerySet[Any]:
    """With the day of the last ask of each kind."""
    found = ages.not_since(ages.months_ago(today, months.remind)).filter(hidden_at=None).select_related("organisation")
    return found.annotate(
        reminded_at=Max("confirmation_asks__asked_at", filter=Q(confirmation_asks__kind=Kind.REMINDER)),
        warned_at=Max("confirmation_asks__asked_at", filter=Q(confirmation_asks__kind=Kind.LAST_WARNING)),
    ).order_by("organisation", "pk")


def _to_ask(today: date, months: Months) -> list[tuple[Organisation, Kind, list[Service]]]:
    """One e-mail for all the pages of an organisation that are as old."""
    found: dict[tuple[int, Kind], list[Service]] = {}
    for service in _old(today, months):
        kind = KINDS[freshness.age_on(today, ages.since(service), months)]
        asked = service.warned_at if kind == Kind.LAST_WARNING else service.reminded_at
        if asked is None or timezone.localdate(asked) < ages.since(service):
            found.setdefault((service.organisation_id, kind), []).append(service)
    return [(of[0].organisation, kind, of) for (_, kind), of in found.items()]


@transaction.atomic
def _ask(organisation: Organisation, kind: Kind, found: list[Service], at: datetime) -> int:
    """Its managers, else the address on the page, else nobody: then staff call."""
    managers = [member.user for member in organisation.managers()]
    written: list[User | None] = [*managers] if managers else [None]
    address = "" if managers else next((one.email for one in found if one.email), organisation.email)
    for to in written:
        asks = [
            ConfirmationAsk.objects.create(
                service=service, kind=kind, to=to, is_written=bool(to or address), asked_at=at
            )
            for service in found
        ]
        emails.still_right(asks, to=to, address=address, at=at)
    return len(found)


def _to_hide(today: date, months: Months) -> list[Service]:
    return [
        service
        for service in _old(today, months)
        if service.warned_at
        and timezone.localdate(service.warned_at) >= ages.since(service)
        and today >= freshness.hide_on(ages.since(service), timezone.localdate(service.warned_at), months)
    ]


@transaction.atomic
def hide(*, service: Service, at: datetime) -> bool:
    """It leaves search; its own page says why. Whoever confirms it brings it back."""
    seen = Service.objects.filter(pk=service.pk, hidden_at=None, confirmed_on=service.confirmed_on)
    if not seen.update(hidden_at=at, changed_at=at):
        return False
    audit(action="service.hidden", by=None, subject=f"service:{service.pk}", at=at)
    documents.refresh_services(service.pk)
    return True


@transaction.atomic
def answer(*, ask: ConfirmationAsk, at: datetime | None = None) -> None:
    """The link from the e-mail, once."""
    now = at or timezone.now()
    if not ConfirmationAsk.objects.filter(pk=ask.pk, used_at=None).update(used_at=now):
        raise Moved("This link was used already.")
    services.confirm(service=ask.service, by=ask.to, confirmed_as=ask.service.organisation.name, at=now)


@transaction.atomic
def confirm(*, service: Service, by: User, at: datetime | None = None) -> None:
    """A manager says that her own page is still right."""
    if MemberRole.MANAGER not in roles_in(by, service.organisation):
        raise Refused("Only a manager of this organisation can confirm this.")
    services.confirm(service=service, by=by, confirmed_as=service.organisation.name, at=at)


@transaction.atomic
def confirm_by_telephone(*, service: Service, who: str, by: User, at: datetime | None = None) -> None:
    """Staff called, and somebody there said so. Who it was is in the audit, not on the page."""
    if not may(by, Permission.MODERATE_LISTINGS) or roles_in(by, service.organisation):
        raise Refused("Somebody else must confirm this.")
    name = service.organisation.name[:130]
    services.confirm(service=service, by=by, confirmed_as=f"{name}, by telephone", at=at)
    audit(action="service.telephoned", by=by, subject=f"service:{service.pk}", detail={"job": who}, at=at)
