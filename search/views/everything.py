"""Everything there is to find: advice, services, personal assistants, things to buy."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from search.views.results import results_page


@require_safe
def everything(request: HttpRequest) -> HttpResponse:
    return results_page(request, title="Search", section="search")
