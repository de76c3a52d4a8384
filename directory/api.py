"""The directory for programs: `/api/v1/services` and `/api/v1/personal-assistants`, lists and one by one."""

from django.http import HttpRequest
from django.utils import timezone
from ninja import Path, Router

from directory import public, telling, whole
from directory.answers import AssistantOut, ServiceOut
from directory.documents import ASSISTANT, SERVICE
from search import api as searching
from search.answers import PageOut, ProblemOut
from search.problems import Problem
from search.strict import parameters

APPROVED = {"approved": ("approved",)}
MISSING = {frozenset({404, 429}): ProblemOut}

services = Router(tags=["Services"])
assistants = Router(tags=["Personal assistants"])


@services.get(
    "/services",
    response={200: PageOut, **searching.REFUSED},
    url_name="services",
    summary="Search services",
    operation_id="services",
    openapi_extra={"parameters": parameters(without=("kind",))},
)
def list_services(request: HttpRequest) -> PageOut:
    """What organisations offer. The same filters as on the page for people."""
    return searching.page_of(request, kinds=(SERVICE,))


@services.get(
    "/services/{slug:slug}",
    response={200: ServiceOut, **MISSING},
    url_name="service",
    summary="One service",
    operation_id="service",
)
def one_service(request: HttpRequest, slug: str = Path(description="As in its address")) -> ServiceOut:
    """Everything the public may know of a service."""
    found = whole.service(public.public_services().filter(slug=slug))
    if found is None:
        raise Problem(404, "There is no service at this address. It may have closed.")
    return telling.service(found, timezone.localdate(), request.build_absolute_uri)


@assistants.get(
    "/personal-assistants",
    response={200: PageOut, **searching.REFUSED},
    url_name="personal-assistants",
    summary="Search personal assistants",
    operation_id="personal-assistants",
    openapi_extra={"parameters": parameters(without=("kind", "approved"))},
)
def list_assistants(request: HttpRequest) -> PageOut:
    """People whose approval holds today. Distances are in whole miles, to the middle of an area they work in."""
    return searching.page_of(request, kinds=(ASSISTANT,), fixed=APPROVED)


@assistants.get(
    "/personal-assistants/{slug:slug}",
    response={200: AssistantOut, **MISSING},
    url_name="personal-assistant",
    summary="One personal assistant",
    operation_id="personal-assistant",
)
def one_assistant(request: HttpRequest, slug: str = Path(description="As in their address")) -> AssistantOut:
    """Somebody whose approval holds, or held and has lapsed: then `holds` is false. Never where they live."""
    found = public.whole_assistants().filter(slug=slug).first()
    if found is None:
        raise Problem(404, "There is nobody at this address.")
    return telling.assistant(found, timezone.localdate(), request.build_absolute_uri)
