"""The life of an approval: opened, checked, given, suspended, withdrawn, lapsed. Each step leaves a row behind."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.audit import audit
from accounts.models import User
from directory import approval_rules as rules
from directory import bookings, documents, emails, passport
from directory.actions import personal_assistants
from directory.approval_rules import CheckKind, CheckOutcome, State
from directory.models import (
    Approval,
    ApprovalCheck,
    ApprovalDecision,
    ApprovalEvent,
    ApprovalScheme,
    DbsNumber,
    Organisation,
    PersonalAssistantProfile,
    Service,
)
from directory.models.approvals import SINCE_DBS
from directory.permissions import has_part
from directory.refusals import Moved, NotReady, Refused

Subject = PersonalAssistantProfile | Organisation | Service
TOLD = frozenset({State.APPROVED, State.SUSPENDED, State.WITHDRAWN})
FIELDS: dict[type, str] = {
    PersonalAssistantProfile: "personal_assistant",
    Organisation: "organisation",
    Service: "service",
}
OWN = "This is about you, or an organisation that you work for. Somebody else decides."


@transaction.atomic
def open(
    *, scheme: ApprovalScheme, subject: Subject, by: User | None, at: datetime | None = None, preparing: bool = False
) -> Approval:
    """Somebody applies, or begins to. One approval in a scheme, until it is withdrawn."""
    now = at or timezone.now()
    field = FIELDS[type(subject)]
    if not scheme.takes(field):
        raise Moved(f"{scheme} is not for this.")
    type(subject)._default_manager.select_for_update().get(pk=subject.pk)  # a button pressed twice
    held = Approval.objects.filter(**{"scheme": scheme, field: subject}).exclude(state=State.WITHDRAWN)
    if held.exists():
        raise Moved(f"{subject} has an approval or an application in this scheme already.")
    state = (State.PREPARING if preparing else State.APPLIED).value
    known = {"scheme": scheme, "applied_on": timezone.localdate(now), "state": state}
    approval = Approval.objects.create(**{field: subject, **known})
    _write(approval, from_="", by=by, at=now, reason="")
    return approval


@transaction.atomic
def apply(*, approval: Approval, by: User, at: datetime | None = None) -> None:
    """What was begun is sent: from today it waits for the approvers."""
    now = at or timezone.now()
    _move(approval, State.APPLIED, by, now, "", applied_on=timezone.localdate(now))


@transaction.atomic
def record_check(
    *,
    approval: Approval,
    kind: str,
    outcome: str,
    checked_on: date,
    by: User,
    level: str = "",
    evidence: str = "",
    not_covered: str = "",
    checked_as: str = "",
    expires_on: date | None = None,
    at: datetime | None = None,
) -> ApprovalCheck:
    """Write down what was checked. Where an approval stands already, it is made longer, shorter or suspended by it.

    A check that passed ends when the scheme says, or on `expires_on`. Of a DBS check no evidence is kept.
    """
    now = at or timezone.now()
    if approval.state in (State.WITHDRAWN, State.PREPARING):
        raise Moved("This application was withdrawn, or not sent yet.")
    _hold(approval, by)
    _may_decide(approval, kind, by)
    if outcome == CheckOutcome.PASSED and expires_on is None:
        expires_on = _ends(approval, kind, checked_on)
    check, is_new = ApprovalCheck.objects.get_or_create(
        approval=approval,
        kind=kind,
        level=level,
        outcome=outcome,
        checked_as=checked_as or approval.scheme.run_by,
        checked_by=by,
        checked_on=checked_on,
        expires_on=expires_on,
        evidence="" if kind == CheckKind.DBS else evidence,
        not_covered=SINCE_DBS if kind == CheckKind.DBS else not_covered,
        defaults={"recorded_at": now},
    )
    if not is_new:  # a double click
        return check
    audit(action="approval.check", by=by, subject=f"approval:{approval.pk}", detail={"kind": kind}, at=now)
    _follow(approval, by, now)
    return check


@transaction.atomic
def propose(
    *, approval: Approval, by: User, reason: str, conditions: str = "", at: datetime | None = None
) -> ApprovalDecision:
    """The first of two people says that it should be approved, and why. Every check must count."""
    now = at or timezone.now()
    _hold(approval, by)
    if not rules.may_move(approval.state, State.APPROVED):
        raise Moved(f"This cannot be approved: it is {State(approval.state).label.lower()}.")
    _needs_every_check(approval, timezone.localdate(now))
    if approval.decisions.filter(outcome="").exists():
        raise Moved("This is proposed already. Another approver decides.")
    made = ApprovalDecision.objects.create(
        approval=approval, proposed_by=by, proposed_at=now, reason=reason.strip(), conditions=conditions.strip()
    )
    audit(action="approval.proposed", by=by, subject=f"approval:{approval.pk}", at=now)
    return made


@transaction.atomic
def send_back(*, approval: Approval, by: User, reason: str, at: datetime | None = None) -> None:
    """The second of two people does not agree, or the first takes it back by asking a third."""
    now = at or timezone.now()
    _decide(_open_decision(approval, by), "sent_back", by, now, reason)
    audit(action="approval.sent_back", by=by, subject=f"approval:{approval.pk}", at=now)


@transaction.atomic
def approve(*, approval: Approval, by: User, reason: str = "", at: datetime | None = None) -> None:
    """The second of two people gives the approval, or gives it again. Every check the scheme asks for must count."""
    now = at or timezone.now()
    day = timezone.localdate(now)
    decision = _open_decision(approval, by)
    if approval.events.filter(to_state=State.SUSPENDED.value, at__gt=decision.proposed_at).exists():
        raise NotReady("This was suspended after it was proposed. Send it back, so that it is proposed again.", [])
    if approval.state == State.APPROVED and rules.state_on(approval.state, approval.until, day) == State.LAPSED:
        _lapse(approval, now)
    needed, made = _needs_every_check(approval, day)
    until = rules.last_day(needed, made, day, approval.scheme.term_months)
    _decide(decision, "approved", by, now, reason)
    why = " ".join(part for part in (decision.reason, reason) if part)
    Approval.objects.filter(pk=approval.pk).update(conditions=decision.conditions)
    _move(approval, State.APPROVED, by, now, why, approved_on=day, until=until, decided_at=now, decided_by=by)


def _open_decision(approval: Approval, by: User) -> ApprovalDecision:
    """Never one's own proposal."""
    _hold(approval, by)
    found = approval.decisions.filter(outcome="").first()
    if found is None:
        raise NotReady("Two people approve. Somebody has to propose it first.", [])
    if found.proposed_by_id == by.pk:
        raise NotReady("Two people approve. Somebody else has to decide about what you proposed.", [])
    return found


