"""Pages are kept true: their providers are reminded, warned once more, and what nobody confirms is hidden."""

from collections.abc import Iterator
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
from directory import ages, emails, freshness
from directory.actions import confirming
from directory.freshness import Age, Months
from directory.models import (
    ConfirmationAsk,
    FreshnessSettings,
    MemberRole,
    Organisation,
    PersonalAssistantProfile,
    Service,
)
from directory.models.freshness import Listed, named, whose
from directory.permissions import Owner, roles_in
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
    for of, kind, found in _to_ask(today, months):
        asked[kind] += _ask(of, kind, found, at)
    hidden = sum(hide(page=page, at=at) for page in _to_hide(today, months))
    return Done(asked[Kind.REMINDER], asked[Kind.LAST_WARNING], hidden)


def _old(today: date, months: Months) -> Iterator[Any]:
    """With the day of the last ask of each kind."""
    services, assistants = ages.up()
    day = ages.months_ago(today, months.remind)
    yield from _asked(ages.not_since(day, services.select_related("organisation").order_by("organisation", "pk")))
    yield from _asked(ages.not_since(day, assistants.select_related("user").order_by("pk")))


def _asked(pages: QuerySet[Any]) -> QuerySet[Any]:
    found: QuerySet[Any] = pages.filter(hidden_at=None).annotate(
        reminded_at=Max("confirmation_asks__asked_at", filter=Q(confirmation_asks__kind=Kind.REMINDER)),
        warned_at=Max("confirmation_asks__asked_at", filter=Q(confirmation_asks__kind=Kind.LAST_WARNING)),
    )
    return found


def _to_ask(today: date, months: Months) -> list[tuple[Owner, Kind, list[Any]]]:
    """One e-mail for all the pages of an organisation that are as old; a personal assistant has one page."""
    found: dict[tuple[Owner, Kind], list[Any]] = {}
    for page in _old(today, months):
        kind = KINDS[freshness.age_on(today, ages.since(page), months)]
        asked = page.warned_at if kind == Kind.LAST_WARNING else page.reminded_at
        if asked is None or timezone.localdate(asked) < ages.since(page):
            found.setdefault((whose(page), kind), []).append(page)
    return [(of, kind, pages) for (of, kind), pages in found.items()]


@transaction.atomic
def _ask(of: Owner, kind: Kind, found: list[Any], at: datetime) -> int:
    """Its managers, or the assistant; else the address on the page, else nobody: then staff call."""
    keepers = emails.keepers(of)
    written: list[User | None] = [*keepers] if keepers else [None]
    address = "" if keepers or isinstance(of, PersonalAssistantProfile) else _address(of, found)
    for to in written:
        told = {"kind": kind, "to": to, "is_written": bool(to or address), "asked_at": at}
        asks = [ConfirmationAsk.objects.create(**named(page), **told) for page in found]
        emails.still_right(asks, of=of, to=to, address=address, at=at)
    return len(found)


def _address(of: Organisation, found: list[Service]) -> str:
    return next((one.email for one in found if one.email), of.email)


def _to_hide(today: date, months: Months) -> list[Any]:
    return [
        page
        for page in _old(today, months)
        if page.warned_at
        and timezone.localdate(page.warned_at) >= ages.since(page)
        and today >= freshness.hide_on(ages.since(page), timezone.localdate(page.warned_at), months)
    ]


@transaction.atomic
def hide(*, page: Listed, at: datetime) -> bool:
    """It leaves search; its own page says why. Whoever confirms it brings it back."""
    seen = type(page)._default_manager.filter(pk=page.pk, hidden_at=None, confirmed_on=page.confirmed_on)
    if not seen.update(hidden_at=at, changed_at=at):
        return False
    audit(action=f"{confirming.word(page)}.hidden", by=None, subject=confirming.subject(page), at=at)
    confirming.refresh(page)
    return True


@transaction.atomic
def answer(*, ask: ConfirmationAsk, at: datetime | None = None) -> None:
    """The link from the e-mail, once."""
    now = at or timezone.now()
    if not ConfirmationAsk.objects.filter(pk=ask.pk, used_at=None).update(used_at=now):
        raise Moved("This link was used already.")
    confirming.confirm(page=ask.subject, by=ask.to, confirmed_as=whose(ask.subject).name, at=now)


@transaction.atomic
def confirm(*, page: Listed, by: User, at: datetime | None = None) -> None:
    """A manager, or a personal assistant, says that her own page is still right."""
    if MemberRole.MANAGER not in roles_in(by, whose(page)):
        raise Refused("Only a manager of this organisation can confirm this.")
    confirming.confirm(page=page, by=by, confirmed_as=whose(page).name, at=at)


@transaction.atomic
def confirm_by_telephone(*, page: Listed, who: str, by: User, at: datetime | None = None) -> None:
    """Staff called, and somebody there said so. Who it was is in the audit, not on the page."""
    if not may(by, Permission.MODERATE_LISTINGS) or roles_in(by, whose(page)):
        raise Refused("Somebody else must confirm this.")
    confirming.confirm(page=page, by=by, confirmed_as=f"{whose(page).name[:130]}, by telephone", at=at)
    action, subject = f"{confirming.word(page)}.telephoned", confirming.subject(page)
    audit(action=action, by=by, subject=subject, detail={"job": who}, at=at)
