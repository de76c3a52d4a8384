"""Money that was asked back, as screens need it."""

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from accounts.models import Person, Reclaim, User
from accounts.models.covers import COVERED


def _whole(found: QuerySet[Reclaim]) -> QuerySet[Reclaim]:
    return found.select_related(
        "person__user",
        "pot__available",
        "purchase__authorisation",
        "purchase__payment",
        "proposed_by",
        "decided_by",
        "given_back_by",
    )


def everybodys(user: User) -> QuerySet[Reclaim]:
    """Those that a member of staff may look at: not about her own money. What is to be decided first, the oldest."""
    return _whole(Reclaim.objects.exclude(person__user=user))


def to_decide(user: User) -> QuerySet[Reclaim]:
    return everybodys(user).filter(state=Reclaim.State.PROPOSED).order_by("proposed_at", "pk")


def decided(user: User) -> QuerySet[Reclaim]:
    return everybodys(user).exclude(state=Reclaim.State.PROPOSED).order_by("-decided_at", "-pk")


def too_much(user: User) -> QuerySet[Reclaim]:
    """Taken back, and then the seller gave money back too: of one purchase more than was paid for it. Somebody looks
    whether it belongs in the pot again."""
    together = Reclaim.objects.filter(purchase=OuterRef("purchase"), state=Reclaim.State.TAKEN).order_by()
    taken = Coalesce(Subquery(together.values("purchase").annotate(sum=Sum("pence")).values("sum")), 0)
    found = everybodys(user).filter(state=Reclaim.State.TAKEN).exclude(ground=Reclaim.Ground.SELLER_REFUND)
    return (
        found.annotate(taken=taken).filter(_beyond("authorisation") | _beyond("payment")).order_by("decided_at", "pk")
    )


def _beyond(kind: str) -> Q:
    paid, back = F(f"purchase__{kind}__captured_pence"), F(f"purchase__{kind}__refunded_pence")
    return Q(**{f"purchase__{kind}__refunded_pence__gt": 0}, taken__gt=paid - back)


def of(person: Person) -> QuerySet[Reclaim]:
    return _whole(Reclaim.objects.filter(person=person))


def taken_pence(key: str) -> int:
    """What was taken back of one purchase, and not given back."""
    taken = Reclaim.objects.filter(purchase__in=(key, f"{key}{COVERED}"), state=Reclaim.State.TAKEN)
    return int(taken.aggregate(sum=Sum("pence"))["sum"] or 0)


def memo(reclaim: Reclaim) -> str:
    """What the ledger says it is about: the purchase's own id, so that its words stand beside the amount."""
    payment = reclaim.purchase.payment
    return f"{payment.purpose}:{payment.reference}" if payment else f"card:{reclaim.purchase.authorisation_id}"