def _hold(approval: Approval, by: User) -> None:
    """One step after the other, never about oneself, and on what is on record now: a page may have loaded it before."""
    if has_part(by, approval.held_by):
        raise Refused(OWN)
    Approval.objects.select_for_update().get(pk=approval.pk)
    approval.refresh_from_db()


def _decide(decision: ApprovalDecision, outcome: str, by: User, at: datetime, answer: str) -> None:
    still = ApprovalDecision.objects.filter(pk=decision.pk, outcome="")
    if not still.update(outcome=outcome, decided_by=by, decided_at=at, answer=answer):
        raise Moved("Somebody else decided about this just now.")


def _needs_every_check(approval: Approval, day: date) -> tuple[list[rules.Needed], list[rules.Made]]:
    """Raises NotReady where one is missing, has ended, or does not go far enough."""
    needed, made = passport.needed(approval), passport.made(approval.checks.all())
    missing = rules.missing(needed, made, day)
    wanted = passport.wanted_level(approval)
    if not missing and wanted and not rules.is_enough(passport.held_level(approval, day), wanted):
        raise NotReady(f"The criminal record check has to be: {rules.DbsLevel(wanted).label}.", [CheckKind.DBS.value])
    if missing:
        names = ", ".join(CheckKind(kind).label for kind in missing)
        raise NotReady(f"These checks are missing or have ended: {names}.", missing)
    return needed, made


@transaction.atomic
def suspend(*, approval: Approval, by: User, reason: str, tell: bool = True, at: datetime | None = None) -> None:
    """Stop it at once. The public page and search go with it, and `tell` those who have visits booked."""
    now = at or timezone.now()
    _move(approval, State.SUSPENDED, by, now, reason, decided_at=now, decided_by=by)
    bookings.stop(approval.personal_assistant, by=by, at=now, tell=tell)


