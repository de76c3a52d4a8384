"""What is always true of payments through Stripe, and of what shops took beyond what there was, recomputed."""

from collections.abc import Iterator

from django.db.models import Q, Sum

from accounts.ledger import LedgerKind, Posting
from accounts.ledger.invariants import Fault, Rule
from accounts.models import Intent, PaymentFileLine, PaymentReturn, ShortfallDecision

State = Intent.State
Reason = PaymentReturn.Reason
Kind = ShortfallDecision.Kind
NEVER_WENT = {State.REFUSED: Reason.REFUSED, State.DROPPED: Reason.TAKEN_OVER}


def lines_are_sent_once() -> Iterator[Fault]:
    """Each released line through Stripe has one transfer of its amount to its account, and no other line has any"""
    lines = PaymentFileLine.objects.filter(file__released_at__isnull=False, route=PaymentFileLine.Route.STRIPE)
    wanted = {pk: (account, pence) for pk, account, pence in lines.values_list("pk", "stripe_account", "pence")}
    planned: dict[int, list[tuple[str, int]]] = {}
    for params in Intent.objects.filter(kind="transfer").values_list("params", flat=True):
        planned.setdefault(params["line"], []).append((params["account"], params["pence"]))
    for pk in sorted(wanted.keys() | planned.keys()):
        right = [wanted[pk]] if pk in wanted else []
        if planned.get(pk, []) != right:
            yield Fault(f"line {pk}", f"should have {len(right)} transfers of its own, has {planned.get(pk, [])}")


def what_never_went_is_owed_again() -> Iterator[Fault]:
    """What Stripe refused, or nobody sent, is owed again; what is on its way or there only if it was taken back"""
    reasons = dict(PaymentReturn.objects.values_list("line", "reason"))
    for intent in Intent.objects.filter(kind="transfer").order_by("pk").iterator():
        reason = reasons.get(intent.params["line"])
        there = {Reason.REVERSED, None} if intent.state == State.DONE else {None}
        right = {NEVER_WENT[State(intent.state)]} if intent.state in NEVER_WENT else there
        if reason not in right:
            yield Fault(f"line {intent.params['line']}", f"its transfer is {intent.state}, its return {reason}")


def what_was_taken_back_is_owed_again() -> Iterator[Fault]:
    """Each reversal that Stripe did has its return"""
    returned = set(PaymentReturn.objects.filter(reason=Reason.REVERSED).values_list("line", flat=True))
    for params in Intent.objects.filter(kind="reversal", state=State.DONE).values_list("params", flat=True):
        if params["line"] not in returned:
            yield Fault(f"line {params['line']}", "was taken back at Stripe, and is not owed again")


def shortfalls_are_decided_by_somebody() -> Iterator[Fault]:
    """Each decision about a shortfall has one transaction of its amount, and no other touches it with council money"""
    beyond, council = LedgerKind.CARD_SHORTFALL, LedgerKind.COUNCIL_FUNDS
    moved = Posting.objects.order_by().filter(
        Q(from_account__kind=council, to_account__kind=beyond) | Q(from_account__kind=beyond, to_account__kind=council)
    )
    names = ("transaction__key", "from_account__kind", "from_account__owner", "to_account__owner")
    posted = {(key, kind, a, b): pence for key, kind, a, b, pence in moved.values_list(*names).annotate(p=Sum("pence"))}
    for one in ShortfallDecision.objects.order_by("pk"):
        owners = ("council", f"card-account:{one.account_id}")
        way = (council, *owners) if one.kind == Kind.BORNE else (beyond, *owners[::-1])
        there = posted.pop((one.key, *way), 0)
        if there != one.pence:
            yield Fault(f"shortfall decision {one.pk}", f"{one.pence} pence, posted {there}")
    for (key, *_), pence in sorted(posted.items()):
        yield Fault(key, f"{pence} pence for a shortfall, and nobody's decision")


RULES: tuple[Rule, ...] = (
    lines_are_sent_once,
    what_never_went_is_owed_again,
    what_was_taken_back_is_owed_again,
    shortfalls_are_decided_by_somebody,
)
