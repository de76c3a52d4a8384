"""Our query as Elasticsearch's: small functions, each making one clause. The mirror of `tantivy_query.py`."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from elasticsearch_dsl import Q
from elasticsearch_dsl.query import Query

from search.analysis import Alternative, Group, Phrase
from search.engines.protocol import TEXT_FIELDS, TIE_BREAKER, EngineQuery

APPROVED = "approved"
SLACK_METRES = 1.0  # more than the server's measure of a distance is off by
METRES = 1609.344


def base(query: EngineQuery, outside: Collection[int] = ()) -> Query:
    """Everything that a result must satisfy but the choices of facets, which count towards other groups."""
    return Q(
        "bool",
        must=[words(query)] if query.groups else [],
        filter=[*filters(query)],
        must_not=[Q("terms", id=[*query.excluded, *outside])] if query.excluded or outside else [],
    )


def filters(query: EngineQuery) -> Iterator[Query]:
    yield Q("range", visible_from={"lte": query.today})
    yield Q("range", visible_until={"gte": query.today})
    if query.newer_than:
        yield Q("range", id={"gt": query.newer_than})
    if query.only is not None:
        yield Q("terms", id=[*query.only])
    if query.scope:
        yield any_facet("kind", query.scope)
    if query.miles is not None and query.point is not None:
        yield Q("bool", should=[within(query, SLACK_METRES), Q("term", anywhere=1)], minimum_should_match=1)


def within(query: EngineQuery, slack: float) -> Query:
    assert query.point is not None and query.miles is not None  # noqa: S101 - asked only where a circle is given
    lat, lon = query.point
    metres = max(0.001, query.miles * METRES + slack)
    return Q("geo_distance", distance=f"{metres:.3f}m", point={"lat": lat, "lon": lon})


def rim(query: EngineQuery) -> Query:
    """What lies so near to the edge of the circle that it has to be measured by us. Whatever its facets."""
    return Q(
        "bool",
        filter=[base(query), within(query, SLACK_METRES)],
        must_not=[within(query, -SLACK_METRES), Q("term", anywhere=1)],
    )


def words(query: EngineQuery) -> Query:
    return Q("bool", should=[group(each) for each in query.groups], minimum_should_match=query.required)


def group(alternatives: Group) -> Query:
    """The best of its alternatives, each in the best of its fields."""
    if all(len(phrases) == 1 for phrases, _ in alternatives):
        found = [clause for (phrase,), weight in alternatives for clause in fields(phrase, weight)]
    else:
        found = [every(alternative) for alternative in alternatives]
    return Q("dis_max", queries=found, tie_breaker=TIE_BREAKER)


def every(alternative: Alternative) -> Query:
    phrases = [
        Q("dis_max", queries=fields(phrase, alternative.weight), tie_breaker=TIE_BREAKER)
        for phrase in alternative.phrases
    ]
    return phrases[0] if len(phrases) == 1 else Q("bool", must=phrases)


def fields(phrase: Phrase, weight: float) -> list[Query]:
    return [in_a_row(name, phrase, boost * weight) for name, boost in TEXT_FIELDS.items()]


def in_a_row(name: str, phrase: Phrase, boost: float) -> Query:
    if len(phrase) == 1:
        return Q("term", **{name: {"value": phrase[0], "boost": boost}})
    return Q("match_phrase", **{name: {"query": " ".join(phrase), "boost": boost}})


def chosen(query: EngineQuery, but: str = "") -> list[Query]:
    """The choices of facets, leaving out those in the group `but`."""
    return [
        approved(values, query.today) if name == APPROVED else any_facet(name, values)
        for name, values in query.facets.items()
        if values and name != but
    ]


def approved(values: Collection[str], today: int) -> Query:
    """ "Approved" is a day to be compared with today; other checks are plain values."""
    others = [value for value in values if value != APPROVED]
    choices = [any_facet(APPROVED, others)] if others else []
    if APPROVED in values:
        choices.append(Q("range", approved_until={"gte": today}))
    return Q("bool", should=choices, minimum_should_match=1)


def any_facet(name: str, values: Collection[str]) -> Query:
    return Q("terms", facets=[f"{name}={value}" for value in values])
