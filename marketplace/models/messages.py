"""What a person and a seller write to each other, and what ends it: a block, or a report to the council."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Mandate, Person
from directory.models import Organisation, PersonalAssistantProfile
from marketplace.models.listings import Listing
from marketplace.models.orders import Order

LONGEST = 2_000  # characters of a message
TAKE_BACK_WITHIN = timedelta(minutes=5)


class MessageParty(models.TextChoices):
    """On whose side somebody writes. A delegate writes on the person's."""

    PERSON = "person", "The person"
    PROVIDER = "provider", "The seller"


def by_user(**more: Any) -> models.ForeignKey:
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", **more)


class Conversation(models.Model):
    """All that one person and one seller have written. `listing` and `order` say what it was about last."""

    reference = models.CharField(max_length=12, unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="conversations")
    personal_assistant = models.ForeignKey(
        PersonalAssistantProfile, on_delete=models.PROTECT, null=True, blank=True, related_name="conversations"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="conversations"
    )
    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    order = models.ForeignKey(Order, on_delete=models.PROTECT, null=True, blank=True, related_name="conversations")
    started_at = models.DateTimeField()
    started_by = by_user()
    last_at = models.DateTimeField("when somebody last wrote")
    # that e-mail went to a side about something it has not read yet: one is enough
    person_told_at = models.DateTimeField(null=True, blank=True)
    provider_told_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField("closed by the council at", null=True, blank=True)
    closed_by = by_user(null=True, blank=True)

    class Meta:
        ordering = ["-last_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(personal_assistant__isnull=False, organisation=None)
                | Q(personal_assistant=None, organisation__isnull=False),
                name="conversation_with_an_assistant_or_an_organisation",
            ),
            models.UniqueConstraint(
                fields=["person", "personal_assistant"],
                condition=Q(personal_assistant__isnull=False),
                name="conversation_once_with_an_assistant",
            ),
            models.UniqueConstraint(
                fields=["person", "organisation"],
                condition=Q(organisation__isnull=False),
                name="conversation_once_with_an_organisation",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None) | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="conversation_closed_at_and_by",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-last_at"], name="conversation_of_a_person"),
            models.Index(fields=["personal_assistant", "-last_at"], name="conversation_of_an_assistant"),
            models.Index(fields=["organisation", "-last_at"], name="conversation_of_an_org"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def seller(self) -> PersonalAssistantProfile | Organisation:
        found: Any = self.personal_assistant or self.organisation
        return found

    @property
    def seller_called(self) -> str:
        """How a sentence names the seller: "Ben", "Hollybank Home Care"."""
        return self.personal_assistant.first_name if self.personal_assistant else self.seller.name


class Message(models.Model):
    """One message, kept as it was typed. Taken back, its words are gone."""

    class Kind(models.TextChoices):
        WORDS = "words", "Message"
        QUESTION = "question", "Question"
        MEET = "meet", "Would like to meet first"

    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="messages")
    token = models.CharField("one form sends one message", max_length=40)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.WORDS)
    party = models.CharField("on whose side it was written", max_length=10, choices=MessageParty)
    by = by_user()
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    text = models.CharField(max_length=LONGEST, blank=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField("first read by the other side at", null=True, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["conversation", "by", "token"], name="message_once_from_a_form"),
            models.CheckConstraint(condition=Q(party__in=MessageParty.values), name="message_party"),
            models.CheckConstraint(
                condition=(Q(taken_back_at=None) & ~Q(text="")) | Q(taken_back_at__isnull=False, text=""),
                name="message_taken_back_has_no_words",
            ),
            models.CheckConstraint(condition=Q(mandate=None) | Q(party="person"), name="message_mandate_of_the_person"),
        ]
        indexes = [
            models.Index(fields=["conversation", "-at"], name="message_of_a_conversation"),
            models.Index(
                fields=["conversation", "party"],
                condition=Q(read_at=None, taken_back_at=None),
                name="message_unread",
            ),
            models.Index(fields=["by", "at"], name="message_by_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.conversation_id}: {self.pk}"

    def may_be_taken_back(self, at: datetime) -> bool:
        return self.read_at is None and self.taken_back_at is None and at < self.at + TAKE_BACK_WITHIN


class Block(models.Model):
    """One side wants no more messages from the other, until it ends the block."""

    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="blocks")
    party = models.CharField("which side blocks", max_length=10, choices=MessageParty)
    at = models.DateTimeField()
    by = by_user()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = by_user(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "party"], condition=Q(ended_at=None), name="block_once_at_a_time"
            ),
            models.CheckConstraint(condition=Q(party__in=MessageParty.values), name="block_party"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="block_ended_at_and_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.conversation_id}: {self.party}"


class MessageReport(models.Model):
    """One side asks the council to look at a conversation, and what somebody there decided."""

    class Reason(models.TextChoices):
        UNKIND = "unkind", "It is rude, threatening or bullying"
        MONEY = "money", "It asks for money, or for bank or card details"
        AROUND = "around", "It asks me to pay or book outside this service"
        SAFETY = "safety", "I am worried that somebody is not safe"
        OTHER = "other", "Something else"

    class Decision(models.TextChoices):
        NOTHING = "nothing", "Nothing more to do"
        SPOKEN = "spoken", "We spoke to the people it is about"
        CLOSED = "closed", "Close the conversation: nobody can write in it"

    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="reports")
    party = models.CharField("which side reports", max_length=10, choices=MessageParty)
    reason = models.CharField(max_length=10, choices=Reason)
    words = models.CharField("what they tell us besides", max_length=500, blank=True)
    raised_at = models.DateTimeField()
    raised_by = by_user()
    decision = models.CharField(max_length=10, choices=Decision, blank=True)
    explanation = models.CharField("what the one who reported reads", max_length=500, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = by_user(null=True, blank=True)

    class Meta:
        ordering = ["raised_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(party__in=MessageParty.values), name="report_party"),
            models.UniqueConstraint(
                fields=["conversation", "party"], condition=Q(decision=""), name="report_open_once_for_a_side"
            ),
            models.CheckConstraint(
                condition=Q(decision="", decided_at=None, decided_by=None)
                | (~Q(decision="") & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="report_decided_at_and_by",
            ),
        ]
        indexes = [models.Index(fields=["raised_at"], condition=Q(decision=""), name="report_open")]

    def __str__(self) -> str:
        return f"{self.conversation_id}: {self.reason}"
