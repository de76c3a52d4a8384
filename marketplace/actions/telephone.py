"""A call from somebody who wants to order: taken, who it is checked, then ordered or ended.

The order itself is `orders.place`, by the same journey as the person's own; this only lets staff stand in for her.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.audit import audit
from accounts.models import Person, Pot, User
from accounts.permissions import roles_of
from accounts.roles import ROLE_PERMISSIONS, Permission, Scope
from marketplace.actions.moves import Refused
from marketplace.models import Fact, Order, TelephoneOrder
from marketplace.permissions import Authority, NotYours, acts_for, authority
from marketplace.queries import telephone

End = TelephoneOrder.End
UNFINISHED = timedelta(hours=12)
TWO_FACTS = "Tick two things that you asked for, and that they answered as we have it."


@transaction.atomic
def take(*, person: Person, by: User, at: datetime | None = None) -> TelephoneOrder:
    """The open call of these two, or a new one. Raises NotYours, or Refused where this person cannot be served so."""
    now = at or timezone.now()
    _check_taker(by, person, now)
    if why := telephone.bar(person, timezone.localdate(now)):
        raise Refused("barred", why)
    call, made = TelephoneOrder.objects.get_or_create(
        person=person, taken_by=by, ended_at=None, defaults={"taken_at": now, "desk": _desk(by)}
    )
    if made:
        _audit("taken", call, by, now)
    return call


def _check_taker(by: User, person: Person, now: datetime) -> None:
    """Staff with the permission, for nobody whom they act for already: they sign in for those."""
    if acts_for(by, person, now) or not telephone.may_take(by, person):
        raise NotYours


def _desk(by: User) -> str:
    """The role by which they may; the first where there are several."""
    held = sorted(roles_of(by))
    return next(str(role) for role in held if Permission.PLACE_ORDERS in ROLE_PERMISSIONS[role])


@transaction.atomic
def check_identity(
    *, call: TelephoneOrder, facts: tuple[str, str], by: User, at: datetime | None = None
) -> TelephoneOrder:
    """Two different facts that we hold were asked for and answered rightly. Which, is kept; what was said is not."""
    now = at or timezone.now()
    _check_mine(call, by)
    first, second = sorted(facts, key=Fact.values.index)
    if first == second or not {first, second} <= telephone.facts(call.person).keys():
        raise Refused("facts", TWO_FACTS)
    held = telephone.open_calls().filter(pk=call.pk)
    if not held.update(first_fact=first, second_fact=second, checked_at=now):
        raise Refused("ended", "This call has ended.")
    call.refresh_from_db()
    _audit("identity_checked", call, by, now, facts=[first, second])
    return call


@transaction.atomic
def end(*, call: TelephoneOrder, ended_as: str, by: User, at: datetime | None = None) -> bool:
    """Nothing was ordered. Whether the call was still open."""
    now = at or timezone.now()
    _check_mine(call, by)
    return _end(call, ended_as, by, now)


def _end(call: TelephoneOrder, ended_as: str, by: User | None, now: datetime) -> bool:
    if not telephone.open_calls().filter(pk=call.pk).update(ended_at=now, ended_as=ended_as):
        return False
    _audit(ended_as, call, by, now)
    return True


@transaction.atomic
def again(*, call: TelephoneOrder, by: User, at: datetime | None = None) -> TelephoneOrder:
    """Something else for the same caller. The check of who it is still counts, for as long as it would have."""
    now = at or timezone.now()
    _check_mine(call, by)
    if call.ended_as != End.PLACED or call.checked_at is None or now >= call.checked_at + telephone.HOLDS:
        return take(person=call.person, by=by, at=now)
    fresh = take(person=call.person, by=by, at=now)
    checked = {"first_fact": call.first_fact, "second_fact": call.second_fact, "checked_at": call.checked_at}
    telephone.open_calls().filter(pk=fresh.pk, checked_at=None).update(**checked)
    fresh.refresh_from_db()
    return fresh


def to_buy(by: User, person: Person, at: datetime) -> Authority:
    """Who may order and pay for a person: herself, a mandate with both scopes, or staff in a call with her that was
    checked within the last half hour. Raises NotYours."""
    try:
        return authority(by, person, Scope.ORDER, Scope.PAY, at=at)
    except NotYours:
        call = telephone.good(by, person, at)
        if call is None:
            raise
        return Authority(call=call)


def check_pot(power: Authority, pot: Pot, at: datetime) -> None:
    """Of an order by telephone: the person can still be served so, and this money can be used."""
    on = timezone.localdate(at)
    if power.call and (why := telephone.bar(power.call.person, on) or telephone.bar_of_pot(pot, on)):
        raise Refused("barred", why)


def placed(call: TelephoneOrder, order: Order, by: User, now: datetime) -> None:
    """In the transaction of the order: this call has its order now, and no other."""
    held = telephone.open_calls().filter(pk=call.pk, order=None)
    if not held.update(order=order, ended_at=now, ended_as=End.PLACED):
        raise Refused("ended", "This call has ended. Start again from the telephone desk.")
    _audit("placed", call, by, now, order=order.reference)


def lapse_due(at: datetime) -> int:
    """Calls left half-done yesterday."""
    left = telephone.open_calls().filter(taken_at__lte=at - UNFINISHED)
    return sum(_lapse(call, at) for call in list(left))


@transaction.atomic
def _lapse(call: TelephoneOrder, at: datetime) -> bool:
    return _end(call, End.LAPSED, None, at)


def _check_mine(call: TelephoneOrder, by: User) -> None:
    if call.taken_by_id != by.pk or not telephone.may_take(by, call.person):
        raise NotYours


def _audit(name: str, call: TelephoneOrder, by: User | None, now: datetime, **detail: object) -> None:
    subject = f"telephone_order:{call.pk}"
    audit(action=f"telephone.{name}", by=by, on_behalf_of=call.person, subject=subject, detail=detail, at=now)
