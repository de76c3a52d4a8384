"""A contribution is late: a conversation, and never a stop (Care Act 2014 s.18: the council meets needs all the same).

The person asks for a call, says what happened, or asks to pay in parts. Somebody at the council answers and agrees.
What is let go takes two people. Nothing here, and nothing that reads what is here, touches a card, a load, or an order.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts import ledger, notices
from accounts.actions import contributions as contributions_in
from accounts.actions.contributions import ContributionRefused
from accounts.actions.loads import contribution_accounts, lock
from accounts.audit import audit, behalf
from accounts.ledger import Move
from accounts.models import ArrearsEntry, ContributionWaiver, PersonalBudget, User
from accounts.permissions import has_part_in
from accounts.queries import arrears as found
from accounts.queries import contributions
from design.formats import counted, pounds

Kind = ArrearsEntry.Kind
Decision = ContributionWaiver.Decision
TEMPLATE = "accounts/letters/arrears"
BETWEEN_REMINDERS = timedelta(days=28)  # a load's days
MOST_MONTHS = 24
CHANGED = "This changed while you were looking at it. This is how it stands now."


@transaction.atomic
def say(
    *,
    budget: PersonalBudget,
    kind: ArrearsEntry.Kind,
    by: User,
    words: str = "",
    months: int | None = None,
    at: datetime | None = None,
) -> ArrearsEntry:
    """The person, or who acts for her. The page lets nobody else come here."""
    if kind not in ArrearsEntry.OF_THE_PERSON:
        raise ContributionRefused("This is for the council to say.")
    return _write(budget, kind, words, months, by, at or timezone.now())


@transaction.atomic
def answer(
    *,
    budget: PersonalBudget,
    kind: ArrearsEntry.Kind,
    by: User,
    words: str,
    months: int | None = None,
    at: datetime | None = None,
) -> ArrearsEntry:
    """The council: what was heard on the telephone, an answer, or parts that are agreed. The person is told."""
    now = at or timezone.now()
    _check_who(budget, by)
    if kind not in (Kind.HEARD, Kind.ANSWER, Kind.PLAN):
        raise ContributionRefused("This is for the person to say.")
    made = _write(budget, kind, words, months, by, now)
    if kind != Kind.HEARD:
        _tell(made, now)
    return made


def _check_who(budget: PersonalBudget, by: User) -> None:
    if has_part_in(by, budget.person):
        raise ContributionRefused("Nobody deals with her own contribution, or that of somebody she acts for.")


def _write(
    budget: PersonalBudget, kind: ArrearsEntry.Kind, words: str, months: int | None, by: User | None, now: datetime
) -> ArrearsEntry:
    in_parts = kind in (Kind.SPREAD, Kind.PLAN)
    if in_parts and not 2 <= (months or 0) <= MOST_MONTHS:
        raise ContributionRefused(f"Enter how many months, from 2 to {MOST_MONTHS}.")
    if kind in (Kind.SAY, Kind.HEARD, Kind.ANSWER, Kind.PLAN) and not words.strip():
        raise ContributionRefused("Write what was said.")
    late = found.late_pence(budget, timezone.localdate(now))
    if in_parts and not late:
        raise ContributionRefused("Nothing is late, so there is nothing to pay in parts.")
    made = ArrearsEntry.objects.create(
        budget=budget,
        kind=kind,
        words=words.strip(),
        months=months if in_parts else None,
        late_pence=late,
        by=by,
        at=now,
    )
    whose = behalf(budget.person, by) if kind in ArrearsEntry.OF_THE_PERSON else None
    audit(action=f"arrears.{kind}", by=by, on_behalf_of=whose, subject=f"budget:{budget.pk}", at=now)
    return made


def _tell(entry: ArrearsEntry, now: datetime) -> None:
    context = {"entry": entry, "link": reverse("money-contribution")}
    notices.tell(person=entry.budget.person, template=TEMPLATE, context=context, at=now)


def remind_due(at: datetime) -> str:
    """In kind words, and at most once in four weeks: not while somebody talks about it, nor while parts are agreed."""
    today = timezone.localdate(at)
    late = [one.budget for one in contributions.standings(today, PersonalBudget.objects.all()) if one.late_pence]
    return counted(sum(_remind(budget, at) for budget in late), "reminder") + " of contributions"


@transaction.atomic
def _remind(budget: PersonalBudget, at: datetime) -> bool:
    held = lock(budget)
    said = found.entries(held)
    last = said[-1] if said else None
    quiet = last is None or (last.kind not in ArrearsEntry.OF_THE_PERSON and last.at + BETWEEN_REMINDERS <= at)
    if held.person.died_on or not quiet or found.plan_of(said, at):
        return False
    _tell(_write(held, Kind.REMINDER, "", None, None, at), at)
    return True


@transaction.atomic
def propose_waiver(
    *, budget: PersonalBudget, pence: int, why: str, by: User, at: datetime | None = None
) -> ContributionWaiver:
    """That some of what is late need not be paid. Nothing changes until somebody else decides."""
    now, held = at or timezone.now(), lock(budget)
    _check_who(held, by)
    if not why.strip():
        raise ContributionRefused("Say why it should be let go.")
    if found.waiver_to_decide(held):
        raise ContributionRefused("Somebody has proposed this already. That is to be decided first.")
    _check_late(held, pence, now)
    made = ContributionWaiver.objects.create(budget=held, pence=pence, why=why.strip(), proposed_by=by, proposed_at=now)
    audit(action="waiver.proposed", by=by, subject=f"budget:{held.pk}", detail={"pence": pence}, at=now)
    return made


def _check_late(budget: PersonalBudget, pence: int, now: datetime) -> None:
    late = found.late_pence(budget, timezone.localdate(now)) - found.undecided_pence(budget)
    if not 0 < pence <= late:
        raise ContributionRefused(f"{pounds(max(late, 0))} is late. Not more than that can be let go.")


@transaction.atomic
def decide_waiver(
    *,
    waiver: ContributionWaiver,
    decision: ContributionWaiver.Decision,
    words: str,
    by: User,
    at: datetime | None = None,
) -> ContributionWaiver:
    """Another person decides, with a reason. What is let go is no longer expected, in the books too.

    The budget is what meeting her needs costs (Care Act 2014 s.26): paid net, the council pays in her place.
    """
    now, budget = at or timezone.now(), lock(waiver.budget)
    held = ContributionWaiver.objects.select_for_update(no_key=True, of=("self",)).get(pk=waiver.pk)
    if held.decision:
        raise ContributionRefused(CHANGED)
    _check_who(budget, by)
    if not words.strip():
        raise ContributionRefused("Say why you decide so.")
    if decision == Decision.WAIVED:
        if held.proposed_by_id == by.pk:
            raise ContributionRefused("You proposed this. Somebody else must decide it.")
        _check_late(budget, held.pence, now)
        expected, owed = contribution_accounts(budget)
        memo, moves = f"budget:{budget.pk}", [Move(owed, expected, held.pence)]
        ledger.post(key=held.ledger_key, kind="contribution_waived", moves=moves, by=by, at=now, memo=memo)
        if contributions_in.is_short_of(budget, timezone.localdate(now)):
            moves, held.met_pence = contributions_in.in_its_place(budget, held.pence, now), held.pence
            ledger.post(key=held.met_key, kind="contribution_met", moves=moves, by=by, at=now, memo=memo)
    held.decision, held.words, held.decided_by, held.decided_at = decision, words.strip(), by, now
    held.save()
    audit(action=f"waiver.{decision}", by=by, subject=f"budget:{budget.pk}", detail={"pence": held.pence}, at=now)
    if decision == Decision.WAIVED:
        context = {"waiver": held, "link": reverse("money-contribution")}
        notices.tell(person=budget.person, template=TEMPLATE, context=context, at=now)
    return held
