"""Who froze a card last, from its history: what the council froze only the council opens again."""

from accounts.models import AuditLine, Card


def last(card: Card) -> AuditLine | None:
    return AuditLine.objects.filter(action="card.frozen", subject=f"card:{card.pk}").order_by("-pk").first()


def is_councils(line: AuditLine | None) -> bool:
    return line is not None and line.detail.get("council") == "yes"


def by_council(card: Card) -> bool:
    """Whether it is frozen now, and by the council."""
    return card.state == Card.State.FROZEN and is_councils(last(card))
