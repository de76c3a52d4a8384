"""What every answer says about itself: the strict policy of the public site, a relaxed one under Wagtail's admin."""

from collections.abc import Callable

from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

Handler = Callable[[HttpRequest], HttpResponse]

# Wagtail's page editor writes styles and scripts into its pages, and shows previews in frames and pictures from memory.
ADMIN_POLICY = {
    "default-src": [NONE],
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "font-src": [SELF, "data:"],
    "connect-src": [SELF],
    "frame-src": [SELF],
    "media-src": [SELF],
    "form-action": [SELF],
    "base-uri": [NONE],
    "frame-ancestors": [SELF],
}
NOT_USED = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"


class SafetyHeaders:
    """Stands inside django-csp's middleware, which writes the header when the answer passes it."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", NOT_USED)
        if is_for_one_person(request):
            response.headers.setdefault("Cache-Control", "private, no-store")
        if request.path.startswith(reverse("wagtailadmin_home")):
            response._csp_config = ADMIN_POLICY
        return response


def is_for_one_person(request: HttpRequest) -> bool:
    """Made for somebody who is signed in: a library's browser must not show it again when she has left."""
    session = getattr(request, "session", None)
    return session is not None and session.accessed and request.user.is_authenticated
