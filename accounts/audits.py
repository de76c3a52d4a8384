"""Every rule of the money recomputed: the ledger's own, and that payments, cards and payment files agree with it."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce

from accounts import audits_of_cards, audits_of_loads, audits_of_own_cards, audits_of_reclaims, audits_of_transfers
from accounts.ledger import Posting, Transaction, invariants
from accounts.ledger.invariants import Fault, Rule
from accounts.models import LoadShare, Payee, Payment, PaymentFile, PaymentFileLine, Pot
from accounts.queries import card_holds


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule and what breaks it."""

    rule: str
    words: str
    faults: list[Fault]


def all_findings() -> list[Finding]:
    """Every rule, in order, seen at one moment."""
    with invariants.snapshot():
        return [Finding(rule.__name__, (rule.__doc__ or "").strip(), list(rule())) for rule in RULES]


def as_json(findings: list[Finding]) -> dict[str, Any]:
    clean = not any(finding.faults for finding in findings)
    return {"clean": clean, **invariants.counts(), "rules": [asdict(finding) for finding in findings]}


def holds_are_open_payments() -> Iterator[Fault]:
    """What a pot holds is what its payments and card purchases still wait for"""
    waiting = _sums(Payment.objects.values_list("pot"), F("held_pence") - F("captured_pence") - F("released_pence"))
    by_card = card_holds.by_pot()
    for pot in Pot.objects.exclude(held=None).select_related("held").order_by("pk"):
        expected = waiting.get(pot.pk, 0) + by_card.get(pot.pk, 0)
        if pot.held and pot.held.balance_pence != expected:
            yield Fault(f"pot {pot.pk}", f"holds {pot.held.balance_pence} pence, {expected} are waited for")


def payments_are_posted() -> Iterator[Fault]:
    """Each payment's figures are those of its postings"""
    posted = _posted_by_memo()
    for payment in Payment.objects.order_by("pk").iterator():
        kinds = posted.get(f"{payment.purpose}:{payment.reference}", {})
        for kind, pence in _figures(payment).items():
            if kinds.get(kind, 0) != pence:
                yield Fault(f"payment {payment.pk}", f"{kind}: says {pence} pence, posted {kinds.get(kind, 0)}")


def _figures(payment: Payment) -> dict[str, int]:
    return {
        "hold": payment.held_pence,
        "capture": payment.captured_pence,
        "release": payment.released_pence,
        "refund": payment.refunded_pence,
    }


def _posted_by_memo() -> dict[str, dict[str, int]]:
    steps = Posting.objects.filter(transaction__kind__in=["hold", "capture", "release", "refund"])
    found: dict[str, dict[str, int]] = {}
    for memo, kind, pence in steps.values_list("transaction__memo", "transaction__kind").annotate(sum=Sum("pence")):
        found.setdefault(memo, {})[kind] = pence
    return found


def payables_are_what_is_owed() -> Iterator[Fault]:
    """What we owe a payee is what was captured or loaded, less refunds, less what payment files paid for good"""
    owed = _sums(Payment.objects.values_list("payee"), F("captured_pence") - F("refunded_pence"))
    loaded = _sums(LoadShare.objects.exclude(payee=None).values_list("payee"), F("pence"))
    released = PaymentFileLine.objects.exclude(file__released_at=None)
    paid = _sums(released.filter(returned=None).values_list("payee"), F("pence"))
    for payee in Payee.objects.select_related("payable").order_by("pk"):
        expected = owed.get(payee.pk, 0) + loaded.get(payee.pk, 0) - paid.get(payee.pk, 0)
        if payee.payable.balance_pence != expected:
            yield Fault(f"payee {payee.pk}", f"is owed {payee.payable.balance_pence} pence, should be {expected}")


def files_are_paid_once() -> Iterator[Fault]:
    """Each released payment file has one transaction of its total, and no other file has any"""
    released = Q(released_at__isnull=False)
    totals = _sums(PaymentFileLine.objects.values_list("file"), F("pence"))
    expected = {
        f"payment-file:{file.reference}": totals.get(file.pk, 0) for file in PaymentFile.objects.filter(released)
    }
    payouts = Transaction.objects.filter(kind="payout").values_list("memo").annotate(sum=Sum("postings__pence"))
    posted = dict(payouts)
    for memo in sorted(expected.keys() | posted.keys()):
        if expected.get(memo, 0) != posted.get(memo, 0):
            words = f"released {expected.get(memo, 0)} pence, posted {posted.get(memo, 0)}"
            yield Fault(memo, words)


def _sums(rows: Any, what: Any) -> dict[int, int]:
    """Sums by the one value of each row."""
    return dict(rows.order_by().annotate(sum=Coalesce(Sum(what), 0)))


RULES: tuple[Rule, ...] = (
    *invariants.RULES,
    holds_are_open_payments,
    payments_are_posted,
    payables_are_what_is_owed,
    files_are_paid_once,
    *audits_of_cards.RULES,
    *audits_of_loads.RULES,
    *audits_of_reclaims.RULES,
    *audits_of_transfers.RULES,
    *audits_of_own_cards.RULES,
)
