"""Personal assistants whose approval holds today."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from directory.documents import ASSISTANT
from search.views.results import results_page


@require_safe
def assistants(request: HttpRequest) -> HttpResponse:
    return results_page(
        request,
        title="Personal assistants",
        kinds=(ASSISTANT,),
        fixed={"approved": ("approved",)},
        template="directory/assistants.html",
        breadcrumbs=[("Home", "/"), ("Find support", reverse("directory-find"))],
    )
