"""Find support: services and personal assistants near a place, by search's own machinery."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from directory.documents import ASSISTANT, SERVICE
from search.views.results import results_page


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    return results_page(request, title="Find support", kinds=(SERVICE, ASSISTANT), template="directory/find.html")
