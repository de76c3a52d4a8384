"""What is always true of money that was taken back, for misuse or because nobody spent it, recomputed.

`accounts.audits` runs these too.
"""

from collections.abc import Iterator

from django.db.models import Q, Sum

from accounts.ledger import Posting
from accounts.ledger.invariants import Fault
from accounts.models import PurchaseCover, Reclaim, SurplusProposal


def reclaims_are_posted() -> Iterator[Fault]:
    """Each sum that was taken back for misuse has one transaction of its amount, and no other has any"""
    taken = Reclaim.objects.filter(state=Reclaim.State.TAKEN)
    yield from _posted("reclaim", {each.ledger_key: each.pence for each in taken})


def unspent_money_was_decided_and_posted() -> Iterator[Fault]:
    """Each sum that was not spent and taken back was decided by another than who proposed it, and is posted once"""
    taken = list(SurplusProposal.objects.filter(state=SurplusProposal.State.TAKEN).order_by("pk"))
    yield from _posted("surplus", {each.ledger_key: each.due_pence for each in taken})
    for each in taken:
        if each.decided_by_id in (None, each.proposed_by_id) or each.due_pence > each.pence:
            yield Fault(each.ledger_key, "was taken without a decision of somebody else about so much")


def _posted(kind: str, expected: dict[str, int]) -> Iterator[Fault]:
    standing = Posting.objects.filter(Q(transaction__kind=kind) & Q(transaction__reversed_by=None))
    posted = dict(standing.values_list("transaction__key").annotate(sum=Sum("pence")))
    for key in sorted(expected.keys() | posted.keys()):
        if expected.get(key, 0) != posted.get(key, 0):
            yield Fault(key, f"should be {expected.get(key, 0)} pence, posted {posted.get(key, 0)}")


def covered_purchases_are_kept() -> Iterator[Fault]:
    """No purchase that was asked about is taken back, but on the three grounds"""
    covered = PurchaseCover.objects.values("purchase")
    wrong = Reclaim.objects.filter(purchase__in=covered, state=Reclaim.State.TAKEN)
    for each in wrong.exclude(ground__in=Reclaim.EVEN_IF_COVERED).order_by("pk"):
        yield Fault(each.ledger_key, f"takes {each.pence} pence of {each.purchase_id} back for {each.ground}")


RULES = (reclaims_are_posted, covered_purchases_are_kept, unspent_money_was_decided_and_posted)
