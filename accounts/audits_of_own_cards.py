"""What is always true of people's own card payments: each is in the books once, and so is each refund."""

from collections.abc import Iterator

from django.db.models import Case, F, IntegerField, Sum, When
from django.db.models.functions import Coalesce

from accounts import ledger
from accounts.ledger import LedgerKind, Posting
from accounts.ledger.invariants import Fault, Rule
from accounts.models import OwnPayment, OwnRefund, Payment, Pot

State = OwnRefund.State


def own_payments_are_posted_once() -> Iterator[Fault]:
    """What came of each own card payment is in the books once, and nothing else came so"""
    posted = _posted("own-payment:")
    for payment in OwnPayment.objects.filter(state="paid").order_by("pk"):
        there = posted.pop(f"own-payment:{payment.name}", 0)
        if there != payment.in_books_pence:
            yield Fault(f"own payment {payment.pk}", f"{payment.in_books_pence} pence came, posted {there}")
    for key, pence in sorted(posted.items()):
        yield Fault(key, f"{pence} pence without a payment")


def own_refunds_are_posted_once() -> Iterator[Fault]:
    """Each refund that reached a card, or was paid by hand, left the books once; one that came back is in them"""
    posted = _posted("own-refund:")
    for refund in OwnRefund.objects.select_related("payment").order_by("pk"):
        key = f"own-refund:{refund.name}:"
        left = posted.pop(f"{key}done", 0) + posted.pop(f"{key}by-hand", 0) - posted.pop(f"{key}came-back", 0)
        expected = refund.pence if refund.state in (State.DONE, State.BY_HAND) else 0
        if left != expected:
            yield Fault(f"own refund {refund.pk}", f"{expected} pence should have left the books, {left} did")
    for key, pence in sorted(posted.items()):
        yield Fault(key, f"{pence} pence without a refund")


def going_back_is_refunds() -> Iterator[Fault]:
    """What is on its way back to cards is the refunds that have not arrived"""
    waiting = OwnRefund.objects.filter(state__in=[State.WAITING, State.SENT, State.FAILED])
    expected = waiting.aggregate(sum=Coalesce(Sum("pence"), 0))["sum"]
    there = sum(ledger.balances_of(LedgerKind.GOING_BACK).values())
    if there != expected:
        yield Fault("going back", f"{there} pence, {expected} are refunds that have not arrived")


def pots_by_order_keep_nothing() -> Iterator[Fault]:
    """A pot that is paid for one order at a time has nothing free in it"""
    for pot in Pot.objects.filter(by_order=True).select_related("available").order_by("pk"):
        if pot.available and pot.available.balance_pence:
            yield Fault(f"pot {pot.pk}", f"keeps {pot.available.balance_pence} pence")


def own_payments_are_held_or_back() -> Iterator[Fault]:
    """What came for one order is held for it, was paid to its seller, or went back: to the penny"""
    spent = F("held_pence") - F("released_pence") - F("refunded_pence")
    held = dict(Payment.objects.exclude(own_payment=None).values_list("own_payment").annotate(sum=Sum(spent)))
    back = dict(OwnRefund.objects.order_by().values_list("payment").annotate(sum=Sum("pence")))
    came = Case(When(came_currency="gbp", then=F("came_pence")), default=0, output_field=IntegerField())
    paid = OwnPayment.objects.filter(state="paid", pot__by_order=True).annotate(came=came).order_by("pk")
    for pk, pence in paid.values_list("pk", "came"):
        if pence != held.get(pk, 0) + back.get(pk, 0):
            yield Fault(
                f"own payment {pk}", f"{pence} pence came, {held.get(pk, 0)} are used, {back.get(pk, 0)} went back"
            )


def _posted(prefix: str) -> dict[str, int]:
    found = Posting.objects.order_by().filter(transaction__key__startswith=prefix)
    return dict(found.values_list("transaction__key").annotate(sum=Sum("pence")))


RULES: tuple[Rule, ...] = (
    own_payments_are_posted_once,
    own_refunds_are_posted_once,
    going_back_is_refunds,
    pots_by_order_keep_nothing,
    own_payments_are_held_or_back,
)
