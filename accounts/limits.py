"""What a delegate may still spend for a person: one limit, whichever way she pays.

A month's spending is her purchases with cards and what higher rooms count besides (orders): each registers with
`also_counts("orders", fn)`, `fn(mandate, first, now) -> pence`. The person herself spends as she likes.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import Case, F, IntegerField, QuerySet, Sum, When
from django.utils import timezone

from accounts.models import Card, CardAuthorisation, Mandate
from accounts.permissions import mandates_of
from accounts.roles import Scope
from design.registry import Registry

State = CardAuthorisation.State
Spent = Callable[[Mandate, datetime, datetime], int]
_besides: Registry[Spent] = Registry("spent in a month")
also_counts = _besides.register


def lock(mandate: Mandate) -> None:
    """Until we commit nobody else spends by any of this delegate's mandates for this person."""
    hers = Mandate.objects.filter(delegate=mandate.delegate_id, person=mandate.person_id)
    list(hers.select_for_update().order_by("pk").values_list("pk"))


def mandate_of(card: Card, now: datetime) -> Mandate | None:
    """By which the holder of a card may pay; nothing where the holder is the person, or may not even sign in."""
    if card.account.person.user_id == card.holder_id or not card.holder.is_active:
        return None
    held = mandates_of(card.holder, timezone.localdate(now))
    return next((m for m in held if m.person_id == card.account.person_id and Scope.PAY in m.scopes), None)


def of(card: Card, now: datetime, already_pence: int = 0) -> tuple[bool, int | None]:
    """Whether the holder may pay, and up to how much now (None: no limit), where `already_pence` was promised to the
    same shop for the same purchase."""
    if card.account.person.user_id == card.holder_id:
        return True, None
    mandate = mandate_of(card, now)
    return (True, _left(mandate, now, already_pence)) if mandate else (False, None)


def own(card: Card, now: datetime, already_pence: int = 0) -> int | None:
    """What is left of the limits that the holder set for her own card: of this purchase, and of seven days."""
    limits = [_less(card.limit_per_purchase_pence, already_pence)]
    if card.limit_per_week_pence is not None:
        limits.append(max(card.limit_per_week_pence - spent_in_seven_days(card, now), 0))
    return min((limit for limit in limits if limit is not None), default=None)


def spent_in_seven_days(card: Card, now: datetime) -> int:
    """Held or paid with this card in the seven days before now; what went back is not counted."""
    return _sum(card.authorisations.filter(asked_at__gt=now - timedelta(days=7), asked_at__lte=now))


def _left(mandate: Mandate, now: datetime, already_pence: int) -> int | None:
    limits = [_less(mandate.pay_per_purchase_pence, already_pence)]
    if mandate.pay_per_month_pence is not None:
        limits.append(max(mandate.pay_per_month_pence - spent_this_month(mandate, now), 0))
    return min((limit for limit in limits if limit is not None), default=None)


def _less(limit: int | None, already_pence: int) -> int | None:
    return None if limit is None else max(limit - already_pence, 0)


def spent_this_month(mandate: Mandate, now: datetime) -> int:
    """Held or paid in this calendar month, by whichever card or order; what went back is not counted."""
    first = timezone.localtime(now).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return _by_card(mandate, first, now) + sum(fn(mandate, first, now) for fn in _besides.values())


def _by_card(mandate: Mandate, first: datetime, now: datetime) -> int:
    return _sum(
        CardAuthorisation.objects.filter(
            card__holder=mandate.delegate_id,
            card__account__person=mandate.person_id,
            asked_at__gte=first,
            asked_at__lte=now,
        )
    )


def _sum(asked: QuerySet[CardAuthorisation]) -> int:
    cost = Case(
        When(state=State.CAPTURED, then=F("captured_pence") - F("refunded_pence")),
        default=F("pence"),
        output_field=IntegerField(),
    )
    return asked.filter(state__in=(State.APPROVED, State.CAPTURED)).aggregate(total=Sum(cost))["total"] or 0
