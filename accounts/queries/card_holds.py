"""What cards hold: shops were promised it and have not taken it."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from accounts.models import CardAuthorisation
from accounts.spending import share


def waiting() -> Iterator[tuple[datetime, list[tuple[int, int]]]]:
    """Of every open purchase: when the shop asked, and what is still held, pot by pot."""
    approved = CardAuthorisation.objects.filter(state=CardAuthorisation.State.APPROVED).prefetch_related("draws")
    for asked in approved.order_by("pk"):
        parts = [(draw.pot_id or 0, draw.pence) for draw in asked.draws.all()]
        yield asked.asked_at, share(parts, sum(pence for _, pence in parts), skip=asked.captured_pence)


def by_pot() -> Counter[int]:
    """Pence held by cards in each pot."""
    found: Counter[int] = Counter()
    for _, parts in waiting():
        for pot, pence in parts:
            found[pot] += pence
    return found
