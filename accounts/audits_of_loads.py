"""What is always true of council loads, contributions and journals, recomputed. `accounts.audits` runs these too."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator

from django.db.models import F, Q, Sum

from accounts import loads
from accounts.ledger import LedgerKind, Posting, balances_of, invariants
from accounts.ledger.invariants import Fault
from accounts.models import ContributionReceipt, ContributionWaiver, JournalExport, Load, PaidAhead, PaymentReturn
from accounts.queries.entitlements import days_of

OURS = ("load", "load_back", "contribution", "contribution_due", "contribution_waived", "contribution_met",
        "payout_returned")  # fmt: skip
Decision = PaidAhead.Decision


def loads_are_posted() -> Iterator[Fault]:
    """Each load, contribution, decision and returned payment has one transaction of its amount, and no other has any"""
    expected = dict(_expected())
    posted = dict(
        Posting.objects.filter(transaction__kind__in=OURS, transaction__reversed_by=None)
        .exclude(Q(transaction__kind="load") & ~Q(transaction__key__startswith="load:budget:"))
        .values_list("transaction__key")
        .annotate(sum=Sum("pence"))
    )
    for key in sorted(expected.keys() | posted.keys()):
        if expected.get(key, 0) != posted.get(key, 0):
            yield Fault(key, f"should be {expected.get(key, 0)} pence, posted {posted.get(key, 0)}")


def _expected() -> Iterator[tuple[str, int]]:
    for load in Load.objects.iterator():
        yield load.key, load.paid_pence
        yield f"{load.key}:contribution", load.expected_pence
    for question in PaidAhead.objects.exclude(decision=""):
        yield question.key, question.pence if question.decision == Decision.TAKE_BACK else 0
        yield f"{question.key}:contribution", question.expected_pence
    for receipt in ContributionReceipt.objects.exclude(budget=None).filter(undone_at=None):
        yield receipt.ledger_key, receipt.pence
    for waiver in ContributionWaiver.objects.filter(decision="waived"):
        yield waiver.ledger_key, waiver.pence
        yield waiver.met_key, waiver.met_pence
    for each in PaymentReturn.objects.select_related("line"):
        yield f"payment-return:{each.line_id}", each.line.pence


def loads_are_shared_out() -> Iterator[Fault]:
    """The pots' shares of a load are the whole of it"""
    shared = Load.objects.annotate(shared=Sum("shares__pence", default=0)).exclude(shared=F("paid_pence"))
    for load in shared.order_by("pk"):
        yield Fault(f"load {load.pk}", f"paid {load.paid_pence} pence, shared out {load.shared}")


def no_day_is_loaded_twice() -> Iterator[Fault]:
    """No day of a budget is paid for twice"""
    made, back = defaultdict(list), defaultdict(list)
    for load in Load.objects.iterator():
        made[load.budget_id].append(days_of(load))
    for question in PaidAhead.objects.filter(decision=Decision.TAKE_BACK):
        back[question.budget_id].append(days_of(question))
    for budget, runs in sorted(made.items()):
        for days in loads.standing(runs, back[budget])[1]:
            yield Fault(f"budget {budget}", f"{days.first} to {days.last} is loaded more than once")


def contributions_are_what_is_due() -> Iterator[Fault]:
    """What is still to come in of a budget's contributions is what was expected, less what was waived and came in"""
    due: dict[str, int] = defaultdict(int)
    for sign, rows, pence in (
        (1, Load.objects.all(), "expected_pence"),
        (-1, PaidAhead.objects.exclude(decision=""), "expected_pence"),
        (-1, ContributionWaiver.objects.filter(decision="waived"), "pence"),
        (-1, ContributionReceipt.objects.exclude(budget=None).filter(undone_at=None), "pence"),
    ):
        for budget, total in rows.order_by().values_list("budget").annotate(total=Sum(pence)):
            due[f"budget:{budget}"] += sign * total
    held = balances_of(LedgerKind.CONTRIBUTION_DUE)
    for owner in sorted(due.keys() | held.keys()):
        if due.get(owner, 0) != held.get(owner, 0):
            yield Fault(owner, f"has {held.get(owner, 0)} pence to come, should be {due.get(owner, 0)}")


def journals_hold_their_postings() -> Iterator[Fault]:
    """Each export is the file that was made, and its total is that of its postings"""
    for export in JournalExport.objects.annotate(total=Sum("lines__posting__pence", default=0)).order_by("pk"):
        if export.total != export.debit_pence:
            yield Fault(f"journal {export.reference}", f"says {export.debit_pence} pence, holds {export.total}")
        if hashlib.sha256(export.content.encode()).hexdigest() != export.sha256:
            yield Fault(f"journal {export.reference}", "its file was changed")


RULES: tuple[invariants.Rule, ...] = (
    loads_are_posted,
    loads_are_shared_out,
    no_day_is_loaded_twice,
    contributions_are_what_is_due,
    journals_hold_their_postings,
)
