"""The JSON API: the rooms' routers on one door, `/api/v1/`, and the open feed on its own, `/api/openreferral/`."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.openapi.schema import OpenAPISchema

from config.api_manners import mannered, say
from directory import api as directory
from directory.openreferral import api as openreferral
from search import api as search
from search.problems import CONTENT_TYPE, Problem

ABOUT = (
    "What the council's front door knows of advice and support, for programs: open to all, without a key. It is the "
    "same search, the same order and the same parameters as on the pages for people, and words are understood alike."
)
FEED = (
    "The directory as Open Referral UK 3.0 writes it, for whoever takes all of it: services, where they are given, and "
    "the words they are filed under. Open to all, without a key. What is not known is left out."
)
NOWHERE = "There is nothing at this address of the API. Its documentation lists what there is."


class Api(NinjaAPI):
    def get_openapi_schema(self, **how: Any) -> OpenAPISchema:
        """Ours to correct: problems have a type of content of their own."""
        schema = super().get_openapi_schema(**how)
        for operation in (one for methods in schema["paths"].values() for one in methods.values()):
            for status, response in operation["responses"].items():
                if int(status) >= 400:
                    response["content"] = {CONTENT_TYPE: response["content"].pop("application/json")}
        return schema


api = Api(title="Waymark", version="1", description=ABOUT, docs_url=None, urls_namespace="api")
for router in (search.router, directory.services, directory.assistants):
    api.add_router("", router)

feed = Api(title="Open Referral UK", version="3.0", description=FEED, docs_url=None, urls_namespace="openreferral")
feed.add_router("", openreferral.router)


@api.exception_handler(Problem)
@feed.exception_handler(Problem)
def problem(request: HttpRequest, why: Problem) -> HttpResponse:
    return say(request, why)


@api.exception_handler(ValidationError)
@feed.exception_handler(ValidationError)
def not_understood(request: HttpRequest, why: ValidationError) -> HttpResponse:
    return say(request, Problem(422, "The address has something in it that cannot be understood."))


@api.exception_handler(Http404)
@feed.exception_handler(Http404)
def not_found(request: HttpRequest, why: Http404) -> HttpResponse:
    return say(request, Problem(404, NOWHERE))


def nothing(request: HttpRequest, *_args: object, **_kwargs: object) -> HttpResponse:
    return say(request, Problem(404, NOWHERE))


def addresses(door: Api = api) -> list[URLPattern]:
    """For `path("api/v1/", …)`: the routers' own with our manners, and an answer for everything else."""
    patterns, _, _ = door.urls
    ours = [each for each in patterns if isinstance(each, URLPattern) and each.name != "api-root"]
    return [
        *(path(str(each.pattern), mannered(each.callback), name=each.name or "") for each in ours),
        path("", mannered(nothing), name="api-root"),
        re_path(r"^(?P<rest>[\s\S]*)\Z", mannered(nothing), name="unknown"),
    ]
