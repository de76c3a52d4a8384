"""What a card's page tells of it besides its uses: who froze or stopped it, when and why; which kinds can be had."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from accounts.card_wording import reason_in_words
from accounts.models import AuditLine, Card, CardAccount, Person, Pot, User

KINDS = (Card.Kind.PHYSICAL, Card.Kind.VIRTUAL)


@dataclass(frozen=True)
class Change:
    """Who did something to a card. `who` is "you", a name, "the council" or nothing (the clock)."""

    who: str
    at: datetime
    why: str
    is_council: bool


def frozen(card: Card, reader: User) -> Change | None:
    return _last(card, "card.frozen", reader) if card.state == Card.State.FROZEN else None


def stopped(card: Card, reader: User) -> Change | None:
    return _last(card, "card.stopped", reader) if card.state == Card.State.CLOSED else None


def _last(card: Card, action: str, reader: User) -> Change | None:
    line = AuditLine.objects.filter(action=action, subject=f"card:{card.pk}").order_by("-pk").first()
    if line is None:
        return None
    council = line.detail.get("council") == "yes"
    who = "the council" if council else _name(line.by, reader)
    return Change(who, line.at, reason_in_words(line.detail.get("reason", "")), council)


def _name(by: str, reader: User) -> str:
    if by == str(reader.pk):
        return "you"
    return User.objects.filter(pk=int(by)).values_list("name", flat=True).first() or "" if by else ""


def frozen_by_council(cards: Iterable[Card]) -> set[int]:
    """Which of these the council froze, by id. One statement however many they are."""
    subjects = {f"card:{card.pk}": card.pk for card in cards if card.state == Card.State.FROZEN}
    lines = AuditLine.objects.filter(action="card.frozen", subject__in=subjects).order_by("pk")
    last = {subjects[line.subject]: line.detail.get("council") == "yes" for line in lines}
    return {pk for pk, council in last.items() if council}


def newer_of(card: Card) -> Card | None:
    """The one made in its place."""
    return Card.objects.filter(replaces=card).first() if card.state == Card.State.CLOSED else None


def account_of(person: Person) -> CardAccount | None:
    """The open card account of her budget."""
    return CardAccount.objects.filter(person=person, kind=CardAccount.Kind.BUDGET, closed_at=None).first()


def pots_of(account: CardAccount) -> list[Pot]:
    """What a card can spend first."""
    found = Pot.objects.filter(card_account=account, closed_at=None, is_contingency=False)
    return list(found.order_by("position", "pk"))


def open_kinds(account: CardAccount, holder: User, besides: Card | None = None) -> list[Card.Kind]:
    """Kinds of which this holder has no card that still works, plastic first; `besides` one that is to be stopped."""
    held = Card.objects.filter(account=account, holder=holder).exclude(state=Card.State.CLOSED)
    if besides:
        held = held.exclude(pk=besides.pk)
    taken = set(held.values_list("kind", flat=True))
    return [kind for kind in KINDS if kind not in taken]
