"""Asking for a new search index."""

from django.db import transaction

from accounts.audit import audit
from accounts.models import User
from search import state


@transaction.atomic
def rebuild(*, by: User) -> bool:
    """The worker makes it beside the one that serves. False, and nothing done, while one is being made."""
    begun = state.begin_rebuild()
    if begun:
        audit(action="search.rebuild", by=by, subject="search")
    return begun
