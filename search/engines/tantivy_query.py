"""Our query as the embedded engine's: small functions, each making one clause."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache

from tantivy import FieldType, Occur, Query

from search.analysis import Alternative, Group
from search.engines.protocol import TEXT_FIELDS, TIE_BREAKER, EngineQuery
from search.engines.tantivy_schema import schema
from search.geo import box, inner_box

Clause = tuple[Occur, Query]
APPROVED = "approved"
FEW = 200  # ids


def whole(query: EngineQuery, *, outside: Collection[int], but: str = "") -> Query:
    """Everything that a result must satisfy, leaving out the choices in the facet group `but`.

    With a circle these are two queries side by side, what lies in it and what is anywhere: an OR inside would make the
    engine walk through the whole box, words or no words.
    """
    clauses = [*_base(query), *_chosen(query, but)]
    if query.miles is None or query.point is None:
        return Query.boolean_query(clauses)
    anywhere = Query.term_query(schema(), "anywhere", 1, index_option="basic")
    around = _square(box(*query.point, query.miles))
    here = [*clauses, _filter(around), (Occur.MustNot, anywhere), *_not(outside)]
    free = [*clauses, _filter(anywhere)]
    return Query.boolean_query([(Occur.Should, Query.boolean_query(here)), (Occur.Should, Query.boolean_query(free))])


def to_measure(query: EngineQuery) -> Query:
    """What lies between a box in the circle and a box round it, before any choice of facets: these must be measured.

    What has several places is always measured: one may give the latitude of a box and another the longitude.
    """
    assert query.point is not None and query.miles is not None  # noqa: S101 - asked only where a circle is given
    clauses = [*_base(query), _filter(_square(box(*query.point, query.miles)))]
    if within := inner_box(*query.point, query.miles):
        one_place = Query.range_query(schema(), "places", FieldType.Unsigned, 0, 1)
        inside = Query.boolean_query([(Occur.Must, _square(within)), (Occur.Must, one_place)])
        clauses.append((Occur.MustNot, inside))
    return Query.const_score_query(Query.boolean_query(clauses), 0.0)


def _base(query: EngineQuery) -> Iterator[Clause]:
    yield Occur.Must, _words(query.groups, query.required) if query.groups else _all()
    yield _filter(_days("visible_from", 0, query.today))
    yield _filter(_days("visible_until", query.today, None))
    if query.scope:
        yield _filter(_any_facet("kind", query.scope))
    if query.newer_than:
        yield _filter(Query.range_query(schema(), "id", FieldType.Unsigned, query.newer_than + 1, None))
    yield from _not(query.excluded)


@lru_cache(maxsize=32)  # one page asks for its words again for each count; a long question takes longest to write down
def _words(groups: tuple[Group, ...], required: int) -> Query:
    clauses = [(Occur.Should, _group(group)) for group in groups]
    return Query.boolean_query(clauses, minimum_number_should_match=required)


def _group(group: Group) -> Query:
    """The best of its alternatives, each in the best of its fields."""
    if all(len(alternative) == 1 for alternative in group):
        fields = [field for alternative in group for field in _fields(alternative[0])]
        return Query.disjunction_max_query(fields, tie_breaker=TIE_BREAKER)
    return Query.disjunction_max_query([_alternative(alternative) for alternative in group], tie_breaker=TIE_BREAKER)


def _alternative(alternative: Alternative) -> Query:
    tokens = [Query.disjunction_max_query(_fields(token), tie_breaker=TIE_BREAKER) for token in alternative]
    return tokens[0] if len(tokens) == 1 else Query.boolean_query([(Occur.Must, token) for token in tokens])


def _fields(token: str) -> list[Query]:
    return [Query.boost_query(Query.term_query(schema(), name, token), boost) for name, boost in TEXT_FIELDS.items()]


def _chosen(query: EngineQuery, but: str) -> Iterator[Clause]:
    for group, values in query.facets.items():
        if group != but and values:
            yield _filter(_approved(values, query.today) if group == APPROVED else _any_facet(group, values))


def _approved(values: Collection[str], today: int) -> Query:
    """ "Approved" is a day to be compared with today; other checks are plain values."""
    others = [value for value in values if value != APPROVED]
    choices = [(Occur.Should, _any_facet(APPROVED, others))] if others else []
    if APPROVED in values:
        choices.append((Occur.Should, _days("approved_until", today, None)))
    return Query.boolean_query(choices)


def _any_facet(group: str, values: Collection[str]) -> Query:
    """One by one: a set of terms would walk through the whole dictionary, for each group and each count anew."""
    terms = [Query.term_query(schema(), "facets", f"{group}={value}", index_option="basic") for value in values]
    return terms[0] if len(terms) == 1 else Query.boolean_query([(Occur.Should, one) for one in terms])


def _not(ids: Collection[int]) -> Iterator[Clause]:
    """A few are quicker one by one; many, as a set."""
    if not ids:
        return
    if len(ids) > FEW:
        yield Occur.MustNot, Query.term_set_query(schema(), "id", list(ids))
        return
    each = [Query.term_query(schema(), "id", number, index_option="basic") for number in ids]
    yield Occur.MustNot, Query.boolean_query([(Occur.Should, one) for one in each])


def _square(sides: tuple[float, float, float, float]) -> Query:
    south, north, west, east = sides
    lat = Query.range_query(schema(), "lat", FieldType.Float, south, north)
    lon = Query.range_query(schema(), "lon", FieldType.Float, west, east)
    return Query.boolean_query([(Occur.Must, lat), (Occur.Must, lon)])


def _days(field: str, first: int, last: int | None) -> Query:
    return Query.range_query(schema(), field, FieldType.Unsigned, first, last)


def _filter(query: Query) -> Clause:
    """A clause that decides but does not score."""
    return Occur.Must, Query.const_score_query(query, 0.0)


def _all() -> Query:
    return Query.const_score_query(Query.all_query(), 0.0)


def aggregations(today: int) -> Mapping[str, object]:
    return {
        "facets": {"terms": {"field": "facets", "size": 2_000}},
        APPROVED: {"range": {"field": "approved_until", "ranges": [{"from": today}]}},
    }
