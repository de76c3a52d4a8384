"""The life of a change to a page: written, sent, and taken back by whoever proposed it.

What is harmless goes up when it is sent, as a proposal of its own that somebody looks at after. The rest waits
(`directory.change_rules`). What a moderator answers is in `directory.actions.moderation`.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone

from accounts.audit import audit
from accounts.models import User
from directory import change_rules as rules
from directory import documents, page_fields
from directory.actions import confirming
from directory.change_rules import TO_WRITE, State
from directory.models import (
    ChangeProposal,
    Location,
    Organisation,
    PersonalAssistantProfile,
    ProposalEvent,
    ProposedChange,
    Service,
    Status,
)
from directory.page_fields import Subject
from directory.permissions import Owner, may_write
from directory.refusals import Moved, Refused

S = TypeVar("S", bound=Service | Organisation | Location | PersonalAssistantProfile)
FIELDS: dict[type, str] = {
    Service: "service",
    Organisation: "organisation",
    Location: "location",
    PersonalAssistantProfile: "personal_assistant",
}
NOT_YOURS = "Only a manager of this organisation, or a personal assistant herself, can change this."


@transaction.atomic
def write(
    *, subject: Subject, of: Owner, values: dict[str, Any], by: User, at: datetime | None = None
) -> ChangeProposal:
    """Put what somebody typed into the page's draft, or into what was sent back. The public page stays as it is."""
    _check_may(by, of, values)
    now, live = at or timezone.now(), page_fields.read(fresh(subject))
    proposal = open_one(subject) or ChangeProposal.objects.create(
        **{FIELDS[type(subject)]: subject},
        of=of if isinstance(of, Organisation) else None,
        proposed_by=by,
        made_at=now,
        version=page_fields.version(live),
    )
    held = {change.field: change for change in proposal.changes.all()}
    for field, value in values.items():
        _write_one(proposal, held.get(field), field, live[field], value, by)
    audit(action="proposal.written", by=by, subject=f"proposal:{proposal.pk}", detail={"fields": sorted(values)}, at=at)
    if proposal.state == State.DRAFT and not ProposedChange.objects.filter(proposal=proposal).exists():
        proposal.delete()  # saved as it was, or put back: there is nothing to send, and no row of a sheet to keep out
    return proposal


def _write_one(
    proposal: ChangeProposal, held: ProposedChange | None, field: str, live: Any, value: Any, by: User
) -> None:
    """`before` stays what it was when somebody first wrote: what others changed since then shows as a conflict."""
    if held is None and value != live:
        proposal.changes.create(field=field, before=live, after=value, written_by=by)
    elif held and value == live:
        held.delete()
    elif held and value != held.after:
        held.after, held.written_by = value, by
        held.save(update_fields=["after", "written_by"])


def open_one(subject: Subject) -> ChangeProposal | None:
    """The draft of a page, or what was sent back: there is one at a time."""
    found = ChangeProposal.objects.filter(**{FIELDS[type(subject)]: subject}, state__in=TO_WRITE, came_from="provider")
    return found.prefetch_related("changes").first()


@transaction.atomic
def send(*, proposal: ChangeProposal, by: User, sent: str = "", at: datetime | None = None) -> ChangeProposal:
    """Harmless changes go live now; the rest waits. Where there are both, the harmless ones leave for their own.

    Whoever writes to the page or sends it at the same moment waits. `sent` is a print of the changes that she saw: what
    a colleague wrote since does not go along unseen.
    """
    now = at or timezone.now()
    fresh(proposal.subject)
    if not ChangeProposal.objects.filter(pk=proposal.pk, state__in=TO_WRITE).exists():
        raise Moved("Somebody sent this just now, or took it back.")
    proposal.refresh_from_db()
    if sent and sent != as_sent(proposal):
        raise Moved("Somebody else wrote to this draft while you looked. Look once more, then send it.")
    changes = list(proposal.changes.all())
    if not changes:
        raise Refused("There is nothing to send: the page says all of this already.")
    _check_may(by, proposal.whose, [change.field for change in changes])
    at_once = _harmless(proposal, changes)
    ChangeProposal.objects.filter(pk=proposal.pk).update(proposed_by=by, sent_at=now)
    if len(at_once) == len(changes):
        _go_live(proposal, by, now)
        keep_fresh(proposal, now)
    else:
        move(proposal, State.WAITING, by, now, decided_at=None, decided_by=None)
        if at_once:
            _go_live(_apart(proposal, at_once, by, now), by, now)
    proposal.refresh_from_db()
    return proposal


def as_sent(proposal: ChangeProposal) -> str:
    """A print of all that it would change."""
    return page_fields.version({one.field: one.after for one in proposal.changes.all()})


def _harmless(proposal: ChangeProposal, changes: list[ProposedChange]) -> list[ProposedChange]:
    """Nothing of a page that is not up yet, and nothing that somebody else changed since."""
    subject = fresh(proposal.subject)
    if isinstance(subject, Service) and subject.status == Status.DRAFT:
        return []
    now = page_fields.read(subject)
    return [
        change
        for change in changes
        if not rules.matters(change.field) and now[change.field] in (change.before, change.after)
    ]


