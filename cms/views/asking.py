"""What pages share on which people say private things."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.views.decorators.http import require_http_methods

ASKS = require_http_methods(["GET", "HEAD", "POST"])
HOME = [("Home", "/")]


def kept_by_nobody(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """No browser, proxy or search engine keeps the page, signed in or not."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return shown


def typed(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None
