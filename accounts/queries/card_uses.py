"""What a card was used for: purchases, and what shops gave back that belongs to no purchase. Each with its story in
words (`accounts.card_stories`), the newest first. However many there are on a page: seven statements."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import BooleanField, F, QuerySet, Value

from accounts import card_stories
from accounts.card_stories import Use
from accounts.models import AuditLine, Card, CardAuthorisation, CardEntry

Row = tuple[Any, bool, int]  # when, whether it is money back without a purchase, id


def rows(card: Card) -> QuerySet[Any, Row]:
    """For a paginator: what is on which page."""
    asked = _marked(CardAuthorisation.objects.filter(card=card), "asked_at", lone=False)
    back = _marked(CardEntry.objects.filter(card=card, authorisation=None), "at", lone=True)
    return asked.union(back, all=True).order_by("-moment", "-lone", "-pk")


def _marked(found: QuerySet[Any], when: str, *, lone: bool) -> QuerySet[Any, Row]:
    marks = {"moment": F(when), "lone": Value(lone, output_field=BooleanField())}
    return found.annotate(**marks).values_list("moment", "lone", "pk")


def of(card: Card, shown: Iterable[Row]) -> list[Use]:
    """The rows of one page, told."""
    shown = list(shown)
    purchases = _purchases([pk for _, lone, pk in shown if not lone])
    lone = CardEntry.objects.in_bulk([pk for _, lone, pk in shown if lone])
    grown = _grown(list(purchases))
    return [
        card_stories.given_back(lone[pk], card.pot) if is_lone else card_stories.of(purchases[pk], grown.get(pk))
        for _, is_lone, pk in shown
    ]


def _purchases(ids: Sequence[int]) -> dict[int, CardAuthorisation]:
    found = CardAuthorisation.objects.select_related("increases", "review").prefetch_related("draws__pot", "entries")
    return found.in_bulk(ids)


def _grown(ids: Sequence[int]) -> dict[int, int]:
    """What each purchase that grew was first, in pence."""
    subjects = {f"authorisation:{pk}": pk for pk in ids}
    lines = AuditLine.objects.filter(action="card.increased", subject__in=subjects).order_by("-pk")
    return {subjects[line.subject]: line.detail["from"] for line in lines}
