"""E-mails about messages: that there is one, and where. Never what it says, nor what the support is for."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from accounts import notices
from accounts.models import User
from accounts.permissions import may_for
from accounts.roles import Scope
from design.models import Council
from marketplace.models import Conversation, Message, MessageParty, MessageReport
from marketplace.readers import seller_readers

FOLDER = "marketplace/emails/messages"
TOLD = {MessageParty.PERSON: "person_told_at", MessageParty.PROVIDER: "provider_told_at"}
PAGES = {MessageParty.PERSON: "messages-conversation", MessageParty.PROVIDER: "provider-messages-conversation"}


def new_message(conversation: Conversation, to: MessageParty, *, at: datetime, send: bool) -> None:
    """One e-mail to each reader on that side; no more until the side has read what is there."""
    field = TOLD[to]
    untold = Conversation.objects.filter(pk=conversation.pk, **{field: None})
    if untold.update(**{field: at}):
        _queue(readers(conversation, to, at), conversation, to, "new", at, send)


def decided(report: MessageReport, *, at: datetime, send: bool) -> None:
    party = MessageParty(report.party)
    _queue([report.raised_by], report.conversation, party, "decided", at, send)


def readers(conversation: Conversation, side: MessageParty, at: datetime) -> list[User]:
    if side == MessageParty.PROVIDER:
        return seller_readers(conversation.seller)
    return person_readers(conversation, at)


def person_readers(conversation: Conversation, at: datetime) -> list[User]:
    """The person, and each delegate who has written here or placed the order, while her mandate lets her read."""
    found = [conversation.person.user] if conversation.person.user else []
    wrote = Message.objects.filter(conversation=conversation, mandate__isnull=False).values("by")
    ids = {*wrote.values_list("by", flat=True), conversation.order.placed_by_id if conversation.order else None}
    day = timezone.localdate(at)
    for user in User.objects.filter(pk__in=ids - {None}).order_by("pk"):
        if user not in found and may_for(user, conversation.person, Scope.MESSAGE, on=day):
            found.append(user)
    return found


def _queue(
    people: list[User], conversation: Conversation, to: MessageParty, template: str, at: datetime, send: bool
) -> None:
    link = reverse(PAGES[to], args=[conversation.reference])
    context = {"council": SimpleLazyObject(Council.current), "link": link}
    for user in people:
        if user == conversation.person.user and to == MessageParty.PERSON:
            notices.tell(person=conversation.person, template=f"{FOLDER}/{template}", context=context, at=at, send=send)
        else:
            notices.queue(to=user, template=f"{FOLDER}/{template}", context=context, at=at, send=send)
