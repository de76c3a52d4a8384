"""Money of a budget that ended goes on into the budget that runs now: by the clock, safe to run twice."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts import ledger
from accounts.actions import budgets
from accounts.models import Card, Pot


def carry_over(*, at: datetime) -> int:
    """What is left of budgets that ended goes on to the pot of the same purpose in the budget that runs now, once
    nothing is held in the old pot any more; so does what comes back to it later. Nothing is swept: without such a pot
    the money stays where it is."""
    today = timezone.localdate(at)
    ended = Pot.objects.filter(
        Q(closed_at=None) | Q(available__balance_pence__gt=0), budget__ends_on__lt=today, available__isnull=False
    )
    return sum(_carry(pot, today, at) for pot in ended.select_related("available", "held", "budget").order_by("pk"))


@transaction.atomic
def _carry(pot: Pot, today: date, at: datetime) -> bool:
    runs = budgets.running(pot.person, pot.budget.is_for_caring, today, begun=True) if pot.budget else None
    if runs is None:
        return False
    heir = budgets.heir_of(pot, runs)
    if heir is None or heir.available is None or pot.available is None or pot.held is None or heir.pk == pot.pk:
        return False
    _lock_cards(pot)
    left = ledger.lock([pot.available, pot.held, heir.available])
    if left[pot.held_id or 0]:
        return False
    if pence := left[pot.available_id or 0]:
        moves = [ledger.Move(pot.available, heir.available, pence)]
        pot.available.refresh_from_db(fields=["version"])
        ledger.post(
            key=f"carry:{pot.pk}:{pot.available.version}",
            kind="carry",
            moves=moves,
            by=None,
            at=at,
            memo=f"pot:{heir.pk}",
        )
    Card.objects.filter(pot=pot, account=heir.card_account_id).update(pot=heir)
    Pot.objects.filter(pk=pot.pk, closed_at=None).update(closed_at=at)
    return True


def _lock_cards(pot: Pot) -> None:
    """Before the money, as a shop that asks does: neither then waits for the other for ever."""
    if pot.card_account_id:
        cards = Card.objects.select_for_update(no_key=True, of=("self",)).filter(account=pot.card_account_id)
        list(cards.order_by("pk").values_list("pk"))
