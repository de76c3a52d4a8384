"""Purchases that were declined through a fault of ours: we did not answer in time, or the council's account at the card
company was too low. When, how much, whether it worked later; nobody's name or shop."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import CardAuthorisation
from accounts.spending import Reason

DAY = timedelta(days=1)
OURS = (Reason.TRY_AGAIN, Reason.COUNCIL_SHORT)
State = CardAuthorisation.State


def newest_first() -> QuerySet[CardAuthorisation]:
    """`worked_later`: a purchase of the same sum in the same shop went through within a day."""
    later = CardAuthorisation.objects.filter(
        Q(state=State.APPROVED) | Q(captured_pence__gt=0),
        card=OuterRef("card"),
        merchant_name=OuterRef("merchant_name"),
        pence=OuterRef("pence"),
        asked_at__gt=OuterRef("asked_at"),
        asked_at__lte=OuterRef("asked_at") + DAY,
    )
    return _unanswered().annotate(worked_later=Exists(later)).order_by("-asked_at", "-pk")


def of_last_day(now: datetime) -> Sequence[tuple[datetime, str]]:
    """When each was asked, and the reason of its decline; the oldest first."""
    found = _unanswered().filter(asked_at__gt=now - DAY, asked_at__lte=now).order_by("asked_at")
    return list(found.values_list("asked_at", "decline_reason"))


def _unanswered() -> QuerySet[CardAuthorisation]:
    return CardAuthorisation.objects.filter(decline_reason__in=OURS)
