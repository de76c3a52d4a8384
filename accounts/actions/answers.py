"""A card company asks whether a purchase may go ahead: answered in time, always, and written down.

The event, the decision and the hold are one transaction. Where we cannot look in time the answer is no with "try
again", nothing is held, and the refusal is written down beside, so that the person and our staff are told.
"""

import logging
from datetime import datetime

from django.db import DatabaseError, transaction
from django.utils import timezone

from accounts import patience
from accounts.actions import cards
from accounts.kept import KeptInsert, together
from accounts.models import Card, CardAuthorisation, OutsideEvent
from accounts.spending import Reason
from accounts.stripe.card_money import IssuedAuthorisation, read_authorisation
from accounts.stripe.events import Event

log = logging.getLogger(__name__)
State = CardAuthorisation.State


def answer(event: Event, *, at: datetime | None = None) -> bool:
    """Yes or no. The same question again has the same answer, under the same event or another. Raises what
    `read_authorisation` raises of something that is no question."""
    asked = read_authorisation(event.object)
    now = at or timezone.now()
    try:
        return patience.in_time(lambda: _decided(event, asked, now))
    except (patience.TooLate, DatabaseError, cards.WrongStep) as why:
        log.error("card question %s could not be looked into: %s", event.id, type(why).__name__)
    except Exception:  # a fault of ours, whatever it is: the shop is waiting
        log.exception("card question %s could not be looked into", event.id)
    patience.later(lambda: _not_looked_into(asked, now))
    return False


def _decided(event: Event, asked: IssuedAuthorisation, now: datetime) -> bool:
    with together():
        _hear(_heard(event, now))
        found = cards.ask_for(asked.card, asked.id)
    try:
        card, known = found()
    except Card.DoesNotExist:
        log.error("card question %s is about a card that we do not know", event.id)
        return False
    if known is None and not asked.pence and not asked.pending_pence:  # nothing is wanted yet
        return cards.look(
            card=card, reference=asked.id, merchant=asked.merchant_name, category=asked.merchant_category, at=now
        )
    return _answered(card, known, asked, now).state == State.APPROVED


def _answered(
    card: Card, known: CardAuthorisation | None, asked: IssuedAuthorisation, now: datetime
) -> CardAuthorisation:
    """`pence` was promised before; `pending_pence` is what is asked for now, on top of it."""
    wanted = asked.pence + (asked.pending_pence or 0)
    if known is None:
        return cards.ask(
            card=card,
            reference=asked.id,
            merchant=asked.merchant_name,
            category=asked.merchant_category,
            pence=wanted,
            at=now,
            **cards.foreign(asked.merchant_currency, asked.merchant_minor_units),
        )
    if known.state == State.APPROVED and wanted > known.pence:
        return cards.increase(authorisation=known, to_pence=wanted, number=asked.questions, at=now)
    return known


_hear = KeptInsert(OutsideEvent, ignored=True)  # a copy that comes beside us waits here until we are done


def _heard(event: Event, now: datetime) -> OutsideEvent:
    """Once for each of their ids."""
    return OutsideEvent(
        endpoint=OutsideEvent.Endpoint.ISSUING,
        event_id=event.id,
        type=event.type[:80],
        object_id=event.object_id[:80],
        state=OutsideEvent.State.DONE,
        made_at=event.created,
        received_at=now,
        next_try_at=now,
        ended_at=now,
    )


@transaction.atomic
def _not_looked_into(asked: IssuedAuthorisation, now: datetime) -> None:
    """Without haste. Should this be lost too, the card company's own word that it was declined brings it back."""
    known = CardAuthorisation.objects.select_related("card").filter(issuer_reference=asked.id).first()
    if known and asked.pence and asked.pending_pence:
        to_pence = asked.pence + asked.pending_pence
        if known.pence >= to_pence:
            return  # it was written after all, a moment too late: the card company's word takes it back
        cards.write_decline_of_more(authorisation=known, to_pence=to_pence, number=asked.questions, at=now)
    elif card := Card.objects.filter(issuer_reference=asked.card).first():
        write_decline(card, asked, now)


def write_decline(
    card: Card, asked: IssuedAuthorisation, now: datetime, reason: Reason = Reason.TRY_AGAIN
) -> CardAuthorisation:
    return cards.write_decline(
        card=card,
        reference=asked.id,
        merchant=asked.merchant_name,
        category=asked.merchant_category,
        pence=max(asked.pence + (asked.pending_pence or 0), 1),
        reason=reason,
        at=now,
    )
