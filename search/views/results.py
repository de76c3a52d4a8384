"""A page of results: the same machinery for everything and for any room's list of its own kinds.

`/search/` is `results_page(request, title="Search")`; a room's list fixes the kinds:
`results_page(request, title="Find support", kinds=("service", "personal_assistant"), template="directory/find.html")`.
A template of one's own extends "search/results.html" and fills its blocks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from design.models import Council
from search import record
from search.address import DISTANCES, Asked, read
from search.forms.find import SORT_NAMES, FindForm, NarrowForm
from search.query import DEEPEST, Facet, FacetValue, Query, Results, search
from search.urgent import help_for

LONGEST_HEADING = 60
MOST_WAYS = 3  # out of an empty result
MOST_SHOWN = 12  # values of a group shown as links; the form has them all

Crumbs = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Choice:
    """One value of a group, with the address that puts it on or takes it off."""

    value: FacetValue
    address: str


@dataclass(frozen=True)
class Group:
    label: str
    choices: list[Choice]


@dataclass(frozen=True)
class Link:
    text: str
    address: str
    current: bool = False


def results_page(
    request: HttpRequest,
    *,
    title: str,
    template: str = "search/results.html",
    kinds: tuple[str, ...] = (),
    fixed: Mapping[str, tuple[str, ...]] | None = None,
    breadcrumbs: Crumbs = (("Home", "/"),),
    section: str = "find",
    context: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """`kinds` and `fixed` (facets by group) always hold: they are no filters to take off."""
    asked = read(request.GET)
    form = FindForm(asked)
    form.is_valid()
    fixed = dict(fixed or {})
    query = Query(
        text=asked.text,
        near=form.place,
        miles=asked.miles,
        kinds=kinds,
        facets={**asked.facets, **fixed},
        sort=asked.sort,
        page=asked.page,
    )
    results = search(query)
    request.GET = asked.query_dict()  # type: ignore[assignment] # what pagination links repeat: nothing long, nothing odd
    page = _page(title, asked, form, results, _offered(results, kinds, fixed))
    response = render(request, template, {**page, "breadcrumbs": breadcrumbs, "section": section, **(context or {})})
    record.after(response, request, results)
    return response


def _page(title: str, asked: Asked, form: FindForm, results: Results, offered: list[Facet]) -> dict[str, Any]:
    asked = replace(asked, page=results.page)
    return {
        "title": title,
        "heading": heading(title, asked, form),
        "asked": asked,
        "form": form,
        "near": form.place,
        "urgent": help_for(asked.text, Council.current),
        "results": results,
        "deepest": DEEPEST,
        "kept": [(name, value) for name, value in asked.changed().pairs() if name not in ("q", "near")],
        "order_in_words": _order_in_words(asked, results, form),
        "groups": [_group(asked, facet) for facet in offered],
        "taken": _taken(asked, offered),
        "all_off": asked.changed(facets={}).address,
        "sorts": _sorts(asked, results, form),
        "narrow": NarrowForm(asked, offered, near=form.place is not None),
        "ways_out": _ways_out(asked, results, offered) if results.ready and not results.total else [],
    }


def heading(title: str, asked: Asked, form: FindForm) -> str:
    """The page's own words first: what was asked for, and where."""
    words = asked.text[:1].upper() + asked.text[1:] if asked.text else title
    if len(words) > LONGEST_HEADING:
        words = words[: LONGEST_HEADING - 1].rstrip() + "…"
    return f"{words} near {form.place.label}" if form.place else words


def _offered(results: Results, kinds: tuple[str, ...], fixed: Mapping[str, tuple[str, ...]]) -> list[Facet]:
    hidden = set(fixed) | ({"kind"} if len(kinds) == 1 else set())
    return [facet for facet in results.facets if facet.name not in hidden]


def _group(asked: Asked, facet: Facet) -> Group:
    """The first of a long group, and those that are on."""
    shown = [value for n, value in enumerate(facet.values) if n < MOST_SHOWN or value.chosen]
    return Group(facet.label, [Choice(value, asked.toggled(facet.name, value.value).address) for value in shown])


def _taken(asked: Asked, offered: Sequence[Facet]) -> list[Link]:
    return [
        Link(value.label, asked.toggled(facet.name, value.value).address)
        for facet in offered
        for value in facet.values
        if value.chosen
    ]


def _sorts(asked: Asked, results: Results, form: FindForm) -> list[Link]:
    return [
        Link(label, asked.changed(sort=name).address, name == results.sort)
        for name, label in SORT_NAMES.items()
        if name != "distance" or form.place
    ]


def _order_in_words(asked: Asked, results: Results, form: FindForm) -> str:
    if results.sort != "relevance":
        return {"distance": "Nearest first.", "price": "Lowest price first.", "name": "In order of name."}[results.sort]
    if asked.text:
        return "Best matches and nearest first." if form.place else "Best matches first."
    return "Nearest first." if form.place else "Most lately confirmed first."


def _ways_out(asked: Asked, results: Results, offered: Sequence[Facet]) -> list[Link]:
    """What would find something: a little farther away, or without a filter. Only ways that lead somewhere."""
    query = replace(results.query, page=1, per_page=1)
    farther = next((way for way in map(_that_finds, _farther(asked, query)) if way), None)
    with_less = [way for way in map(_that_finds, _with_less(asked, query, offered)) if way]
    ways = [*([farther] if farther else []), *with_less][:MOST_WAYS]
    if not ways and asked.text and (asked.has_choices or query.near):
        wordless = _that_finds(("without your words", replace(query, text=""), asked.changed(text="")))
        return [wordless] if wordless else []
    return ways


Try = tuple[str, Query, Asked]


def _farther(asked: Asked, query: Query) -> Iterator[Try]:
    if query.near is None or asked.miles is None:
        return
    for miles in (one for one in DISTANCES if one > asked.miles):
        yield f"within {miles} miles", replace(query, miles=float(miles)), asked.changed(miles=float(miles))
    yield "at any distance", replace(query, miles=None), asked.changed(miles=None)


def _with_less(asked: Asked, query: Query, offered: Sequence[Facet]) -> Iterator[Try]:
    """Without each filter in turn (of the first few), then without all."""
    on = [(facet.name, value) for facet in offered for value in facet.values if value.chosen]
    for name, value in on[: MOST_WAYS if len(on) > 1 else 0]:
        less = asked.toggled(name, value.value)
        yield f"without “{value.label}”", replace(query, facets={**query.facets, name: less.facets[name]}), less
    if on:
        taken_off = {name for name, _ in on}
        kept = {name: values for name, values in query.facets.items() if name not in taken_off}
        words = f"without “{on[0][1].label}”" if len(on) == 1 else "without any filters"
        yield words, replace(query, facets=kept), asked.changed(facets={})


def _that_finds(one: Try) -> Link | None:
    words, query, asked = one
    total = search(query).total
    return Link(f"{total:,} {'result' if total == 1 else 'results'} {words}", asked.address) if total else None
