"""Card questions that we could not answer in time: when, how much, whether it worked later. Nobody's name or shop."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import CardAuthorisation
from accounts.spending import Reason

DAY = timedelta(days=1)
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


def of_last_day(now: datetime) -> Sequence[datetime]:
    """When each was asked, the oldest first."""
    found = _unanswered().filter(asked_at__gt=now - DAY, asked_at__lte=now).order_by("asked_at")
    return list(found.values_list("asked_at", flat=True))


def _unanswered() -> QuerySet[CardAuthorisation]:
    return CardAuthorisation.objects.filter(decline_reason=Reason.TRY_AGAIN)
