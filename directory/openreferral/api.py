"""`/api/openreferral/`: the addresses of the open feed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from ninja import Path, Router

from directory.openreferral import asked, found, licence, shapes, told
from directory.openreferral.asked import Asked
from search.answers import ProblemOut
from search.problems import Problem

ID = Path(description="As in the lists")

router = Router(tags=["Open Referral UK"])


def page_of(request: HttpRequest, asking: Asked, answer: found.Found, tell: Callable[[Any], Any]) -> dict[str, Any]:
    total, rows = answer
    pages = -(-total // asking.per_page)
    return {
        "total_items": total,
        "total_pages": pages,
        "page_number": asking.page,
        "size": len(rows),
        "first_page": asking.page == 1,
        "last_page": asking.page >= pages,
        "empty": not rows,
        "contents": [tell(row) for row in rows],
    }


def listed(path: str, shape: Any, names: tuple[str, ...], summary: str) -> Callable[..., Any]:
    return router.get(
        path,
        response={200: shapes.Page[shape], frozenset({422, 429}): ProblemOut},
        url_name=path.strip("/"),
        operation_id=path.strip("/"),
        summary=summary,
        openapi_extra={"parameters": asked.parameters(names)},
        exclude_none=True,
    )


def one(path: str, shape: Any, summary: str) -> Callable[..., Any]:
    name = path.strip("/").partition("/")[0]
    return router.get(
        path,
        response={200: shape, frozenset({404, 422, 429}): ProblemOut},
        url_name=f"{name}-one",
        operation_id=f"{name}-one",
        summary=summary,
        exclude_none=True,
    )


def there(row: Any) -> Any:
    if row is None:
        raise Problem(404, "There is nothing with this id. It may have been taken out.")
    return row


@router.get(
    "/",
    response={200: shapes.About, frozenset({422, 429}): ProblemOut},
    url_name="about",
    operation_id="about",
    summary="What this is",
)
def about(request: HttpRequest) -> dict[str, str]:
    """The version of Open Referral, the licence, and where everything is in one file."""
    asked.read(request.GET)
    whole = request.build_absolute_uri
    return {
        "version": licence.VERSION,
        "profile": licence.PROFILE,
        "openapi_url": whole(reverse("openreferral:openapi-json")),
        "licence": licence.NAME,
        "licence_url": licence.URL,
        "bulk_url": whole(reverse("open-data")),
    }


@listed("/services", shapes.ServiceBrief, asked.LIST, "Services, page by page")
def services(request: HttpRequest) -> dict[str, Any]:
    """In the order in which they were added; after the last service, personal assistants whose approval holds today."""
    asking = asked.read(request.GET, asked.LIST)
    answer = found.services(asking, timezone.localdate())
    return page_of(request, asking, answer, lambda row: told.brief(row, request.build_absolute_uri))


@one("/services/{uuid:id}", shapes.ServiceWhole, "One service, whole")
def service(request: HttpRequest, id: UUID = ID) -> shapes.ServiceWhole:
    """All that is public about a service. Of a personal assistant: the areas, and never where they live."""
    asked.read(request.GET)
    today, whole = timezone.localdate(), request.build_absolute_uri
    if ours := found.service(id):
        return told.service(ours, today, whole)
    return told.assistant(there(found.assistant(id, today)), today, whole)


@listed("/service_at_locations", shapes.ServiceAtLocationBrief, asked.LIST, "Services at their places, page by page")
def service_at_locations(request: HttpRequest) -> dict[str, Any]:
    """Each service at each place where it is given."""
    asking = asked.read(request.GET, asked.LIST)
    answer = found.service_at_locations(asking)
    return page_of(request, asking, answer, lambda row: told.at_location_brief(row, request.build_absolute_uri))


@one("/service_at_locations/{uuid:id}", shapes.ServiceAtLocationWhole, "One service at one place, whole")
def service_at_location(request: HttpRequest, id: UUID = ID) -> shapes.ServiceAtLocationWhole:
    """The place, the times there, and the service with all that is public about it."""
    asked.read(request.GET)
    at, of = there(found.service_at_location(id))
    return told.at_location(at, of, timezone.localdate(), request.build_absolute_uri)


@listed("/taxonomies", shapes.TaxonomyBrief, asked.PAGES, "Taxonomies")
def taxonomies(request: HttpRequest) -> dict[str, Any]:
    """The lists of terms that services are filed under."""
    asking = asked.read(request.GET, asked.PAGES)
    return page_of(request, asking, found.taxonomies(asking), told.taxonomy)


@one("/taxonomies/{uuid:id}", shapes.TaxonomyWhole, "One taxonomy with its terms")
def taxonomy(request: HttpRequest, id: UUID = ID) -> shapes.TaxonomyWhole:
    """A list of terms, with all of them."""
    asked.read(request.GET)
    return told.taxonomy_whole(there(found.taxonomy(id)))


@listed("/taxonomy_terms", shapes.Term, asked.TERMS, "Taxonomy terms")
def taxonomy_terms(request: HttpRequest) -> dict[str, Any]:
    """The terms that services are filed under."""
    asking = asked.read(request.GET, asked.TERMS)
    return page_of(request, asking, found.terms(asking), told.term)


@one("/taxonomy_terms/{uuid:id}", shapes.Term, "One taxonomy term")
def taxonomy_term(request: HttpRequest, id: UUID = ID) -> shapes.Term:
    """A term, and the taxonomy it is of."""
    asked.read(request.GET)
    return told.term(there(found.term(id)))
