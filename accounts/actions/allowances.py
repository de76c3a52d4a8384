"""What was allowed once: offered to the decision, used up by the purchase that it let pass, back if nothing was taken.

Used exactly once: the row is taken by compare-and-swap in the approval's own transaction, and a UNIQUE constraint lets
no second purchase stand beside the first. A shop that gives up, or never takes anything before the hold runs out, has
sold nothing, so the allowance is there again until its last day.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.audit import audit
from accounts.models import AllowanceUse, AllowedOnce, Card, CardAuthorisation, PurchaseReview
from accounts.spending import ALLOWED_ONCE, AllowanceFacts, CardFacts, Decision, PotFacts, Reason, RuleFacts, decide


def decide_by_rules(
    card: Card,
    *,
    facts: CardFacts,
    pots: Sequence[PotFacts],
    rules: Sequence[RuleFacts],
    pence: int,
    category: str,
    merchant: str,
    now: datetime,
) -> Decision:
    """The decision with this person's rules, and what it is allowed once. That is taken here, before we answer; not by
    a shop that only looks whether the card works, for no money at all."""
    today = timezone.localdate(now)
    asked: dict[str, Any] = {
        "card": facts,
        "pots": pots,
        "pence": pence,
        "category": category,
        "merchant": merchant,
        "today": today,
        "rules": rules,
    }
    strict = decide(**asked)
    if strict.reason not in ALLOWED_ONCE:
        return strict
    mild = decide(**asked, allowances=open_for(card, today))
    return mild if not mild.approved or not pence or _take(mild.allowances, now) else strict


def open_for(card: Card, on: date) -> list[AllowanceFacts]:
    """A line of the plan is lifted for any of the person's cards; a limit for the card alone that it was asked for."""
    for_it = Q(covers=Reason.PLAN_LINE) | Q(review__authorisation__card=card)
    found = AllowedOnce.objects.filter(for_it, person=card.account.person_id, used_at=None, ended_at=None)
    rows = found.filter(expires_on__gte=on).order_by("pk").values_list("pk", "covers", "shop_key", "pence")
    return [AllowanceFacts(pk, Reason(covers), shop, pence) for pk, covers, shop, pence in rows]


class _Gone(Exception):
    """Another purchase was faster."""


def _take(ids: Iterable[int], now: datetime) -> bool:
    """All of them or none."""
    try:
        with transaction.atomic():
            for pk in ids:
                if not AllowedOnce.objects.filter(pk=pk, used_at=None, ended_at=None).update(used_at=now):
                    raise _Gone
    except _Gone:
        return False
    return True


def used(authorisation: CardAuthorisation, ids: Iterable[int], *, at: datetime) -> None:
    """Which purchase it was, in the transaction that took them."""
    for pk in ids:
        AllowanceUse.objects.create(allowed_id=pk, authorisation=authorisation, used_at=at)
        _audit("allowance.used", pk, authorisation, at)


def give_back(authorisation: CardAuthorisation, *, at: datetime) -> None:
    """The shop took nothing, and will not. After "it does not fit" it stays over. Again does nothing."""
    for use in authorisation.allowances_used.filter(came_back_at=None).select_related("allowed__review"):
        if AllowanceUse.objects.filter(pk=use.pk, came_back_at=None).update(came_back_at=at):
            refused = use.allowed.review.answer == PurchaseReview.Answer.DOES_NOT_FIT
            AllowedOnce.objects.filter(pk=use.allowed_id).update(used_at=None, ended_at=at if refused else None)
            _audit("allowance.came_back", use.allowed_id, authorisation, at)


def _audit(action: str, pk: int, authorisation: CardAuthorisation, at: datetime) -> None:
    audit(action=action, by=None, subject=f"allowance:{pk}", detail={"authorisation": authorisation.pk}, at=at)
