"""The ideas bank: by outcome, and by words."""

from django.db.models import Count, Q, QuerySet

from accounts.models import Outcome
from marketplace.models import Idea

LOOKED_IN = ("title", "summary", "story", "what", "kind__name")
MOST_WORDS = 8


def found(words: str = "", outcome: int | None = None) -> QuerySet[Idea]:
    """Every word somewhere in the idea; of one outcome, or of all."""
    ideas = Idea.objects.select_related("outcome", "kind")
    if outcome is not None:
        ideas = ideas.filter(outcome=outcome)
    for word in words.replace("\0", "").split()[:MOST_WORDS]:
        ideas = ideas.filter(_in_any(word))
    return ideas


def _in_any(word: str) -> Q:
    anywhere = Q()
    for field in LOOKED_IN:
        anywhere |= Q(**{f"{field}__icontains": word})
    return anywhere


def outcomes() -> QuerySet[Outcome]:
    """Those that have ideas, with how many."""
    return Outcome.objects.annotate(number=Count("ideas")).filter(number__gt=0)
