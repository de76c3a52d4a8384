"""The ideas bank: by outcome, and by words."""

from django.db.models import Count, QuerySet

from accounts.models import Outcome
from marketplace.models import Idea
from marketplace.queries.wording import every_word

LOOKED_IN = ("title", "summary", "story", "what", "kind__name")


def found(words: str = "", outcome: int | None = None) -> QuerySet[Idea]:
    """Every word somewhere in the idea; of one outcome, or of all."""
    ideas = Idea.objects.select_related("outcome", "kind")
    if outcome is not None:
        ideas = ideas.filter(outcome=outcome)
    return ideas.filter(every_word(words, LOOKED_IN))


def outcomes() -> QuerySet[Outcome]:
    """Those that have ideas, with how many."""
    return Outcome.objects.annotate(number=Count("ideas")).filter(number__gt=0)
