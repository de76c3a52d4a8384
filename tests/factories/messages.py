"""Conversations for tests, written by the same actions as the site's."""

from datetime import datetime
from itertools import count
from typing import Any

from accounts.models import Person, User
from marketplace.actions import messages, reports
from marketplace.actions.messages import PERSON, PROVIDER, Words
from marketplace.models import Conversation, Message, MessageReport
from tests.factories import accounts as people
from tests.factories import marketplace as market

numbers = count(1)


def words(text: str = "Could you come at 8?", kind: str = "words", token: str = "") -> Words:
    return Words(text, token or f"form-{next(numbers)}", kind)


def asked(
    person: Person | None = None,
    seller: Any = None,
    *,
    by: User | None = None,
    at: datetime | None = None,
    **typed: Any,
) -> Message:
    """The person asks a seller before anything is booked."""
    whose = person or people.person("Rosa Alvarez", postcode="AM3 2QT")
    return messages.to_seller(
        person=whose, seller=seller or market.assistant(), words=words(**typed), by=by or whose.user, at=at
    )


def answered(message: Message, text: str = "Yes, I could.", at: datetime | None = None) -> Message:
    by = message.conversation.personal_assistant.user
    return messages.reply(conversation=message.conversation, party=PROVIDER, words=words(text), by=by, at=at)


def reported(conversation: Conversation, reason: str = "money", at: datetime | None = None) -> MessageReport:
    by = conversation.person.user
    return reports.report(conversation=conversation, party=PERSON, reason=reason, words="Look", by=by, at=at)