@transaction.atomic
def withdraw(*, approval: Approval, by: User, reason: str, tell: bool = True, at: datetime | None = None) -> None:
    """End it for good, and `tell` those who have visits booked. A new application may follow."""
    now = at or timezone.now()
    _move(approval, State.WITHDRAWN, by, now, reason, decided_at=now, decided_by=by)
    DbsNumber.objects.filter(approval=approval).delete()  # there is nothing to check again
    personal_assistants.forget_phone(approval.personal_assistant)
    bookings.stop(approval.personal_assistant, by=by, at=now, tell=tell)


def lapse_due(at: datetime | None = None) -> int:
    """Write down what lapsed at midnight. Pages and search knew it at midnight: nothing waits for this."""
    now = at or timezone.now()
    due = Approval.objects.filter(state=State.APPROVED, until__lt=timezone.localdate(now))
    return sum(_lapse(approval, now, tell=True) for approval in due.iterator())


@transaction.atomic
def _lapse(approval: Approval, at: datetime, *, tell: bool = False) -> int:
    """`tell`: who holds it hears of it, and who has visits booked, where nobody gives it again in the same breath."""
    try:
        _move(approval, State.LAPSED, None, at, "A check or the approval reached its last day")
    except Moved:
        return 0
    if tell:
        emails.approval_moved(approval, by=None, at=at)
        bookings.lapsed(approval.personal_assistant, at=at)
    return 1


def _may_decide(approval: Approval, kind: str, by: User) -> None:
    """A scheme may name who decides about a check."""
    required = next((one for one in approval.scheme.required_checks.all() if one.kind == kind), None)
    named = set(required.deciders.values_list("pk", flat=True)) if required else set()
    if named and by.pk not in named:
        raise Moved(f"The scheme names who decides about this check: {CheckKind(kind).label}. You are not one of them.")


def _ends(approval: Approval, kind: str, checked_on: date) -> date | None:
    months = {check.kind: check.months_valid for check in approval.scheme.required_checks.all()}
    return rules.months_after(checked_on, months[kind]) if kind in months else None


def _follow(approval: Approval, by: User, at: datetime) -> None:
    """What a new check does to the approval it belongs to."""
    day = timezone.localdate(at)
    if approval.state == State.APPLIED:
        _move(approval, State.IN_PROGRESS, by, at, "")
    elif rules.state_on(approval.state, approval.until, day) == State.APPROVED:
        needed, made = passport.needed(approval), passport.made(approval.checks.all())
        if rules.missing(needed, made, day):
            suspend(approval=approval, by=by, reason="A check was not passed", at=at)
        else:
            _reset_last_day(approval, rules.last_day(needed, made, day, approval.scheme.term_months))
    refresh(approval)


def _reset_last_day(approval: Approval, until: date) -> None:
    """The scheme's term runs from the day of approval: a new check never makes that longer."""
    if approval.approved_on is not None:
        approval.until = min(until, rules.months_after(approval.approved_on, approval.scheme.term_months))
        Approval.objects.filter(pk=approval.pk).update(until=approval.until)


def _move(
    approval: Approval, to: State, by: User | None, at: datetime, reason: str, **changes: date | datetime | User
) -> None:
    """Compare and swap: it goes on only where the state that was seen still holds."""
    seen = approval.state
    if not rules.may_move(seen, to):
        raise Moved(f"An approval that is {State(seen).label.lower()} cannot become {to.label.lower()}.")
    if not Approval.objects.filter(pk=approval.pk, state=seen).update(state=to.value, **changes):
        raise Moved("Somebody else changed this approval just now.")
    approval.refresh_from_db()
    _write(approval, from_=seen, by=by, at=at, reason=reason)
    refresh(approval)
    if by is not None and to in TOLD:
        emails.approval_moved(approval, by=by, at=at)


def _write(approval: Approval, *, from_: str, by: User | None, at: datetime, reason: str) -> None:
    ApprovalEvent.objects.create(
        approval=approval, from_state=from_, to_state=approval.state, reason=reason, at=at, by=by
    )
    audit(action=f"approval.{approval.state}", by=by, subject=f"approval:{approval.pk}", at=at)


def refresh(approval: Approval) -> None:
    """Tell search what the public may see of whoever it is about."""
    if approval.personal_assistant_id:
        documents.refresh_assistants(approval.personal_assistant_id)
    else:
        documents.refresh_services(*_services_of(approval))


def _services_of(approval: Approval) -> Iterator[int]:
    if approval.service_id:
        yield approval.service_id
    elif approval.organisation:
        yield from approval.organisation.offers.values_list("pk", flat=True)
