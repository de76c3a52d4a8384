"""Out of an empty result: what would find something. Only ways that lead somewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from search.address import DISTANCES, KIND, Asked
from search.query import Facet, Query, has_any, total
from search.views.tabs import looked_at, without_kind

MOST = 4
MOST_FILTERS = 3  # that are taken off one by one

Try = tuple[str, Query, Asked]


@dataclass(frozen=True)
class Link:
    text: str
    address: str
    current: bool = False


def ways_out(asked: Asked, query: Query, offered: Sequence[Facet]) -> list[Link]:
    """A little farther away, another kind, or without a filter; without the words when nothing else helps."""
    farther = _nearest(list(_farther(asked, query)))
    tries = [*_other_kinds(asked, query), *_with_less(asked, query, offered)]
    found = (way for way in map(_that_finds, tries) if way)
    ways = [farther, *islice(found, MOST - 1)] if farther else [*islice(found, MOST)]
    if not ways and asked.text and (asked.has_choices or query.near):
        wordless = _that_finds(("without your words", replace(query, text=""), asked.changed(text="")))
        return [wordless] if wordless else []
    return ways


def _nearest(farther: Sequence[Try]) -> Link | None:
    """The first that finds something. The last is tried before: where even that finds nothing, nothing nearer does."""
    if not farther or not (last := _that_finds(farther[-1])):
        return None
    return next((way for way in map(_that_finds, farther[:-1]) if way), last)


def _farther(asked: Asked, query: Query) -> Iterator[Try]:
    if query.near is None or asked.miles is None:
        return
    for miles in (one for one in DISTANCES if one > asked.miles):
        yield f"within {miles} miles", replace(query, miles=float(miles)), asked.changed(miles=float(miles))
    yield "at any distance", replace(query, miles=None), asked.changed(miles=None)


def _other_kinds(asked: Asked, query: Query) -> Iterator[Try]:
    """Everything, where one kind was chosen; and what stands aside."""
    chosen = asked.facets.get(KIND, ())
    if chosen:
        of_every = {group: values for group, values in query.facets.items() if group != KIND}
        yield "of every kind", replace(query, facets=of_every), asked.changed(facets=without_kind(asked))
    for kind in (one for one in looked_at(query) if one.aside and one.name not in chosen):
        only = asked.changed(facets={**asked.facets, KIND: (kind.name,)})
        yield f"in {kind.in_sentence}", replace(query, facets={**query.facets, KIND: (kind.name,)}), only


def _with_less(asked: Asked, query: Query, offered: Sequence[Facet]) -> Iterator[Try]:
    """Without each filter in turn (of the first few), then without all. A time that nobody has is the first to go."""
    if asked.window is not None:
        yield (
            f"without “Has time {asked.window.words}”",
            replace(query, window=None, only=None),
            asked.changed(window=None),
        )
    on = [(facet.name, value) for facet in offered for value in facet.values if value.chosen]
    for name, value in on[: MOST_FILTERS if len(on) > 1 else 0]:
        less = asked.toggled(name, value.value)
        yield f"without “{value.label}”", replace(query, facets={**query.facets, name: less.facets[name]}), less
    if on:
        taken_off = {name for name, _ in on}
        kept = {name: values for name, values in query.facets.items() if name not in taken_off}
        words = f"without “{on[0][1].label}”" if len(on) == 1 else "without any filters"
        fewer = {name: values for name, values in asked.facets.items() if name not in taken_off}
        yield words, replace(query, facets=kept), asked.changed(facets=fewer)


def _that_finds(one: Try) -> Link | None:
    words, query, asked = one
    found = total(query) if has_any(query) else 0  # most lead nowhere, and that is soon seen
    return Link(f"{found:,} {'result' if found == 1 else 'results'} {words}", asked.address) if found else None
