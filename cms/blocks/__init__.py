"""What an advice page is made of. Each block says what it is for, and gives its own words as plain paragraphs."""

from collections.abc import Iterator

from wagtail.blocks import StreamBlock

from cms import figures

from .helping import Contact, FindSupport
from .lists import Source, Start
from .showing import LawQuote, Picture, WorkedExample
from .writing import Callout, KeyFacts, Steps, Text

__all__ = ["AdviceBody", "Source", "Start", "words"]


class AdviceBody(StreamBlock):
    text = Text()
    steps = Steps()
    key_facts = KeyFacts()
    callout = Callout()
    worked_example = WorkedExample()
    contact = Contact()
    law_quote = LawQuote()
    picture = Picture()
    find_support = FindSupport()


def words(stream, *, quotes: bool = False) -> Iterator[str]:
    """Every paragraph we wrote, in order, as a reader reads it; with `quotes` the law's own words too, for search."""
    for child in stream:
        yield from map(figures.in_text, child.block.words(child.value))
        if quotes and hasattr(child.block, "quoted"):
            yield from child.block.quoted(child.value)
