"""What every change of a card has: one winner, a line in the record, and the issuer outside told after."""

from datetime import datetime

from django.db import transaction

from accounts import issuers, outside
from accounts.audit import audit, behalf
from accounts.models import AuditLine, Card, User

State = Card.State


@transaction.atomic
def change(
    card: Card,
    old: set[Card.State],
    new: Card.State,
    action: str,
    by: User,
    at: datetime,
    *,
    ended: str = "",
    **detail: str,
) -> bool:
    """Whether it was in one of the old states: only then anything changes."""
    more = {"ended": ended} if ended else {}
    if not Card.objects.filter(pk=card.pk, state__in=old).update(state=new, **more):
        return False
    card.state = new
    line = record(action, card, by, at, **detail)
    tell_issuer(card, at, mark=line.pk)
    return True


def tell_issuer(card: Card, at: datetime, mark: int = 0) -> None:
    """Whatever the card is by then: two changes that pass one another end alike."""
    if not issuers.named(card.issuer).is_outside or not card.issuer_reference:
        return
    plan("card_state", card, at, mark=f"state:{mark}")


def plan(kind: str, card: Card, at: datetime, *, mark: str) -> None:
    subject = f"card:{card.pk}"
    outside.plan(kind, key=f"{subject}:{mark}", subject=subject, params={"card": card.pk}, at=at)


def record(action: str, card: Card, by: User, at: datetime, **detail: str) -> AuditLine:
    person = card.account.person
    given = {name: value for name, value in detail.items() if value}
    return audit(action=action, by=by, on_behalf_of=behalf(person, by), subject=f"card:{card.pk}", detail=given, at=at)
