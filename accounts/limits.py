"""What a delegate may still spend for a person: one limit, whichever way she pays.

A month's spending is her purchases with cards and what higher rooms count besides (orders): each registers with
`also_counts("orders", fn)`, `fn(mandate, first, until) -> pence`. The person herself spends as she likes.

Nothing is left out for being asked after `now`: shops that ask at the same moment get the lock in any order, and what
was promised by whoever had it before us counts, though its question came a moment later.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.db.models import Case, F, IntegerField, QuerySet, Sum, When
from django.utils import timezone

from accounts import periods
from accounts.kept import Given, Kept
from accounts.models import Card, CardAuthorisation, Mandate, Person, User
from accounts.periods import Period
from accounts.roles import Scope
from design.registry import Registry

State = CardAuthorisation.State
Spent = Callable[[Mandate, datetime, datetime], int]
_besides: Registry[Spent] = Registry("spent in a month")
also_counts = _besides.register


def lock(mandate: Mandate) -> None:
    """Until we commit nobody else spends by any of this delegate's mandates for this person."""
    _hers(delegate=mandate.delegate_id, person=mandate.person_id)


def mandate_of(card: Card, now: datetime) -> Mandate | None:
    """By which the holder of a card may pay; nothing where the holder is the person, or may not even sign in."""
    if not _acts(card):
        return None
    held = Mandate.objects.filter(delegate=card.holder_id, person=card.account.person_id).select_related("person")
    return _paying(held.order_by("pk"), now)


def lock_mandate_of(card: Card, now: datetime) -> Mandate | None:
    """The same as it is now, and nobody else spends by it, nor it changes, until we commit."""
    if not _acts(card):
        return None
    return _paying(_hers(delegate=card.holder_id, person=card.account.person_id), now)


def _acts(card: Card) -> bool:
    """The holder is somebody else than the person, and may sign in."""
    return not _is_her_own(card) and card.holder.is_active


def _is_her_own(card: Card) -> bool:
    return card.account.person.user_id == card.holder_id


def _lock_hers() -> QuerySet[Mandate]:
    user, person = User._meta.pk, Person._meta.pk
    hers = Mandate.objects.filter(delegate_id=Given("delegate", user), person_id=Given("person", person))
    fields = [field.name for field in Mandate._meta.concrete_fields]
    found = hers.select_related("person").only(*fields, "person__died_on")
    return found.select_for_update(of=("self",), no_key=True).order_by("pk")


_hers = Kept(_lock_hers)


def _paying(mandates: Iterable[Mandate], now: datetime) -> Mandate | None:
    on = timezone.localdate(now)
    return next((each for each in mandates if each.holds_on(on) and Scope.PAY in each.scopes), None)


def is_paused(card: Card) -> bool:
    """Whether its holder could pay for the person but for a pause."""
    hers = Mandate.objects.filter(delegate=card.holder_id, person=card.account.person_id).exclude(paused_at=None)
    return any(mandate.is_paused() and Scope.PAY in mandate.scopes for mandate in hers.select_related("person"))


def of(card: Card, mandate: Mandate | None, now: datetime, already_pence: int = 0) -> tuple[bool, int | None]:
    """Whether the holder may pay, and up to how much now (None: no limit), where `already_pence` was promised to the
    same shop for the same purchase. A holder who is not the person pays by her `mandate`."""
    if _is_her_own(card):
        return True, None
    return (True, _left(mandate, now, already_pence)) if mandate else (False, None)


def own(card: Card, now: datetime, already_pence: int = 0) -> int | None:
    """What is left of the limits that the holder set for her own card: of this purchase, and of seven days."""
    limits = [_less(card.limit_per_purchase_pence, already_pence)]
    if card.limit_per_week_pence is not None:
        limits.append(max(card.limit_per_week_pence - spent_in_seven_days(card, now), 0))
    return min((limit for limit in limits if limit is not None), default=None)


def spent_in_seven_days(card: Card, now: datetime) -> int:
    """Held or paid with this card in the seven days before now; what went back is not counted."""
    return _sum(card.authorisations.filter(asked_at__gt=now - timedelta(days=7)))


def _left(mandate: Mandate, now: datetime, already_pence: int) -> int | None:
    limits = [_less(mandate.pay_per_purchase_pence, already_pence)]
    if mandate.pay_per_month_pence is not None:
        limits.append(max(mandate.pay_per_month_pence - spent_this_month(mandate, now), 0))
    return min((limit for limit in limits if limit is not None), default=None)


def _less(limit: int | None, already_pence: int) -> int | None:
    return None if limit is None else max(limit - already_pence, 0)


def spent_this_month(mandate: Mandate, now: datetime) -> int:
    """Held or paid in this calendar month, by whichever card or order; what went back is not counted."""
    month = periods.month(timezone.localdate(now))
    return _by_card(mandate, month) + sum(fn(mandate, month.begins, month.until) for fn in _besides.values())


def _by_card(mandate: Mandate, month: Period) -> int:
    return _sum(
        CardAuthorisation.objects.filter(
            card__holder=mandate.delegate_id,
            card__account__person=mandate.person_id,
            asked_at__gte=month.begins,
            asked_at__lt=month.until,
        )
    )


def _sum(asked: QuerySet[CardAuthorisation]) -> int:
    cost = Case(
        When(state=State.CAPTURED, then=F("captured_pence") - F("refunded_pence")),
        default=F("pence"),
        output_field=IntegerField(),
    )
    return asked.filter(state__in=(State.APPROVED, State.CAPTURED)).aggregate(total=Sum(cost))["total"] or 0
