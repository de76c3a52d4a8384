"""The API's documentation as a page of our own, drawn from its OpenAPI document: no script, nothing from elsewhere."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from config import api_words
from config.api import api
from config.api_manners import MAY_BE_OLD, SECONDS, TIMES
from directory import public
from search.problems import KINDS, TITLES


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    schema = api.get_openapi_schema()
    context = {
        "breadcrumbs": [("Home", "/")],
        "about": schema["info"]["description"],
        "operations": api_words.operations(schema, _examples()),
        "shapes": api_words.shapes(schema),
        "problems": [(KINDS[status], status, TITLES[status], WHAT_TO_DO[status]) for status in TITLES],
        "times": TIMES,
        "seconds": SECONDS,
        "old": MAY_BE_OLD,
    }
    return render(request, "config/api_docs.html", context)


WHAT_TO_DO = {
    400: "The address holds far too much. Send less.",
    404: "Check the address. A service or a person may have been taken out.",
    405: "Use GET. Nothing can be changed through this API.",
    422: "errors names each parameter and says what to change. Only the words of q are read kindly.",
    429: "Wait for as many seconds as the header Retry-After says.",
    503: "The search index is being made for the first time. Try again in a moment.",
}


def _examples() -> dict[str, str]:
    """A real slug for each answer about one, so that its link works."""
    services = public.public_services().order_by("pk").values_list("slug", flat=True)
    assistants = public.public_assistants().order_by("pk").values_list("slug", flat=True)
    return {"service": services.first() or "", "personal-assistant": assistants.first() or ""}
