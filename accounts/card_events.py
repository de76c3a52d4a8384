"""What the card company tells us of purchases, booked. Each is fetched first, so that order does not matter."""

from collections.abc import Iterable

from accounts import webhooks
from accounts.actions import answers, cards
from accounts.actions.cards import Taken
from accounts.models import Card, CardAuthorisation, CardEntry, OutsideEvent
from accounts.outside import NotYet
from accounts.spending import Reason
from accounts.stripe import card_money
from accounts.stripe.card_money import IssuedAuthorisation, IssuedTransaction

State = CardAuthorisation.State
Standing = tuple[str, int, int, int]  # state, pence, captured pence, steps
OF_THEIRS = {
    "insufficient_funds": Reason.COUNCIL_SHORT,
    "verification_failed": Reason.NOT_CHECKED,
    "pin_blocked": Reason.NOT_CHECKED,
    "cardholder_verification_required": Reason.NOT_CHECKED,
    "insecure_authorization_method": Reason.NOT_CHECKED,
    "card_expired": Reason.CARD_EXPIRED,
}
OUR_STATES = {
    Card.State.FROZEN: Reason.CARD_FROZEN,
    Card.State.POSTED: Reason.CARD_NOT_STARTED,
    Card.State.CLOSED: Reason.CARD_CLOSED,
}
CARD_STATES = ("card_inactive", "card_canceled")


class NotOurs(Exception):
    """A card that is not in our books: a person must look, and the event stays on the list."""


def fetch_authorisation(event: OutsideEvent) -> tuple[Standing | None, IssuedAuthorisation]:
    known = CardAuthorisation.objects.filter(issuer_reference=event.object_id).first()
    return standing(known), card_money.authorisation(event.object_id)


def standing(known: CardAuthorisation | None) -> Standing | None:
    """How the purchase stands in our books."""
    return (known.state, known.pence, known.captured_pence, known.steps) if known else None


def book_authorisation(event: OutsideEvent, found: tuple[Standing | None, IssuedAuthorisation]) -> None:
    """As it is there now: declined, open for less, reversed, expired or closed. What is taken comes by its own id.

    What they held while we were being asked, or before we said yes to more, is no truth to shorten a hold by."""
    before, told = found
    card = card_of(told.card)
    known = CardAuthorisation.objects.select_for_update(no_key=True).filter(issuer_reference=told.id).first()
    if told.pending_pence is not None or standing(known) != before:
        raise NotYet("It is moving just now: look again")
    if known is None:
        first_heard(event, card, told)
    elif not told.approved and known.state == State.APPROVED and not told.captured:
        cards.release(authorisation=known, at=event.made_at)  # our yes came too late: nothing may stay held
    elif told.status in ("reversed", "expired"):
        why = State.REVERSED if told.status == "reversed" else State.EXPIRED
        cards.release(authorisation=known, why=why, at=event.made_at)
    elif told.status == "pending" and told.approved:
        cards.release(authorisation=known, to_pence=told.pence + known.captured_pence, at=event.made_at)
    elif not unbooked(told):
        cards.release(authorisation=known, at=event.made_at)  # closed, and all that was taken is booked


def first_heard(event: OutsideEvent, card: Card, told: IssuedAuthorisation) -> None:
    """We were not asked, or could not answer: a decline is written down so that the person is told. What the card
    company allowed without us is booked when it is taken."""
    if not told.approved:
        answers.write_decline(card, told, event.made_at, reason_of(card, told.reason))


def reason_of(card: Card, theirs: str) -> Reason:
    """Why the card company said no, in our words; `theirs` are those of a request's history
    (docs.stripe.com/api/issuing/authorizations/object). That it had no answer is told as our own slowness."""
    if theirs in CARD_STATES:
        return OUR_STATES.get(Card.State(card.state), Reason.CARD_COMPANY)
    if theirs in OF_THEIRS:
        return OF_THEIRS[theirs]
    return Reason.TRY_AGAIN if theirs.startswith("webhook_") or not theirs else Reason.CARD_COMPANY


def fetch_transaction(event: OutsideEvent) -> tuple[IssuedTransaction, IssuedAuthorisation | None]:
    told = card_money.transaction(event.object_id)
    return told, card_money.authorisation(told.authorisation) if told.authorisation else None


def book_transaction(event: OutsideEvent, told: tuple[IssuedTransaction, IssuedAuthorisation | None]) -> None:
    """The money has moved, so it is booked, whatever was asked before."""
    moved, purchase = told
    card = card_of(moved.card)
    known = CardAuthorisation.objects.filter(issuer_reference=moved.authorisation).first()
    taken = Taken(
        moved.id,
        moved.pence,
        moved.merchant_name,
        moved.merchant_category,
        **cards.foreign(moved.merchant_currency, moved.merchant_minor_units),
    )
    if moved.kind == "capture":
        is_last = purchase is None or (purchase.status != "pending" and not unbooked(purchase, moved.id))
        cards.take(card=card, authorisation=known, taken=taken, is_last=is_last, at=moved.created)
    else:
        cards.give_back(card=card, authorisation=known, taken=taken, at=moved.created)
    if known and purchase and purchase.status != "pending" and not unbooked(purchase):
        cards.release(authorisation=known, at=moved.created)  # closed, and all of it is booked by now


def unbooked(told: IssuedAuthorisation, *but: str) -> set[str]:
    """What was taken of a purchase and is not in our books yet."""
    return set(told.captured) - set(but) - booked(told.captured)


def booked(references: Iterable[str]) -> set[str]:
    return set(CardEntry.objects.filter(issuer_reference__in=references).values_list("issuer_reference", flat=True))


def card_of(reference: str) -> Card:
    card = Card.objects.select_related("account__person", "holder", "pot").filter(issuer_reference=reference).first()
    if card is None:
        raise NotOurs(reference)
    return card


AUTHORISATION = webhooks.Booker(fetch_authorisation, book_authorisation)
TRANSACTION = webhooks.Booker(fetch_transaction, book_transaction)
webhooks.register("issuing_authorization.created", AUTHORISATION)
webhooks.register("issuing_authorization.updated", AUTHORISATION)
webhooks.register("issuing_transaction.created", TRANSACTION)
webhooks.register("issuing_transaction.updated", TRANSACTION)
