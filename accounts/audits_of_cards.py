"""What is always true of cards: purchases, what shops took and gave back, and the ledger say the same."""

from collections.abc import Iterator

from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce

from accounts.ledger import LedgerKind, Posting
from accounts.ledger.invariants import Fault, Rule
from accounts.models import CardAuthorisation, CardEntry

Kind = CardEntry.Kind
State = CardAuthorisation.State


def purchases_are_their_entries() -> Iterator[Fault]:
    """What a purchase says was taken and given back is what its entries say"""
    sums = {
        kind: Coalesce(Sum("entries__pence", filter=Q(entries__kind=kind)), 0) for kind in (Kind.CAPTURE, Kind.REFUND)
    }
    found = CardAuthorisation.objects.annotate(took=sums[Kind.CAPTURE], gave=sums[Kind.REFUND])
    wrong = found.exclude(captured_pence=F("took"), refunded_pence=F("gave")).order_by("pk")
    for pk, took, gave in wrong.values_list("pk", "took", "gave"):
        yield Fault(f"purchase {pk}", f"its entries take {took} pence and give {gave} back")


def draws_are_taken_or_held() -> Iterator[Fault]:
    """A purchase's draws are what was taken, and what is still held for it"""
    found = CardAuthorisation.objects.annotate(drawn=Coalesce(Sum("draws__pence"), 0)).order_by("pk")
    wrong = found.filter(~Q(state=State.APPROVED) & ~Q(drawn=F("captured_pence")) | Q(drawn__lt=F("captured_pence")))
    for pk, taken, drawn in wrong.values_list("pk", "captured_pence", "drawn"):
        yield Fault(f"purchase {pk}", f"drew {drawn} pence, {taken} taken")


def entries_are_posted_once() -> Iterator[Fault]:
    """Each thing a shop took or gave back is in the books once, and nothing else moved to or from shops"""
    shops = LedgerKind.CARD_SETTLED
    moved = Posting.objects.order_by().filter(Q(to_account__kind=shops) | Q(from_account__kind=shops))
    posted = dict(moved.values_list("transaction__key").annotate(sum=Sum("pence")))
    for entry in CardEntry.objects.order_by("pk").iterator():
        there = posted.pop(f"card:{entry.kind}:{entry.issuer_reference}", 0)
        if there != entry.pence:
            yield Fault(f"card entry {entry.pk}", f"{entry.pence} pence, posted {there}")
    for key, pence in sorted(posted.items()):
        yield Fault(key, f"moved {pence} pence to or from shops without an entry")


def beyond_is_accounted_for() -> Iterator[Fault]:
    """What an entry took beyond what there was came from the account for it"""
    beyond = Posting.objects.filter(
        from_account__kind=LedgerKind.CARD_SHORTFALL, to_account__kind=LedgerKind.CARD_SETTLED
    )
    posted = dict(beyond.order_by().values_list("transaction__key").annotate(sum=Sum("pence")))
    for entry in CardEntry.objects.filter(beyond_pence__gt=0).order_by("pk"):
        there = posted.pop(f"card:{entry.kind}:{entry.issuer_reference}", 0)
        if there != entry.beyond_pence:
            yield Fault(f"card entry {entry.pk}", f"{entry.beyond_pence} pence beyond, posted {there}")
    for key, pence in sorted(posted.items()):
        yield Fault(key, f"{pence} pence beyond what there was, without an entry")


RULES: tuple[Rule, ...] = (
    purchases_are_their_entries,
    draws_are_taken_or_held,
    entries_are_posted_once,
    beyond_is_accounted_for,
)
