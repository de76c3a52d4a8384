"""Conversations as screens need them."""

from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import Mandate, Person
from accounts.roles import Scope
from marketplace.models import Block, Conversation, Message, MessageParty, MessageReport, Order, Visit
from marketplace.states import OrderState, VisitState

OTHER = {MessageParty.PERSON: MessageParty.PROVIDER, MessageParty.PROVIDER: MessageParty.PERSON}
LOADED = ("person__user", "personal_assistant__user", "organisation", "listing", "order")


def of_person(person: Person) -> QuerySet[Conversation]:
    """The last written first, with how many messages are new and whether the seller may know the name."""
    return _listed(Conversation.objects.filter(person=person), MessageParty.PERSON)


def of_seller(mine: Q) -> QuerySet[Conversation]:
    return _listed(Conversation.objects.filter(mine), MessageParty.PROVIDER)


def _listed(found: QuerySet[Conversation], reader: MessageParty) -> QuerySet[Conversation]:
    new = Count("messages", filter=_unread("messages__", reader))
    ordered = found.annotate(new=new, knows=Exists(_agreed())).order_by("-last_at", "-pk")
    return ordered.select_related("person", "personal_assistant", "organisation")


def _unread(prefix: str, reader: MessageParty) -> Q:
    new = {"party": OTHER[reader], "read_at": None, "taken_back_at": None}
    return Q(**{f"{prefix}{name}": value for name, value in new.items()})


def unread_of_person(person: Person) -> int:
    return Message.objects.filter(_unread("", MessageParty.PERSON), conversation__person=person).count()


def unread_of_seller(mine: Q) -> int:
    theirs = Conversation.objects.filter(mine)
    return Message.objects.filter(_unread("", MessageParty.PROVIDER), conversation__in=theirs).count()


def thread(conversation: Conversation) -> QuerySet[Message]:
    """The newest first."""
    found = conversation.messages.select_related("by", "mandate")
    return found.order_by("-at", "-pk")


def _agreed() -> QuerySet[Order]:
    """Orders that the seller accepted: before one, they know the person by first name and area only."""
    theirs = Q(listing__personal_assistant=OuterRef("personal_assistant")) | Q(
        listing__service__organisation=OuterRef("organisation")
    )
    return Order.objects.filter(theirs, person=OuterRef("person"), state=OrderState.ACCEPTED)


def knows_person(conversation: Conversation) -> bool:
    return Conversation.objects.filter(Exists(_agreed()), pk=conversation.pk).exists()


def person_called(conversation: Conversation, knows: bool) -> str:
    """How the seller reads the person's name: "Rosa, in AM3" until an order was agreed, then all of it."""
    person = conversation.person
    if knows:
        return person.name
    area = person.postcode.split(" ")[0]
    return f"{person.first_name}, in {area}" if area else person.first_name


def author(message: Message, conversation: Conversation) -> str:
    """Who wrote, by first names: "Amira for Joan", "Grace, Hollybank Home Care"."""
    first = message.by.get_short_name()
    if message.party == MessageParty.PROVIDER:
        return conversation.seller_called if conversation.personal_assistant else f"{first}, {conversation.seller}"
    return f"{first} for {conversation.person.first_name}" if message.mandate_id else conversation.person.first_name


def visits_due(conversation: Conversation, at: datetime) -> bool:
    theirs = Q(order__listing__personal_assistant=conversation.personal_assistant_id) & ~Q(
        order__listing__personal_assistant=None
    )
    theirs |= Q(order__listing__service__organisation=conversation.organisation_id) & ~Q(order__listing__service=None)
    due = Visit.objects.filter(theirs, _to_come(at), order__person=conversation.person_id)
    return due.exists()


def _to_come(at: datetime) -> Q:
    return Q(state__in=(VisitState.REQUESTED, VisitState.PLANNED), starts_at__gte=at)


def blocks(conversation: Conversation) -> list[Block]:
    return list(conversation.blocks.filter(ended_at=None).order_by("pk"))


def reports_of(conversation: Conversation, party: MessageParty) -> list[MessageReport]:
    return list(conversation.reports.filter(party=party).order_by("-raised_at", "-pk")[:1])


def may_be_reached(person: Person, at: datetime) -> bool:
    """Whether somebody would read what a seller writes to this person: not where staff and paper serve her."""
    if person.user_id:
        return True
    day = timezone.localdate(at)
    mandates = Mandate.objects.filter(person=person, ended_at=None).select_related("person")
    return any(Scope.MESSAGE in mandate.scopes and mandate.holds_on(day) for mandate in mandates)


def open_reports() -> QuerySet[MessageReport]:
    """Reports that wait for a decision: a worry about safety before all others, then the oldest first."""
    unsafe = Q(reason=MessageReport.Reason.SAFETY)
    found = MessageReport.objects.filter(decision="").annotate(first=Count("pk", filter=unsafe))
    loaded = ("conversation__person", "conversation__personal_assistant", "conversation__organisation")
    return found.select_related(*loaded).order_by("-first", "raised_at", "pk")


def report_counts() -> tuple[int, int]:
    """Open reports, and how many of them say that somebody is not safe."""
    unsafe = Q(reason=MessageReport.Reason.SAFETY)
    counts = MessageReport.objects.filter(decision="").aggregate(n=Count("pk"), unsafe=Count("pk", filter=unsafe))
    return counts["n"], counts["unsafe"]
