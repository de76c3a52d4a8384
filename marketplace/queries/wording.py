"""Words that somebody looks for among the texts of something."""

from collections.abc import Iterable

from django.db.models import Q

MOST_WORDS = 8


def every_word(said: str, fields: Iterable[str]) -> Q:
    """A filter: each of the words stands somewhere in these fields. Where nothing was said it asks nothing."""
    asked = Q()
    for word in said.replace("\0", "").split()[:MOST_WORDS]:
        anywhere = Q()
        for field in fields:
            anywhere |= Q(**{f"{field}__icontains": word})
        asked &= anywhere
    return asked
