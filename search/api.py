"""Search for programs: `/api/v1/search`, and the list of its own that any room's router gives with `page_of`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlencode

from django.http import HttpRequest
from ninja import Router

from search.address import Asked, query
from search.answers import (
    FilterOut,
    FoundOut,
    LinksOut,
    NearOut,
    PageOut,
    PriceOut,
    ProblemOut,
    ValueOut,
    manner_of,
)
from search.hits import Hit
from search.problems import Fault, Problem
from search.query import Facet, Results, search
from search.strict import Asking, parameters, read_strictly

REFUSED = {frozenset({422, 429, 503}): ProblemOut}
COMING_BACK = 10  # seconds after which a first index may be there

router = Router(tags=["Search"])


@router.get(
    "/search",
    response={200: PageOut, **REFUSED},
    url_name="search",
    summary="Search everything",
    operation_id="search",
    openapi_extra={"parameters": parameters()},
)
def everything(request: HttpRequest) -> PageOut:
    """Advice, services and personal assistants, in the same order as on the page for people.

    Things to buy are offers of services: they are answered with `kind=listing`.
    """
    return page_of(request)


def page_of(
    request: HttpRequest,
    *,
    kinds: tuple[str, ...] = (),
    fixed: Mapping[str, tuple[str, ...]] | None = None,
) -> PageOut:
    """One page for the address that was asked. `kinds` and `fixed` always hold, as in `views.results.results_page`."""
    fixed = dict(fixed or {})
    asking = read_strictly(request.GET, without=hidden(kinds, fixed))
    results = search(query(asking.asked, asking.near, kinds=kinds, fixed=fixed))
    if not results.ready:
        raise Problem(503, "There is no search index yet. Try again in a moment.", retry_after=COMING_BACK)
    if results.page != asking.asked.page:
        detail = f"There {'is 1 page' if results.pages == 1 else f'are {results.pages:,} pages'}."
        raise Problem(422, detail, faults=[Fault("page", detail)])
    return _page(request, asking, results, hidden(kinds, fixed))


def hidden(kinds: tuple[str, ...], fixed: Mapping[str, tuple[str, ...]]) -> set[str]:
    """Filters that cannot be chosen here."""
    return set(fixed) | ({"kind"} if len(kinds) == 1 else set())


def _page(request: HttpRequest, asking: Asking, results: Results, without: set[str]) -> PageOut:
    near = asking.near
    return PageOut(
        total=results.total,
        page=results.page,
        pages=results.pages,
        sort=results.sort,
        near=NearOut(name=near.label, kind=near.kind) if near else None,
        some_words=results.some_words,
        links=_links(request, asking.asked, results),
        results=[_found(request, hit) for hit in results.hits],
        filters=[_filter(facet) for facet in results.facets if facet.name not in without],
    )


def _links(request: HttpRequest, asked: Asked, results: Results) -> LinksOut:
    def link(page: int) -> str:
        said = urlencode(replace(asked, page=page).pairs())
        return request.build_absolute_uri(f"{request.path}{'?' if said else ''}{said}")

    page, pages = results.page, results.pages
    return LinksOut(
        this=link(page),
        first=link(1),
        previous=link(page - 1) if page > 1 else None,
        next=link(page + 1) if page < pages else None,
        last=link(pages),
    )


def _found(request: HttpRequest, hit: Hit) -> FoundOut:
    document, manner = hit.document, manner_of(hit.document.kind)
    price = document.price_pence
    return FoundOut(
        kind=document.kind,
        title=document.title,
        summary=document.summary,
        organisation=str(document.extra.get("organisation") or ""),
        url=request.build_absolute_uri(document.url),
        api=request.build_absolute_uri(manner.address(document)) if manner else None,
        distance_miles=_miles(hit.miles, whole=bool(manner and manner.whole_miles)),
        nearest_place=hit.place if hit.miles is not None else "",
        anywhere=document.anywhere,
        price=None if price is None else PriceOut(pence=price, unit=document.price_unit),
        approved=hit.approved,
        approved_until=document.approved_until if hit.approved else None,
        confirmed_on=document.confirmed_on,
        filters=document.facets,
    )


def _miles(miles: float | None, *, whole: bool) -> float | None:
    if miles is None:
        return None
    return float(max(1, round(miles))) if whole else round(miles, 1)


def _filter(facet: Facet) -> FilterOut:
    values = [ValueOut(value=one.value, name=one.label, count=one.count, chosen=one.chosen) for one in facet.values]
    return FilterOut(parameter=facet.name, name=facet.label, values=values)
