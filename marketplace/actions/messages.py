"""Writing, reading and taking back messages. No audit line and no e-mail repeats what they say."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.audit import audit, behalf
from accounts.models import Mandate, Person, User
from accounts.roles import Scope
from directory.models import Organisation, PersonalAssistantProfile
from marketplace import message_notices
from marketplace.actions.moves import Overtaken, Refused
from marketplace.actions.orders import ALPHABET
from marketplace.models import Block, Conversation, Listing, Message, MessageParty, Order
from marketplace.models.messages import TAKE_BACK_WITHIN
from marketplace.permissions import NotYours, authority, sellers_of
from marketplace.queries import messages as found
from marketplace.readers import seller_readers

MOST_AN_HOUR = 30  # messages that one sign-in sends
NEW_A_DAY = 10  # sellers to whom one person writes for the first time
PERSON, PROVIDER = MessageParty.PERSON, MessageParty.PROVIDER


@dataclass(frozen=True)
class Words:
    """What somebody typed, and the form it came by: the same form twice sends one message."""

    text: str
    token: str
    kind: str = Message.Kind.WORDS


@transaction.atomic
def to_seller(
    *,
    person: Person,
    seller: PersonalAssistantProfile | Organisation,
    words: Words,
    by: User,
    listing: Listing | None = None,
    order: Order | None = None,
    at: datetime | None = None,
    send: bool = True,
) -> Message:
    """The person or her delegate writes to a seller, for the first time or again; no order is needed."""
    now = at or timezone.now()
    authority(by, person, Scope.MESSAGE, at=now)
    conversation = _with(person, seller) or _begin(person, seller, by, now)
    return _send(conversation, PERSON, words, by, now, send, listing=listing, order=order)


@transaction.atomic
def to_person(*, order: Order, words: Words, by: User, at: datetime | None = None, send: bool = True) -> Message:
    """The seller writes about an order: only who has asked to book is written to first."""
    now = at or timezone.now()
    seller = order.sold_by
    check_keeper(by, seller)
    if not found.may_be_reached(order.person, now):
        raise Refused("no_reader", f"{order.person.first_name} does not read messages here. Telephone instead.")
    conversation = _with(order.person, seller) or _begin(order.person, seller, by, now)
    return _send(conversation, PROVIDER, words, by, now, send, order=order)


@transaction.atomic
def reply(
    *,
    conversation: Conversation,
    party: MessageParty,
    words: Words,
    by: User,
    at: datetime | None = None,
    send: bool = True,
) -> Message:
    now = at or timezone.now()
    check_side(by, conversation, party, now)
    return _send(conversation, party, words, by, now, send)


def check_side(by: User, conversation: Conversation, party: MessageParty, at: datetime) -> Mandate | None:
    """By which mandate somebody stands on that side, if by one. Raises NotYours."""
    if party == PERSON:
        return authority(by, conversation.person, Scope.MESSAGE, at=at).mandate
    check_keeper(by, conversation.seller)
    return None


def check_keeper(by: User, seller: PersonalAssistantProfile | Organisation) -> None:
    """Whether this user keeps the seller's diary. Raises NotYours."""
    name = "personal_assistant_id" if isinstance(seller, PersonalAssistantProfile) else "organisation_id"
    if not any(each.keeps_diary and getattr(each, name) == seller.pk for each in sellers_of(by)):
        raise NotYours


def _with(person: Person, seller: PersonalAssistantProfile | Organisation) -> Conversation | None:
    return Conversation.objects.select_related(*found.LOADED).filter(person=person, **_pair(seller)).first()


def _pair(seller: PersonalAssistantProfile | Organisation) -> dict[str, PersonalAssistantProfile | Organisation]:
    return {"personal_assistant" if isinstance(seller, PersonalAssistantProfile) else "organisation": seller}


