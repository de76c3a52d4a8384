"""Our query as the embedded engine's: small functions, each making one clause."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from tantivy import FieldType, Occur, Query

from search import cells
from search.analysis import Alternative, Group, Phrase
from search.engines.protocol import TEXT_FIELDS, TIE_BREAKER, EngineQuery
from search.engines.tantivy_schema import NO_CELL, schema

Clause = tuple[Occur, Query]
APPROVED = "approved"
ANYWHERE = (NO_CELL, NO_CELL)
FEW = 2_000  # ids
MOST_VALUES = 2_000


def without_choices(query: EngineQuery) -> list[Clause]:
    """Everything that a result must satisfy but the choices of facets and the circle."""
    return [
        (Occur.Must, _words(query.groups, query.required) if query.groups else _all()),
        (Occur.MustNot, _listed("visible_from", query.today + 1, None)),
        (Occur.MustNot, _listed("visible_until", None, query.today - 1)),
        *([_filter(_any_facet("kind", query.scope))] if query.scope else []),
        *([_filter(_listed("id", query.newer_than + 1, None))] if query.newer_than else []),
        *([_filter(_one_of(query.only))] if query.only is not None else []),
        *_not(query.excluded),
    ]


def chosen(query: EngineQuery) -> Iterator[Clause]:
    for group, values in query.facets.items():
        if values:
            yield _filter(_approved(values, query.today) if group == APPROVED else _any_facet(group, values))


def in_circle(held: cells.Cover | None, outside: Collection[int]) -> Iterator[Clause]:
    """What lies in the circle and what is anywhere, once it is known what its edge leaves out."""
    if held:
        yield _filter(_cells([*held.around, ANYWHERE]))
    yield from _not(outside)


def to_measure(held: cells.Cover | None) -> Iterator[Clause]:
    """What has a place that may lie just outside the circle; all but what is anywhere, where no cells can be said."""
    if held:
        yield _filter(_cells(held.edge))
    yield Occur.MustNot, _cells([ANYWHERE])


def _cells(ranges: Iterable[cells.Range]) -> Query:
    """By the dictionary, which costs what is found: the columns would be read from end to end."""
    return Query.boolean_query([(Occur.Should, _listed("cells", first, last)) for first, last in ranges])


@lru_cache(maxsize=32)  # one page asks for its words again for each count; a long question takes longest to write down
def _words(groups: tuple[Group, ...], required: int) -> Query:
    clauses = [(Occur.Should, _group(group)) for group in groups]
    return Query.boolean_query(clauses, minimum_number_should_match=required)


def _group(group: Group) -> Query:
    """The best of its alternatives, each in the best of its fields."""
    if all(len(phrases) == 1 for phrases, _ in group):
        fields = [field for (phrase,), weight in group for field in _fields(phrase, weight)]
        return Query.disjunction_max_query(fields, tie_breaker=TIE_BREAKER)
    return Query.disjunction_max_query([_alternative(alternative) for alternative in group], tie_breaker=TIE_BREAKER)


def _alternative(alternative: Alternative) -> Query:
    phrases = [
        Query.disjunction_max_query(_fields(phrase, alternative.weight), tie_breaker=TIE_BREAKER)
        for phrase in alternative.phrases
    ]
    return phrases[0] if len(phrases) == 1 else Query.boolean_query([(Occur.Must, phrase) for phrase in phrases])


def _fields(phrase: Phrase, weight: float) -> list[Query]:
    return [Query.boost_query(_in_a_row(name, phrase), boost * weight) for name, boost in TEXT_FIELDS.items()]


def _in_a_row(name: str, phrase: Phrase) -> Query:
    if len(phrase) == 1:
        return Query.term_query(schema(), name, phrase[0])
    return Query.phrase_query(schema(), name, list(phrase))


def _approved(values: Collection[str], today: int) -> Query:
    """ "Approved" is a day to be compared with today; other checks are plain values."""
    others = [value for value in values if value != APPROVED]
    choices = [(Occur.Should, _any_facet(APPROVED, others))] if others else []
    if APPROVED in values:
        choices.append((Occur.Should, _listed("approved_until", today, None)))
    return Query.boolean_query(choices)


def _any_facet(group: str, values: Collection[str]) -> Query:
    """One by one: a set of terms would walk through the whole dictionary, for each group and each count anew."""
    terms = [Query.term_query(schema(), "facets", f"{group}={value}", index_option="basic") for value in values]
    return terms[0] if len(terms) == 1 else Query.boolean_query([(Occur.Should, one) for one in terms])


def _not(ids: Collection[int]) -> Iterator[Clause]:
    if not ids:
        return
    yield Occur.MustNot, Query.const_score_query(_one_of(ids), 0.0)  # that nobody asks for scores makes it quicker


def _one_of(ids: Collection[int]) -> Query:
    """A few are quicker one by one; many, as a set."""
    if not ids:
        return Query.empty_query()
    if len(ids) > FEW:
        return Query.term_set_query(schema(), "id", list(ids))
    each = [Query.term_query(schema(), "id", number, index_option="basic") for number in ids]
    return Query.boolean_query([(Occur.Should, one) for one in each])


def _listed(field: str, first: int | None, last: int | None) -> Query:
    """A range of numbers, found by the dictionary of those that there are."""
    return Query.range_query(schema(), field, FieldType.Unsigned, first, last, use_inverted_index=True)


def _filter(query: Query) -> Clause:
    """A clause that decides but does not score."""
    return Occur.Must, Query.const_score_query(query, 0.0)


def _all() -> Query:
    return Query.const_score_query(Query.all_query(), 0.0)


def aggregations(query: EngineQuery) -> dict[str, Any]:
    """Named by what is left out: all groups under all choices (""), and each group with a choice without its own."""
    groups = [group for group, values in query.facets.items() if values]
    counted = {"": {"facets": _values("facets"), APPROVED: _approved_today(query)}}
    for but in groups:
        own = {APPROVED: _approved_today(query)} if but == APPROVED else {}
        counted[but] = {"facets": _values(f"groups.{but}")} | own
    asked: dict[str, Any] = {}
    for but, wanted in counted.items():
        under = [_line(group, query.facets[group], query.today) for group in groups if group != but]
        asked |= _under(but, under, wanted)
    return asked


def _under(but: str, lines: list[str], wanted: dict[str, Any]) -> dict[str, Any]:
    """Counted among what satisfies these lines, which are in the engine's own language."""
    if not lines:
        return {f"{but}:{name}": each for name, each in wanted.items()}
    return {but: {"filter": " AND ".join(f"({line})" for line in lines), "aggs": wanted}}


def counted(answer: Mapping[str, Any], but: str) -> Mapping[str, Any]:
    """The part of the answer that leaves this group out."""
    part: Mapping[str, Any] = answer.get(but) or {
        name.removeprefix(f"{but}:"): each for name, each in answer.items() if name.startswith(f"{but}:")
    }
    return part


def _line(group: str, values: Collection[str], today: int) -> str:
    terms = [f"facets:{_quoted(f'{group}={value}')}" for value in values if (group, value) != (APPROVED, APPROVED)]
    if group == APPROVED and APPROVED in values:
        terms.append(f"approved_until:[{today} TO *]")
    return " OR ".join(terms)


def _quoted(value: str) -> str:
    """Nothing in it means anything to the engine but itself."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _values(column: str) -> dict[str, Any]:
    return {"terms": {"field": column, "size": MOST_VALUES}}


def _approved_today(query: EngineQuery) -> dict[str, Any]:
    return {"range": {"field": "approved_until", "ranges": [{"from": query.today}]}}
