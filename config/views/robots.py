"""What search engines are asked to leave alone. A request, no lock: what is private is kept by who may open it."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

# Somebody's own pages, and answers without end: what a search finds has an address of its own in the site map.
LEFT_ALONE = (
    *("/accounts/", "/admin/", "/marketplace/", "/money/", "/provider/", "/search/", "/shortlist/", "/staff/"),
    "/your-searches/",
)
BUT = ("/money/how-long/",)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """A demo is about people who do not exist: none of it is to be found."""
    left, allowed = (("/",), ()) if settings.WAYMARK_DEMO else (LEFT_ALONE, BUT)
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in left), *(f"Allow: {path}" for path in allowed)]
    lines += ["", f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