def _begin(person: Person, seller: PersonalAssistantProfile | Organisation, by: User, now: datetime) -> Conversation:
    if not seller_readers(seller):
        raise Refused("no_reader", "They do not read messages here. Call us, and we will help you to reach them.")
    today = Conversation.objects.filter(person=person, started_at__gt=now - timedelta(days=1))
    if today.count() >= NEW_A_DAY:
        raise Refused("too_many", "You have written to many people today. Wait for their answers, or call us.")
    reference = "".join(secrets.choice(ALPHABET) for _ in range(10))
    try:
        with transaction.atomic():
            return Conversation.objects.create(
                reference=reference, person=person, started_at=now, started_by=by, last_at=now, **_pair(seller)
            )
    except IntegrityError:  # the same moment, from another window
        raise Overtaken from None


def _send(
    conversation: Conversation,
    party: MessageParty,
    words: Words,
    by: User,
    now: datetime,
    send: bool,
    **about: Listing | Order | None,
) -> Message:
    held = Conversation.objects.select_for_update().get(pk=conversation.pk)
    before = Message.objects.filter(token=words.token, by=by, conversation=conversation).first()
    if before:
        return before
    _check_open(held)
    if Message.objects.filter(by=by, at__gt=now - timedelta(hours=1)).count() >= MOST_AN_HOUR:
        raise Refused("too_often", "You have sent many messages in the last hour. Wait a little, then send this one.")
    mandate = check_side(by, conversation, party, now)
    message = Message.objects.create(
        conversation=conversation,
        token=words.token,
        kind=words.kind,
        party=party,
        by=by,
        mandate=mandate,
        text=words.text,
        at=now,
    )
    changes = {name: value for name, value in about.items() if value}
    Conversation.objects.filter(pk=conversation.pk).update(last_at=now, **changes)
    conversation.refresh_from_db()
    _audit("message.sent", message, by, now)
    message_notices.new_message(conversation, found.OTHER[party], at=now, send=send)
    return message


def _check_open(conversation: Conversation) -> None:
    """The conversation is locked, so that nobody writes in the moment in which the other side blocks."""
    if conversation.closed_at:
        raise Refused("closed", "The council has closed this conversation. Nobody can write in it.")
    if Block.objects.filter(conversation=conversation, ended_at=None).exists():
        raise Refused("blocked", "No messages can be sent in this conversation.")


@transaction.atomic
def take_back(*, message: Message, by: User, at: datetime | None = None) -> Message:
    """Whoever wrote it, within 5 minutes, while the other side has not read it. Its words go."""
    now = at or timezone.now()
    if message.by_id != by.pk:
        raise NotYours
    check_side(by, message.conversation, MessageParty(message.party), now)
    still = Message.objects.filter(pk=message.pk, read_at=None, taken_back_at=None, at__gt=now - TAKE_BACK_WITHIN)
    if not still.update(taken_back_at=now, text=""):
        raise Refused("too_late", "It was read, or more than 5 minutes have passed, so it cannot be taken back.")
    message.refresh_from_db()
    _audit("message.taken_back", message, by, now)
    return message


@transaction.atomic
def read(*, conversation: Conversation, party: MessageParty, by: User, at: datetime | None = None) -> None:
    """That side has read all that is there, and is told by e-mail about the next message again."""
    now = at or timezone.now()
    check_side(by, conversation, party, now)
    new = Message.objects.filter(conversation=conversation, party=found.OTHER[party], read_at=None, taken_back_at=None)
    new.update(read_at=now)
    Conversation.objects.filter(pk=conversation.pk).update(**{message_notices.TOLD[party]: None})


def _audit(action: str, message: Message, by: User, now: datetime) -> None:
    person = message.conversation.person
    audit(
        action=action,
        by=by,
        on_behalf_of=behalf(person, by) if message.party == PERSON else None,
        subject=f"conversation:{message.conversation.reference}",
        detail={"message": message.pk},
        at=now,
    )
