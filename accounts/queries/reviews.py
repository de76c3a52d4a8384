"""Reviews of purchases as practitioners see them: who waits, until when, and who has it."""

from datetime import date

from django.db.models import Q, QuerySet

from accounts.models import PurchaseReview, User

SHOWS = ("waiting", "all", "answered")
OPEN = Q(answer="", person__died_on=None)  # after a death nobody has anything from an answer


def visible(user: User) -> QuerySet[PurchaseReview]:
    """All but those about herself, about somebody she acts for, and those that she asked for."""
    acts_for = user.mandates.filter(ended_at=None).values("person")
    found = PurchaseReview.objects.exclude(asked_by=user).exclude(person__in=acts_for)
    return found.exclude(person__user=user).select_related("person", "handler", "answered_by")


def queue(user: User, show: str) -> QuerySet[PurchaseReview]:
    """ "waiting": hers and nobody's, the first due first; "all" that are open; "answered", the last first."""
    found = visible(user)
    if show == "answered":
        return found.exclude(answer="").order_by("-answered_at", "-pk")
    found = found.filter(OPEN).order_by("due_on", "asked_at", "pk")
    return found if show == "all" else found.filter(Q(handler=user) | Q(handler=None))


def counts(user: User, today: date) -> tuple[int, int]:
    """How many wait for her or for anybody, and how many of all that are open are late."""
    late = visible(user).filter(OPEN, due_on__lt=today)
    return queue(user, "waiting").count(), late.count()
