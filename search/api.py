"""Search for programs: `/api/v1/search`, and the list of its own that any room's router gives with `page_of`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlencode

from django.http import HttpRequest
from ninja import Router

from search.address import Asked
from search.address import query as query_of
from search.answers import (
    CorrectionOut,
    FilterOut,
    FoundOut,
    LinksOut,
    NearOut,
    PageOut,
    PriceOut,
    ProblemOut,
    SuggestionOut,
    ValueOut,
    manner_of,
)
from search.asking import Answered, Correction, answered
from search.hits import Hit
from search.problems import Fault, Problem
from search.query import Facet, Results
from search.strict import needs_a_place, parameters, read_strictly
from search.understood import Offer, offers

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

    A question is read as on that page. A misspelt word is taken for the nearest that we know. A place in the words is
    where distances are measured from. correction and near say so, and how to ask without that. A day, a time or “free”
    in the words leaves nothing out by itself: suggestions are the filters that were perhaps meant.

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
    without = hidden(kinds, fixed)
    asking = read_strictly(request.GET, without=without)
    answer = answered(
        asking.asked, lambda asked, form: query_of(asked, form.place, kinds=kinds, fixed=fixed), asking.near
    )
    results = answer.results
    if not results.ready:
        raise Problem(503, "There is no search index yet. Try again in a moment.", retry_after=COMING_BACK)
    if answer.form.place is None and (faults := needs_a_place(request.GET)):
        raise Problem(422, " ".join(fault.detail for fault in faults), faults=faults)
    if results.page != asking.asked.page:
        detail = f"There {'is 1 page' if results.pages == 1 else f'are {results.pages:,} pages'}."
        raise Problem(422, detail, faults=[Fault("page", detail)])
    return _page(request, asking.asked, answer, without)


def hidden(kinds: tuple[str, ...], fixed: Mapping[str, tuple[str, ...]]) -> set[str]:
    """Filters that cannot be chosen here."""
    return set(fixed) | ({"kind"} if len(kinds) == 1 else set())


def _page(request: HttpRequest, typed: Asked, answer: Answered, without: set[str]) -> PageOut:
    results = answer.results
    return PageOut(
        total=results.total,
        page=results.page,
        pages=results.pages,
        sort=results.sort,
        looked_for=answer.asked.text,
        correction=_correction(request, answer.correction) if answer.correction else None,
        near=_near(request, answer),
        suggestions=[_suggestion(request, offer) for offer in offers(answer.asked, results)],
        some_words=results.some_words,
        links=_links(request, typed, results),
        results=[_found(request, hit) for hit in results.hits],
        filters=[_filter(facet) for facet in results.facets if facet.name not in without],
    )


def _correction(request: HttpRequest, made: Correction) -> CorrectionOut:
    return CorrectionOut(typed=made.typed.text, meant=made.meant, exact_url=_address(request, made.instead))


def _near(request: HttpRequest, answer: Answered) -> NearOut | None:
    near, place = answer.form.place, answer.place
    if near is None:
        return None
    return NearOut(
        name=near.label,
        kind=near.kind,
        from_words=place.name if place else None,
        anywhere_url=_address(request, place.elsewhere) if place else None,
    )


def _suggestion(request: HttpRequest, offer: Offer) -> SuggestionOut:
    parameter, values = offer.filter
    return SuggestionOut(
        parameter=parameter,
        values=list(values),
        label=offer.words,
        count=offer.count,
        url=_address(request, offer.asked),
    )


def _links(request: HttpRequest, typed: Asked, results: Results) -> LinksOut:
    """Of the question as it was asked: each page says anew how it was understood."""

    def link(page: int) -> str:
        return _address(request, replace(typed, page=page))

    page, pages = results.page, results.pages
    return LinksOut(
        this=link(page),
        first=link(1),
        previous=link(page - 1) if page > 1 else None,
        next=link(page + 1) if page < pages else None,
        last=link(pages),
    )


def _address(request: HttpRequest, asked: Asked) -> str:
    said = urlencode(asked.pairs())
    return request.build_absolute_uri(f"{request.path}{'?' if said else ''}{said}")


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
