"""What is worked out from the truth besides the index: the words to spell by, and what half a word may become."""

from __future__ import annotations

from search import completion, vocabulary


def refresh() -> int:
    """Bring both up to date; answers how many words there are. Safe to stop at any moment and to run again."""
    completion.refresh()
    return vocabulary.refresh()
