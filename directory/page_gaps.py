"""What a page of the directory lacks that people ask for first. Pure."""

from dataclasses import dataclass

from directory.change_rules import FOR_SCHEDULERS


@dataclass(frozen=True)
class Held:
    """What a page says, as yes or no."""

    summary: bool
    prices: bool
    hours: bool
    phones: bool
    where: bool
    who: bool


# section of the page, what to say
GAPS = (
    ("about", "summary", "what it is, in one sentence"),
    ("prices", "prices", "what it costs"),
    ("hours", "hours", "when you are open"),
    ("phones", "phones", "a telephone number"),
    ("where", "where", "where you are or go"),
    ("who", "who", "who it is for"),
)


def gaps(held: Held, *, all_of_it: bool = True) -> list[str]:
    """In words, the most asked for first. Without `all_of_it` only what whoever keeps the diary may write."""
    return [
        words for section, name, words in GAPS if not getattr(held, name) and (all_of_it or section in FOR_SCHEDULERS)
    ]
