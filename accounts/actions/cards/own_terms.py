"""What the holder of a card sets for herself, and nobody for her: limits, and where the bank's code goes."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts import issuers, phones
from accounts.actions.cards import telling
from accounts.actions.cards.changes import plan, record
from accounts.actions.cards.refusals import CardRefused
from accounts.models import Card, CardAccount, User


@transaction.atomic
def set_limits(
    *, card: Card, per_purchase_pence: int | None, per_week_pence: int | None, by: User, at: datetime | None = None
) -> bool:
    """What the holder sets for herself, and can take away again. None: no limit. Whether anything changed."""
    limits = {"limit_per_purchase_pence": per_purchase_pence, "limit_per_week_pence": per_week_pence}
    if by.pk != card.holder_id:
        raise CardRefused("Only the holder of a card sets limits for it.")
    if all(getattr(card, name) == value for name, value in limits.items()):
        return False
    Card.objects.filter(pk=card.pk).update(**limits)
    card.refresh_from_db()
    record("card.limits", card, by, at or timezone.now(), **{k: str(v) for k, v in limits.items() if v is not None})
    return True


@transaction.atomic
def set_phone(*, card: Card, phone: str, by: User, at: datetime | None = None) -> bool:
    """Where the bank's code goes: the holder's own telephone, which nobody else changes."""
    now = at or timezone.now()
    if by.pk != card.holder_id:
        raise CardRefused("Only the holder of a card says where the bank’s code goes.")
    check_phone(card.account, card.holder, phone)
    if not Card.objects.filter(pk=card.pk).exclude(phone=phone).update(phone=phone):
        return False
    card.refresh_from_db()
    line = record("card.phone", card, by, now)
    if issuers.named(card.issuer).is_outside:  # also while it is being made: with the number of before, perhaps
        plan("card_phone", card, now, mark=f"phone:{line.pk}")
    telling.phone_changed(card, now)
    return True


def check_phone(account: CardAccount, holder: User, phone: str) -> None:
    """Nobody's code goes to another holder of this account, nor a delegate's to the person."""
    if not phone:
        return
    person = account.person
    persons = person.user_id != holder.pk and phones.mobile_or_none(person.phone) == phone
    others = Card.objects.filter(account=account, phone=phone).exclude(holder=holder).exclude(state=Card.State.CLOSED)
    if persons or others.exists():
        raise CardRefused("This is somebody else’s number. The code has to go to a phone of your own.")
