"""What a person pays towards her support, and what came in. Arrears start a conversation, and never stop support."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts import contributions as references
from accounts import ledger, loads
from accounts.actions import loads as council_loads
from accounts.actions.loads import contribution_accounts, lock
from accounts.actions.refused import Refused
from accounts.audit import audit
from accounts.ledger import LedgerAccount, LedgerKind, Move, NotEnough
from accounts.loads import DAY, Days, Rate
from accounts.models import Contribution, ContributionReceipt, PersonalBudget, User
from accounts.queries import entitlements
from accounts.queries.entitlements import in_books
from design.formats import day, pounds

Source = ContributionReceipt.Source


class ContributionRefused(Refused):
    pass


@transaction.atomic
def record(
    *,
    budget: PersonalBudget,
    weekly_pence: int,
    starts_on: date,
    assessment_reference: str,
    by: User,
    at: datetime | None = None,
) -> Contribution:
    """So much a week from a day on, in place of what was before. Never for days that are worked out already."""
    now = at or timezone.now()
    locked = lock(budget)
    _check(locked, weekly_pence, starts_on, assessment_reference)
    locked.contributions.filter(ends_on=None).update(ends_on=starts_on - DAY)
    made = Contribution.objects.create(
        budget=locked,
        weekly_pence=weekly_pence,
        starts_on=starts_on,
        assessment_reference=assessment_reference.strip(),
        recorded_by=by,
        recorded_at=now,
    )
    detail = {"weekly_pence": weekly_pence, "starts_on": starts_on.isoformat()}
    audit(action="contribution.recorded", by=by, subject=f"budget:{locked.pk}", detail=detail, at=now)
    return made


@transaction.atomic
def withdraw(*, contribution: Contribution, by: User, at: datetime | None = None) -> None:
    """One that was recorded by mistake and has not begun to count; the one before it goes on. Again: nothing."""
    now = at or timezone.now()
    budget = lock(contribution.budget)
    held = budget.contributions.filter(pk=contribution.pk).first()
    if held is None:
        return
    if held.ends_on is not None or held.starts_on <= worked_out_until(budget):
        raise ContributionRefused("This is worked out for some days already. Record a new amount instead.")
    before = budget.contributions.filter(ends_on=held.starts_on - DAY)
    held.delete()
    before.update(ends_on=None)
    detail = {"weekly_pence": held.weekly_pence, "starts_on": held.starts_on.isoformat()}
    audit(action="contribution.withdrawn", by=by, subject=f"budget:{budget.pk}", detail=detail, at=now)


def worked_out_until(budget: PersonalBudget) -> date:
    """The last day of which load and contribution are worked out; the day before the budget where there is none."""
    last = budget.loads.order_by("-last_on").values_list("last_on", flat=True).first()
    return last or budget.starts_on - DAY


def _check(budget: PersonalBudget, weekly_pence: int, starts_on: date, reference: str) -> None:
    if not reference.strip():
        raise ContributionRefused("Enter the reference of the financial assessment.")
    earliest = worked_out_until(budget) + DAY
    if starts_on < earliest:
        raise ContributionRefused(
            f"Payments are worked out up to {day(earliest - DAY)}. Choose {day(earliest)} or later."
        )
    if later := budget.contributions.filter(starts_on__gte=starts_on).first():
        raise ContributionRefused(f"There is one from {day(later.starts_on)} already. Take it out first.")
    week = Days(budget.starts_on, budget.starts_on + 6 * DAY)
    most = Rate(budget.amount_pence, budget.period, budget.starts_on).of(week)
    if weekly_pence > most:
        raise ContributionRefused(f"The budget is {pounds(most)} a week. A contribution is never more than that.")


@transaction.atomic
def receive(
    *,
    pence: int,
    received_on: date,
    key: str,
    by: User,
    budget: PersonalBudget | None = None,
    bank_words: str = "",
    source: ContributionReceipt.Source = Source.HAND,
    at: datetime | None = None,
) -> ContributionReceipt:
    """Money that came in at the bank, once for each key. Without a budget, the reference in its words finds one."""
    now = at or timezone.now()
    receipt, made = ContributionReceipt.objects.get_or_create(
        key=key,
        defaults={
            "pence": pence,
            "received_on": received_on,
            "bank_words": bank_words[:80],
            "source": source,
            "recorded_by": by,
            "recorded_at": now,
        },
    )
    if not made:
        return receipt
    audit(action="receipt.recorded", by=by, subject=f"receipt:{receipt.pk}", detail={"pence": pence}, at=now)
    whose = budget or PersonalBudget.objects.filter(pk=references.budget_of(bank_words) or 0).first()
    if whose:
        try:
            return match(receipt=receipt, budget=whose, by=by, at=now)
        except ContributionRefused:
            if budget:
                raise
    return receipt


@transaction.atomic
def match(
    *, receipt: ContributionReceipt, budget: PersonalBudget, by: User, at: datetime | None = None
) -> ContributionReceipt:
    """Say whose it is: into her pots where the budget is net, back to the council where it paid gross.

    Again for the same budget: nothing happens.
    """
    now = at or timezone.now()
    locked = lock(budget)
    held = ContributionReceipt.objects.select_for_update(no_key=True).get(pk=receipt.pk)
    if held.budget_id == locked.pk:
        return held
    if held.budget_id or held.undone_at:
        raise ContributionRefused("Somebody has dealt with this already.")
    moves = _moves(locked, held.pence)
    memo = f"budget:{locked.pk}"
    ledger.post(key=held.ledger_key, kind="contribution", moves=moves, by=by, at=now, memo=memo)
    held.budget, held.matched_by, held.matched_at = locked, by, now
    held.save(update_fields=["budget", "matched_by", "matched_at"])
    audit(action="receipt.matched", by=by, subject=f"receipt:{held.pk}", detail={"budget": locked.pk}, at=now)
    return held


@transaction.atomic
def undo(*, receipt: ContributionReceipt, why: str, by: User, at: datetime | None = None) -> ContributionReceipt:
    """Take a receipt out: recorded by mistake, or not a contribution at all. Its money goes back the way it came."""
    now = at or timezone.now()
    held = ContributionReceipt.objects.select_for_update(no_key=True).get(pk=receipt.pk)
    if held.undone_at:
        return held
    if held.budget_id:
        _reverse(held, by, now)
    held.undone_by, held.undone_at, held.undone_why = by, now, why
    held.save(update_fields=["undone_by", "undone_at", "undone_why"])
    audit(action="receipt.undone", by=by, subject=f"receipt:{held.pk}", at=now)
    return held


def _reverse(receipt: ContributionReceipt, by: User, now: datetime) -> None:
    try:
        ledger.reverse(ledger.of_key(receipt.ledger_key), key=f"{receipt.ledger_key}:undone", by=by, at=now)
    except NotEnough as short:
        words = f"{pounds(short.short_by)} of it is spent or held. Talk to the person first."
        raise ContributionRefused(words) from None


def _moves(budget: PersonalBudget, pence: int) -> list[Move]:
    owed = contribution_accounts(budget)[1]
    return [Move(owed, into, part) for into, part in _into(budget, pence) if part]


def _into(budget: PersonalBudget, pence: int) -> Sequence[tuple[LedgerAccount, int]]:
    if budget.is_gross:
        return [(ledger.council_account(LedgerKind.COUNCIL_FUNDS), pence)]
    pots = [pot for pot in entitlements.of(budget).pots if in_books(pot)]
    if not pots:
        raise ContributionRefused("This person keeps the budget and her part of it in her own bank account, not here.")
    parts = loads.split(pence, [pot.weekly_pence for pot in pots])
    return [(pot.available, part) for pot, part in zip(pots, parts, strict=True) if pot.available]


def is_short_of(budget: PersonalBudget, today: date) -> bool:
    """A contribution that does not come in is missing from the money for her support: it runs, and is paid net."""
    entitled = entitlements.of(budget)
    return not budget.is_gross and today <= entitled.last and bool(entitled.pots)


def in_its_place(budget: PersonalBudget, pence: int, now: datetime) -> list[Move]:
    """The council's own money, into the pots or to her own bank account, as a load would go."""
    pots = entitlements.of(budget).pots
    parts = loads.split(pence, [pot.weekly_pence for pot in pots])
    funds = ledger.council_account(LedgerKind.COUNCIL_FUNDS)
    shares = zip(pots, parts, strict=True)
    return [
        Move(funds, council_loads.into(pot, council_loads.paid_out_to(pot, now)), part) for pot, part in shares if part
    ]
