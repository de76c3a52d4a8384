"""A page of results: the same machinery for everything and for any room's list of its own kinds.

`/search/` is `results_page(request, title="Search")`; a room's list fixes the kinds:
`results_page(request, title="Find support", kinds=("service", "personal_assistant"), template="directory/find.html")`.
A template of one's own extends "search/results.html" and fills its blocks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from design.models import Council
from search import documents, record, slots, windows
from search.address import FREE_FROM, FREE_ON, FREE_TO, KIND, Asked, read
from search.address import query as query_of
from search.asking import answered
from search.forms.find import SORT_NAMES, FindForm, NarrowForm, WindowForm
from search.query import DEEPEST, Facet, FacetValue, Query, Results
from search.slots import ResultsPage
from search.understood import offers
from search.urgent import LONGEST_READ, help_for
from search.views.tabs import tabs
from search.views.ways_out import Link, ways_out

LONGEST_HEADING = 60
NEW_WITH_A_QUESTION = ("q", "near", "exact", "anywhere")
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
    typed, whole = read(request.GET), request.GET.get("q", "")[:LONGEST_READ]
    answer = answered(typed, lambda asked, form: query_of(asked, form.place, kinds=kinds, fixed=fixed))
    asked, query, results = answer.asked, answer.query, _with_more(answer.results)
    request.GET = asked.query_dict()  # type: ignore[assignment] # what pagination links repeat: nothing long, nothing odd
    page = _page(title, asked, answer.form, query, results, _offered(results, fixed or {}))
    everywhere = asked.changed(facets={**({KIND: kinds} if kinds else {}), **asked.facets, **(fixed or {})})
    told = ResultsPage(page["heading"], everywhere.address, query, results)
    filled = {name: slots.fill(name, request, told) for name in _slots_of(results)}
    shell = {"breadcrumbs": breadcrumbs, "section": section, "slots": filled}
    read_as = {"correction": answer.correction, "placed": answer.place, "offers": offers(asked, results)}
    urgent = help_for(f"{whole} / {asked.text}", Council.current)
    calm = {"urgent": urgent, **({"heading": title} if urgent else {})}  # words of distress are no heading
    response = render(request, template, {**page, **read_as, **calm, **shell, **(context or {})})
    record.after(response, request, results)
    return response


def _page(
    title: str, asked: Asked, form: FindForm, query: Query, results: Results, offered: list[Facet]
) -> dict[str, Any]:
    asked = replace(asked, page=results.page)
    return {
        "title": title,
        "heading": heading(title, asked, form),
        "asked": asked,
        "form": form,
        "near": form.place,
        "results": results,
        "deepest": DEEPEST,
        "kept": [(name, value) for name, value in asked.changed().pairs() if name not in NEW_WITH_A_QUESTION],
        "order_in_words": _order_in_words(asked, results, form),
        "groups": [_group(asked, facet) for facet in offered],
        "taken": _taken(asked, offered),
        "all_off": asked.changed(facets={KIND: asked.facets.get(KIND, ())}, window=None).address,
        "tabs": tabs(asked, query, results),
        "kinds_chosen": asked.facets.get(KIND, ()),
        "sorts": _sorts(asked, results, form),
        "narrow": NarrowForm(asked, offered, near=form.place is not None),
        **_window(asked, query, form),
        "ways_out": ways_out(asked, query, offered) if results.ready and not results.total else [],
    }


def _window(asked: Asked, query: Query, form: FindForm) -> dict[str, Any]:
    """Where it is known who has room: the form that asks for a time, and what it keeps."""
    if not any(kind in windows.kinds() for kind in query.kinds or windows.kinds()):
        return {}
    own = {FREE_ON, FREE_FROM, FREE_TO} | ({"distance"} if form.place else set())
    pairs = asked.changed().pairs()
    return {
        "window_form": WindowForm(asked, near=form.place is not None),
        "window_keeps": [(name, value) for name, value in pairs if name not in own],
        "window_pairs": [(name, value) for name, value in pairs if name in (FREE_ON, FREE_FROM, FREE_TO)],
    }


def heading(title: str, asked: Asked, form: FindForm) -> str:
    """The page's own words first: what was asked for, and where."""
    words = asked.text[:1].upper() + asked.text[1:] if asked.text else title
    if len(words) > LONGEST_HEADING:
        words = words[: LONGEST_HEADING - 1].rstrip() + "…"
    return f"{words} near {form.place.label}" if form.place else words


def _with_more(results: Results) -> Results:
    """What higher rooms say of the things on this page, asked once for each kind."""
    refs: dict[str, list[str]] = defaultdict(list)
    for hit in results.hits:
        refs[hit.document.kind].append(hit.document.ref)
    said = {kind: documents.said_of(kind, found) for kind, found in refs.items()}
    hits = (replace(hit, more=said[hit.document.kind].get(hit.document.ref, {})) for hit in results.hits)
    return replace(results, hits=tuple(hits))


def _slots_of(results: Results) -> list[str]:
    if not results.ready:
        return []
    return ["beside_results"] if results.total else ["beside_results", "nothing_found"]


def _offered(results: Results, fixed: Mapping[str, tuple[str, ...]]) -> list[Facet]:
    """Groups to narrow it down by; the kinds stand above the results."""
    return [facet for facet in results.facets if facet.name not in {KIND, *fixed}]


def _group(asked: Asked, facet: Facet) -> Group:
    """The first of a long group, and those that are on."""
    shown = [value for n, value in enumerate(facet.values) if n < MOST_SHOWN or value.chosen]
    return Group(facet.label, [Choice(value, asked.toggled(facet.name, value.value).address) for value in shown])


def _taken(asked: Asked, offered: Sequence[Facet]) -> list[Link]:
    time = [Link(f"Has time {asked.window.words}", asked.changed(window=None).address)] if asked.window else []
    return time + [
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