def _apart(proposal: ChangeProposal, changes: list[ProposedChange], by: User, now: datetime) -> ChangeProposal:
    """These changes, as a draft of their own."""
    made = ChangeProposal.objects.create(
        service=proposal.service,
        organisation=proposal.organisation,
        location=proposal.location,
        personal_assistant=proposal.personal_assistant,
        of=proposal.of,
        proposed_by=by,
        made_at=proposal.made_at,
        sent_at=now,
        version=proposal.version,
    )
    ProposedChange.objects.filter(pk__in=[change.pk for change in changes]).update(proposal=made)
    return made


def _go_live(proposal: ChangeProposal, by: User, now: datetime) -> None:
    move(proposal, State.LIVE, by, now, decided_at=None, decided_by=None)
    put(proposal.subject, {change.field: change.after for change in proposal.changes.all()})


@transaction.atomic
def beside(*, subject: Subject, of: Owner, field: str, before: Any, after: Any, by: User, at: datetime) -> None:
    """A higher room put something up beside a page (`page_fields.beside`): it is looked at after, like the rest."""
    made = ChangeProposal.objects.create(
        **{FIELDS[type(subject)]: subject},
        of=of if isinstance(of, Organisation) else None,
        proposed_by=by,
        made_at=at,
        sent_at=at,
        state=State.LIVE.value,
        version=page_fields.version({field: before}),
    )
    made.changes.create(field=field, before=before, after=after, written_by=by)
    ProposalEvent.objects.create(proposal=made, to_state=State.LIVE, at=at, by=by)
    audit(action="proposal.live", by=by, subject=f"proposal:{made.pk}", at=at)


def keep_fresh(proposal: ChangeProposal, now: datetime) -> None:
    """A personal assistant's page says all that she sent: she confirmed it on the day that she sent it."""
    page, sent = proposal.personal_assistant, proposal.sent_at or now
    if page is None or proposal.came_from != ChangeProposal.Came.PROVIDER:
        return
    page.refresh_from_db()
    if page.confirmed_on is None or page.confirmed_on <= timezone.localdate(sent):
        confirming.confirm(page=page, by=proposal.proposed_by, confirmed_as=page.name, at=sent)


@transaction.atomic
def withdraw(*, proposal: ChangeProposal, by: User, at: datetime | None = None) -> None:
    """Taken back by the organisation, before it was answered."""
    _check_may(by, proposal.whose, [change.field for change in proposal.changes.all()])
    move(proposal, State.WITHDRAWN, by, at or timezone.now())


def fresh(subject: S) -> S:
    """As it is now, and nobody else changes it before this transaction ends."""
    found: S = type(subject)._default_manager.select_for_update().get(pk=subject.pk)  # type: ignore[assignment]
    return found


def put(subject: Subject, values: dict[str, Any]) -> None:
    """Write to the page itself, and to search in the same transaction."""
    page_fields.write(fresh(subject), values)
    if isinstance(subject, PersonalAssistantProfile):
        documents.refresh_assistants(subject.pk)
    else:
        documents.refresh_services(*services_of(subject))


def services_of(subject: Service | Organisation | Location) -> list[int]:
    if isinstance(subject, Service):
        return [subject.pk]
    by = {"organisation": subject} if isinstance(subject, Organisation) else {"at_locations__location": subject}
    return list(Service.objects.filter(**by).values_list("pk", flat=True))


def end_of(service: Service, of: Organisation, *, reasons: str, by: User | None, at: datetime) -> None:
    """What an organisation wrote of a page that is not its own any more: nobody sends it or answers it."""
    mine = ChangeProposal.objects.filter(service=service, of=of, state__in=[*TO_WRITE, State.WAITING])
    for proposal in mine.filter(came_from=ChangeProposal.Came.PROVIDER).order_by("pk"):
        move(proposal, State.WITHDRAWN, by, at, reasons)


def move(proposal: ChangeProposal, to: State, by: User | None, at: datetime, reasons: str = "", **changes: Any) -> None:
    """Compare and swap: it goes on only where the state that was seen still holds."""
    seen = proposal.state
    if not rules.may_move(seen, to):
        raise Moved(f"This change is {State(seen).label.lower()} already.")
    if not ChangeProposal.objects.filter(pk=proposal.pk, state=seen).update(state=to, reasons=reasons, **changes):
        raise Moved("Somebody else answered this just now.")
    proposal.state = to
    ProposalEvent.objects.create(proposal=proposal, to_state=to, reasons=reasons, at=at, by=by)
    audit(action=f"proposal.{to.value}", by=by, subject=f"proposal:{proposal.pk}", at=at)


def _check_may(by: User, of: Owner, fields: Iterable[str]) -> None:
    if not may_write(by, of, fields):
        raise Refused(NOT_YOURS)
